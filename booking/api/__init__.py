"""The read-only API: the same functions as the pages, as JSON. Composed in portal/api.py."""
