"""The sites of a territoire and the organisations that answer for them.

Hours, closures and permanences are facts that /cms/ writes; nothing here touches them, nor an Rdv.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import count

from django.db import transaction
from django.utils.text import slugify

from booking.errors import LieuRefuse
from booking.models import Lieu, Organisation, Rdv
from sectorisation.adresses.interface import Candidat, geocodeur_for
from sectorisation.adresses.normalisation import fold
from sectorisation.models import Commune, Territoire

# Below this the address base only knows something that resembles it: no point is better than a
# wrong one.
_SUR = 0.7


@dataclass(frozen=True, slots=True)
class FaitsDuLieu:
    """What a référent writes about a site. `telephone` in E.164, or empty."""

    nom: str
    adresse: str
    code_postal: str
    commune: str
    telephone: str = ""
    fauteuil: bool = False


@transaction.atomic
def add_lieu(
    *, territoire: Territoire, organisation: Organisation | str, faits: FaitsDuLieu
) -> Lieu:
    """A site that receives, placed on the map where the address base knows it.

    `organisation` may be the name of a new one. Raises LieuRefuse, with the field.
    """
    _take(territoire)
    lieu = Lieu(
        territoire=territoire,
        organisation=_organisation(territoire, organisation),
        nom=_named(territoire, faits.nom),
    )
    lieu.slug = _free_slug(territoire, lieu.nom)
    _write(lieu, faits)
    _place(lieu)
    lieu.save()
    return lieu


@transaction.atomic
def change_lieu(
    *, lieu: Lieu, organisation: Organisation | str, faits: FaitsDuLieu, now: dt.datetime
) -> Lieu:
    """Its address in the portal stays. Its point is looked for again when its address changes.

    Raises LieuRefuse: among others, when it would leave its organisation with Rdv to come.
    """
    _take(lieu.territoire)
    fresh = Lieu.objects.select_for_update(of=("self",)).get(pk=lieu.pk)
    tenant = _organisation(lieu.territoire, organisation)
    if tenant.pk != fresh.organisation_id:
        if nombre := coming_rdvs(lieu=fresh, now=now):
            raise LieuRefuse(
                f"{nombre} rendez-vous à venir : ce lieu ne peut pas encore changer "
                "d’organisation. Attendez qu’ils soient passés.",
                champ="organisation",
            )
        fresh.organisation = tenant
    fresh.nom = _named(lieu.territoire, faits.nom, known=fresh)
    before = (fresh.adresse, fresh.code_postal, fresh.commune)
    _write(fresh, faits)
    if before != (fresh.adresse, fresh.code_postal, fresh.commune) or fresh.lon is None:
        _place(fresh)
    fresh.save()
    return fresh


@transaction.atomic
def close_lieu(*, lieu: Lieu) -> None:
    """No new Rdv there, by anyone. Those taken stay, with their messages; plages stay in place."""
    Lieu.objects.filter(pk=lieu.pk).update(ouvert=False)


@transaction.atomic
def reopen_lieu(*, lieu: Lieu) -> None:
    """It receives again, with the plages it had."""
    Lieu.objects.filter(pk=lieu.pk).update(ouvert=True)


def coming_rdvs(*, lieu: Lieu, now: dt.datetime) -> int:
    """How many Rdv are to come there. Counted only: whoever counts may not read them."""
    return Rdv.objects.of(lieu.territoire_id).upcoming(now).filter(lieu=lieu).count()


def _take(territoire: Territoire) -> None:
    """One change at a time in a territoire: two could otherwise take the same name at once."""
    Territoire.objects.select_for_update(of=("self",)).get(pk=territoire.pk)


def _organisation(territoire: Territoire, given: Organisation | str) -> Organisation:
    if isinstance(given, Organisation):
        if given.territoire_id != territoire.pk:
            raise LieuRefuse("Cette organisation n’est pas de ce territoire.", champ="organisation")
        return given
    nom = " ".join(given.split())
    if not nom:
        raise LieuRefuse(
            "Choisissez une organisation, ou écrivez le nom d’une nouvelle.", champ="organisation"
        )
    if Organisation.objects.of(territoire).filter(nom__iexact=nom).exists():
        raise LieuRefuse(
            "Cette organisation existe déjà : choisissez-la dans la liste.", champ="nouvelle"
        )
    return Organisation.objects.create(territoire=territoire, nom=nom)


def _named(territoire: Territoire, nom: str, *, known: Lieu | None = None) -> str:
    """The name, tidied. Two sites of one name could not be told apart when choosing."""
    nom = " ".join(nom.split())
    if not slugify(nom):
        raise LieuRefuse("Donnez un nom qui contient des lettres.", champ="nom")
    others = Lieu.objects.of(territoire).filter(nom__iexact=nom)
    if known is not None:
        others = others.exclude(pk=known.pk)
    if others.exists():
        raise LieuRefuse("Un lieu porte déjà ce nom : ajoutez sa commune.", champ="nom")
    return nom


def _free_slug(territoire: Territoire, nom: str) -> str:
    base = slugify(nom)[:70]
    taken = set(Lieu.objects.of(territoire).values_list("slug", flat=True))
    names = (base if n == 1 else f"{base}-{n}" for n in count(1))
    return next(name for name in names if name not in taken)


def _write(lieu: Lieu, faits: FaitsDuLieu) -> None:
    lieu.adresse = " ".join(faits.adresse.split())
    lieu.code_postal = faits.code_postal
    lieu.commune = " ".join(faits.commune.split())
    lieu.telephone = faits.telephone
    lieu.fauteuil = faits.fauteuil


def _place(lieu: Lieu) -> None:
    """Its point and its commune's code; without a point where the address base does not know it."""
    found = _found(lieu)
    if found is None:
        lieu.lon = lieu.lat = None
        lieu.citycode = _citycode(lieu)
        return
    lieu.lon, lieu.lat, lieu.citycode = found.lon, found.lat, found.citycode


def _found(lieu: Lieu) -> Candidat | None:
    texte = f"{lieu.adresse} {lieu.code_postal} {lieu.commune}"[:200]
    for one in geocodeur_for(lieu.territoire).search(texte):
        here = fold(one.city) == fold(lieu.commune) or one.postcode == lieu.code_postal
        if one.score >= _SUR and one.type != "municipality" and here:
            return one
    return None


def _citycode(lieu: Lieu) -> str:
    """The code of the commune so named, when one only is."""
    name = fold(lieu.commune)
    communes = Commune.objects.of(lieu.territoire).without_contour().values_list("insee", "nom")
    codes = [insee for insee, nom in communes if fold(nom) == name]
    return codes[0] if len(codes) == 1 else ""
