"""The demonstration: two fictional territoires that look like live portals.

Everything is invented, deterministic (a seed, and the day it is filled) and goes through the same
imports and services as a real territoire.
"""
