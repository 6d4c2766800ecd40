"""Geocoders outside the process: the Géoplateforme, or an addok of one's own.

They may be slow, down, throttled or talk nonsense: an answer comes all the same, from the
embedded geocoder, within the delay plus a few milliseconds. What is typed reaches no log.
"""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import urllib3
from django.conf import settings
from geopy.adapters import RequestsAdapter
from geopy.geocoders import BANFrance

from sectorisation.adresses.completion import MIN_CARACTERES
from sectorisation.adresses.interface import Candidat, Geocodeur
from sectorisation.adresses.requete import MAX_CARACTERES

if TYPE_CHECKING:
    from sectorisation.models import Territoire

DELAI = 1.0
# Someone is typing: a late suggestion is worth less than one of our own.
DELAI_COMPLETION = 0.4
ECHECS = 5
REPOS = 30.0

journal = logging.getLogger(__name__)
# geopy logs the body of failed answers, which repeats the address asked.
logging.getLogger("geopy").setLevel(logging.CRITICAL)
_TYPES = frozenset(["housenumber", "street", "locality", "municipality"])


def _adapter(**options: Any) -> RequestsAdapter:
    # geopy's default retries twice and obeys Retry-After: a 429 would hold the worker ten seconds.
    sans_reprise = urllib3.Retry(0, respect_retry_after_header=False, raise_on_status=False)
    return RequestsAdapter(max_retries=sans_reprise, **options)


class BANCentree(BANFrance):
    """geopy's BAN client, which prefers what is near a given centre, and may complete a text."""

    def __init__(
        self, *, centre: tuple[float, float] | None, completion: bool = False, **options: Any
    ) -> None:
        super().__init__(**options)
        biais = {"lon": centre[0], "lat": centre[1]} if centre else {}
        self._ajouts = urlencode(biais | ({"autocomplete": 1} if completion else {}))

    def _call_geocoder(self, url: str, *args: Any, **options: Any) -> Any:
        complete = f"{url}&{self._ajouts}" if self._ajouts else url
        return super()._call_geocoder(complete, *args, **options)


class Disjoncteur:
    """Leaves a failing service alone: after 5 failures in a row, no call for 30 seconds."""

    def __init__(self, horloge: Callable[[], float] = time.monotonic) -> None:
        self._horloge = horloge
        self._echecs = 0
        self._jusqua = 0.0

    @property
    def ouvert(self) -> bool:
        return self._horloge() < self._jusqua

    def succeeded(self) -> None:
        self._echecs = 0

    def failed(self) -> None:
        self._echecs += 1
        if self._echecs >= ECHECS:
            self._echecs = 0
            self._jusqua = self._horloge() + REPOS


class Service:
    """One use of a remote service: it answers in time, or not at all."""

    def __init__(
        self, client: BANFrance, *, delai: float, disjoncteur: Disjoncteur | None = None
    ) -> None:
        self._client = client
        self._delai = delai
        self._disjoncteur = disjoncteur or Disjoncteur()
        # The HTTP timeout counts each read: only a thread left behind bounds the whole answer.
        self._fils = ThreadPoolExecutor(max_workers=8, thread_name_prefix="geocodeur")

    def ask(self, texte: str, limit: int) -> list[Candidat]:
        """Its candidates; none when it fails, is left alone, or finds nothing."""
        question = " ".join(texte[:MAX_CARACTERES].split())
        # The service refuses shorter questions; asking would count as its failure.
        if len(question) < MIN_CARACTERES or self._disjoncteur.ouvert:
            return []
        try:
            appel = self._fils.submit(
                self._client.geocode, question, limit=limit, exactly_one=False
            )
            reponses = appel.result(timeout=self._delai)
            candidats = [_read(reponse.raw) for reponse in reponses or []]
        except Exception as erreur:
            # Whatever a stranger's server does, the person gets an answer. The message of the
            # exception holds the address asked: only its class is written down.
            self._disjoncteur.failed()
            journal.warning("géocodeur distant en défaut : %s", type(erreur).__name__)
            return []
        self._disjoncteur.succeeded()
        return candidats


class Distant:
    """A `Geocodeur` that asks a remote service first and falls back on another.

    Completion is a service of its own: the Géoplateforme throttles it far sooner, and that must
    not cut the search.
    """

    def __init__(self, *, recherche: Service, completion: Service, repli: Geocodeur) -> None:
        self._recherche = recherche
        self._completion = completion
        self._repli = repli

    def search(self, texte: str, *, limit: int = 5) -> list[Candidat]:
        return self._recherche.ask(texte, limit) or self._repli.search(texte, limit=limit)

    def complete(self, texte: str, *, limit: int = 5) -> list[Candidat]:
        return self._completion.ask(texte, limit) or self._repli.complete(texte, limit=limit)

    def points(self, candidat: Candidat) -> list[tuple[float, float]]:
        return self._repli.points(candidat)

    def is_elsewhere(self, texte: str) -> bool:
        return self._repli.is_elsewhere(texte)


def _read(entite: dict[str, Any]) -> Candidat:
    """A candidate from one GeocodeJSON feature; raises when it is not one."""
    proprietes = entite["properties"]
    genre = proprietes["type"]
    if genre not in _TYPES:
        raise ValueError("type inconnu")
    lon, lat = (float(v) for v in entite["geometry"]["coordinates"][:2])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError("coordonnées hors du monde")
    rue = "" if genre == "municipality" else proprietes.get("street") or proprietes.get("name", "")
    return Candidat(
        label=str(proprietes["label"]),
        type=genre,
        score=max(0.0, min(1.0, float(proprietes["score"]))),
        housenumber=str(proprietes.get("housenumber") or ""),
        street=str(rue),
        postcode=str(proprietes.get("postcode") or ""),
        city=str(proprietes.get("city") or ""),
        citycode=str(proprietes.get("citycode") or ""),
        lon=lon,
        lat=lat,
        id=str(proprietes.get("id") or ""),
    )


@lru_cache(maxsize=8)
def _disjoncteur(domaine: str, completion: bool) -> Disjoncteur:
    return Disjoncteur()


@lru_cache(maxsize=32)
def _distant(
    domaine: str, schema: str, centre: tuple[float, float] | None, repli: Geocodeur
) -> Distant:
    def service(completion: bool) -> Service:
        delai = DELAI_COMPLETION if completion else DELAI
        client = BANCentree(
            domain=domaine,
            scheme=schema,
            timeout=delai,
            user_agent="parvis/1",
            adapter_factory=_adapter,
            centre=centre,
            completion=completion,
        )
        return Service(client, delai=delai, disjoncteur=_disjoncteur(domaine, completion))

    return Distant(recherche=service(False), completion=service(True), repli=repli)


def distant_for(territoire: "Territoire", *, repli: Geocodeur) -> Distant:
    """The remote geocoder of the settings, centred on the territoire."""
    centre = None
    if territoire.centre_lon is not None and territoire.centre_lat is not None:
        centre = (territoire.centre_lon, territoire.centre_lat)
    return _distant(
        settings.PARVIS_GEOCODEUR_DOMAINE,
        getattr(settings, "PARVIS_GEOCODEUR_SCHEMA", "https"),
        centre,
        repli,
    )
