"""Disturbances: written once, said where they matter, told to people already booked."""

import datetime as dt

import pytest

from booking.errors import PerturbationInvalide
from booking.models import EtatMessage, Message, Mode, Perturbation, Statut
from booking.notifications.envoi import send_due
from booking.notifications.textes import compose_email, compose_sms
from booking.services.etat import etats_between, etats_now, etats_of_rdv
from booking.services.perturbations import (
    announce,
    change_end,
    end_now,
    rdvs_touched,
    tell_booked,
)
from tests.factories.booking import NOW, LieuFactory, RdvFactory, ServiceFactory
from tests.factories.sectorisation import TerritoireFactory

JOUR = dt.timedelta(days=1)


@pytest.fixture
def rdv(db):
    return RdvFactory(debut=NOW + dt.timedelta(hours=2))


def annoncer(territoire, **options):
    values = {"gene": "reduit", "texte": "Accueil réduit", "debut": NOW, "fin": NOW + JOUR}
    return announce(territoire=territoire, now=NOW, **(values | options))[0]


@pytest.mark.parametrize(
    ("options", "champ"),
    [
        ({"fin": NOW - JOUR}, "fin"),
        ({"debut": NOW - 3 * JOUR, "fin": NOW - JOUR}, "fin"),
        ({"fin": NOW + 400 * JOUR}, "fin"),
        ({"texte": " "}, "texte"),
        ({"texte": "x" * 10_000}, "texte"),
        ({"gene": "fichu"}, "nature"),
        ({"lieu": None}, "cible"),
    ],
)
def test_a_disturbance_that_makes_no_sense_is_refused_at_its_field(db, options, champ):
    lieu = LieuFactory()
    with pytest.raises(PerturbationInvalide) as refusal:
        annoncer(lieu.territoire, **({"lieu": lieu} | options))
    assert refusal.value.champ == champ
    assert not Perturbation.objects.exists()


def test_the_lieu_of_another_territoire_is_refused(db):
    with pytest.raises(PerturbationInvalide):
        annoncer(TerritoireFactory(), lieu=LieuFactory())


def test_the_same_form_twice_makes_one(db):
    lieu = LieuFactory()
    first = annoncer(lieu.territoire, lieu=lieu, cle_formulaire="k")
    again = announce(
        territoire=lieu.territoire, gene="reduit", texte="Autre", debut=NOW, fin=NOW + JOUR,
        now=NOW, lieu=lieu, cle_formulaire="k",
    )  # fmt: skip
    assert again == (first, False)


def test_it_shows_from_its_beginning_to_its_end_excluded(db):
    lieu = LieuFactory()
    annoncer(lieu.territoire, lieu=lieu, debut=NOW + JOUR, fin=NOW + 2 * JOUR)
    seen = [
        len(etats_now(territoire=lieu.territoire, now=NOW + after))
        for after in (dt.timedelta(0), JOUR, 2 * JOUR - dt.timedelta(seconds=2), 2 * JOUR)
    ]
    assert seen == [0, 1, 1, 0]


def test_another_territoire_reads_nothing_of_it(db):
    lieu = LieuFactory()
    annoncer(lieu.territoire, lieu=lieu)
    assert etats_now(territoire=TerritoireFactory(), now=NOW) == []


def test_ended_now_it_is_over_and_called_off_before_it_never_shows(db):
    lieu = LieuFactory()
    running = annoncer(lieu.territoire, lieu=lieu)
    coming = annoncer(lieu.territoire, lieu=lieu, debut=NOW + JOUR, fin=NOW + 2 * JOUR)
    for row in (running, coming):
        end_now(perturbation=row, now=NOW)
        end_now(perturbation=row, now=NOW + JOUR)
    assert not Perturbation.objects.not_over(NOW)
    assert etats_between(territoire=lieu.territoire, debut=NOW, fin=NOW + 9 * JOUR) == []


def test_its_end_moves_but_not_into_the_past(db):
    lieu = LieuFactory()
    row = annoncer(lieu.territoire, lieu=lieu)
    change_end(perturbation=row, fin=NOW + 3 * JOUR, now=NOW)
    with pytest.raises(PerturbationInvalide):
        change_end(perturbation=row, fin=NOW - JOUR, now=NOW)
    assert Perturbation.objects.get().fin == NOW + 3 * JOUR


def test_a_day_of_closure_is_a_disturbance_by_itself(db):
    lieu = LieuFactory(
        fermetures=[{"debut": "2027-01-10", "fin": "2027-01-12", "raison": "Travaux"}]
    )
    (etat,) = etats_now(territoire=lieu.territoire, now=NOW)
    assert (etat.lieu, etat.texte) == (lieu.pk, "Travaux")
    # Local midnights of Paris: the 10th begins on the 9th at 23 h UTC.
    assert etat.debut == dt.datetime(2027, 1, 9, 23, tzinfo=dt.UTC)
    assert etat.fin == dt.datetime(2027, 1, 12, 23, tzinfo=dt.UTC)
    assert not Perturbation.objects.exists()


def test_an_appointment_by_phone_is_not_disturbed_by_a_closed_site(rdv):
    annoncer(rdv.territoire, lieu=rdv.lieu)
    assert etats_of_rdv(rdv)
    rdv.mode = Mode.TELEPHONE
    assert etats_of_rdv(rdv) == []


def test_a_disturbance_of_another_service_leaves_an_appointment_alone(rdv):
    annoncer(rdv.territoire, service=ServiceFactory(territoire=rdv.territoire))
    assert etats_of_rdv(rdv) == []


def test_only_standing_appointments_of_these_days_are_counted(rdv):
    same = {"motif": rdv.motif, "lieu": rdv.lieu}
    RdvFactory(**same, debut=NOW + dt.timedelta(hours=3), statut=Statut.ANNULE_SERVICE)
    RdvFactory(**same, debut=NOW + 5 * JOUR)
    RdvFactory(debut=NOW + dt.timedelta(hours=2))
    touched = rdvs_touched(
        territoire=rdv.territoire, debut=NOW, fin=NOW + JOUR, now=NOW, lieu=rdv.lieu
    )
    assert list(touched) == [rdv]


def test_people_booked_are_told_once_whoever_asks_again(rdv):
    row = annoncer(rdv.territoire, lieu=rdv.lieu)
    assert tell_booked(perturbation=row, now=NOW) == 1
    tell_booked(perturbation=row, now=NOW + dt.timedelta(minutes=5))
    assert sorted(Message.objects.values_list("canal", flat=True)) == ["email", "sms"]


def test_telling_many_people_takes_few_queries(rdv, django_assert_max_num_queries):
    same = {"motif": rdv.motif, "lieu": rdv.lieu}
    for hour in range(3, 8):
        RdvFactory(**same, debut=NOW + dt.timedelta(hours=hour))
    row = annoncer(rdv.territoire, lieu=rdv.lieu)
    with django_assert_max_num_queries(8):
        assert tell_booked(perturbation=row, now=NOW) == 6


def test_nothing_leaves_for_an_appointment_cancelled_meanwhile(rdv):
    row = annoncer(rdv.territoire, lieu=rdv.lieu)
    tell_booked(perturbation=row, now=NOW)
    rdv.statut = Statut.ANNULE_SERVICE
    rdv.save()
    send_due(clock=lambda: NOW + dt.timedelta(hours=1))
    assert set(Message.objects.values_list("etat", flat=True)) == {EtatMessage.ANNULE}


def test_nothing_leaves_once_the_disturbance_ended_before_the_appointment(rdv):
    row = annoncer(rdv.territoire, lieu=rdv.lieu)
    tell_booked(perturbation=row, now=NOW)
    end_now(perturbation=row, now=NOW + dt.timedelta(minutes=1))
    send_due(clock=lambda: NOW + dt.timedelta(hours=1))
    assert set(Message.objects.values_list("etat", flat=True)) == {EtatMessage.ANNULE}


def test_the_message_says_what_happens_and_a_discreet_one_does_not(rdv):
    row = annoncer(rdv.territoire, service=rdv.motif.service, texte="Le médecin est absent")
    tell_booked(perturbation=row, now=NOW)
    message = Message.objects.get(canal="email")
    assert "Le médecin est absent" in compose_email(message, rdv).texte
    rdv.discret = True
    for told in (compose_email(message, rdv), compose_sms(Message.objects.get(canal="sms"), rdv)):
        assert "médecin" not in told.texte
        assert rdv.motif.service.nom not in told.texte
