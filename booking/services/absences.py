"""Absences: add one, remove it. Rdv already taken are shown, never deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from booking import moteur
from booking.errors import PlageInvalide
from booking.locks import lock_agent
from booking.models import Absence, Agent, Rdv
from booking.services.regles import indisponibilite_of


@transaction.atomic
def add_absence(
    *,
    agent: Agent,
    premier_jour: dt.date,
    now: dt.datetime,
    dernier_jour: dt.date | None = None,
    heure_debut: dt.time = dt.time(0, 0),
    heure_fin: dt.time = dt.time(23, 59),
    titre: str = "",
    jours: Iterable[int] = (),
    intervalle: int = 1,
    jusqu_au: dt.date | None = None,
) -> tuple[Absence, list[Rdv]]:
    """Note when an agent does not receive: once, over several days, or weekly on `jours`.

    Hours are wall clock of the territoire. Returns the absence and the coming Rdv it covers,
    which stay until someone moves or cancels them.
    """
    jours = sorted(set(jours))
    dernier_jour = dernier_jour or premier_jour
    if dernier_jour < premier_jour:
        raise PlageInvalide("Le dernier jour vient avant le premier.", champ="dernier_jour")
    if dernier_jour == premier_jour and heure_fin <= heure_debut:
        raise PlageInvalide("La fin doit venir après le début.", champ="heure_fin")
    if jours and dernier_jour != premier_jour:
        raise PlageInvalide(
            "Une absence de plusieurs jours ne peut pas revenir chaque semaine.",
            champ="dernier_jour",
        )
    if jusqu_au and jusqu_au < premier_jour:
        raise PlageInvalide("La répétition finit avant le premier jour.", champ="jusqu_au")
    rule = moteur.Hebdomadaire(intervalle, tuple(jours), jusqu_au) if jours else None
    absence = Absence(
        territoire_id=agent.territoire_id,
        agent=agent,
        titre=titre,
        premier_jour=premier_jour,
        heure_debut=heure_debut,
        dernier_jour=dernier_jour,
        heure_fin=heure_fin,
        recurrence=moteur.dump_recurrence(rule),
        jusqu_au=(jusqu_au or dt.date.max) if jours else dernier_jour,
    )
    # A booking that is being written looks at absences under this lock: it sees this one, or we
    # see its Rdv.
    lock_agent(agent.pk)
    absence.save()
    return absence, rdvs_during(absence=absence, now=now)


@transaction.atomic
def remove_absence(*, absence: Absence) -> None:
    """The agent receives again: nothing else changes."""
    absence.delete()


def rdvs_during(*, absence: Absence, now: dt.datetime) -> list[Rdv]:
    """Coming Rdv of the agent that this absence covers, earliest first."""
    zone = absence.territoire.zone
    rdvs = list(
        Rdv.objects.upcoming(now).filter(agent=absence.agent_id).order_by("debut").with_people()
    )
    if not rdvs:
        return []
    first, last = (r.debut.astimezone(zone).date() for r in (rdvs[0], rdvs[-1]))
    spans = list(
        indisponibilite_of(absence).traits(first, last, moteur.Horloge(zone)),
    )
    return [
        rdv
        for rdv in rdvs
        if any(d < rdv.fin.timestamp() and rdv.debut.timestamp() < f for d, f in spans)
    ]
