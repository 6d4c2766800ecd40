"""The référents' face of sectorisation: who goes where, seen, written, checked, published."""
