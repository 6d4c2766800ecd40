"""The world of the races: one portail on 127.0.0.1, a motif and its agents for each race."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from booking.models import Agent, Lieu, Motif, Occupation, Rdv
from booking.services.depart import sign_depart
from home.demarrage import start_territoire
from sectorisation.models import Territoire
from tests.course.client import Visiteur, in_parallel, starts_of
from tests.factories.booking import LieuFactory, MotifFactory, PlageFactory

FOULE = 40
# Where the crowd is not what is shown: more than the agents there are, in both processes.
GROUPE = 12
JOURS_OUVRES = ["monday", "tuesday", "wednesday", "thursday", "friday"]


@dataclass
class Monde:
    racine: str
    motif: Motif
    lieu: Lieu
    agents: list[Agent]
    depart: dt.datetime | None = None

    @property
    def creneaux(self) -> str:
        """Step 4 of the journey, for this motif at this site."""
        choix = f"motif={self.motif.uid}&lieu={self.lieu.uid}&sans=adresse"
        return f"{reverse('public:creneau')}?{choix}"

    @property
    def premier(self) -> dt.datetime:
        """The earliest start of the site, from now on."""
        from booking.services.disponibilites import next_par_lieu

        found = next_par_lieu(motif=self.motif, lieux=[self.lieu], now=timezone.now())
        return found[self.lieu.pk].debut

    def signed(self, debut: dt.datetime) -> str:
        return sign_depart(motif=self.motif, lieu=self.lieu, debut=debut, now=timezone.now())

    def crowd(self, size: int = FOULE) -> list[Visiteur]:
        return [Visiteur(self.racine, nom=f"Moreau {n}") for n in range(size)]

    def crowd_before_the_last_page(self, size: int = FOULE) -> list[tuple[Visiteur, object]]:
        """Visitors who all chose the first start and are about to confirm (holds are off)."""

        def go(visiteur: Visiteur):
            page = visiteur.get(self.creneaux)
            form, value = starts_of(page)[0]
            page = visiteur.send(page, form, follow=True, creneau=value)
            assert page.status_code == 200, page.status_code
            return visiteur, visiteur.fill_coordonnees(page)

        return in_parallel([lambda v=v: go(v) for v in self.crowd(size)])

    def rdvs(self) -> list[Rdv]:
        return list(Rdv.objects.filter(motif=self.motif))

    def overlaps(self) -> int:
        """Pairs of intervals given twice."""
        return (
            # In one filter(): each would otherwise join another row.
            Occupation.objects.filter(
                agent__in=self.agents,
                agent__occupations__pk__gt=F("pk"),
                agent__occupations__debut__lt=F("fin"),
                agent__occupations__fin__gt=F("debut"),
            ).count()
        )


def monde(racine: str, agents: int = 1) -> Monde:
    """A motif of its own for each race, so that races of one server never meet."""
    territoire = Territoire.objects.filter(code="course").first()
    if territoire is None:
        territoire = start_territoire(code="course", nom="Course", hote="127.0.0.1").territoire
    lieu = LieuFactory(territoire=territoire)
    motif = MotifFactory(territoire=territoire, delai_min=24 * 60)
    today = timezone.now().date()
    plages = [
        PlageFactory(
            lieu=lieu,
            motifs=[motif],
            premier_jour=today,
            jusqu_au=dt.date.max,
            recurrence={"every": "week", "interval": 1, "on": JOURS_OUVRES},
        )
        for _ in range(agents)
    ]
    return Monde(racine, motif, lieu, [plage.agent for plage in plages])
