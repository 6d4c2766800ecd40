"""A département of 640,000 addresses, out of the 53,335 real ones: Aveyron, and twelve times.

The copies lie elsewhere and have other names: words that few communes use are respelt by a fixed
rule, those that every town uses (rue, église, Jaurès) are kept. Streets, vocabulary and homonyms
thus grow together, as they do in a real one.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from sectorisation.adresses.construction import Adresse, Ville
from sectorisation.adresses.normalisation import fold

COPIES = 12
# A word met in more communes than this is everyone's.
_COMMUN = 4
_CONSONNES = "bcdfglmnprstv"
_VOYELLES = "aeiou"
_MOT = re.compile(r"[^\W\d_]{3,}")

Ligne = dict[str, str]


def read_lines(bano: Path) -> list[Ligne]:
    with gzip.open(bano, "rt", encoding="utf-8") as texte:
        return list(csv.DictReader(texte, delimiter=";"))


class Departement:
    """The copies of one file: copy 0 is the file itself."""

    def __init__(self, lignes: list[Ligne], copies: int = COPIES) -> None:
        self.lignes, self.copies = lignes, copies
        communes: defaultdict[str, set[str]] = defaultdict(set)
        for ligne in lignes:
            for mot in _MOT.findall(fold(ligne["nom_voie"])):
                communes[mot].add(ligne["code_insee"])
        self._communs = {mot for mot, codes in communes.items() if len(codes) > _COMMUN}
        self._villes: dict[str, tuple[str, float, float]] = {}

    def addresses(self) -> Iterator[Adresse]:
        for copie in range(self.copies):
            noms: dict[tuple[str, bool], str] = {}
            for ligne in self.lignes:
                yield self._address(ligne, copie, noms)

    def towns(self) -> Iterator[Ville]:
        """Communes of the addresses read so far."""
        for insee, (nom, lon, lat) in self._villes.items():
            yield Ville(insee, nom, (), lon, lat)

    def _address(self, ligne: Ligne, copie: int, noms: dict[tuple[str, bool], str]) -> Adresse:
        def elsewhere(nom: str, *, ville: bool) -> str:
            if (nom, ville) not in noms:
                noms[nom, ville] = self._renamed(nom, copie, everything=ville)
            return noms[nom, ville]

        departement = f"{12 + copie:02d}"
        insee = departement + ligne["code_insee"][2:]
        nom_ville = elsewhere(ligne["nom_commune"], ville=True)
        lon, lat = float(ligne["lon"]) + 2.5 * (copie % 4), float(ligne["lat"]) - 1.5 * (copie // 4)
        self._villes.setdefault(insee, (nom_ville, lon, lat))
        return Adresse(
            cle=f"{insee}_{ligne['id'].split('_')[1]}",
            numero=int(ligne["numero"]),
            suffixe=ligne["rep"].lower(),
            voie=elsewhere(ligne["nom_voie"], ville=False),
            code_postal=departement + ligne["code_postal"][2:],
            insee=insee,
            ville=nom_ville,
            autres_villes=(),
            precision="",
            lon=lon,
            lat=lat,
        )

    def _renamed(self, nom: str, copie: int, *, everything: bool) -> str:
        if not copie:
            return nom

        def respell(trouve: re.Match[str]) -> str:
            mot = trouve[0]
            if not everything and fold(mot) in self._communs:
                return mot
            return "".join(_turned(lettre, copie + rang) for rang, lettre in enumerate(mot))

        return _MOT.sub(respell, nom)


def _turned(lettre: str, pas: int) -> str:
    """The letter some places further among its kind: words stay sayable."""
    basse = lettre.lower()
    for genre in (_CONSONNES, _VOYELLES):
        if basse in genre:
            neuve = genre[(genre.index(basse) + pas) % len(genre)]
            return neuve.upper() if lettre.isupper() else neuve
    return lettre
