"""Worked cases of slot search, played through the real engine.

`python -m tests.scenarios FICHIER.json` reads a file of the format `creneaux/1`, prints one JSON
line per case, and exits 1 when one of them differs. It needs neither Django nor a database.
"""
