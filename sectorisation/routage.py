"""What to do with the candidates of a geocoder: route, or ask. Never route on a weak match."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sectorisation.adresses import requete
from sectorisation.adresses.interface import Candidat, Geocodeur
from sectorisation.adresses.normalisation import street_name
from sectorisation.memoire import index_for
from sectorisation.models import Couche, Version
from sectorisation.rattachement import Rattachement, porte_of, rattacher
from sectorisation.table import PARTAGEE

SCORE_MINIMUM = 0.6
ECART_MINIMUM = 0.1
_MEME_LIEU_DEGRES = 0.0005

Action = Literal["router", "demander_numero", "demander_voie", "choisir", "introuvable"]


@dataclass(frozen=True, slots=True)
class Decision:
    """The next step of the journey. `rattachement` is sure only when `action` is "router".

    `numero_inconnu`: a number was typed, which neither a file nor a rule knows in this street.
    """

    action: Action
    candidats: tuple[Candidat, ...]
    rattachement: Rattachement
    numero_inconnu: bool = False


def decide(
    candidats: Sequence[Candidat],
    *,
    couche: Couche,
    geocodeur: Geocodeur,
    texte: str = "",
    chosen: bool = False,
    version: Version | None = None,
) -> Decision:
    """Decides from candidates ordered best first.

    weak or tied -> choose; house number, lieu-dit -> route; street -> route when all its numbers
    are in one secteur, else ask the number; commune -> route when it has one secteur, else ask
    the street. A number that no file knows yet still routes when a rule about its street holds
    it. `chosen`: the person picked the first candidate herself, scores no longer matter.
    With `texte`, what was typed, a postcode from elsewhere turns a weak match into
    `hors_territoire`. `version` answers in place of the published one: the test page à blanc.
    """
    version = version or couche.version_publiee
    tous = tuple(candidats)
    weak = not chosen and (not tous or tous[0].score < SCORE_MINIMUM)
    if weak and texte and geocodeur.is_elsewhere(texte):
        return Decision("introuvable", (), Rattachement("hors_territoire"))
    if not tous:
        return Decision("introuvable", (), Rattachement("introuvable"))
    premier = tous[0]
    rattachement = rattacher(
        couche=couche, lon=premier.lon, lat=premier.lat, candidat=premier, version=version
    )
    if weak or (not chosen and _is_tied(tous)):
        return Decision("choisir", tous, _uncertain(rattachement))
    if premier.type == "municipality":
        if _one_secteur_in_commune(premier, version):
            return Decision("router", tous, rattachement)
        return Decision("demander_voie", tous, _uncertain(rattachement))
    if premier.type == "street" and not _one_secteur_in_street(premier, version, geocodeur):
        par_numero = _by_typed_number(premier, couche, version, texte)
        if par_numero is not None:
            return Decision("router", tous, par_numero)
        inconnu = any(True for _ in _typed_numbers(premier, texte))
        return Decision("demander_numero", tous, _uncertain(rattachement), inconnu)
    return Decision("router", tous, rattachement)


def _is_tied(candidats: tuple[Candidat, ...]) -> bool:
    premier = candidats[0]
    return any(
        premier.score - autre.score < ECART_MINIMUM and not _same_place(premier, autre)
        for autre in candidats[1:]
    )


def _same_place(a: Candidat, b: Candidat) -> bool:
    """Two records of one door: same commune, some fifty metres apart at most."""
    proches = abs(a.lon - b.lon) < _MEME_LIEU_DEGRES and abs(a.lat - b.lat) < _MEME_LIEU_DEGRES
    return proches and a.citycode == b.citycode and a.type == b.type


def _one_secteur_in_commune(candidat: Candidat, version: Version | None) -> bool:
    index = index_for(version) if version else None
    if index is None or not index.resolve_commune(candidat.citycode):
        return True
    return len(index.secteurs_of_commune(candidat.citycode)) == 1


def _one_secteur_in_street(
    candidat: Candidat, version: Version | None, geocodeur: Geocodeur
) -> bool:
    if _one_secteur_in_commune(candidat, version):
        return True
    index, porte = index_for(version) if version else None, porte_of(candidat)
    if index is None or porte is None:
        return False
    secteur = index.secteur_of_street(porte, candidat.citycode)
    if secteur is not None:
        return secteur != PARTAGEE
    points = geocodeur.points(candidat)
    vus = {
        ici.secteur.id if (ici := index.locate(lon, lat, candidat.citycode)).secteur else 0
        for lon, lat in points
    }
    return len(vus) == 1


def _by_typed_number(
    candidat: Candidat, couche: Couche, version: Version | None, texte: str
) -> Rattachement | None:
    """The secteur of a number that no file knows yet, when a rule about the street holds it."""
    for numero, suffixe in _typed_numbers(candidat, texte):
        porte = replace(
            candidat,
            type="housenumber",
            housenumber=f"{numero} {suffixe}".strip(),
            id=f"{candidat.id}_{numero:05d}" + (f"_{suffixe}" if suffixe else ""),
        )
        trouve = rattacher(
            couche=couche, lon=candidat.lon, lat=candidat.lat, candidat=porte, version=version
        )
        if trouve.regle in ("adresse", "voie"):
            return replace(trouve, type="street", adresse_id=candidat.id)
        return None
    return None


def _typed_numbers(candidat: Candidat, texte: str) -> Iterator[tuple[int, str]]:
    """Numbers typed beside a street, with their suffix; "8" of "rue du 8 Mai" is none."""
    mots = street_name(candidat.street).split()
    for lue in requete.read(texte).variantes:
        if lue.numero is not None and str(lue.numero) not in mots:
            yield lue.numero, lue.suffixe


def _uncertain(rattachement: Rattachement) -> Rattachement:
    """The same place without its secteur: a guess must not look like an answer."""
    return replace(
        rattachement,
        statut="ambigu",
        secteur_id=None,
        secteur_uid=None,
        secteur_code=None,
        secteur_nom=None,
        regle=None,
        regle_id=None,
        departage="",
    )
