"""/agents/usages/: what a référent opens, changes and closes as a whole."""
