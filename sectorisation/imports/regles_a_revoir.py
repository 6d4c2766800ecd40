"""After a new address file: the street and address rules it leaves without their street."""

from dataclasses import asdict, dataclass
from typing import Literal

from sectorisation.adresses.lot import lot_for
from sectorisation.affectation import Rues
from sectorisation.compilation import freeze
from sectorisation.models import AncienneCommune, Regle, Territoire

CONSTATS = {"rien": "aucune adresse", "nom": "par le nom seul"}


@dataclass(frozen=True, slots=True)
class RegleARevoir:
    """`constat`: "rien" when it names no address any more, "nom" when only its name is known."""

    couche: str
    couche_slug: str
    secteur: str
    regle: str
    uid: str
    constat: Literal["rien", "nom"]

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def rules_to_look_at(territoire: Territoire) -> list[RegleARevoir]:
    """Rules of every couche, those that hold nothing first. Three queries and the address file.

    A rule written without an identifier was always known by its name: it is no news.
    """
    regles = (
        Regle.objects.filter(
            territoire=territoire,
            genre__in=[Regle.Genre.VOIE, Regle.Genre.ADRESSE],
            secteur__retire=False,
        )
        .without_geometry()
        .select_related("secteur__couche")
        .order_by("secteur__couche__nom", "secteur__nom", "pk")
    )
    if not regles:
        return []
    rues = Rues(lot_for(territoire))
    anciennes = dict(
        AncienneCommune.objects.filter(territoire=territoire).values_list("insee", "commune__insee")
    )
    trouvees = []
    for regle, figee in zip(regles, freeze(regles, anciennes), strict=True):
        tenues = rues.address(figee) if figee.genre == "adresse" else rues.numbers(figee)
        if len(tenues) and (not figee.voies or rues.identified(figee)):
            continue
        secteur = regle.secteur
        trouvees.append(
            RegleARevoir(
                secteur.couche.nom,
                secteur.couche.slug,
                secteur.nom,
                regle.describe(),
                str(regle.uid),
                "nom" if len(tenues) else "rien",
            )
        )
    return sorted(trouvees, key=lambda r: r.constat != "rien")
