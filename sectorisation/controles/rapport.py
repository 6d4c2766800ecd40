"""Runs every check on a compilation."""

from sectorisation.compilation import Compilation
from sectorisation.controles import adresses, geometrie
from sectorisation.controles.constat import Rapport
from sectorisation.controles.dessin import Dessin
from sectorisation.models import Couche


def check(compilation: Compilation, couche: Couche) -> Rapport:
    """Everything worth knowing before `couche` is published. One query; nothing is changed."""
    noms = dict(couche.territoire.communes.values_list("insee", "nom"))
    dessin = Dessin(compilation, noms)
    return Rapport.of(
        [
            *geometrie.find_invalid(compilation),
            *geometrie.find_overlaps(dessin),
            *geometrie.find_gaps(dessin),
            *geometrie.find_outside(dessin),
            *adresses.find_orphans(compilation, noms),
            *adresses.find_doubles(compilation, noms),
            *adresses.find_cut_communes(compilation, noms, couche.communes_coupees),
            *adresses.find_empty_rules(compilation),
        ]
    )
