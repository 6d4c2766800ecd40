"""What agents type, one file a subject."""
