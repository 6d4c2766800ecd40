"""Filling a territoire: ready-made services, sites, people and sectors, from plain descriptions."""
