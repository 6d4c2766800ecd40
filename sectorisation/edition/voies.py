"""All the rules of one street at once: which numbers go where."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from sectorisation.adresses.rues import Numero
from sectorisation.edition.brouillon import lock_draft, touch
from sectorisation.edition.contenus import Voie
from sectorisation.edition.regles import check_of_couche, checked_settings
from sectorisation.errors import EditionRefusee
from sectorisation.models import Couche, Regle, Secteur
from sectorisation.regles import RegleFigee, same_suffix
from sectorisation.regles import Secteur as SecteurFige

# Which numbers a part holds does not depend on the secteur it is given to.
_PERSONNE = SecteurFige(id=0, uid="", code="", nom="", priorite=0)


@dataclass(frozen=True, slots=True)
class Troncon:
    """Some numbers of a street, given to a secteur. `regle`: the rule it rewrites, if any."""

    secteur: Secteur
    voie: Voie
    regle: Regle | None = None
    priorite: int = 0
    valide_du: dt.date | None = None
    valide_au: dt.date | None = None


def street_rules(couche: Couche, *, insee: str, cle: str = "", nom: str = "") -> list[Regle]:
    """The rules of a couche about one street: by its identifier, else by its normalised name."""
    siennes = Regle.objects.of_couche(couche).of_kind(Regle.Genre.VOIE).filter(insee=insee)
    pks = [
        pk
        for pk, voies, nom_normalise in siennes.values_list("pk", "voies", "nom_normalise")
        if (cle and cle in voies) or (not voies and nom and nom_normalise == nom)
    ]
    return list(
        Regle.objects.filter(pk__in=pks).without_geometry().select_related("secteur").order_by("id")
    )


def held_numbers(voie: Voie, numeros: Iterable[Numero]) -> list[Numero]:
    """Those of the numbers of a street that this part of it holds."""
    figee = RegleFigee(
        rang=0,
        id=0,
        genre="voie",
        secteur=_PERSONNE,
        du=voie.du,
        au=voie.au,
        parite=voie.parite,
        suffixes=frozenset(map(same_suffix, voie.suffixes)),
    )
    return [n for n in numeros if figee.holds(n.numero, n.suffixe)]


@transaction.atomic
def write_street(
    *, couche: Couche, troncons: Sequence[Troncon], retirees: Sequence[Regle] = ()
) -> list[Regle]:
    """Adds, rewrites and removes rules of one street, all or nothing.

    Raises EditionRefusee, whose `rang` is the place of the refused troncon.
    """
    lock_draft(couche)
    Regle.objects.of_couche(couche).filter(pk__in=[r.pk for r in retirees]).delete()
    regles: list[Regle] = []
    dits: set[tuple[object, ...]] = set()
    for rang, troncon in enumerate(troncons):
        try:
            regle = _regle(couche, troncon)
        except EditionRefusee as refus:
            raise EditionRefusee(refus.phrase, champ=refus.champ, rang=rang) from None
        dit = (
            regle.numero_du, regle.numero_au, regle.parite, tuple(regle.suffixes),
            regle.priorite, regle.valide_du, regle.valide_au,
        )  # fmt: skip
        if dit in dits:
            raise EditionRefusee("Ces numéros sont écrits deux fois.", champ="du", rang=rang)
        dits.add(dit)
        regles.append(regle)
    for regle in regles:
        regle.save()
    if regles or retirees:
        touch(couche)
    return regles


def _regle(couche: Couche, troncon: Troncon) -> Regle:
    check_of_couche(troncon.secteur, couche)
    regle = troncon.regle or Regle(genre=Regle.Genre.VOIE)
    if troncon.regle is not None:
        check_of_couche(troncon.regle.secteur, couche)
    valeurs = troncon.voie.fields(couche.territoire, troncon.regle)
    reglages = checked_settings(troncon.priorite, troncon.valide_du, troncon.valide_au)
    for nom, valeur in {"secteur": troncon.secteur, **valeurs, **reglages}.items():
        setattr(regle, nom, valeur)
    regle.normalise()
    return regle
