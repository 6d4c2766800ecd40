"""Secteurs of a draft."""

import re
from collections.abc import Sequence

from django.db import transaction

from sectorisation.edition.brouillon import lock_draft, touch
from sectorisation.edition.contenus import current_communes
from sectorisation.edition.regles import MAX_PRIORITE
from sectorisation.errors import EditionRefusee
from sectorisation.models import Couche, Regle, Secteur, Version

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@transaction.atomic
def add_secteur(*, couche: Couche, nom: str, code: str = "", priorite: int = 0) -> Secteur:
    """A secteur without any rule; without `code` it takes the next number. Raises EditionRefusee."""
    lock_draft(couche)
    secteur = Secteur(couche=couche)
    _name(secteur, nom, code or next_code(couche), priorite)
    secteur.save()
    touch(couche)
    return secteur


@transaction.atomic
def change_secteur(*, secteur: Secteur, nom: str, code: str, priorite: int = 0) -> Secteur:
    """Renames or renumbers; what points to the secteur follows. Raises EditionRefusee."""
    lock_draft(secteur.couche)
    _name(secteur, nom, code, priorite)
    secteur.save()
    touch(secteur.couche)
    return secteur


@transaction.atomic
def delete_secteur(*, secteur: Secteur) -> None:
    """Takes a secteur and its rules out of the draft.

    Once a version was made, the row stays, out of sight: that version still sends usagers there,
    to the sites it was given, and so does a return to a past one.
    """
    couche = secteur.couche
    lock_draft(couche)
    Regle.objects.filter(secteur=secteur).delete()
    if Version.objects.filter(couche=couche).exists():
        secteur.retire = True
        secteur.save(update_fields=["retire"])
    else:
        secteur.delete()
    touch(couche)


@transaction.atomic
def declare_cut(*, couche: Couche, communes: Sequence[str]) -> None:
    """Says which communes are shared between secteurs on purpose. Raises EditionRefusee."""
    lock_draft(couche)
    couche.communes_coupees = current_communes(couche.territoire, communes, champ="communes")
    couche.save(update_fields=["communes_coupees"])
    touch(couche)


def next_code(couche: Couche) -> str:
    """The number after the greatest one, for who gives none."""
    codes = Secteur.objects.filter(couche=couche).values_list("code", flat=True)
    numeros = [int(code) for code in codes if code.isascii() and code.isdigit()]
    return str(max(numeros, default=0) + 1)


def is_code(texte: str) -> bool:
    """Whether a secteur may have this code: 40 letters, digits, dots, dashes at most."""
    return _CODE.fullmatch(texte) is not None


def _name(secteur: Secteur, nom: str, code: str, priorite: int) -> None:
    nom, code = " ".join(nom.split()), code.strip()
    if not nom:
        raise EditionRefusee("Donnez un nom au secteur.", champ="nom")
    if len(nom) > 100:
        raise EditionRefusee("Ce nom est trop long : 100 caractères au plus.", champ="nom")
    # The code it already has came with a file of an older release: it may stay.
    if code != secteur.code and not is_code(code):
        raise EditionRefusee(
            "Écrivez un numéro ou un code court, sans espace ni accent.", champ="code"
        )
    if abs(priorite) > MAX_PRIORITE:
        raise EditionRefusee(
            f"Écrivez une priorité de −{MAX_PRIORITE} à {MAX_PRIORITE}.", champ="priorite"
        )
    autres = Secteur.objects.filter(couche=secteur.couche).exclude(pk=secteur.pk)
    pareil = autres.filter(code__iexact=code).first()
    if pareil is not None:
        raise EditionRefusee(f"« {pareil.nom} » porte déjà le numéro {code}.", champ="code")
    secteur.nom, secteur.code, secteur.priorite = nom, code, priorite
