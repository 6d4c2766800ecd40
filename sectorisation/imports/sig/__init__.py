"""Files of geographic information systems, read by GDAL in a process of its own.

Needs the optional « sig » extra (pyogrio, pyproj). The process that reads knows nothing of the
project: `lecteur` and what it imports stay free of Django.
"""
