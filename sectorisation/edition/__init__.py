"""Writing the draft of a couche: its secteurs and their rules.

Usagers follow none of it before it is published (see `publication`). Each function is atomic,
refuses with an `EditionRefusee`, and ends by `touch`.
"""

from sectorisation.edition.brouillon import touch
from sectorisation.edition.communes import write_communes
from sectorisation.edition.contenus import Adresse, Communes, Contenu, Polygone, Voie
from sectorisation.edition.dessins import write_drawing
from sectorisation.edition.regles import (
    add_regle,
    change_regle,
    delete_regles,
    move_regles,
)
from sectorisation.edition.secteurs import (
    add_secteur,
    change_secteur,
    declare_cut,
    delete_secteur,
)
from sectorisation.edition.voies import Troncon, held_numbers, street_rules, write_street

__all__ = [
    "Adresse",
    "Communes",
    "Contenu",
    "Polygone",
    "Troncon",
    "Voie",
    "add_regle",
    "add_secteur",
    "change_regle",
    "change_secteur",
    "declare_cut",
    "delete_regles",
    "delete_secteur",
    "held_numbers",
    "move_regles",
    "street_rules",
    "touch",
    "write_communes",
    "write_drawing",
    "write_street",
]
