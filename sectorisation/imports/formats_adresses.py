"""The address files people have: BAN, BANO and BAL, told apart by their columns."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sectorisation.errors import ImportRefuse
from sectorisation.imports.tableur import insee_code

_VIDES = ("", "NA", "NULL")
# UTF-8 read once as Windows-1252 and written again: real BAN files hold some.
_MOJIBAKE = ("Ã", "â€", "Â")
# A street whose code is unknown: in a BAL, all those of a commune share this one.
_SANS_CODE = frozenset(["xxxx", "0000"])
_OUTRE_MER = ("97", "98")


@dataclass(frozen=True, slots=True)
class FormatAdresses:
    """One shape of file. `colonnes` gives its names for BAN's, where they differ."""

    nom: str
    credit: str
    colonnes: Mapping[str, str] = field(default_factory=dict)

    def text(self, ligne: Mapping[str, str], colonne: str) -> str:
        valeur = ligne.get(self.colonnes.get(colonne, colonne), "").strip()
        return "" if valeur in _VIDES else repair(valeur)

    def point(self, ligne: Mapping[str, str]) -> tuple[float, float]:
        """(lon, lat), out of the Lambert-93 pair of a BAL that gives no other. ValueError without."""
        lon, lat = self.text(ligne, "lon"), self.text(ligne, "lat")
        if lon or lat or self is not BAL:
            return float(lon), float(lat)
        if self.text(ligne, "code_insee").startswith(_OUTRE_MER):
            raise ValueError("no Lambert-93 there")
        return from_lambert93(float(self.text(ligne, "x")), float(self.text(ligne, "y")))

    def street_key(self, ligne: Mapping[str, str], nom: str) -> str:
        """The street's identifier, whole: provisional codes are six characters long, not four."""
        morceaux = self.text(ligne, "id").split("_")
        if len(morceaux) >= 2 and morceaux[0] and morceaux[1].lower() not in ("", *_SANS_CODE):
            return "_".join(morceaux[:2])
        code = insee_code(self.text(ligne, "code_insee"))
        return self.text(ligne, "id_fantoir") or f"{code}_{nom}"


BAN = FormatAdresses("BAN", "Adresses : Base Adresse Nationale, Licence Ouverte 2.0.")
BANO = FormatAdresses("BANO", "Adresses : BANO, © les contributeurs d'OpenStreetMap, ODbL 1.0.")
BAL = FormatAdresses(
    "BAL",
    "Adresses : Bases Adresses Locales, Licence Ouverte 2.0.",
    {
        "id": "cle_interop", "rep": "suffixe", "nom_voie": "voie_nom", "lon": "long",
        "nom_lieu_dit": "lieudit_complement_nom", "code_insee": "commune_insee",
        "nom_commune": "commune_nom", "nom_ancienne_commune": "commune_deleguee_nom",
    },
)  # fmt: skip


def recognise(entetes: Iterable[str]) -> FormatAdresses:
    """The format of a header. Raises ImportRefuse, naming what is missing."""
    colonnes = set(entetes)
    forme = BAL if "cle_interop" in colonnes else BANO if "source" in colonnes else BAN
    noms = {forme.colonnes.get(nom, nom) for nom in ("nom_voie", "nom_lieu_dit")}
    voulues = {forme.colonnes.get(nom, nom) for nom in ("id", "code_insee", "nom_commune")}
    points = {forme.colonnes.get("lon", "lon"), "lat"}
    if forme is not BAL or not {"x", "y"} <= colonnes:
        voulues |= points
    manque = sorted(voulues - colonnes)
    if not noms & colonnes:
        manque.append(forme.colonnes.get("nom_voie", "nom_voie"))
    if manque:
        raise ImportRefuse(
            "Ligne 1 : ce n'est pas un fichier d'adresses BAN, BANO ou BAL, "
            f"il manque la colonne {', '.join(manque)}."
        )
    return forme


def repair(texte: str) -> str:
    """Undoes a double encoding, where there is one."""
    if not any(trace in texte for trace in _MOJIBAKE):
        return texte
    try:
        return texte.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return texte


# Lambert-93 (EPSG:2154) on the GRS80 ellipsoid: IGN's constants, algorithms ALG0002 and ALG0004.
_N, _C = 0.7256077650532670, 11_754_255.4261
_X0, _Y0 = 700_000.0, 12_655_612.0499
_LON0, _EXCENTRICITE = math.radians(3), 0.08181919104281579


def from_lambert93(x: float, y: float) -> tuple[float, float]:
    """(lon, lat) in WGS84 degrees of metres in Lambert-93; a millimetre's precision."""
    rayon = math.hypot(x - _X0, y - _Y0)
    isometrique = math.exp(math.log(rayon / _C) / -_N)
    lat = 2 * math.atan(isometrique) - math.pi / 2
    for _ in range(8):
        sinus = _EXCENTRICITE * math.sin(lat)
        facteur = ((1 + sinus) / (1 - sinus)) ** (_EXCENTRICITE / 2)
        lat = 2 * math.atan(facteur * isometrique) - math.pi / 2
    lon = _LON0 + math.atan((x - _X0) / (_Y0 - y)) / _N
    return math.degrees(lon), math.degrees(lat)
