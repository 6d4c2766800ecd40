"""What a communication officer does, counted: clicks, fields, seconds."""
