"""/agents/lieux/: the sites of the territoire, written, closed and opened again by a référent."""
