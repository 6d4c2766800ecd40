"""Turns the rules of a couche into what a version keeps: plain data, no reference to a row."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from sectorisation import voisinage
from sectorisation.adresses.lot import Lot, lot_for
from sectorisation.affectation import Affectation
from sectorisation.index import Index
from sectorisation.models import AncienneCommune, Commune, Couche, Regle, Secteur
from sectorisation.regles import RegleFigee, read_regles
from sectorisation.table import PARTAGEE, Table, decode
from sectorisation.traces import explain_invalid, pack, read_shape, to_shape

FORMAT = 2
# Keys of a content that come from rows; the others are computed from addresses.
_ECRIT = ("format", "secteurs", "regles", "contours", "anciennes")


@dataclass(frozen=True, slots=True)
class Invalide:
    """A polygon left out because it is none; `raison` says why, in French."""

    regle: int
    secteur: int
    nom: str
    forme: Any
    raison: str


@dataclass(frozen=True, slots=True)
class Compilation:
    """The content of a version to be, and the same addresses it was compiled against."""

    contenu: dict[str, Any]
    table: bytes
    index: Index
    lot: Lot
    affectation: Affectation
    echeance: dt.date | None  # the next day on which a rule comes into force, or no longer is
    invalides: tuple[Invalide, ...] = ()

    @property
    def secteurs(self) -> int:
        return len(self.contenu["secteurs"])


def compile_couche(couche: Couche, *, le: dt.date, lot: Lot | None = None) -> Compilation:
    """Compiles the rules of `couche` in force on the day `le`, against the addresses of its
    territoire (`lot`, read from its file when not given). Six queries; writes nothing.
    """
    lot = lot if lot is not None else lot_for(couche.territoire)
    contenu, invalides = _contents(couche, le)
    echeance = _next_change(couche, le)
    if not len(lot):
        index = Index(contenu)
        return Compilation(contenu, b"", index, lot, Affectation(index, lot), echeance, invalides)
    index = Index(contenu)
    affectation = Affectation(index, lot)
    table = _table(affectation)
    octets = table.pack()
    contenu |= {
        "adresses": lot.version,
        "table": hashlib.sha256(octets).hexdigest(),
        "effectifs": _counts(affectation),
        "voisinage": _neighbourhood(affectation, contenu),
    }
    return Compilation(
        contenu, octets, index.completed(contenu, table), lot, affectation, echeance, invalides
    )


def answer_for(contenu: dict[str, Any], lot: Lot) -> Index:
    """What rules nobody wrote yet would give to every address of `lot`: a proposal to compare.

    It knows nothing of the ground between addresses.
    """
    regles = {cle: valeur for cle, valeur in contenu.items() if cle in _ECRIT}
    index = Index(regles)
    return index.completed(regles, _table(Affectation(index, lot)))


# --- what is written down -------------------------------------------------------------------------


def _contents(couche: Couche, le: dt.date) -> tuple[dict[str, Any], tuple[Invalide, ...]]:
    communes = list(Commune.objects.filter(territoire_id=couche.territoire_id).order_by("insee"))
    actuelles = {c.insee for c in communes}
    anciennes = {
        ancien: actuel
        for ancien, actuel in AncienneCommune.objects.filter(territoire_id=couche.territoire_id)
        .order_by("insee")
        .values_list("insee", "commune__insee")
        if ancien not in actuelles
    }
    regles, invalides = [], []
    lues = Regle.objects.of_couche(couche).valid_on(le).select_related("secteur")
    # By batches: a million vertices read at once would be walked by every garbage collection.
    for regle in lues.iterator(chunk_size=200):
        forme = read_shape(regle.geometrie) if regle.genre == Regle.Genre.POLYGONE else None
        if forme is not None and (forme.is_empty or not forme.is_valid):
            invalides.append(_refused(regle, forme))
        else:
            regles.append(_rule(regle, anciennes, forme))
    contenu = {
        "format": FORMAT,
        "secteurs": [_secteur(s) for s in Secteur.objects.filter(couche=couche).order_by("id")],
        "regles": regles,
        "contours": {c.insee: pack(to_shape(c.contour)) for c in communes},
        "anciennes": anciennes,
    }
    return contenu, tuple(invalides)


def _refused(regle: Regle, forme: Any) -> Invalide:
    nom = regle.libelle or regle.secteur.nom
    return Invalide(regle.pk, regle.secteur_id, nom, forme, explain_invalid(forme))


def _next_change(couche: Couche, le: dt.date) -> dt.date | None:
    dates = Regle.objects.of_couche(couche).values_list("valide_du", "valide_au")
    jours = (
        jour
        for du, au in dates.exclude(valide_du=None, valide_au=None)
        for jour in (du, au + dt.timedelta(days=1) if au else None)
    )
    return min((jour for jour in jours if jour and jour > le), default=None)


def freeze(regles: Iterable[Regle], anciennes: dict[str, str]) -> list[RegleFigee]:
    """Rules as a version would hold them, in the same order; their secteurs are read already.

    `anciennes` gives the current code of merged communes.
    """
    regles = list(regles)
    secteurs = {r.secteur_id: r.secteur for r in regles}
    contenu = {
        "format": FORMAT,
        "secteurs": [_secteur(s) for s in secteurs.values()],
        "regles": [
            _rule(r, anciennes, to_shape(r.geometrie) if r.geometrie else None) for r in regles
        ],
    }
    return read_regles(contenu)[1]


def _secteur(secteur: Secteur) -> dict[str, Any]:
    return {
        "id": secteur.pk, "uid": str(secteur.uid), "code": secteur.code, "nom": secteur.nom,
        "priorite": secteur.priorite,
    }  # fmt: skip


def _rule(regle: Regle, anciennes: dict[str, str], forme: Any) -> dict[str, Any]:
    """A rule without what it leaves empty; `forme` is its polygon, already read."""
    entiere = {
        "id": regle.pk,
        "genre": regle.genre,
        "secteur": regle.secteur_id,
        "priorite": regle.priorite,
        "communes": sorted({anciennes.get(code, code) for code in regle.communes}),
        "geometrie": pack(forme) if forme is not None else None,
        "insee": anciennes.get(regle.insee, regle.insee),
        "voies": sorted(regle.voies),
        "nom": regle.nom_normalise,
        "du": regle.numero_du,
        "au": regle.numero_au,
        "parite": regle.parite if regle.parite != Regle.Parite.TOUS else "",
        "suffixes": sorted(regle.suffixes),
        "adresse": regle.adresse_id,
        "libelle": regle.libelle or (regle.describe() if regle.genre == Regle.Genre.VOIE else ""),
    }
    obligatoires = ("id", "genre", "secteur")
    return {
        cle: valeur
        for cle, valeur in entiere.items()
        if cle in obligatoires or valeur not in ("", None, [])
    }


# --- what is computed -----------------------------------------------------------------------------


def _table(affectation: Affectation) -> Table:
    lot = affectation.lot
    premiers = np.full(len(lot.cles), np.iinfo(np.int64).max)
    derniers = np.full(len(lot.cles), -1)
    np.minimum.at(premiers, lot.voies, affectation.secteurs)
    np.maximum.at(derniers, lot.voies, affectation.secteurs)
    return Table.build(
        lot.empreintes,
        affectation.codes.astype(np.uint32),
        lot.empreintes_voies,
        np.where(premiers == derniers, derniers, PARTAGEE).astype(np.int32),
    )


def _counts(affectation: Affectation) -> dict[str, dict[str, int]]:
    """Addresses by commune and secteur ("0": none)."""
    comptes = Counter(
        zip(affectation.lot.communes.tolist(), affectation.secteurs.tolist(), strict=True)
    )
    effectifs: dict[str, dict[str, int]] = {}
    for (insee, secteur), nombre in sorted(comptes.items()):
        effectifs.setdefault(insee, {})[str(secteur)] = nombre
    return effectifs


def _neighbourhood(affectation: Affectation, contenu: dict[str, Any]) -> dict[str, Any]:
    """Cells around addresses, in the communes that street rules cut."""
    lot = affectation.lot
    genres = np.array([decode(int(code)).regle for code in np.unique(affectation.codes)], object)
    par_code = genres[np.unique(affectation.codes, return_inverse=True)[1]]
    detaillees = sorted(
        set(np.unique(lot.communes[par_code == "voie"]).tolist()) & set(contenu["contours"])
    )
    # A single address is an exception: its neighbours do not follow it.
    utiles = np.isin(lot.communes, detaillees) & (par_code != "adresse")
    contours = {c: to_shape(contenu["contours"][c]) for c in detaillees}
    groupes = [detaillees]
    if utiles.sum() > voisinage.MAX_GRAINES:
        groupes = [[code] for code in detaillees]
    mailles = []
    for groupe in groupes:
        ici = np.flatnonzero(utiles & np.isin(lot.communes, groupe))
        mailles += voisinage.cut(
            lot.lons[ici],
            lot.lats[ici],
            affectation.secteurs[ici],
            shapely.union_all([contours[code] for code in groupe]),
        )
    return {
        "communes": detaillees,
        "mailles": [
            {"secteur": secteur, "geometrie": pack(forme)} for secteur, forme in mailles if secteur
        ],
    }
