"""What is known of the motifs of a couche: sites, steps, plages, attributions.

Read once, so that saying why something is not offered costs no query a motif.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from booking.models import Agent, Attribution, Etape, Lieu, Motif, Ouverture, PlageOuverture
from booking.services.recherche import local_day, steps_at
from sectorisation.models import Couche


@dataclass(frozen=True, slots=True)
class Raison:
    """Why not, in French; `le` is the day it changes, to be read after the sentence."""

    phrase: str
    le: dt.date | None = None


class Faits:
    """What the reasons are read from, in seven queries whatever the number of motifs."""

    def __init__(self, couche: Couche, motifs: list[Motif], now: dt.datetime) -> None:
        territoire = couche.territoire
        self.now, self.today = now, local_day(now, motifs[0])
        self.lieux = list(
            Lieu.objects.of(territoire).select_related("organisation").order_by("nom", "pk")
        )
        self.steps = steps_at(motifs, self.lieux, now=now)
        self._ouvertures = {
            (o.motif_id, o.lieu_id, o.organisation_id): o
            for o in Ouverture.objects.filter(motif__in=motifs)
        }
        self._attributions = list(
            Attribution.objects.filter(secteur__couche=couche).select_related("secteur")
        )
        self._plages = set(
            PlageOuverture.objects.of(territoire)
            .filter(motifs__in=motifs, jusqu_au__gte=self.today)
            .values_list("motifs__pk", "lieu_id", "agent_id")
        )
        agents = {agent for _, _, agent in self._plages}
        agents |= {a.agent_id for a in self._attributions if a.agent_id}
        self._agents = list(
            Agent.objects.of(territoire).filter(pk__in=agents).prefetch_related("services")
        )

    def concerns(self, motif: Motif, lieu: Lieu) -> bool:
        """Somebody holds this motif there, or something is said of it there."""
        return self.receives(motif, lieu) or self._line(motif, lieu) is not None

    def receives(self, motif: Motif, lieu: Lieu) -> bool:
        return any(m == motif.pk and x == lieu.pk for m, x, _ in self._plages)

    def places(self, motif: Motif, agent: Agent) -> set[int | None]:
        return {x for m, x, a in self._plages if m == motif.pk and a == agent.pk}

    def agents_of(self, motif: Motif, secteur_id: int | None) -> list[Agent]:
        """Who holds this motif, and who of its service is in charge of the secteur."""
        tiennent = {a for m, _, a in self._plages if m == motif.pk}
        charges = {a.agent_id for a in self._attributions if a.secteur_id == secteur_id}
        return [
            agent
            for agent in self._agents
            if agent.pk in tiennent
            or (agent.pk in charges and motif.service in agent.services.all())
        ]

    def secteurs_of(self, lieu: Lieu) -> dict[int, str]:
        """Names of the secteurs given to a site, by itself or by its organisation."""
        return {
            a.secteur_id: a.secteur.nom
            for a in self._attributions
            if a.lieu_id == lieu.pk or a.organisation_id == lieu.organisation_id
        }

    def next_step(self, motif: Motif, lieu: Lieu) -> Raison | None:
        """When the motif moves on there, if a day is set."""
        ligne = self._line(motif, lieu)
        if ligne is None or ligne.a_partir_du is None or ligne.prochaine_etape is None:
            return None
        if ligne.a_partir_du <= self.today:
            return None
        etape = Etape(ligne.prochaine_etape).label
        return Raison(f"Étape « {etape} » à partir du", ligne.a_partir_du)

    def _line(self, motif: Motif, lieu: Lieu) -> Ouverture | None:
        return self._ouvertures.get((motif.pk, lieu.pk, None)) or self._ouvertures.get(
            (motif.pk, None, lieu.organisation_id)
        )
