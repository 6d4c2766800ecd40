"""What is past its retention goes, and nothing else."""

import datetime as dt

import pytest
from django.core.management import call_command

from booking.models import Message, Participation, Rdv, Usager
from booking.services.purge import months_before, purge
from tests.factories.booking import (
    NOW,
    MotifFactory,
    PlageFactory,
    RdvFactory,
    ServiceFactory,
    UsagerFactory,
)


def rdv_aged(months: int, *, retention: int = 24, **champs) -> Rdv:
    motif = MotifFactory(service=ServiceFactory(conservation_mois=retention))
    motif.service.territoire = motif.territoire
    motif.service.save()
    return RdvFactory(motif=motif, debut=months_before(NOW, months), **champs)


@pytest.mark.parametrize(
    ("retention", "months", "kept"), [(24, 23, True), (24, 25, False), (6, 7, False), (6, 5, True)]
)
def test_each_service_keeps_its_rdv_as_long_as_it_says(db, retention, months, kept):
    rdv = rdv_aged(months, retention=retention)
    purge(now=NOW)
    assert Rdv.objects.filter(pk=rdv.pk).exists() is kept


def test_needs_people_and_messages_go_with_the_rdv(db):
    rdv = rdv_aged(30, besoin_interprete="dari")
    usager = rdv.participations.get().usager
    Message.objects.create(
        territoire=rdv.territoire, rdv=rdv, usager=usager, cle="x", genre="rappel", canal="sms",
        du=rdv.debut, expire=rdv.debut,
    )  # fmt: skip
    Usager.objects.update(cree_le=NOW - dt.timedelta(days=900))
    bilan = purge(now=NOW)
    assert (bilan.rdvs, bilan.usagers) == (1, 1)
    assert not Participation.objects.exists()
    assert not Message.objects.exists()
    assert not Usager.objects.exists()


def test_someone_with_a_recent_rdv_stays(db):
    rdv = rdv_aged(30)
    usager = rdv.participations.get().usager
    recent = RdvFactory(motif=rdv.motif, usager=usager)
    Usager.objects.update(cree_le=NOW - dt.timedelta(days=900))
    purge(now=NOW)
    assert Usager.objects.get() == usager
    assert Rdv.objects.get() == recent


def test_a_file_just_made_is_not_an_orphan(db):
    usager = UsagerFactory()
    purge(now=usager.cree_le + dt.timedelta(hours=1))
    assert Usager.objects.exists()


def test_openings_ended_for_a_year_go(db):
    old = PlageFactory(premier_jour=dt.date(2025, 1, 6))
    current = PlageFactory(chaque_semaine=True, premier_jour=dt.date(2020, 1, 6))
    purge(now=NOW)
    assert list(type(old).objects.all()) == [current]


def test_simulating_counts_and_deletes_nothing(db, capsys):
    rdv_aged(60)
    call_command("purger_donnees", simuler=True)
    assert "À effacer : 1 rendez-vous" in capsys.readouterr().out
    assert Rdv.objects.count() == 1


def test_the_end_of_february_is_found():
    assert months_before(dt.datetime(2028, 3, 31, tzinfo=dt.UTC), 1).day == 29
