"""Opening ranges and absences: what is written, what is asked to be confirmed, what is kept."""

import datetime as dt

import pytest

from booking.errors import AConfirmer, PlageInvalide
from booking.models import Absence, PlageOuverture, Rdv
from booking.services.absences import add_absence, rdvs_during
from booking.services.plages import close_plage, open_plage, rdvs_within, remove_plage
from tests.factories.booking import (
    LUNDI,
    NOW,
    AbsenceFactory,
    AgentFactory,
    LieuFactory,
    MotifFactory,
    PlageFactory,
    RdvFactory,
)

pytestmark = pytest.mark.django_db


def open_for(world, **changes):
    agent, lieu, motifs = world
    asked = {
        "agent": agent,
        "lieu": lieu,
        "motifs": motifs,
        "premier_jour": LUNDI,
        "heure_debut": dt.time(9),
        "heure_fin": dt.time(12),
        "now": NOW,
    }
    return open_plage(**{**asked, **changes})


@pytest.fixture
def world():
    motif = MotifFactory()
    lieu = LieuFactory(territoire=motif.territoire)
    agent = AgentFactory(
        territoire=motif.territoire, organisations=[lieu.organisation], services=[motif.service]
    )
    return agent, lieu, [motif]


def test_weekly_plage_keeps_its_days_and_its_end(world):
    plage = open_for(world, jours=[0, 3], jusqu_au=dt.date(2027, 3, 31))

    assert plage.recurrence == {
        "every": "week",
        "interval": 1,
        "on": ["monday", "thursday"],
        "until": "2027-03-31",
    }
    assert plage.jusqu_au == dt.date(2027, 3, 31)
    assert list(plage.motifs.all()) == world[2]


def test_single_plage_ends_the_day_it_takes_place(world):
    assert open_for(world).jusqu_au == LUNDI


@pytest.mark.parametrize(
    ("changes", "champ"),
    [
        ({"heure_fin": dt.time(9)}, "heure_fin"),
        ({"jusqu_au": dt.date(2027, 1, 1), "jours": [0]}, "jusqu_au"),
        ({"jusqu_au": dt.date(2027, 1, 12), "jours": [4]}, "jusqu_au"),
        ({"motifs": []}, "motifs"),
        ({"lieu": None}, "lieu"),
    ],
)
def test_senseless_plage_is_refused_at_its_field(world, changes, champ):
    with pytest.raises(PlageInvalide) as refus:
        open_for(world, **changes)

    assert refus.value.champ == champ


def test_overlapping_plage_is_asked_then_forced(world):
    open_for(world, jours=[0])

    with pytest.raises(AConfirmer) as doute:
        open_for(world, heure_debut=dt.time(11), heure_fin=dt.time(13), jours=[0, 1])
    assert "lundi 11 janvier" in doute.value.phrases[0]
    assert PlageOuverture.objects.count() == 1

    open_for(world, heure_debut=dt.time(11), heure_fin=dt.time(13), jours=[0, 1], force=True)
    assert PlageOuverture.objects.count() == 2


def test_touching_plages_raise_no_doubt(world):
    open_for(world, jours=[0])

    open_for(world, heure_debut=dt.time(12), heure_fin=dt.time(14), jours=[0])

    assert PlageOuverture.objects.count() == 2


def test_motif_longer_than_the_plage_is_asked(world):
    with pytest.raises(AConfirmer) as doute:
        open_for(world, heure_fin=dt.time(9, 15))

    assert "aucun créneau" in doute.value.phrases[0]


def test_closing_a_plage_returns_the_rdv_left_outside_and_keeps_them(world):
    agent, lieu, motifs = world
    plage = PlageFactory(lieu=lieu, agent=agent, motifs=motifs, chaque_semaine=True)
    soon, later = (
        RdvFactory(
            motif=motifs[0],
            agent=agent,
            lieu=lieu,
            debut=dt.datetime(2027, 1, day, 9, 0, tzinfo=dt.UTC),
        )
        for day in (11, 25)
    )

    outside = close_plage(plage=plage, dernier_jour=dt.date(2027, 1, 18), now=NOW)

    assert outside == [later]
    assert Rdv.objects.filter(pk__in=[soon.pk, later.pk]).count() == 2
    assert rdvs_within(plage=plage, now=NOW) == [soon]


def test_removing_a_plage_keeps_its_rdv(world):
    agent, lieu, motifs = world
    plage = PlageFactory(lieu=lieu, agent=agent, motifs=motifs)
    rdv = RdvFactory(motif=motifs[0], agent=agent, lieu=lieu)

    assert remove_plage(plage=plage, now=NOW) == [rdv]
    assert not PlageOuverture.objects.exists()
    assert Rdv.objects.get() == rdv


def test_absence_of_several_days_shows_the_rdv_it_covers(world):
    agent, lieu, motifs = world
    covered = RdvFactory(motif=motifs[0], agent=agent, lieu=lieu)
    RdvFactory(motif=motifs[0], agent=agent, lieu=lieu, debut=covered.debut + dt.timedelta(days=3))

    absence, conflicts = add_absence(
        agent=agent, premier_jour=LUNDI, dernier_jour=LUNDI + dt.timedelta(days=2), now=NOW
    )

    assert conflicts == [covered]
    assert absence.jusqu_au == LUNDI + dt.timedelta(days=2)
    assert Rdv.objects.count() == 2


def test_weekly_absence_covers_its_weekday_only(world):
    agent, lieu, motifs = world
    monday = RdvFactory(motif=motifs[0], agent=agent, lieu=lieu)
    RdvFactory(motif=motifs[0], agent=agent, lieu=lieu, debut=monday.debut + dt.timedelta(days=1))

    absence, conflicts = add_absence(
        agent=agent,
        premier_jour=LUNDI,
        heure_debut=dt.time(9),
        heure_fin=dt.time(10),
        jours=[0],
        now=NOW,
    )

    assert conflicts == [monday]
    assert absence.jusqu_au == dt.date.max


def test_absence_of_another_hour_covers_nothing(world):
    agent, lieu, motifs = world
    RdvFactory(motif=motifs[0], agent=agent, lieu=lieu)
    absence = AbsenceFactory(agent=agent, heure_debut=dt.time(14), heure_fin=dt.time(17))

    assert rdvs_during(absence=absence, now=NOW) == []


@pytest.mark.parametrize(
    ("changes", "champ"),
    [
        ({"dernier_jour": LUNDI - dt.timedelta(days=1)}, "dernier_jour"),
        ({"heure_debut": dt.time(10), "heure_fin": dt.time(9)}, "heure_fin"),
        ({"dernier_jour": LUNDI + dt.timedelta(days=1), "jours": [0]}, "dernier_jour"),
        ({"jusqu_au": LUNDI - dt.timedelta(days=1), "jours": [0]}, "jusqu_au"),
    ],
)
def test_senseless_absence_is_refused_at_its_field(world, changes, champ):
    with pytest.raises(PlageInvalide) as refus:
        add_absence(agent=world[0], premier_jour=LUNDI, now=NOW, **changes)

    assert refus.value.champ == champ
    assert not Absence.objects.exists()
