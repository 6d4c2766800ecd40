"""Cases written as one would say them: "9:00-12:00", on a day, in a zone.

The engine's day is Tuesday 24 November 2026 in Paris, seen from the day before at 8 h.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from booking.moteur import (
    Agendas,
    Creneau,
    Indisponibilite,
    Occupe,
    Plage,
    Recherche,
    find_creneaux,
    jours_entiers,
)

PARIS = ZoneInfo("Europe/Paris")
MARDI = date(2026, 11, 24)
MOTIF = "bilan"


def instant(heure: str, jour: date = MARDI, fuseau: ZoneInfo = PARIS) -> datetime:
    """ "9:00" on a day, or "2026-11-25 9:00", as an aware UTC datetime."""
    if " " in heure:
        texte, heure = heure.split()
        jour = date.fromisoformat(texte)
    return datetime.combine(jour, horaire(heure), fuseau).astimezone(UTC)


def horaire(texte: str) -> time:
    heures, minutes = texte.split(":")
    return time(int(heures), int(minutes))


def plage(heures: str, jour: date = MARDI, **autres: Any) -> Plage:
    debut, fin = heures.split("-")
    defauts = {"id": heures, "agent": "Ana", "lieu": "Rodez", "motifs": frozenset([MOTIF])}
    return Plage(**defauts | autres, premier_jour=jour, debut=horaire(debut), fin=horaire(fin))


def absence(
    heures: str, jour: date = MARDI, au: date | None = None, **autres: Any
) -> Indisponibilite:
    debut, fin = heures.split("-")
    return Indisponibilite(
        **{"agent": "Ana"} | autres,
        premier_jour=jour,
        debut=horaire(debut),
        dernier_jour=au or jour,
        fin=horaire(fin),
    )


def occupe(heures: str, jour: date = MARDI, agent: str = "Ana", fuseau: ZoneInfo = PARIS) -> Occupe:
    debut, fin = heures.split("-")
    return Occupe(agent, instant(debut, jour, fuseau), instant(fin, jour, fuseau))


def agendas(*plages: Plage, fuseau: ZoneInfo = PARIS, **autres: Any) -> Agendas:
    return Agendas(fuseau=fuseau, plages=plages, **autres)


def recherche(duree: int = 60, **autres: Any) -> Recherche:
    return Recherche(motif=MOTIF, duree=duree, **autres)


def creneaux(
    donnees: Agendas,
    question: Recherche | None = None,
    *,
    du: date = MARDI,
    au: date | None = None,
    now: datetime | None = None,
) -> list[Creneau]:
    fenetre = jours_entiers(du, au or du, donnees.fuseau)
    return find_creneaux(
        donnees,
        question or recherche(),
        debut=fenetre.debut,
        fin=fenetre.fin,
        now=now or instant("2026-11-23 8:00"),
    )


def heures(trouves: Iterable[Creneau], fuseau: ZoneInfo = PARIS) -> str:
    """ "9:00 10:00": the wall-clock starts, in the order given."""
    locales = [creneau.debut.astimezone(fuseau) for creneau in trouves]
    return " ".join(f"{locale.hour}:{locale.minute:02}" for locale in locales)


def jours(trouves: Iterable[Creneau], fuseau: ZoneInfo = PARIS) -> list[str]:
    return [f"{creneau.debut.astimezone(fuseau):%d/%m}" for creneau in trouves]
