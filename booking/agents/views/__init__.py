"""One file a subject; each view takes `now` once and calls services."""
