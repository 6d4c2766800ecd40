"""Stored rules as the engine reads them: one place turns rows into `moteur` values."""

from __future__ import annotations

from collections.abc import Iterable

from booking import moteur
from booking.models import Absence, PlageOuverture


def plage_of(row: PlageOuverture, motifs: Iterable[int] = ()) -> moteur.Plage:
    """A plage for the engine. `motifs`: ids it serves, loaded by the caller in one query."""
    return moteur.Plage(
        id=row.pk,
        agent=row.agent_id,
        lieu=row.lieu_id,
        motifs=frozenset(motifs),
        premier_jour=row.premier_jour,
        debut=row.heure_debut,
        fin=row.heure_fin,
        recurrence=moteur.parse_recurrence(row.recurrence),
        mode=row.mode or None,
        exceptions=moteur.parse_exceptions(row.exceptions),
    )


def indisponibilite_of(row: Absence) -> moteur.Indisponibilite:
    """An absence for the engine."""
    return moteur.Indisponibilite(
        agent=row.agent_id,
        premier_jour=row.premier_jour,
        debut=row.heure_debut,
        dernier_jour=row.dernier_jour,
        fin=row.heure_fin,
        recurrence=moteur.parse_recurrence(row.recurrence),
        exceptions=moteur.parse_exceptions(row.exceptions),
    )
