"""/agents/motifs/: the catalogue, kept by référents."""
