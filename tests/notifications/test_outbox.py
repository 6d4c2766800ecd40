"""What is written when something happens to a Rdv."""

import datetime as dt

import pytest

from booking.models import Canal, EtatMessage, Genre, Message, Statut
from booking.notifications import outbox
from tests.factories.booking import ParticipationFactory, RdvFactory, UsagerFactory

DEBUT = dt.datetime(2027, 1, 25, 13, 0, tzinfo=dt.UTC)  # 14 h in Paris
NOW = dt.datetime(2027, 1, 11, 9, 0, tzinfo=dt.UTC)


def written(rdv):
    return {(m.genre, m.canal): m for m in rdv.messages.exclude(etat=EtatMessage.ANNULE)}


@pytest.fixture
def rdv(db):
    return RdvFactory(debut=DEBUT)


def move(rdv, debut, now=NOW):
    rdv.debut, rdv.fin = debut, debut + dt.timedelta(minutes=30)
    rdv.sequence += 1
    rdv.save()
    outbox.plan_change(rdv=rdv, now=now)


def test_a_booking_writes_confirmation_and_reminder_on_both_channels(rdv):
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    rows = written(rdv)
    assert set(rows) == {
        (genre, canal)
        for genre in (Genre.CONFIRMATION, Genre.RAPPEL)
        for canal in (Canal.EMAIL, Canal.SMS)
    }
    assert rows[Genre.CONFIRMATION, Canal.EMAIL].du == NOW
    assert rows[Genre.RAPPEL, Canal.SMS].du == DEBUT - dt.timedelta(hours=48)
    assert rows[Genre.RAPPEL, Canal.SMS].expire == DEBUT - dt.timedelta(minutes=30)


def test_the_key_names_rdv_kind_channel_sequence_and_hours(rdv):
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    rows = written(rdv)
    assert rows[Genre.CONFIRMATION, Canal.SMS].cle == f"{rdv.uid}:confirmation:sms:0"
    assert rows[Genre.RAPPEL, Canal.EMAIL].cle == f"{rdv.uid}:rappel:email:0:48"


def test_several_reminders_are_each_written(rdv):
    rdv.motif.rappels = [48, 3]
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    assert rdv.messages.filter(genre=Genre.RAPPEL, canal=Canal.EMAIL).count() == 2


def test_planning_twice_writes_once(rdv):
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    assert rdv.messages.count() == 4


@pytest.mark.parametrize(
    "contact, canaux",
    [
        ({"email": ""}, {Canal.SMS}),
        ({"telephone_mobile": False}, {Canal.EMAIL}),
        ({"email": "", "telephone": "", "telephone_mobile": False}, set()),
    ],
)
def test_channels_follow_the_contacts_given(db, contact, canaux):
    rdv = RdvFactory(debut=DEBUT, usager=False)
    ParticipationFactory(rdv=rdv, usager=UsagerFactory(territoire=rdv.territoire, **contact))
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    assert set(rdv.messages.values_list("canal", flat=True)) == canaux


def test_a_person_who_asked_for_no_message_gets_none(rdv):
    rdv.participations.update(prevenir=False)
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    assert not rdv.messages.exists()


def test_two_people_of_one_rdv_have_their_own_messages(rdv):
    other = UsagerFactory(
        territoire=rdv.territoire, email="b@example.org", telephone="+33639980000"
    )
    ParticipationFactory(rdv=rdv, usager=other)
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    assert rdv.messages.filter(usager=other).count() == 4
    assert rdv.messages.count() == 8


def test_a_shared_address_is_told_once(rdv):
    ParticipationFactory(rdv=rdv, usager=UsagerFactory(territoire=rdv.territoire))
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    assert rdv.messages.count() == 4


def test_moving_drops_what_was_planned_and_writes_the_new_reminders(rdv):
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    later = DEBUT + dt.timedelta(days=1)
    move(rdv, later)
    rows = written(rdv)
    assert rows[Genre.RAPPEL, Canal.SMS].du == later - dt.timedelta(hours=48)
    assert {row.sequence for row in rows.values()} == {1}
    assert (Genre.DEPLACEMENT, Canal.EMAIL) in rows


def test_moving_twice_leaves_one_set_of_reminders(rdv):
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    move(rdv, DEBUT + dt.timedelta(days=1))
    move(rdv, DEBUT)
    assert rdv.messages.waiting().filter(genre=Genre.RAPPEL).count() == 2


def test_moving_without_a_new_sequence_still_leaves_reminders(rdv):
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    rdv.debut = DEBUT + dt.timedelta(days=1)
    outbox.plan_change(rdv=rdv, now=NOW)
    assert rdv.messages.waiting().filter(genre=Genre.RAPPEL, du__gt=DEBUT - dt.timedelta(days=2))


def cancel(rdv, now=NOW):
    rdv.statut, rdv.annule_le = Statut.EXCUSE, now
    rdv.sequence += 1
    rdv.save()
    outbox.plan_cancellation(rdv=rdv, now=now)


def test_cancelling_drops_reminders_and_tells(rdv):
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    cancel(rdv)
    assert set(written(rdv)) == {(Genre.ANNULATION, Canal.EMAIL), (Genre.ANNULATION, Canal.SMS)}


def test_cancelling_twice_tells_once(rdv):
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    cancel(rdv)
    cancel(rdv)
    assert rdv.messages.waiting().filter(genre=Genre.ANNULATION, canal=Canal.EMAIL).count() == 1


def test_a_reinstated_rdv_cancelled_again_tells_again(rdv):
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    cancel(rdv)
    rdv.messages.update(etat=EtatMessage.ENVOYE)
    rdv.statut, rdv.sequence = Statut.A_VENIR, rdv.sequence + 1
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    cancel(rdv)
    assert rdv.messages.filter(genre=Genre.ANNULATION, canal=Canal.EMAIL).count() == 2


def test_cancelling_silently_drops_and_says_nothing(rdv):
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    outbox.plan_cancellation(rdv=rdv, now=NOW, tell=False)
    assert not written(rdv)


def test_nothing_is_told_about_a_past_rdv(rdv):
    now = DEBUT + dt.timedelta(minutes=1)
    outbox.plan_confirmation(rdv=rdv, now=now)
    outbox.plan_change(rdv=rdv, now=now)
    outbox.plan_cancellation(rdv=rdv, now=now)
    outbox.plan_link(rdv=rdv, now=now)
    assert not Message.objects.exists()


def test_a_link_asked_twice_in_a_row_leaves_once(rdv):
    outbox.plan_link(rdv=rdv, now=NOW)
    outbox.plan_link(rdv=rdv, now=NOW + dt.timedelta(seconds=5))
    assert rdv.messages.filter(genre=Genre.LIEN, canal=Canal.SMS).count() == 1
    outbox.plan_link(rdv=rdv, now=NOW + dt.timedelta(minutes=20))
    assert rdv.messages.filter(genre=Genre.LIEN, canal=Canal.SMS).count() == 2


def test_a_link_leaves_at_night_and_a_confirmation_sms_waits_for_morning(rdv):
    night = dt.datetime(2027, 1, 11, 22, 30, tzinfo=dt.UTC)
    outbox.plan_link(rdv=rdv, now=night)
    outbox.plan_confirmation(rdv=rdv, now=night)
    rows = written(rdv)
    assert rows[Genre.LIEN, Canal.SMS].du == night
    assert rows[Genre.CONFIRMATION, Canal.EMAIL].du == night
    assert rows[Genre.CONFIRMATION, Canal.SMS].du == dt.datetime(2027, 1, 12, 7, tzinfo=dt.UTC)


def test_planning_takes_few_queries(rdv, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        outbox.plan_confirmation(rdv=rdv, now=NOW)
