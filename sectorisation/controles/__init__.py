"""What to know of a couche before usagers follow it: stable codes, places, numbers of addresses."""

from sectorisation.controles.constat import Code, Constat, Correction, Gravite, Rapport
from sectorisation.controles.rapport import check

__all__ = ["Code", "Constat", "Correction", "Gravite", "Rapport", "check"]
