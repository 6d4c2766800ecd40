"""A use case as a file: the ten ready-made ones, what is exported, what is imported."""
