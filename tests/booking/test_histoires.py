"""Whatever happens, in whatever order, nobody is promised an interval that is already given."""

import contextlib
import datetime as dt
import itertools

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from booking.errors import BookingError
from booking.models import Auteur, Nature, Occupation, Rdv
from booking.services.absences import add_absence
from booking.services.annulation import cancel_rdv
from booking.services.deplacement import move_rdv
from booking.services.tenue import hold_creneau, release_hold, renew_hold
from tests.booking.monde import DEBUT, NOW, Monde, book, monde

pytestmark = pytest.mark.django_db
CINQ_MINUTES = dt.timedelta(minutes=5)

DEBUTS = st.integers(0, 30).map(lambda n: DEBUT + dt.timedelta(days=7) + n * CINQ_MINUTES)
VISITEURS = st.sampled_from(["a", "b", "c"])
RANGS = st.integers(0, 5)
GESTES = st.one_of(
    st.tuples(st.just("tenir"), VISITEURS, DEBUTS, st.booleans()),
    st.tuples(st.just("prolonger"), VISITEURS),
    st.tuples(st.just("rendre"), VISITEURS),
    st.tuples(st.just("prendre"), VISITEURS, DEBUTS, st.booleans()),
    st.tuples(st.just("deplacer"), VISITEURS, DEBUTS, RANGS),
    st.tuples(st.just("annuler"), RANGS),
    st.tuples(st.just("attendre"), st.integers(1, 25)),
    st.tuples(st.just("absenter"), RANGS, DEBUTS),
    st.tuples(st.just("surreserver"), RANGS, DEBUTS),
)


class Histoire:
    """Plays gestures on a world; a refusal is a normal answer."""

    def __init__(self, m: Monde) -> None:
        self.m = m
        self.now = NOW
        self.rdvs: list[Rdv] = []

    def play(self, geste, *args) -> None:
        with contextlib.suppress(BookingError):
            getattr(self, geste)(*args)

    def rdv(self, rang: int) -> Rdv | None:
        return Rdv.objects.get(pk=self.rdvs[rang % len(self.rdvs)].pk) if self.rdvs else None

    def tenir(self, visiteur, debut, signe):
        hold_creneau(
            motif=self.m.motif,
            lieu=self.m.lieu,
            debut=debut,
            visiteur=visiteur,
            now=self.now,
            signe=signe,
        )

    def prolonger(self, visiteur):
        renew_hold(visiteur=visiteur, now=self.now)

    def rendre(self, visiteur):
        release_hold(visiteur=visiteur)

    def prendre(self, visiteur, debut, signe):
        self.rdvs.append(book(self.m, debut, now=self.now, visiteur=visiteur, signe=signe).rdv)

    def deplacer(self, visiteur, debut, rang):
        if rdv := self.rdv(rang):
            move_rdv(
                rdv=rdv,
                debut=debut,
                lieu=self.m.lieu,
                now=self.now,
                par=Auteur.USAGER,
                visiteur=visiteur,
                signe=True,
            )

    def annuler(self, rang):
        if rdv := self.rdv(rang):
            cancel_rdv(rdv=rdv, par=Auteur.USAGER, now=self.now)

    def attendre(self, minutes):
        self.now += dt.timedelta(minutes=minutes)

    def absenter(self, rang, debut):
        local = debut.astimezone(self.m.territoire.zone)
        add_absence(
            agent=self.m.agents[rang % 2],
            premier_jour=local.date(),
            heure_debut=local.time(),
            heure_fin=(local + 6 * CINQ_MINUTES).time(),
            now=self.now,
        )

    def surreserver(self, rang, debut):
        agent = self.m.agents[rang % 2]
        book(self.m, debut, now=self.now, origine=Auteur.AGENT, agent=agent, force=True)

    def check(self) -> None:
        rows = list(
            Occupation.objects.blocking(self.now).order_by("agent", "debut").select_related("rdv")
        )
        kept = [row for row in rows if not row.force]
        for before, after in itertools.pairwise(kept):
            overlaps = before.agent_id == after.agent_id and before.fin > after.debut
            assert not overlaps, (before, after)
        given = {row.rdv_id: row for row in rows if row.nature == Nature.RDV}
        for rdv in Rdv.objects.all():
            row = given.get(rdv.pk)
            if rdv.annule:
                assert row is None
            else:
                assert (row.agent_id, row.debut, row.fin) == (rdv.agent_id, rdv.debut, rdv.fin)


@pytest.fixture
def deux_agents(db):
    return monde(2)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gestes=st.lists(GESTES, min_size=3, max_size=12))
def test_no_history_gives_an_interval_twice(deux_agents, gestes):
    with transaction.atomic():
        histoire = Histoire(deux_agents)
        for geste in gestes:
            histoire.play(*geste)
            histoire.check()
        transaction.set_rollback(True)
