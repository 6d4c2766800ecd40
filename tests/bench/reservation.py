"""Figure 5: booking without contention, from the last page's button, then the services alone."""

from __future__ import annotations

import itertools
import secrets
from dataclasses import dataclass

from booking.models import Lieu
from booking.services.depart import read_depart
from booking.services.reservation import Demande, book_rdv
from booking.services.semaine import week
from booking.services.tenue import hold_creneau
from tests.bench.mesures import RAFALE, Chiffre, interleave, select_1, times
from tests.bench.pages import slot_url
from tests.bench.serveur import SONDE, Reponse, Visiteur
from tests.bench.terrain import Terrain

PERSONNE = {"prenom": "Claire", "nom": "Moreau", "telephone": "06 39 98 12 45"}
TOURS = 30


@dataclass
class Parcours:
    """Someone new at each booking, each at another site, as far as the button one wants to time."""

    terrain: Terrain
    visiteur: Visiteur

    def __post_init__(self) -> None:
        self._lieux = itertools.cycle(self.terrain.lieux)
        self._page: Reponse
        self._url = ""

    def open_week(self) -> None:
        self.visiteur.forget()
        self._url = slot_url(self.terrain, next(self._lieux))
        self._page = self.visiteur.get(self._url)

    def hold(self) -> None:
        chosen = secrets.choice(self._page.values("creneau"))
        self._url = self._post(creneau=chosen).location

    def fill(self) -> None:
        self._page = self.visiteur.get(self._url)
        self._url = self._post(**PERSONNE).location
        self._page = self.visiteur.get(self._url)

    def confirm(self) -> None:
        answer = self._post()
        if not answer.location.startswith("/rdv/"):
            raise RuntimeError(f"not booked: {answer.location}")

    def _post(self, **fields: str) -> Reponse:
        token = self._page.values("csrfmiddlewaretoken")[0]
        return self.visiteur.post(self._url, {"csrfmiddlewaretoken": token, **fields})


def booking_over_http(terrain: Terrain, port: int) -> list[Chiffre]:
    visiteur = Visiteur(port)
    parcours = Parcours(terrain, visiteur)
    found = interleave(
        {
            "tenir": parcours.hold,
            "nue": lambda: visiteur.get(SONDE),
            "confirmer": parcours.confirm,
        },
        before={"tenir": parcours.open_week, "confirmer": parcours.fill},
        tours=TOURS,
    )
    visiteur.close()
    nue = ("vue nue", found["nue"])
    return [
        times("Confirmer un rendez-vous, HTTP", found["confirmer"], nue, at_most=40),
        times("Choisir un créneau (tenue), HTTP", found["tenir"], nue),
    ]


def booking_alone(terrain: Terrain) -> list[Chiffre]:
    """Hold, then book, by their services: what remains without HTTP, session and page."""
    lieux, now, motif = itertools.cycle(terrain.lieux), terrain.now, terrain.motif

    def book(lieu: Lieu, valeur: str) -> None:
        depart = read_depart(valeur, now=now)
        visiteur = secrets.token_urlsafe()
        hold_creneau(
            motif=motif, lieu=lieu, debut=depart.debut, visiteur=visiteur, now=now, signe=True
        )
        book_rdv(
            motif=motif,
            lieu=lieu,
            debut=depart.debut,
            demande=Demande(
                prenom="Claire", nom="Moreau", telephone="+33639981245", telephone_mobile=True
            ),
            cle_formulaire=secrets.token_urlsafe(),
            now=now,
            visiteur=visiteur,
        )

    chosen: list[tuple[Lieu, str]] = []

    def choose() -> None:
        lieu = next(lieux)
        semaine = week(motif=motif, lieu=lieu, lundi=terrain.semaine_pleine, now=now)
        free = [creneau.valeur for jour in semaine.jours for creneau in jour.creneaux]
        chosen.append((lieu, secrets.choice(free)))

    found = interleave(
        {"service": lambda: book(*chosen.pop()), "select": select_1},
        before={"service": choose},
        rafales={"select": RAFALE},
        tours=TOURS,
    )
    return [
        times(
            "Tenir puis réserver, services seuls", found["service"], ("SELECT 1", found["select"])
        )
    ]
