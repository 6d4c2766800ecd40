"""Opening ranges: add one, move its end, remove it. No Rdv is ever deleted with its plage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator

from django.db import transaction
from django.utils.formats import date_format

from booking import moteur
from booking.errors import AConfirmer, PlageInvalide
from booking.models import Agent, Lieu, Mode, Motif, PlageOuverture, Rdv, held_at, load_reglages
from booking.services.regles import plage_of

HORIZON = dt.timedelta(days=183)
"""How far ahead two weekly plages are compared: what overlaps later will overlap before."""


@transaction.atomic
def open_plage(
    *,
    agent: Agent,
    lieu: Lieu | None,
    motifs: Collection[Motif],
    premier_jour: dt.date,
    heure_debut: dt.time,
    heure_fin: dt.time,
    now: dt.datetime,
    jours: Iterable[int] = (),
    intervalle: int = 1,
    jusqu_au: dt.date | None = None,
    titre: str = "",
    organisation_id: int | None = None,
    force: bool = False,
) -> PlageOuverture:
    """Open a range, once when `jours` is empty, otherwise every `intervalle` weeks on these days.

    Hours are wall clock of the territoire; `jours` count from Monday 0; `jusqu_au` is the last day
    included, None for no end. Raises AConfirmer, unless `force`, when it overlaps another plage of
    the agent or is shorter than one of its motifs.
    """
    jours = sorted(set(jours))
    if heure_fin <= heure_debut:
        raise PlageInvalide("La fin doit venir après le début.", champ="heure_fin")
    if jusqu_au and jusqu_au < premier_jour:
        raise PlageInvalide("Le dernier jour vient avant le premier.", champ="jusqu_au")
    if not motifs:
        raise PlageInvalide("Choisissez au moins un motif.", champ="motifs")
    if lieu is None and any(m.mode == Mode.SUR_PLACE for m in motifs):
        raise PlageInvalide("Choisissez le lieu où vous recevez.", champ="lieu")
    organisation = lieu.organisation_id if lieu else organisation_id
    if organisation is None:
        raise PlageInvalide("Dites pour quelle organisation vous recevez.")
    plage = PlageOuverture(
        territoire_id=agent.territoire_id,
        agent=agent,
        lieu=lieu,
        organisation_id=organisation,
        titre=titre,
        premier_jour=premier_jour,
        heure_debut=heure_debut,
        heure_fin=heure_fin,
    )
    _set_rule(plage, jours=jours, intervalle=intervalle, jusqu_au=jusqu_au)
    if not any(True for _ in _occurrences(plage, premier_jour, premier_jour + HORIZON)):
        raise PlageInvalide(
            "Aucun de ces jours ne tombe avant la fin. Changez les jours ou la date de fin.",
            champ="jusqu_au",
        )
    if not force:
        _raise_doubts(plage, motifs=motifs, today=_today(now, agent))
    plage.save()
    plage.motifs.set(motifs)
    return plage


@transaction.atomic
def close_plage(
    *,
    plage: PlageOuverture,
    dernier_jour: dt.date | None,
    now: dt.datetime,
    force: bool = False,
) -> list[Rdv]:
    """Set, move or (None) lift the last day of a weekly plage.

    Returns the coming Rdv that no longer stand in it: they are kept, someone decides. Extending
    may overlap another plage: AConfirmer, unless `force`.
    """
    if plage.recurrence is None:
        raise PlageInvalide("Cette plage n’a lieu qu’une fois : supprimez-la plutôt.")
    if dernier_jour and dernier_jour < plage.premier_jour:
        raise PlageInvalide("Le dernier jour vient avant le premier.", champ="jusqu_au")
    held = rdvs_within(plage=plage, now=now)
    former = plage.jusqu_au
    regle = {k: v for k, v in plage.recurrence.items() if k != "until"}
    if dernier_jour:
        regle["until"] = dernier_jour.isoformat()
    plage.recurrence = regle
    plage.jusqu_au = dernier_jour or dt.date.max
    if plage.jusqu_au > former and not force:
        _raise_doubts(plage, motifs=(), today=_today(now, plage.agent))
    plage.save(update_fields=["recurrence", "jusqu_au"])
    kept = {rdv.pk for rdv in rdvs_within(plage=plage, now=now)}
    return [rdv for rdv in held if rdv.pk not in kept]


@transaction.atomic
def remove_plage(*, plage: PlageOuverture, now: dt.datetime) -> list[Rdv]:
    """Remove a plage; returns the coming Rdv that were taken in it, which stay."""
    held = rdvs_within(plage=plage, now=now)
    plage.delete()
    return held


def rdvs_within(*, plage: PlageOuverture, now: dt.datetime) -> list[Rdv]:
    """Coming Rdv of the agent that begin within an occurrence of this plage, earliest first."""
    rdvs = list(
        Rdv.objects.upcoming(now)
        .filter(agent=plage.agent_id, motif__plages=plage)
        .order_by("debut")
        .with_people()
    )
    if not rdvs:
        return []
    zone = plage.territoire.zone
    first, last = (r.debut.astimezone(zone).date() for r in (rdvs[0], rdvs[-1]))
    spans = {o.jour: (o.debut, o.fin) for o in _occurrences(plage, first, last)}
    return [rdv for rdv in rdvs if _begins_in(rdv.debut.astimezone(zone), spans)]


def _begins_in(local: dt.datetime, spans: dict[dt.date, tuple[dt.time, dt.time]]) -> bool:
    span = spans.get(local.date())
    return span is not None and span[0] <= local.time() < span[1]


def _set_rule(
    plage: PlageOuverture, *, jours: list[int], intervalle: int, jusqu_au: dt.date | None
) -> None:
    if not jours:
        plage.recurrence, plage.jusqu_au = None, plage.premier_jour
        return
    plage.recurrence = moteur.dump_recurrence(
        moteur.Hebdomadaire(intervalle, tuple(jours), jusqu_au)
    )
    plage.jusqu_au = jusqu_au or dt.date.max


def _raise_doubts(plage: PlageOuverture, *, motifs: Collection[Motif], today: dt.date) -> None:
    doubts = [*_too_long(plage, motifs), *_overlaps(plage, today)]
    if doubts:
        raise AConfirmer(doubts)


def _too_long(plage: PlageOuverture, motifs: Collection[Motif]) -> Iterator[str]:
    minutes = _minutes(plage.heure_fin) - _minutes(plage.heure_debut)
    load_reglages(motifs)
    for motif in motifs:
        duree = held_at(motif, plage.lieu).duree
        if duree > minutes:
            yield (
                f"« {motif.nom} » dure {duree} minutes, plus que la plage "
                f"({minutes} minutes) : aucun créneau ne sera proposé."
            )


def _overlaps(plage: PlageOuverture, today: dt.date) -> Iterator[str]:
    first = max(plage.premier_jour, today)
    last = min(plage.jusqu_au, first + HORIZON)
    others = (
        PlageOuverture.objects.filter(agent=plage.agent_id)
        .touching(first, last)
        .exclude(pk=plage.pk)
        .select_related("lieu")
    )
    mine = {o.jour: o for o in _occurrences(plage, first, last)}
    for other in others:
        for theirs in _occurrences(other, first, last):
            ours = mine.get(theirs.jour)
            if ours and ours.debut < theirs.fin and theirs.debut < ours.fin:
                where = f" ({other.lieu.nom})" if other.lieu else ""
                yield (
                    f"Le {date_format(theirs.jour, 'l j F')}, vous recevez déjà de "
                    f"{_clock(theirs.debut)} à {_clock(theirs.fin)}{where}."
                )
                break


def _occurrences(
    plage: PlageOuverture, premier: dt.date, dernier: dt.date
) -> Iterator[moteur.Occurrence]:
    return plage_of(plage).occurrences(premier, dernier)


def _today(now: dt.datetime, agent: Agent) -> dt.date:
    return now.astimezone(agent.territoire.zone).date()


def _minutes(heure: dt.time) -> int:
    return heure.hour * 60 + heure.minute


def _clock(heure: dt.time) -> str:
    return f"{heure.hour} h" + (f" {heure.minute:02d}" if heure.minute else "")
