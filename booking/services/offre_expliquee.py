"""What an usager at an address is offered on a couche, and why the rest is not.

What is offered comes from `choix_lieux.lieux_for`, as in the journey; this only adds the reasons.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from booking import moteur
from booking.models import Agent, Etape, Lieu, Mode, Motif, Service
from booking.services.choix_lieux import ChoixLieux, lieux_for
from booking.services.faits_offre import Faits, Raison
from booking.services.lecture import Lecture
from booking.services.rattachement import AdresseResolue, agents_for_address, lieux_of
from booking.services.recherche import Face, horizon, local_day, recherches_for
from sectorisation.models import Couche

A_DISTANCE = {Mode.TELEPHONE, Mode.VISIO}


@dataclass(frozen=True, slots=True)
class LieuExplique:
    """A site of a motif. `prochain` None: nothing free, or not ours to say."""

    lieu: Lieu
    offert: bool
    competent: bool
    prochain: dt.datetime | None
    raisons: tuple[Raison, ...]


@dataclass(frozen=True, slots=True)
class AgentExplique:
    """An agent of a motif; `prochain` is their own earliest start at the sites offered."""

    agent: Agent
    offert: bool
    prochain: dt.datetime | None
    raisons: tuple[Raison, ...]


@dataclass(frozen=True, slots=True)
class MotifExplique:
    """`phrase` is what the journey tells the usager; `distant`: it asks for no address. `cache`: a
    discreet service of others, whose agents and availabilities are left out."""

    motif: Motif
    offert: bool
    phrase: str
    raisons: tuple[Raison, ...] = ()
    lieux: tuple[LieuExplique, ...] = ()
    agents: tuple[AgentExplique, ...] = ()
    distant: bool = False
    cache: bool = False

    @property
    def prochain(self) -> dt.datetime | None:
        """The earliest start over the sites offered."""
        return min((lieu.prochain for lieu in self.lieux if lieu.prochain), default=None)


def explain_offer(
    *, couche: Couche, adresse: AdresseResolue, vus: Collection[int], now: dt.datetime
) -> list[MotifExplique]:
    """Every motif of the services that follow a couche, for an address resolved on it.

    `vus`: the services whose agents and availabilities may be told (see `perms.seen_services`).
    """
    motifs = list(
        Motif.objects.filter(service__couche=couche)
        .with_reglages()
        .select_related("service__couche", "territoire")
        .in_order()
    )
    if not motifs:
        return []
    faits = Faits(couche, motifs, now)
    return [_explain(faits, motif, adresse, motif.service_id in vus) for motif in motifs]


def _explain(faits: Faits, motif: Motif, adresse: AdresseResolue, visible: bool) -> MotifExplique:
    fermes = _closed(motif.service, motif)
    if fermes:
        return MotifExplique(motif, False, "", fermes, cache=not visible)
    distant = motif.mode in A_DISTANCE
    # A remote motif never asks for an address (see the journey's step 2).
    choix = lieux_for(motif=motif, now=faits.now, adresse=None if distant else adresse)
    sans_lieu = distant and not choix.joindre and motif.etape >= Etape.EN_LIGNE
    offert = bool(choix.proposes) or sans_lieu
    raisons = []
    if choix.personne:
        raisons.append(Raison("Personne n’est désigné pour ce secteur."))
    if motif.ailleurs:
        raisons.append(Raison(f"Se réserve sur le site de {motif.ailleurs_nom}."))
    if not offert:
        raisons.append(Raison("Aucun lieu ne le propose en ligne à cette adresse."))
    lieux = _lieux(faits, motif, choix, adresse, visible)
    agents = _agents(faits, motif, choix, None if distant else adresse) if visible else ()
    return MotifExplique(
        motif, offert, choix.raison, tuple(raisons), lieux, agents, distant, not visible
    )


def _closed(service: Service, motif: Motif) -> tuple[Raison, ...]:
    if not service.actif:
        return (Raison("Le service n’est plus proposé."),)
    return () if motif.actif else (Raison("Le motif n’est plus proposé."),)


# --- sites ----------------------------------------------------------------------------------------


def _lieux(
    faits: Faits, motif: Motif, choix: ChoixLieux, adresse: AdresseResolue, visible: bool
) -> tuple[LieuExplique, ...]:
    proposes = {propose.lieu.pk: propose for propose in choix.proposes}
    competents = (
        {lieu.pk for lieu in lieux_of(secteur_id=adresse.secteur_id, motif=motif)}
        if adresse.secteur_id
        else set()
    )
    trouves = [
        LieuExplique(
            lieu=p.lieu,
            offert=True,
            competent=p.competent,
            prochain=p.prochain.debut if visible and p.prochain else None,
            raisons=() if p.prochain or not visible else (_no_start(faits, motif, p.lieu),),
        )
        for p in choix.proposes
    ]
    trouves += [
        LieuExplique(
            lieu=lieu,
            offert=False,
            competent=lieu.pk in competents,
            prochain=None,
            raisons=tuple(_why_not(faits, motif, lieu, choix, adresse, competents, visible)),
        )
        for lieu in faits.lieux
        if lieu.pk not in proposes and (lieu.pk in competents or faits.concerns(motif, lieu))
    ]
    return tuple(trouves)


def _why_not(
    faits: Faits,
    motif: Motif,
    lieu: Lieu,
    choix: ChoixLieux,
    adresse: AdresseResolue,
    competents: set[int],
    visible: bool,
) -> Iterable[Raison]:
    if not lieu.ouvert:
        yield Raison("Ce lieu ne reçoit plus.")
    if choix.impose and lieu.pk not in competents:
        yield _not_of_secteur(faits, motif, lieu, adresse)
    etape = faits.steps[motif.pk, lieu.pk]
    if etape < Face.USAGER.etape:
        yield Raison(f"Étape « {Etape(etape).label} » : pas encore en ligne.")
        if prochaine := faits.next_step(motif, lieu):
            yield prochaine
    if visible and not faits.receives(motif, lieu):
        yield Raison("Aucune plage d’ouverture pour ce motif.")


def _not_of_secteur(faits: Faits, motif: Motif, lieu: Lieu, adresse: AdresseResolue) -> Raison:
    if motif.par_agent:
        return Raison("Aucun agent du secteur n’y reçoit pour ce motif.")
    servis = faits.secteurs_of(lieu)
    if adresse.secteur_id in servis:
        niveau = motif.get_niveau_display().partition(" :")[0]
        return Raison(f"Ce motif ne suit que le niveau « {niveau} ».")
    if servis:
        return Raison(f"Il sert un autre secteur : {', '.join(sorted(servis.values()))}.")
    return Raison("Il n’est attribué à aucun secteur.")


def _no_start(faits: Faits, motif: Motif, lieu: Lieu) -> Raison:
    if not faits.receives(motif, lieu):
        return Raison("Aucune plage d’ouverture pour ce motif.")
    return Raison("Aucun créneau libre pour le moment.")


# --- agents ---------------------------------------------------------------------------------------


def _agents(
    faits: Faits, motif: Motif, choix: ChoixLieux, adresse: AdresseResolue | None
) -> tuple[AgentExplique, ...]:
    ouverts = [propose.lieu for propose in choix.proposes]
    ici = {lieu.pk for lieu in ouverts}
    designes = agents_for_address(motif=motif, adresse=adresse)
    candidats, expliques = [], []
    for agent in faits.agents_of(motif, adresse.secteur_id if adresse else None):
        if not agent.actif:
            pourquoi = Raison("Cet agent ne reçoit plus.")
        elif designes is not None and agent.pk not in designes:
            pourquoi = Raison("Il n’est pas désigné pour ce secteur.")
        elif not faits.places(motif, agent) & ici:
            pourquoi = _elsewhere(faits, motif, agent)
        else:
            candidats.append(agent)
            continue
        expliques.append(AgentExplique(agent, False, None, (pourquoi,)))
    prochains = _next_by_agent(motif, ouverts, [a.pk for a in candidats], now=faits.now)
    offerts = [
        AgentExplique(
            agent,
            True,
            prochains.get(agent.pk),
            () if agent.pk in prochains else (Raison("Aucun créneau libre pour le moment."),),
        )
        for agent in candidats
    ]
    return (*offerts, *expliques)


def _elsewhere(faits: Faits, motif: Motif, agent: Agent) -> Raison:
    ailleurs = faits.places(motif, agent)
    if not ailleurs:
        return Raison("Aucune plage d’ouverture pour ce motif.")
    noms = ", ".join(lieu.nom for lieu in faits.lieux if lieu.pk in ailleurs)
    return Raison(f"Reçoit dans un lieu qui n’est pas proposé : {noms or 'sans lieu'}.")


def _next_by_agent(
    motif: Motif, lieux: list[Lieu], agents: list[int], *, now: dt.datetime
) -> dict[int, dt.datetime]:
    """The earliest start of each agent at these sites. At most six queries."""
    trouves: dict[int, dt.datetime] = {}
    if not lieux or not agents or motif.ailleurs:
        return trouves
    debut, fin = horizon(motif, now=now, face=Face.USAGER, lieux=lieux)
    lecture = Lecture(
        territoire=motif.territoire,
        motifs=[motif.pk],
        lieux=lieux,
        premier=local_day(debut, motif),
        dernier=local_day(fin, motif),
        now=now,
        agents=agents,
    )
    manquent = set(agents)
    for fenetre in moteur.fenetres(debut, fin, motif.territoire.zone):
        agendas = lecture.agendas(fenetre.debut, fenetre.fin, agents=manquent)
        for agent in sorted(manquent):
            debuts = [
                creneau.debut
                for recherche in recherches_for(
                    motif, face=Face.USAGER, lieux=lieux, agents=[agent]
                )
                if (
                    creneau := moteur.next_creneau(
                        agendas, recherche, debut=fenetre.debut, fin=fenetre.fin, now=now
                    )
                )
            ]
            if debuts:
                trouves[agent] = min(debuts)
        manquent -= trouves.keys()
        if not manquent:
            break
    return trouves
