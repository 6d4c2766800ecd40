"""A second engine, slow and plain, to hold the first one to: one bit per five minutes.

It shares no code with the sweep: days are tried one by one, a rule is a predicate on a day, and
availability is a whole number whose bits are ticks of a window. Times are multiples of five minutes.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from booking.moteur import Hebdomadaire, Indisponibilite, Mensuelle, Plage, Recherche

TICK = timedelta(minutes=5)
JOUR = timedelta(days=1)


class Oracle:
    """Bits of `[premier, dernier]` (local days), with a margin of two days on each side."""

    def __init__(
        self,
        *,
        fuseau: tzinfo,
        premier: date,
        dernier: date,
        plages: list[Plage],
        indisponibilites: list[Indisponibilite],
        occupes: list[tuple[str, datetime, datetime]],
        feries: set[date],
    ) -> None:
        self.fuseau = fuseau
        self.jours = [premier + JOUR * n for n in range((dernier - premier).days + 1)]
        self.origine = datetime.combine(premier - 2 * JOUR, time(), UTC)
        self.taille = ((dernier - premier).days + 5) * 288
        self.plages = plages
        self.indisponibilites = indisponibilites
        self.occupes = occupes
        self.feries = feries
        # Ticks at which the wall clock shows a time for the second time.
        self.second_passage = sum(
            1 << tick
            for tick in range(self.taille)
            if (self.origine + TICK * tick).astimezone(fuseau).fold
        )

    def starts(self, recherche: Recherche, now: datetime) -> set[tuple[datetime, str, str | None]]:
        """(start, agent, lieu) of everything offered on the days of the window."""
        offerts = set()
        for plage, ouvert in self._openings(recherche):
            libre = ouvert & ~self._taken(plage.agent)
            for tick in self._on_grid(libre, recherche):
                debut = self.origine + TICK * tick
                if self._within_delays(debut, recherche, now):
                    offerts.add((debut, plage.agent, plage.lieu))
        return offerts

    def bookable(self, recherche: Recherche, agent: str, debut: datetime, now: datetime) -> bool:
        """Whether an interval of the right length is free, wherever it starts."""
        mask = self._mask(debut, debut + timedelta(minutes=recherche.duree))
        return self._within_delays(debut, recherche, now) and any(
            mask & (ouvert & ~self._taken(agent)) == mask
            for plage, ouvert in self._openings(recherche)
            if plage.agent == agent
        )

    def _openings(self, recherche: Recherche) -> Iterator[tuple[Plage, int]]:
        for plage in self.plages:
            for jour in self.jours:
                if (
                    recherche.motif in plage.motifs
                    and follows(plage, jour)
                    and jour not in self.feries
                ):
                    yield (
                        plage,
                        self._wall(jour, plage.debut, jour, plage.fin) & ~self.second_passage,
                    )

    def _taken(self, agent: str) -> int:
        bits = 0
        for qui, debut, fin in self.occupes:
            if qui == agent:
                bits |= self._mask(debut, fin)
        for absence in self.indisponibilites:
            if absence.agent == agent:
                etendue = absence.dernier_jour - absence.premier_jour
                for jour in self.jours:
                    # An absence that lasts may have begun before the window.
                    for debut in (jour - JOUR * n for n in range(etendue.days + 1)):
                        if follows(absence, debut):
                            bits |= self._wall(debut, absence.debut, debut + etendue, absence.fin)
        return bits

    def _on_grid(self, libre: int, recherche: Recherche) -> Iterator[int]:
        duree, pas = recherche.duree // 5, (recherche.pas or recherche.duree) // 5
        besoin = (1 << duree) - 1
        debuts = libre & ~(libre << 1)
        for tick in range(self.taille):
            if debuts >> tick & 1:
                while libre >> tick & besoin == besoin:
                    yield tick
                    if libre >> tick & ((1 << pas) - 1) != (1 << pas) - 1:
                        break
                    tick += pas

    def _within_delays(self, debut: datetime, recherche: Recherche, now: datetime) -> bool:
        attente = debut - now
        if debut.astimezone(self.fuseau).date() not in self.jours:
            return False
        if attente < timedelta(minutes=recherche.delai_min) or attente < timedelta():
            return False
        delai_max = recherche.delai_max
        return delai_max is None or attente <= timedelta(minutes=delai_max)

    def _wall(self, jour: date, debut: time, autre: date, fin: time) -> int:
        return self._mask(
            datetime.combine(jour, debut, self.fuseau).astimezone(UTC),
            datetime.combine(autre, fin, self.fuseau).astimezone(UTC),
        )

    def _mask(self, debut: datetime, fin: datetime) -> int:
        bas = min(max((debut - self.origine) // TICK, 0), self.taille)
        haut = min(max((fin - self.origine) // TICK, 0), self.taille)
        return (1 << haut) - (1 << bas) if haut > bas else 0


def follows(serie: Plage | Indisponibilite, jour: date) -> bool:
    """Whether a series takes place on a day, by looking at that day alone."""
    regle, premier = serie.recurrence, serie.premier_jour
    if jour in serie.exclues:
        return False
    if regle is None:
        return jour == premier
    if jour < premier or (regle.jusqu_au is not None and jour > regle.jusqu_au):
        return False
    if isinstance(regle, Hebdomadaire):
        semaines = (monday(jour) - monday(premier)).days // 7
        jours = regle.jours or (premier.weekday(),)
        return semaines % regle.intervalle == 0 and jour.weekday() in jours
    assert isinstance(regle, Mensuelle)
    mois = (jour.year - premier.year) * 12 + jour.month - premier.month
    memes = jour.weekday() == premier.weekday() and rank(jour) == rank(premier)
    return mois % regle.intervalle == 0 and memes


def monday(jour: date) -> date:
    return jour - JOUR * jour.weekday()


def rank(jour: date) -> int:
    return (jour.day - 1) // 7 + 1
