"""The starts of one week at one site, as the slot page shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext

from booking import moteur
from booking.models import Lieu, Mode, Motif
from booking.services.depart import sign_depart
from booking.services.fermetures import closed_days
from booking.services.lecture import RIEN, Lecture, Sauf
from booking.services.recherche import Face, horizon, is_open_at, local_day, recherche_for

MIDI = dt.time(12)
MATIN, APRES_MIDI = "matin", "apres-midi"


@dataclass(frozen=True, slots=True)
class CreneauPropose:
    """A start on the page. `valeur`, signed, is what the form posts.

    `mode` (a value of Mode) is said when everyone free then receives in another mode than the
    motif's: a site turned to the phone for a day. Empty otherwise.
    """

    debut: dt.datetime
    valeur: str
    mode: str = ""

    @property
    def autrement(self) -> str:
        """ "Par téléphone", when that start is; empty for the motif's own mode."""
        return str(Mode(self.mode).label) if self.mode else ""


@dataclass(frozen=True, slots=True)
class Jour:
    """A local day. `vide` says, in the language spoken, why it has no start; empty when it has."""

    date: dt.date
    creneaux: list[CreneauPropose]
    vide: str


@dataclass(frozen=True, slots=True)
class Semaine:
    """Monday to Friday, and the weekend when someone receives then.

    `precedente` and `suivante` are Mondays, None where nothing can be booked any more. `prochain`
    is looked for only when the week is empty: the first start after it, else before it.
    """

    lundi: dt.date
    jours: list[Jour]
    total: int
    precedente: dt.date | None
    suivante: dt.date | None
    prochain: dt.datetime | None


def week(
    *,
    motif: Motif,
    lieu: Lieu | None,
    lundi: dt.date,
    now: dt.datetime,
    face: Face = Face.USAGER,
    demi_journee: str = "",
    agents: Collection[int] | None = None,
    sauf: Sauf = RIEN,
) -> Semaine:
    """The week of `lundi` (any day of it), brought back within what the delays allow.

    `demi_journee`: "matin", "apres-midi" or all day. `sauf` frees the visitor's own hold, or the
    Rdv that is being moved. `agents` narrows the week to some of them.
    """
    first, last = horizon(motif, now=now, face=face, lieux=_sites(lieu))
    premier, dernier = local_day(first, motif), local_day(last, motif)
    lundi = min(max(_monday(lundi), _monday(premier)), _monday(dernier))
    dimanche = lundi + dt.timedelta(days=6)
    opened = is_open_at(motif=motif, lieu=lieu, now=now, face=face)
    lecture = Lecture(
        territoire=motif.territoire,
        motifs=[motif.pk] if opened else [],
        lieux=None if lieu is None else [lieu],
        premier=min(premier, lundi),
        dernier=max(dernier, dimanche),
        now=now,
        agents=agents,
        sauf=sauf,
    )
    today = local_day(now, motif)
    starts = _starts(motif, lieu, lecture, lundi, now, face)
    zone = motif.territoire.zone
    by_day: dict[dt.date, list[CreneauPropose]] = {}
    for debut, mode in starts.items():
        local = debut.astimezone(zone)
        if _wanted(local.time(), demi_journee):
            valeur = sign_depart(motif=motif, lieu=lieu, debut=debut, now=now, mode=mode)
            by_day.setdefault(local.date(), []).append(CreneauPropose(debut, valeur, mode))
    full = {debut.astimezone(zone).date() for debut in starts}
    jours = []
    for rang in range(7):
        jour = lundi + dt.timedelta(days=rang)
        if rang < 5 or jour in full:
            creneaux = by_day.get(jour, [])
            vide = "" if creneaux else _why_empty(jour, today, lecture, jour in full)
            jours.append(Jour(jour, creneaux, vide))
    total = sum(len(jour.creneaux) for jour in jours)
    return Semaine(
        lundi=lundi,
        jours=jours,
        total=total,
        precedente=lundi - dt.timedelta(days=7) if lundi > _monday(premier) else None,
        suivante=lundi + dt.timedelta(days=7) if lundi < _monday(dernier) else None,
        prochain=None if total else _next(motif, lieu, lecture, dimanche, now, face),
    )


def _starts(
    motif: Motif, lieu: Lieu | None, lecture: Lecture, lundi: dt.date, now: dt.datetime, face: Face
) -> dict[dt.datetime, str]:
    """Distinct starts of the week, in order, each with its mode as `CreneauPropose` says it."""
    if not lecture.plages:
        return {}
    jours = moteur.jours_entiers(lundi, lundi + dt.timedelta(days=6), motif.territoire.zone)
    creneaux = moteur.find_creneaux(
        lecture.agendas(jours.debut, jours.fin),
        recherche_for(motif, face=face, lieu=lieu),
        debut=jours.debut,
        fin=jours.fin,
        now=now,
    )
    modes: dict[dt.datetime, set[str]] = {}
    for creneau in creneaux:
        modes.setdefault(creneau.debut, set()).add(creneau.mode)
    return {debut: other_mode(modes[debut], motif) for debut in sorted(modes)}


def other_mode(modes: Collection[str], motif: Motif) -> str:
    """The one mode of these openings when it is not the motif's; empty otherwise."""
    [mode, *others] = modes
    return "" if others or mode == motif.mode else mode


def _next(
    motif: Motif,
    lieu: Lieu | None,
    lecture: Lecture,
    dimanche: dt.date,
    now: dt.datetime,
    face: Face,
) -> dt.datetime | None:
    """The first start after the week shown; failing that, the first of all."""
    if not lecture.plages:
        return None
    first, last = horizon(motif, now=now, face=face, lieux=_sites(lieu))
    zone = motif.territoire.zone
    after = moteur.jours_entiers(dimanche, dimanche, zone).fin
    for debut, fin in ((max(after, first), last), (first, min(after, last))):
        for fenetre in moteur.fenetres(debut, fin, zone) if debut < fin else ():
            start = moteur.next_creneau(
                lecture.agendas(fenetre.debut, fenetre.fin),
                recherche_for(motif, face=face, lieu=lieu),
                debut=fenetre.debut,
                fin=fenetre.fin,
                now=now,
            )
            if start:
                return start.debut
    return None


def _sites(lieu: Lieu | None) -> list[Lieu] | None:
    return None if lieu is None else [lieu]


def _why_empty(jour: dt.date, today: dt.date, lecture: Lecture, full: bool) -> str:
    """One or two words for an empty day. `full`: it has starts in the other half of the day."""
    if full:
        return gettext("Aucun")
    if jour < today:
        return gettext("Passé")
    if jour in lecture.feries:
        return gettext("Férié")
    if any(jour in closed_days(lieu, jour, jour) for lieu in lecture.lieux or ()):
        return gettext("Fermé")
    if any(True for plage in lecture.plages for _ in plage.occurrences(jour, jour)):
        return gettext("Complet")
    return gettext("Aucun")


def _wanted(heure: dt.time, demi_journee: str) -> bool:
    if demi_journee == MATIN:
        return heure < MIDI
    if demi_journee == APRES_MIDI:
        return heure >= MIDI
    return True


def _monday(jour: dt.date) -> dt.date:
    return jour - dt.timedelta(days=jour.weekday())
