"""Many addresses at once: the answers of `manage.py rattacher`, on any version of a couche."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from booking.services.rattachement import lieux_of
from sectorisation.adresses.interface import geocodeur_for
from sectorisation.models import Couche, Version
from sectorisation.rattachement import Rattachement, rattacher
from sectorisation.routage import decide
from sectorisation.tableau import cell

ENTETE = ("q", "statut", "secteur", "regle", "version", "type", "score", "lon", "lat", "lieux")


class Repondeur:
    """Answers questions about one couche, in the stable form of the contract.

    `version` None: the published one.
    """

    def __init__(self, couche: Couche, version: Version | None = None) -> None:
        self.couche, self.version = couche, version
        self._geocodeur = geocodeur_for(couche.territoire)
        self._sites = lru_cache(maxsize=None)(_sites)

    def answer_text(self, texte: str) -> dict[str, Any]:
        decision = decide(
            self._geocodeur.search(texte),
            couche=self.couche,
            geocodeur=self._geocodeur,
            texte=texte,
            version=self.version,
        )
        return self._answer(texte, decision.rattachement)

    def answer_point(self, texte: str, point: tuple[float, float] | None) -> dict[str, Any]:
        """The same for (lon, lat) in WGS84; None is a point that could not be read."""
        if point is None:
            return self._answer(texte, Rattachement("introuvable"))
        lon, lat = point
        trouve = rattacher(couche=self.couche, lon=lon, lat=lat, version=self.version)
        return self._answer(texte, trouve)

    def _answer(self, texte: str, trouve: Rattachement) -> dict[str, Any]:
        """A place in no secteur is `introuvable`: its rule says why."""
        sans_secteur = trouve.statut == "indetermine"
        return {
            "q": texte,
            "statut": "introuvable" if sans_secteur else trouve.statut,
            "secteur": trouve.secteur_code,
            "regle": "indetermine" if sans_secteur else trouve.regle,
            "version": trouve.version,
            "type": trouve.type,
            "score": trouve.score,
            "lon": trouve.lon,
            "lat": trouve.lat,
            "lieux": self._sites(trouve.secteur_id) if trouve.secteur_id else [],
        }


def csv_rows(reponses: Iterable[dict[str, Any]]) -> Iterator[list[str]]:
    """Answers as rows of a spreadsheet, header first; sites by name, one after the other."""
    yield list(ENTETE)
    for reponse in reponses:
        lieux = " | ".join(lieu["nom"] for lieu in reponse["lieux"])
        version = "brouillon" if reponse["version"] == 0 else reponse["version"]
        valeurs = reponse | {"lieux": lieux, "version": version}
        yield [_cell(valeurs[colonne]) for colonne in ENTETE]


def _cell(valeur: object) -> str:
    """Our own numbers are never taken for a formula; what was typed might be."""
    if valeur is None:
        return ""
    return cell(valeur) if isinstance(valeur, str) else str(valeur)


def _sites(secteur_id: int) -> list[dict[str, str]]:
    return [{"uid": str(lieu.uid), "nom": lieu.nom} for lieu in lieux_of(secteur_id=secteur_id)]
