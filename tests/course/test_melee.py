"""Everything at once on two diaries: bookings, holds, moves, cancellations, absences.

The same agents receive at two sites, where one and the same motif lasts longer at the second.

Eight people act in real transactions, each on their own connection; then the diaries are read.
"""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.db import connections
from django.utils import timezone

from booking.errors import BookingError
from booking.models import Auteur, Nature, Occupation, Rdv, Statut
from booking.services.absences import add_absence, remove_absence
from booking.services.annulation import cancel_rdv
from booking.services.deplacement import move_rdv
from booking.services.reservation import book_rdv
from booking.services.statuts import set_statut
from booking.services.tenue import hold_creneau
from tests.booking.monde import demande
from tests.course.client import together
from tests.course.conftest import own_database
from tests.course.monde import monde
from tests.factories.booking import LieuFactory, PlageFactory, ReglageLocalFactory

PERSONNES, GESTES = 8, 25


@pytest.fixture(scope="module")
def base(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), own_database("melee"):
        yield


class Personne:
    """Acts at random among a few starts that overlap; a refusal is a normal answer."""

    def __init__(self, m, nom: str, graine: int) -> None:
        self.m, self.nom = m, nom
        self.hasard = random.Random(f"{nom}:{graine}")
        self.mine: list[Rdv] = []
        self.lieux = [plage.lieu for plage in m.motif.plages.order_by("pk")]

    def play(self) -> int:
        done = 0
        try:
            for _ in range(GESTES):
                gesture = self.hasard.choice(
                    [self.book, self.book, self.hold, self.move, self.cancel, self.undo, self.away]
                )
                try:
                    gesture(timezone.now())
                    done += 1
                except BookingError:
                    pass
            return done
        finally:
            connections.close_all()

    def start(self) -> dt.datetime:
        return self.m.depart + self.hasard.randrange(18) * dt.timedelta(minutes=10)

    def one_of_mine(self) -> Rdv | None:
        return Rdv.objects.get(pk=self.hasard.choice(self.mine).pk) if self.mine else None

    def book(self, now):
        debut = self.start()
        reservation = book_rdv(
            motif=self.m.motif,
            lieu=self.hasard.choice(self.lieux),
            debut=debut,
            demande=demande(),
            cle_formulaire="",
            now=now,
            visiteur=self.nom,
            signe=True,
        )
        self.mine.append(reservation.rdv)

    def hold(self, now):
        hold_creneau(
            motif=self.m.motif,
            lieu=self.hasard.choice(self.lieux),
            debut=self.start(),
            visiteur=self.nom,
            now=now,
            signe=True,
        )

    def move(self, now):
        if rdv := self.one_of_mine():
            move_rdv(
                rdv=rdv,
                debut=self.start(),
                lieu=self.hasard.choice(self.lieux),
                now=now,
                par=Auteur.USAGER,
                signe=True,
                visiteur=self.nom,
            )

    def cancel(self, now):
        if rdv := self.one_of_mine():
            cancel_rdv(rdv=rdv, par=Auteur.USAGER, now=now)

    def undo(self, now):
        if rdv := self.one_of_mine():
            set_statut(rdv=rdv, statut=Statut.A_VENIR, agent=self.m.agents[0], now=now)

    def away(self, now):
        jour = self.m.depart.astimezone(self.m.motif.territoire.zone).date()
        absence, _ = add_absence(
            agent=self.hasard.choice(self.m.agents),
            premier_jour=jour,
            heure_debut=dt.time(9, 0),
            heure_fin=dt.time(9, 20),
            now=now,
        )
        remove_absence(absence=absence)


@pytest.mark.parametrize("graine", range(3))
def test_nothing_is_given_twice_whatever_happens_at_once(base, graine):
    m = monde("", agents=2)
    m.depart = m.premier
    longer = LieuFactory(territoire=m.motif.territoire, organisation=m.lieu.organisation)
    for plage in m.motif.plages.all():
        PlageFactory(
            lieu=longer,
            agent=plage.agent,
            motifs=[m.motif],
            premier_jour=plage.premier_jour,
            jusqu_au=plage.jusqu_au,
            recurrence=plage.recurrence,
        )
    ReglageLocalFactory(motif=m.motif, lieu=longer, duree=50)
    done = together([Personne(m, f"p{n}", graine).play for n in range(PERSONNES)])
    assert sum(done) > PERSONNES
    assert m.overlaps() == 0
    given = {
        row.rdv_id: (row.agent_id, row.debut, row.fin)
        for row in Occupation.objects.filter(agent__in=m.agents, nature=Nature.RDV)
    }
    standing = {rdv.pk: (rdv.agent_id, rdv.debut, rdv.fin) for rdv in m.rdvs() if not rdv.annule}
    assert given == standing
