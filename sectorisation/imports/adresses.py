"""Imports the addresses of a territoire, BAN, BANO or BAL, into its embedded geocoder."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import shapely
from django.db import transaction
from shapely.geometry import shape

from sectorisation.adresses.construction import Adresse, Bilan, Ville, build
from sectorisation.adresses.fichier import folder
from sectorisation.adresses.renouvellement import Renouvellement, compare_files
from sectorisation.errors import FormatIllisible, ImportRefuse
from sectorisation.imports.cog import Cog
from sectorisation.imports.communes import add_credit
from sectorisation.imports.formats_adresses import BAN, FormatAdresses, recognise
from sectorisation.imports.geojson import check_coordinates
from sectorisation.imports.regles_a_revoir import RegleARevoir, rules_to_look_at
from sectorisation.imports.tableur import insee_code, open_rows
from sectorisation.models import AncienneCommune, Commune, ImportAdresses, Territoire

_MAX_RAISONS = 10
_VERSIONS_GARDEES = 2
# A lieu-dit has no number, or this one in a "base adresse locale".
_SANS_NUMERO = ("", "0", "99999")


@dataclass(slots=True)
class BilanAdresses:
    """What an import kept, and why lines were left out (first reasons, by line number).

    `renouvellement` is None for a first file. `regles` are those to look at since.
    """

    fichier: Bilan
    ecartees: int = 0
    raisons: list[str] = field(default_factory=list)
    communes_inconnues: tuple[str, ...] = ()
    renouvellement: Renouvellement | None = None
    regles: list[RegleARevoir] = field(default_factory=list)


class _Communes:
    """Current commune of any code found in an address file."""

    def __init__(self, territoire: Territoire, cog: Cog | None) -> None:
        self.cog = cog
        self.lignes = list(Commune.objects.filter(territoire=territoire))
        self.actuelles = {c.insee: c.nom for c in self.lignes}
        self.contours = [shape(c.contour) for c in self.lignes]
        self.anciennes: dict[str, str] = {}
        self._retrouvees: dict[str, str] = {}
        self.anciens_noms: defaultdict[str, list[str]] = defaultdict(list)
        for code, nom, actuel in AncienneCommune.objects.filter(territoire=territoire).values_list(
            "insee", "nom", "commune__insee"
        ):
            self.anciennes[code] = actuel
            self.anciens_noms[actuel].append(nom)

    def resolve(self, code: str, nom: str, lon: float, lat: float) -> tuple[str, str]:
        """(current code, current name); the file's own when nothing is known of the code."""
        if code in self.actuelles:
            return code, self.actuelles[code]
        actuel = self.anciennes.get(code) or (self.cog.current(code) if self.cog else code)
        if actuel in self.actuelles:
            return actuel, self.actuelles[actuel]
        if self.cog and actuel in self.cog.actuelles:
            return actuel, self.cog.actuelles[actuel].nom
        if self.cog and code not in self._retrouvees:
            self._retrouvees[code] = self._at(lon, lat)
        trouvee = self._retrouvees.get(code, "")
        return (trouvee, self.actuelles[trouvee]) if trouvee else (actuel, nom)

    def _at(self, lon: float, lat: float) -> str:
        """The commune around a point: for a code so old that the COG has forgotten it."""
        point = shapely.Point(lon, lat)
        return next(
            (
                c.insee
                for c, forme in zip(self.lignes, self.contours, strict=True)
                if forme.covers(point)
            ),
            "",
        )


def import_adresses(
    *, territoire: Territoire, chemin: Path, cog: Cog | None = None, credit: str | None = None
) -> BilanAdresses:
    """Builds a new address file from a CSV (plain or .gz) and names it in the territoire's row.

    The columns tell BAN, BANO and BAL apart (see `formats_adresses`). Lines without a usable
    place are left out and counted; a file of which none remains is refused, and then
    nothing changes. Raises ImportRefuse.
    """
    lecture = _Lecture(chemin, _Communes(territoire, cog))
    bilan = BilanAdresses(
        build(
            lecture.addresses(),
            villes=lecture.towns(),
            dossier=folder(),
            prefixe=territoire.code,
        ),
        lecture.ecartees,
        lecture.raisons,
        lecture.unknown(),
    )
    ancien = folder() / territoire.adresses_fichier if territoire.adresses_fichier else None
    territoire.adresses_version = bilan.fichier.version
    territoire.adresses_fichier = bilan.fichier.fichier
    source = credit if credit is not None else lecture.forme.credit
    territoire.credits = add_credit(territoire.credits, source)
    bilan.renouvellement = _compared(ancien, bilan.fichier, lecture.communes.anciennes)
    bilan.regles = rules_to_look_at(territoire)
    with transaction.atomic():
        territoire.save(update_fields=["adresses_version", "adresses_fichier", "credits"])
        _record(territoire, bilan, lecture.forme)
    _forget_old_files(territoire)
    return bilan


def _compared(ancien: Path | None, neuf: Bilan, anciennes: dict[str, str]) -> Renouvellement | None:
    if ancien is None or not ancien.exists():
        return None
    try:
        return compare_files(ancien, folder() / neuf.fichier, anciennes=anciennes)
    except FormatIllisible:
        return None


def _record(territoire: Territoire, bilan: BilanAdresses, forme: FormatAdresses) -> None:
    fichier = bilan.fichier
    ImportAdresses.objects.create(
        territoire=territoire,
        version=fichier.version,
        source=forme.nom,
        comptes={
            "adresses": fichier.adresses,
            "voies": fichier.voies,
            "lieux_dits": fichier.lieux_dits,
            "communes": fichier.communes,
            "doublons": fichier.doublons,
            "ecartees": bilan.ecartees,
        },
        renouvellement=bilan.renouvellement.as_dict() if bilan.renouvellement else None,
        regles=[regle.as_dict() for regle in bilan.regles],
    )


class _Lecture:
    """One reading of one file: addresses as they come, towns and counts afterwards."""

    def __init__(self, chemin: Path, communes: _Communes) -> None:
        self.chemin = chemin
        self.communes = communes
        self.ecartees = 0
        self.raisons: list[str] = []
        self.forme = BAN
        self._points: dict[str, list[float]] = {}
        self._noms: dict[str, Counter[str]] = {}
        self._anciens: defaultdict[str, dict[str, None]] = defaultdict(dict)

    def addresses(self) -> Iterator[Adresse]:
        gardees = 0
        with open_rows(self.chemin) as (entetes, lignes):
            self.forme = recognise(entetes)
            for numero, ligne in lignes:
                try:
                    adresse = self._read(ligne)
                except (ImportRefuse, ValueError) as refus:
                    self.ecartees += 1
                    if len(self.raisons) < _MAX_RAISONS:
                        self.raisons.append(f"Ligne {numero} : {refus}")
                    continue
                gardees += 1
                yield adresse
        if not gardees:
            raise ImportRefuse("Aucune adresse utilisable dans ce fichier.", *self.raisons)

    def _read(self, ligne: dict[str, str]) -> Adresse:
        texte = partial(self.forme.text, ligne)
        try:
            lon, lat = self.forme.point(ligne)
        except ValueError:
            raise ImportRefuse("longitude ou latitude illisible.") from None
        check_coordinates(lon, lat)
        nom = texte("nom_voie") or texte("nom_lieu_dit")
        if not nom:
            raise ImportRefuse("sans nom de voie.")
        brut = texte("numero")
        if brut not in _SANS_NUMERO and not (brut.isdigit() and len(brut) <= 5):
            raise ImportRefuse("numéro illisible.")
        code, ville = insee_code(texte("code_insee")), texte("nom_commune")
        actuel, ville_actuelle = self.communes.resolve(code, ville, lon, lat)
        ancienne = texte("nom_ancienne_commune") or (ville if ville != ville_actuelle else "")
        self._count(actuel, ville_actuelle, ancienne, lon, lat)
        return Adresse(
            cle=self.forme.street_key(ligne, nom),
            numero=None if brut in _SANS_NUMERO else int(brut),
            suffixe=texte("rep").lower()[:12],
            voie=nom[:150],
            code_postal=texte("code_postal").zfill(5) if texte("code_postal") else "",
            insee=actuel,
            ville=ville_actuelle[:100],
            autres_villes=tuple(
                v for v in dict.fromkeys((ville, ancienne)) if v not in ("", ville_actuelle)
            ),
            precision=ancienne[:100],
            lon=lon,
            lat=lat,
        )

    def _count(self, code: str, nom: str, ancien: str, lon: float, lat: float) -> None:
        somme = self._points.setdefault(code, [0.0, 0.0, 0.0])
        somme[0] += lon
        somme[1] += lat
        somme[2] += 1
        self._noms.setdefault(code, Counter())[nom] += 1
        if ancien:
            self._anciens[code][ancien] = None

    def towns(self) -> Iterator[Ville]:
        """Every commune of the territoire, and those met in the file; once it has been read."""
        for commune, contour in zip(self.communes.lignes, self.communes.contours, strict=True):
            milieu = self._middle(commune.insee)
            if milieu is None or not contour.covers(shapely.Point(milieu)):
                point = contour.representative_point()
                milieu = (point.x, point.y)
            anciens = dict.fromkeys(
                (*self.communes.anciens_noms[commune.insee], *self._anciens[commune.insee])
            )
            yield Ville(commune.insee, commune.nom, tuple(anciens), *milieu)
        for code in sorted(set(self._points) - set(self.communes.actuelles)):
            lon, lat = self._middle(code) or (0.0, 0.0)
            nom = self._noms[code].most_common(1)[0][0]
            # Without communes of its own, a territoire is what its file holds.
            ailleurs = bool(self.communes.actuelles)
            yield Ville(code, nom, tuple(self._anciens[code]), lon, lat, ailleurs)

    def unknown(self) -> tuple[str, ...]:
        """Codes of the file that are no commune of the territoire; none when it has none yet."""
        if not self.communes.actuelles:
            return ()
        return tuple(sorted(set(self._points) - set(self.communes.actuelles)))

    def _middle(self, code: str) -> tuple[float, float] | None:
        somme = self._points.get(code)
        return (somme[0] / somme[2], somme[1] / somme[2]) if somme else None


def _forget_old_files(territoire: Territoire) -> None:
    """Keeps the file in use and the one before: a process may still be reading it."""
    fichiers = sorted(
        folder().glob(f"{territoire.code}-????????????.sqlite3"),
        key=lambda f: f.stat().st_mtime,
        reverse=True,
    )
    anciens = [f for f in fichiers if f.name != territoire.adresses_fichier]
    for ancien in anciens[_VERSIONS_GARDEES - 1 :]:
        ancien.unlink(missing_ok=True)
