"""Load sets: the same rows for the same seed, of the size announced, and believable diaries."""

import datetime as dt
import uuid
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command

from booking.models import Absence, Agent, Occupation, Participation, Rdv, Statut, Usager
from booking.services.disponibilites import next_par_lieu
from portal.jeux import TAILLES, load_set
from portal.versement import Versement
from sectorisation.models import Territoire
from tests.factories.booking import NOW, AgentFactory, LieuFactory

pytestmark = pytest.mark.django_db


def load(graine: int = 1) -> None:
    load_set("S", graine=graine, now=NOW, tell=lambda _line: None)


def rows() -> list[tuple]:
    return list(
        Rdv.objects.order_by("agent__nom", "debut").values_list(
            "uid", "agent__nom", "lieu__nom", "motif__nom", "debut", "statut", "code_empreinte"
        )
    )


def forget_the_set() -> None:
    """Its Rdv go, and its territoire takes another code: the same database may receive it again."""
    for model in (Participation, Usager, Occupation, Rdv):
        model.objects.all().delete()
    Territoire.objects.filter(code__startswith="jeu-").update(code=uuid.uuid4().hex[:20])


@pytest.mark.une_fois
def test_a_seed_gives_its_rows_and_no_other():
    load(graine=1)
    first = rows()
    forget_the_set()
    load(graine=1)
    assert rows() == first
    forget_the_set()
    load(graine=2)
    assert not {row[0] for row in first} & {row[0] for row in rows()}


def size_is_the_one_announced() -> None:
    assert Agent.objects.count() == TAILLES["S"].agents
    by_agent = Rdv.objects.count() / TAILLES["S"].agents
    assert 5_500 < by_agent * TAILLES["S"].agents < 7_000
    assert 55_000 < by_agent * TAILLES["M"].agents < 70_000
    assert 220_000 < by_agent * TAILLES["L"].agents < 280_000


def no_agent_is_in_two_places_at_once() -> None:
    busy = Occupation.objects.order_by("agent", "debut").values_list("agent", "debut", "fin")
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(busy))


def every_rdv_has_its_occupation_and_its_usager() -> None:
    count = Rdv.objects.count()
    assert Occupation.objects.filter(rdv__isnull=False).count() == count
    assert Participation.objects.count() == count
    assert Usager.objects.count() == pytest.approx(count / 2, abs=1)


def past_rdv_are_closed_and_coming_ones_open() -> None:
    assert not Rdv.objects.filter(debut__lt=NOW, statut=Statut.A_VENIR).exists()
    assert not Rdv.objects.filter(debut__gte=NOW).exclude(statut=Statut.A_VENIR).exists()


def nobody_is_booked_during_their_leave() -> None:
    assert not any(
        Rdv.objects.filter(
            agent=absence.agent_id,
            debut__date__range=(absence.premier_jour, absence.dernier_jour),
        ).exists()
        for absence in Absence.objects.all()
    )


def each_site_keeps_a_free_start() -> None:
    motif = Rdv.objects.select_related("motif__territoire").first().motif
    lieux = {rdv.lieu for rdv in Rdv.objects.select_related("lieu")[:2_000]}
    assert all(next_par_lieu(motif=motif, lieux=lieux, now=NOW).values())


def test_a_set_keeps_its_promises(subtests):
    """Filled once: each promise is told apart all the same."""
    load()
    for promise in (
        size_is_the_one_announced,
        no_agent_is_in_two_places_at_once,
        every_rdv_has_its_occupation_and_its_usager,
        past_rdv_are_closed_and_coming_ones_open,
        nobody_is_booked_during_their_leave,
        each_site_keeps_a_free_start,
    ):
        with subtests.test(promise.__name__):
            promise()


def test_a_second_set_is_refused_with_a_sentence(capsys):
    call_command("charger_jeu", "S")
    assert "rendez-vous" in capsys.readouterr().out
    with pytest.raises(CommandError, match="déjà là"):
        call_command("charger_jeu", "S")


def test_poured_row_is_the_one_the_model_would_write():
    lieu = LieuFactory()
    pouring = Versement(Usager, ("id", "uid", "nom"), territoire=lieu.territoire, prenom="Ana")
    key = pouring.next_key()
    pouring.pour([(key, uuid.UUID(int=7), "Ba")])
    poured = Usager.objects.get(pk=key)
    plain = Usager(territoire=lieu.territoire, prenom="Ana", nom="Ba")
    own = {"id", "uid", "cree_le"}
    for field in Usager._meta.concrete_fields:
        if field.name not in own:
            assert getattr(poured, field.attname) == getattr(plain, field.attname)


def test_ordinary_rows_follow_poured_ones():
    lieu = LieuFactory()
    agent = AgentFactory(territoire=lieu.territoire)
    pouring = Versement(Occupation, ("id", "agent", "debut", "fin"), nature="externe")
    first = pouring.next_key()
    debuts = [NOW + dt.timedelta(hours=rang) for rang in range(3)]
    pouring.pour(
        (first + rang, agent.pk, debut, debut + dt.timedelta(minutes=30))
        for rang, debut in enumerate(debuts)
    )
    pouring.release_keys()
    after = Occupation.objects.create(
        agent=agent, debut=NOW - dt.timedelta(days=1), fin=NOW, nature="externe"
    )
    assert after.pk == first + 3
