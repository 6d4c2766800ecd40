"""From a case of the format `creneaux/1` to questions for the engine, and back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from booking.moteur import (
    Agendas,
    AtelierPlanifie,
    CreneauOffert,
    Indisponibilite,
    Intervalle,
    Mode,
    Occupe,
    Plage,
    Recherche,
    agents_on_grid,
    find_creneaux,
    free_agents,
    group_by_debut,
    jours_entiers,
    next_creneau,
    open_ateliers,
    parse_recurrence,
    rank_agents,
)

BLOQUANTS = frozenset({"unknown", "seen", "noshow"})
MODES = {
    "public_office": Mode.SUR_PLACE,
    "phone": Mode.TELEPHONE,
    "home": Mode.DOMICILE,
    "visio": Mode.VISIO,
}
SANS_DELAI = {"agent", "next_agent", "collective_agent"}


@dataclass(frozen=True)
class Cas:
    """A case, once read."""

    source: dict[str, Any]
    fuseau: ZoneInfo
    now: datetime
    recherche: Recherche
    plages: tuple[Plage, ...]
    absences: tuple[Indisponibilite, ...]
    occupes: tuple[Occupe, ...]
    feries: frozenset[date]
    bloquants: frozenset[str]

    @property
    def query(self) -> dict[str, Any]:
        return self.source["query"]

    @property
    def fenetre(self) -> Intervalle:
        premier, dernier = (date.fromisoformat(self.query[nom]) for nom in ("from", "to"))
        return jours_entiers(premier, dernier, self.fuseau)

    def agendas(self, *ajouts: Occupe) -> Agendas:
        return Agendas(
            fuseau=self.fuseau,
            plages=self.plages,
            indisponibilites=self.absences,
            occupes=self.occupes + ajouts,
            feries=self.feries,
        )

    def show(self, offert: CreneauOffert) -> dict[str, Any]:
        debut, fin = (
            instant.astimezone(self.fuseau).isoformat(timespec="minutes")
            for instant in (offert.debut, offert.fin)
        )
        agents, lieux = list(offert.agents), list(offert.lieux)
        return {"start": debut, "end": fin, "agents": agents, "lieux": lieux}


def execute(source: dict[str, Any], bloquants: frozenset[str] = BLOQUANTS) -> dict[str, Any]:
    """What the engine answers to a case, in the words of the format."""
    cas = _read(source, bloquants or BLOQUANTS)
    return QUESTIONS[cas.query["mode"]](cas)


def same(got: Any, attendu: Any) -> bool:
    """Equality, two ways of writing one instant being equal."""
    return _normalise(got) == _normalise(attendu)


def _slots(cas: Cas) -> dict[str, Any]:
    fenetre = cas.fenetre
    trouves = find_creneaux(
        cas.agendas(), cas.recherche, debut=fenetre.debut, fin=fenetre.fin, now=cas.now
    )
    return {"slots": [cas.show(offert) for offert in group_by_debut(trouves)]}


def _next(cas: Cas) -> dict[str, Any]:
    fenetre, agendas = cas.fenetre, cas.agendas()
    premier = next_creneau(
        agendas, cas.recherche, debut=fenetre.debut, fin=fenetre.fin, now=cas.now
    )
    if premier is None:
        return {"next": None}
    trouves = find_creneaux(
        agendas, cas.recherche, debut=premier.debut, fin=premier.fin, now=cas.now
    )
    return {"next": cas.show(group_by_debut(trouves)[0])}


def _revalidate(cas: Cas) -> dict[str, Any]:
    debut = datetime.fromisoformat(cas.query["starts_at"])
    agents = agents_on_grid(cas.agendas(), cas.recherche, debut=debut, now=cas.now)
    return {"available": bool(agents), "agents": agents}


def _concurrent_book(cas: Cas) -> dict[str, Any]:
    """One attempt after the other: what a lock makes of simultaneous ones."""
    debut = datetime.fromisoformat(cas.query["starts_at"])
    fin = debut + timedelta(minutes=cas.recherche.duree)
    pris: list[Occupe] = []
    for _ in range(cas.query["attempts"]):
        libres = free_agents(cas.agendas(*pris), cas.recherche, debut=debut, fin=fin, now=cas.now)
        for agent in rank_agents(libres, rdvs_du_jour={}, rdvs_de_la_semaine={})[:1]:
            pris.append(Occupe(agent, debut, fin))
    return {
        "successes": len(pris),
        "failures": cas.query["attempts"] - len(pris),
        "distinct_agents": len({occupe.agent for occupe in pris}) == len(pris),
    }


def _ateliers(cas: Cas) -> dict[str, Any]:
    ateliers = [
        AtelierPlanifie(
            id=brut["id"],
            debut=datetime.fromisoformat(brut["start"]),
            agents=frozenset(brut["agents"]),
            lieu=brut["lieu"],
            inscrits=sum(statut in cas.bloquants for statut in brut["participations"]),
            places=brut["max"],
            annule=brut["status"] not in cas.bloquants,
        )
        for brut in cas.source.get("ateliers", ())
    ]
    # An agent looks from a date on; an usager sees every atelier within the delays.
    debut = cas.fenetre.debut if cas.query["mode"] == "collective_agent" else None
    ouverts = open_ateliers(ateliers, cas.recherche, now=cas.now, debut=debut)
    return {"ateliers": [atelier.id for atelier in ouverts]}


QUESTIONS: dict[str, Callable[[Cas], dict[str, Any]]] = {
    "user": _slots,
    "agent": _slots,
    "next_user": _next,
    "next_agent": _next,
    "revalidate": _revalidate,
    "concurrent_book": _concurrent_book,
    "collective_user": _ateliers,
    "collective_agent": _ateliers,
}


def _read(source: dict[str, Any], bloquants: frozenset[str]) -> Cas:
    return Cas(
        source=source,
        fuseau=ZoneInfo(source["timezone"]),
        now=datetime.fromisoformat(source["now"]),
        recherche=_recherche(source),
        plages=tuple(_plage(rang, brut) for rang, brut in enumerate(source["plages"])),
        absences=tuple(_absence(brut) for brut in source["absences"]),
        occupes=tuple(
            Occupe(
                agent, datetime.fromisoformat(brut["start"]), datetime.fromisoformat(brut["end"])
            )
            for brut in source["rdvs"]
            if brut["status"] in bloquants
            for agent in brut["agents"]
        ),
        feries=frozenset(date.fromisoformat(jour) for jour in source["holidays"]),
        bloquants=bloquants,
    )


def _recherche(source: dict[str, Any]) -> Recherche:
    motif, query = source["motif"], source["query"]
    agents: frozenset[str] | None = frozenset(query.get("agents") or ()) or None
    for exige, noms in (
        (motif.get("follow_up"), query.get("referents")),
        (motif.get("sectorisation_level") == "agent", query.get("attributed_agents")),
    ):
        if exige:
            permis = frozenset(noms or ())
            agents = permis if agents is None else agents & permis
    mode = MODES[motif.get("location_type", "public_office")]
    delais = query["mode"] not in SANS_DELAI
    lieu = query.get("lieu")
    return Recherche(
        motif=motif["id"],
        duree=query.get("duration_override_min") or motif["duration_min"],
        delai_min=motif["min_delay_min"] if delais else 0,
        delai_max=motif["max_delay_min"] if delais else None,
        agents=agents,
        lieux=frozenset([lieu]) if lieu and mode == Mode.SUR_PLACE else None,
        lieux_fermes=frozenset(nom for nom, etat in source["lieux"].items() if etat == "disabled"),
        mode=mode,
    )


def _plage(rang: int, brut: dict[str, Any]) -> Plage:
    return Plage(
        id=rang,
        agent=brut["agent"],
        lieu=brut["lieu"],
        motifs=frozenset(brut["motifs"]),
        premier_jour=date.fromisoformat(brut["first_day"]),
        debut=time.fromisoformat(brut["start"]),
        fin=time.fromisoformat(brut["end"]),
        recurrence=parse_recurrence(brut["recurrence"]),
    )


def _absence(brut: dict[str, Any]) -> Indisponibilite:
    return Indisponibilite(
        agent=brut["agent"],
        premier_jour=date.fromisoformat(brut["first_day"]),
        debut=time.fromisoformat(brut["start"]),
        dernier_jour=date.fromisoformat(brut["end_day"]),
        fin=time.fromisoformat(brut["end"]),
        recurrence=parse_recurrence(brut["recurrence"]),
    )


def _normalise(valeur: Any) -> Any:
    if isinstance(valeur, dict):
        return {cle: _normalise(contenu) for cle, contenu in valeur.items()}
    if isinstance(valeur, list):
        return [_normalise(contenu) for contenu in valeur]
    if isinstance(valeur, str) and "T" in valeur:
        try:
            return datetime.fromisoformat(valeur).astimezone(UTC)
        except ValueError:
            return valeur
    return valeur
