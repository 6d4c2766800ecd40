"""Rules of a draft, one or several at a time."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from sectorisation.edition.brouillon import lock_draft, touch
from sectorisation.edition.contenus import Contenu
from sectorisation.errors import EditionRefusee
from sectorisation.models import Couche, Regle, Secteur

MAX_PRIORITE = 1000
_CADRE = (
    "secteur_id", "genre", "priorite", "valide_du", "valide_au", "insee", "nom_normalise",
    "numero_du", "numero_au",
)  # fmt: skip
# Lists are compared here: databases do not compare JSON alike.
_DITS: dict[str, tuple[str, ...]] = {
    Regle.Genre.VOIE: ("voies", "parite", "suffixes"),
    Regle.Genre.ADRESSE: ("adresse_id",),
}


@transaction.atomic
def add_regle(
    *,
    secteur: Secteur,
    contenu: Contenu,
    priorite: int = 0,
    valide_du: dt.date | None = None,
    valide_au: dt.date | None = None,
) -> Regle:
    """A new rule of `secteur`. Both dates are days included. Raises EditionRefusee."""
    couche = secteur.couche
    lock_draft(couche)
    check_of_couche(secteur, couche)
    regle = Regle(
        secteur=secteur,
        genre=contenu.genre,
        **contenu.fields(couche.territoire),
        **checked_settings(priorite, valide_du, valide_au),
    )
    regle.normalise()
    refuse_twin(regle)
    regle.save()
    touch(couche)
    return regle


@transaction.atomic
def change_regle(
    *,
    regle: Regle,
    contenu: Contenu,
    secteur: Secteur | None = None,
    priorite: int = 0,
    valide_du: dt.date | None = None,
    valide_au: dt.date | None = None,
) -> Regle:
    """Rewrites a rule whole, of the same kind; `secteur` moves it. Raises EditionRefusee."""
    if contenu.genre != regle.genre:
        raise EditionRefusee("Une règle ne change pas de genre : ajoutez-en une autre.")
    couche = regle.secteur.couche
    lock_draft(couche)
    if secteur is not None:
        check_of_couche(secteur, couche)
        regle.secteur = secteur
    valeurs = contenu.fields(couche.territoire, regle)
    for nom, valeur in (valeurs | checked_settings(priorite, valide_du, valide_au)).items():
        setattr(regle, nom, valeur)
    regle.normalise()
    refuse_twin(regle)
    regle.save()
    touch(couche)
    return regle


@transaction.atomic
def delete_regles(*, couche: Couche, regles: Iterable[Regle]) -> int:
    """Removes these rules of `couche`, and says how many; those of another are left alone."""
    lock_draft(couche)
    siennes = _of_couche(couche, regles)
    nombre, _ = siennes.delete()
    if nombre:
        touch(couche)
    return nombre


@transaction.atomic
def move_regles(*, couche: Couche, regles: Iterable[Regle], secteur: Secteur) -> int:
    """Gives these rules to `secteur`, and says how many changed. Raises EditionRefusee."""
    lock_draft(couche)
    check_of_couche(secteur, couche)
    nombre = _of_couche(couche, regles).exclude(secteur=secteur).update(secteur=secteur)
    if nombre:
        touch(couche)
    return nombre


def checked_settings(
    priorite: int, valide_du: dt.date | None, valide_au: dt.date | None
) -> dict[str, Any]:
    """Priority and dates as columns, or a refusal."""
    if abs(priorite) > MAX_PRIORITE:
        raise EditionRefusee(
            f"Écrivez une priorité de −{MAX_PRIORITE} à {MAX_PRIORITE}.", champ="priorite"
        )
    if valide_du and valide_au and valide_au < valide_du:
        raise EditionRefusee("Le dernier jour vient avant le premier.", champ="valide_au")
    return {"priorite": priorite, "valide_du": valide_du, "valide_au": valide_au}


def check_of_couche(secteur: Secteur, couche: Couche) -> None:
    """Refuses a secteur of another couche, or taken out of this one meanwhile."""
    if not Secteur.objects.filter(pk=secteur.pk, couche=couche).exists():
        raise EditionRefusee("Ce secteur n’est pas de cette couche.", champ="secteur")


def refuse_twin(regle: Regle) -> None:
    """A street or an address written twice in a secteur would have to be changed twice."""
    if regle.genre not in _DITS:
        return
    proches = Regle.objects.filter(**{nom: getattr(regle, nom) for nom in _CADRE})
    for autre in proches.exclude(pk=regle.pk).without_geometry():
        if all(getattr(autre, nom) == getattr(regle, nom) for nom in _DITS[regle.genre]):
            raise EditionRefusee("Ce secteur a déjà cette règle.")


def _of_couche(couche: Couche, regles: Iterable[Regle]) -> Any:
    return Regle.objects.of_couche(couche).filter(pk__in=[regle.pk for regle in regles])
