"""What the study of a draft found, kept so that pages need not compute it again.

A study takes seconds on a real département: it is made once for a draft, its addresses, the day
(rules have dates) and the version in service, and read by every process from the cache.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from time import perf_counter
from typing import Any

from django.core.cache import cache

from sectorisation.brouillon import draft_version
from sectorisation.comparaison import Passage
from sectorisation.controles import Rapport
from sectorisation.esquisse import Esquisse, sketch
from sectorisation.index import Index
from sectorisation.memoire import index_for
from sectorisation.models import Couche, Version, fingerprint
from sectorisation.publication import Etude, Vu, compare_versions, local_day, study

# Grows with the shape of what is kept: another release reads nothing of this one's.
_FORMAT = 1
_SEMAINE = 7 * 24 * 3600
# A study that took less is made again at once; a longer one waits until someone asks.
BREF_S = 1.0


@dataclass(frozen=True, slots=True)
class Bilan:
    """The figures of a study. `effectifs`: addresses of each secteur, (in service, draft)."""

    brouillon: int
    jour: date
    adresses_version: str
    publiee: int  # number of the version in service, 0 for none
    fait_le: datetime
    secondes: float
    empreinte: str
    adresses: int
    changent: int
    passages: tuple[Passage, ...]
    effectifs: dict[int, tuple[int, int]]
    rapport: Rapport
    esquisse: Esquisse | None

    @property
    def vu(self) -> Vu:
        return Vu(self.brouillon, self.empreinte, self.publiee)

    @property
    def orphelines(self) -> int:
        """Addresses in no secteur of the draft."""
        return self.adresses - sum(apres for _, apres in self.effectifs.values())

    @property
    def part(self) -> float:
        """Share of the addresses that change, in per cent."""
        return 100 * self.changent / self.adresses if self.adresses else 0.0

    def stands(self, couche: Couche, now: datetime) -> bool:
        """Whether studying `couche` now would find the same."""
        return (self.brouillon, self.jour, self.adresses_version, self.publiee) == (
            couche.brouillon,
            local_day(couche, now),
            couche.territoire.adresses_version,
            _in_service(couche),
        )


def last_bilan(couche: Couche) -> Bilan | None:
    """The last study made of this couche, whether or not it still stands."""
    bilan: Bilan | None = cache.get(_key(couche))
    return bilan


def make_bilan(couche: Couche, now: datetime) -> Bilan:
    """Studies the draft and keeps what it found. Reads the database, writes nothing there."""
    debut = perf_counter()
    etude = study(couche=couche, now=now)
    comparaison = etude.comparaison
    publiee = couche.version_publiee
    bilan = Bilan(
        brouillon=couche.brouillon,
        jour=local_day(couche, now),
        adresses_version=couche.territoire.adresses_version,
        publiee=_in_service(couche),
        fait_le=now,
        empreinte=fingerprint(etude.compilation.contenu),
        adresses=comparaison.adresses,
        changent=comparaison.changent,
        passages=tuple(comparaison.moves()),
        effectifs=_counts(etude),
        rapport=etude.rapport,
        esquisse=sketch(
            etude.compilation.index,
            avant=index_for(publiee) if publiee else None,
            constats=etude.rapport.constats,
            lons=etude.compilation.lot.lons,
            lats=etude.compilation.lot.lats,
            changent=comparaison.changent,
        ),
        secondes=perf_counter() - debut,
    )
    cache.set(_key(couche), bilan, _SEMAINE)
    contenu = (bilan.empreinte, etude.compilation.contenu, etude.compilation.table)
    cache.set(_key(couche, "contenu"), contenu, _SEMAINE)
    return bilan


def bilan_of(couche: Couche, now: datetime) -> tuple[Bilan | None, bool]:
    """The study to show, and whether it stands: a new one at once when the last was brief."""
    bilan = last_bilan(couche)
    if bilan is not None and bilan.stands(couche, now):
        return bilan, True
    if bilan is None or bilan.secondes < BREF_S:
        return make_bilan(couche, now), True
    return bilan, False


def draft_of(couche: Couche, bilan: Bilan, now: datetime) -> Version:
    """The version the draft of `bilan` would be, in no row; compiled again when it was forgotten."""
    garde: tuple[str, dict[str, Any], bytes] | None = cache.get(_key(couche, "contenu"))
    if garde is None or garde[0] != bilan.empreinte:
        return draft_version(couche, now=now)
    empreinte, contenu, table = garde
    return Version(
        couche=couche,
        territoire_id=couche.territoire_id,
        numero=0,
        contenu=contenu,
        table=table or None,
        empreinte=empreinte,
    )


def draft_index(couche: Couche, bilan: Bilan, now: datetime) -> Index:
    return index_for(draft_of(couche, bilan, now))


@dataclass(frozen=True, slots=True)
class Ecart:
    """What goes from one version to another, counted on the addresses known today."""

    adresses: int
    changent: int
    passages: tuple[Passage, ...]


def ecart_of(*, avant: Version | None, apres: Version) -> Ecart:
    """The comparison of two versions, computed once for an address file."""
    adresses = apres.territoire.adresses_version
    cle = f"secteurs:ecart:{avant.empreinte if avant else ''}:{apres.empreinte}:{adresses}"
    ecart: Ecart | None = cache.get(cle)
    if ecart is None:
        comparaison = compare_versions(avant=avant, apres=apres)
        ecart = Ecart(comparaison.adresses, comparaison.changent, tuple(comparaison.moves()))
        cache.set(cle, ecart, _SEMAINE)
    return ecart


def _counts(etude: Etude) -> dict[int, tuple[int, int]]:
    avant: Counter[int] = Counter(etude.comparaison.secteurs_avant.tolist())
    apres: Counter[int] = Counter(etude.comparaison.secteurs_apres.tolist())
    ids = set(avant) | set(apres) | set(etude.compilation.index.secteurs)
    return {s: (avant[s], apres[s]) for s in sorted(ids - {0})}


def _in_service(couche: Couche) -> int:
    publiee = couche.version_publiee
    return publiee.numero if publiee else 0


def _key(couche: Couche, quoi: str = "bilan") -> str:
    return f"secteurs:{quoi}{_FORMAT}:{couche.pk}"
