"""Telling people: the outbox, its channels and its texts (design, decision 13)."""
