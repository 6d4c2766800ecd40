"""Screens of /cms/ that are ours."""
