"""Who receives each secteur of a couche, and for what nobody does."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from booking.models import (
    Attribution,
    Etape,
    Lieu,
    Motif,
    Ouverture,
    PlageOuverture,
    Rattachement,
)
from sectorisation.controles import Constat
from sectorisation.models import Couche, Secteur

_MAX_MOTIFS = 3


@dataclass(frozen=True, slots=True)
class Desserte:
    """By secteur: `lieux` that receive it, `manques` the motifs it can be received for nowhere."""

    lieux: Mapping[int, tuple[Lieu, ...]]
    manques: Mapping[int, tuple[Motif, ...]]

    def findings(
        self, secteurs: Iterable[Secteur], effectifs: Mapping[int, tuple[int, int]]
    ) -> list[Constat]:
        """SANS_LIEU, one a secteur. `effectifs`: its addresses, (in service, draft)."""
        return [
            Constat(
                "SANS_LIEU",
                "avertissement",
                _phrase(secteur, self.manques[secteur.pk], self.lieux.get(secteur.pk, ())),
                adresses=effectifs.get(secteur.pk, (0, 0))[1],
                secteurs=(secteur.pk,),
            )
            for secteur in secteurs
            if self.manques.get(secteur.pk)
        ]


def read_desserte(*, couche: Couche, today: dt.date) -> Desserte:
    """Five queries, whatever the number of secteurs. `today` is the local day.

    A motif counts when it follows the couche (a free one does not) and some site has opened it
    further than reminders.
    """
    lieux = list(Lieu.objects.of(couche.territoire_id).receiving().order_by("nom", "pk"))
    motifs = _followers(couche)
    steps = Ouverture.objects.steps(motifs=motifs, lieux=lieux, today=today)
    ouverts: defaultdict[int, set[int]] = defaultdict(set)  # motif -> sites
    for (motif, lieu), step in steps.items():
        if step > Etape.RAPPELS:
            ouverts[motif].add(lieu)
    desservants = _desservants(couche, lieux, today)
    noms = {lieu.pk: lieu for lieu in lieux}
    lieux_de: dict[int, tuple[Lieu, ...]] = {}
    manques: dict[int, tuple[Motif, ...]] = {}
    for secteur in Secteur.objects.filter(couche=couche).values_list("pk", flat=True):
        siens = desservants.get(secteur, [])
        lieux_de[secteur] = tuple(noms[pk] for pk in noms if any(pk == lieu for lieu, _ in siens))
        manques[secteur] = tuple(
            motif
            for motif in motifs
            if ouverts[motif.pk] and not any(_opens(motif, pair, ouverts) for pair in siens)
        )
    return Desserte(lieux_de, manques)


# A site that serves a secteur (None: on the phone), and the motifs it does so for (None: all).
_Desservant = tuple[int | None, frozenset[int] | None]


def _opens(motif: Motif, desservant: _Desservant, ouverts: Mapping[int, set[int]]) -> bool:
    lieu, motifs = desservant
    if motifs is not None and motif.pk not in motifs:
        return False
    return lieu is None or lieu in ouverts[motif.pk]


def _followers(couche: Couche) -> list[Motif]:
    return list(
        Motif.objects.of(couche.territoire_id)
        .active()
        .filter(service__couche=couche)
        .exclude(rattachement=Rattachement.LIBRE)
        .order_by("ordre", "nom")
    )


def _desservants(
    couche: Couche, lieux: Iterable[Lieu], today: dt.date
) -> dict[int, list[_Desservant]]:
    """By secteur: its own sites, its organisations', and where its agents receive for what."""
    lignes = list(Attribution.objects.filter(secteur__couche=couche))
    par_organisation: defaultdict[int, list[int]] = defaultdict(list)
    connus = set()
    for lieu in lieux:
        par_organisation[lieu.organisation_id].append(lieu.pk)
        connus.add(lieu.pk)
    par_agent = _plages_of({x.agent_id for x in lignes if x.agent_id}, today)
    trouves: defaultdict[int, list[_Desservant]] = defaultdict(list)
    for ligne in lignes:
        if ligne.agent_id:
            siens = par_agent.get(ligne.agent_id, {}).items()
            trouves[ligne.secteur_id] += [
                (lieu, frozenset(motifs))
                for lieu, motifs in siens
                if lieu is None or lieu in connus
            ]
        elif ligne.organisation_id:
            trouves[ligne.secteur_id] += [
                (x, None) for x in par_organisation[ligne.organisation_id]
            ]
        elif ligne.lieu_id in connus:
            trouves[ligne.secteur_id].append((ligne.lieu_id, None))
    return dict(trouves)


def _plages_of(agents: set[int], today: dt.date) -> dict[int, dict[int | None, set[int]]]:
    """Agent -> site -> motifs, by the plages that may still come."""
    trouves: defaultdict[int, defaultdict[int | None, set[int]]] = defaultdict(
        lambda: defaultdict(set)
    )
    plages = PlageOuverture.objects.filter(agent__in=agents, jusqu_au__gte=today)
    for agent, lieu, motif in plages.values_list("agent", "lieu", "motifs"):
        trouves[agent][lieu].add(motif)
    return {agent: dict(lieux) for agent, lieux in trouves.items()}


def _phrase(secteur: Secteur, motifs: tuple[Motif, ...], lieux: tuple[Lieu, ...]) -> str:
    noms = ", ".join(f"« {motif.nom} »" for motif in motifs[:_MAX_MOTIFS])
    if len(motifs) > _MAX_MOTIFS:
        noms += f" et {len(motifs) - _MAX_MOTIFS} autres motifs"
    if not lieux:
        return f"Personne ne reçoit le secteur « {secteur.nom} » pour {noms}."
    return f"Aucun lieu du secteur « {secteur.nom} » n'est ouvert pour {noms}."
