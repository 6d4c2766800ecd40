"""Outside systems, one file or folder each."""
