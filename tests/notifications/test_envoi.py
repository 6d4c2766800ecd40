"""Claiming, re-reading, sending, trying again."""

import datetime as dt

import pytest
from django.core import mail

from booking.models import Canal, EtatMessage, Genre, Message, Participation, Rdv, Statut
from booking.notifications import envoi, outbox
from booking.notifications.canaux import Accuse, EnvoiIncertain, EnvoiManque, EnvoiRefuse
from booking.notifications.horloge import db_now
from tests.notifications.conftest import DEBUT, NOW


@pytest.fixture
def sms(monkeypatch):
    """SMS handed to the provider; put an exception in `sms.answers` to make it fail."""

    class Fournisseur(list):
        answers: list = []

        def __call__(self, texto):
            self.append(texto)
            answer = self.answers.pop(0) if self.answers else Accuse("essai", "ref-1")
            if isinstance(answer, Exception):
                raise answer
            return answer

    provider = Fournisseur()
    provider.answers = []
    monkeypatch.setattr(envoi, "send_sms", provider)
    return provider


@pytest.fixture
def one_sms(rdv, usager):
    """A single confirmation by SMS, due now."""
    usager.email = ""
    usager.save()
    rdv.motif.rappels = []
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    return Message.objects.get()


def send(horloge, **kwargs):
    return envoi.send_due(clock=horloge, **kwargs)


def test_what_is_due_leaves_and_what_is_not_stays(rdv, horloge, sms):
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    bilan = send(horloge)
    assert dict(bilan.etats) == {EtatMessage.ENVOYE: 2}
    assert len(mail.outbox) == len(sms) == 1
    assert Message.objects.waiting().count() == 2


def test_a_message_leaves_in_the_language_of_its_rdv_while_it_is_offered(one_sms, horloge, sms):
    Rdv.objects.update(langue="en")
    send(horloge)
    Rdv.objects.update(langue="pt")
    Message.objects.update(etat=EtatMessage.A_ENVOYER)
    send(horloge)
    assert [texto.texte.split()[0] for texto in sms] == ["Appointment", "RDV"]


def test_a_sent_row_keeps_provider_reference_and_time(one_sms, horloge, sms):
    send(horloge)
    one_sms.refresh_from_db()
    assert (one_sms.etat, one_sms.essais, one_sms.bail) == (EtatMessage.ENVOYE, 1, None)
    assert (one_sms.fournisseur, one_sms.reference) == ("essai", "ref-1")
    assert one_sms.envoye_le == NOW


def test_reminders_leave_when_their_time_comes(rdv, horloge, sms):
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    send(horloge)
    horloge.now = DEBUT - dt.timedelta(hours=48)
    send(horloge)
    assert [m.subject[:6] for m in mail.outbox] == ["Rendez", "Rappel"]


def test_a_second_sweep_sends_nothing_more(one_sms, horloge, sms):
    send(horloge)
    assert send(horloge).total == 0
    assert len(sms) == 1


def test_the_try_is_counted_before_the_call(one_sms, horloge, sms):
    claimed = envoi.claim(clock=horloge)
    assert claimed == one_sms
    one_sms.refresh_from_db()
    assert (one_sms.etat, one_sms.essais) == (EtatMessage.ENVOI, 1)
    assert one_sms.bail > NOW


def test_a_claimed_row_is_left_alone_until_its_lease_runs_out(one_sms, horloge, sms, settings):
    settings.PARVIS_BAIL_SECONDES = 120
    envoi.claim(clock=horloge)
    assert envoi.claim(clock=horloge) is None
    horloge.advance(seconds=121)
    assert envoi.claim(clock=horloge) == one_sms


def test_a_sender_back_after_its_lease_does_not_undo_the_other(one_sms, horloge, sms):
    first = envoi.claim(clock=horloge)
    horloge.advance(minutes=5)
    send(horloge)
    envoi._retry(first, EnvoiManque("lent"), horloge())
    one_sms.refresh_from_db()
    assert one_sms.etat == EtatMessage.ENVOYE


def test_a_moved_rdv_never_sends_its_former_hour(rdv, one_sms, horloge, sms):
    rdv.sequence += 1
    rdv.save()
    send(horloge)
    one_sms.refresh_from_db()
    assert one_sms.etat == EtatMessage.ANNULE
    assert not sms


@pytest.mark.parametrize(
    "statut", [Statut.EXCUSE, Statut.ANNULE_SERVICE, Statut.HONORE, Statut.ABSENT]
)
def test_a_rdv_no_longer_to_come_sends_no_reminder(rdv, one_sms, horloge, sms, statut):
    rdv.statut = statut
    rdv.save()
    send(horloge)
    one_sms.refresh_from_db()
    assert one_sms.etat == EtatMessage.ANNULE
    assert not sms


def test_a_cancellation_of_a_reinstated_rdv_is_not_told(rdv, usager, horloge, sms):
    rdv.statut = Statut.EXCUSE
    rdv.save()
    outbox.plan_cancellation(rdv=rdv, now=NOW)
    rdv.statut = Statut.A_VENIR
    rdv.save()
    send(horloge)
    assert not sms and not mail.outbox


def test_a_person_who_left_the_rdv_is_told_nothing(rdv, one_sms, horloge, sms):
    Participation.objects.filter(rdv=rdv).delete()
    send(horloge)
    assert not sms


def test_a_message_late_past_its_use_expires(one_sms, horloge, sms):
    horloge.now = one_sms.expire
    send(horloge)
    one_sms.refresh_from_db()
    assert one_sms.etat == EtatMessage.EXPIRE
    assert not sms


def test_a_provider_down_is_tried_at_growing_intervals(one_sms, horloge, sms):
    waits = []
    for _ in range(7):
        sms.answers = [EnvoiManque("HTTP 503")]
        envoi._handle(envoi.claim(clock=horloge), horloge)
        one_sms.refresh_from_db()
        assert one_sms.etat == EtatMessage.A_ENVOYER
        waits.append((one_sms.du - horloge.now).total_seconds())
        horloge.now = one_sms.du
    assert waits == [0, 10, 60, 300, 1800, 7200, 7200]
    assert one_sms.erreur == "HTTP 503"


def test_a_provider_down_until_the_use_is_past_leaves_an_expired_row(one_sms, horloge, sms):
    horloge.now = one_sms.expire - dt.timedelta(minutes=1)
    Message.objects.update(essais=4)
    sms.answers = [EnvoiManque("HTTP 503")]
    send(horloge)
    one_sms.refresh_from_db()
    assert (one_sms.etat, one_sms.erreur) == (EtatMessage.EXPIRE, "HTTP 503")


def test_an_answer_that_never_came_makes_an_sms_wait_ten_minutes(one_sms, horloge, sms):
    sms.answers = [EnvoiIncertain("ReadTimeout")]
    send(horloge)
    one_sms.refresh_from_db()
    assert one_sms.du == NOW + dt.timedelta(minutes=10)


def test_every_try_carries_the_same_key(one_sms, horloge, sms):
    sms.answers = [EnvoiManque("HTTP 503"), EnvoiManque("HTTP 503")]
    send(horloge)
    horloge.advance(seconds=10)
    send(horloge)
    assert [texto.cle for texto in sms] == [one_sms.cle] * 3


def test_a_message_refused_for_good_is_not_tried_again(one_sms, horloge, sms):
    sms.answers = [EnvoiRefuse("HTTP 422")]
    send(horloge)
    one_sms.refresh_from_db()
    assert (one_sms.etat, one_sms.erreur) == (EtatMessage.ECHEC, "HTTP 422")


def test_a_fault_of_ours_delays_one_message_and_stops_no_other(rdv, horloge, sms, monkeypatch):
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    monkeypatch.setattr(envoi, "compose_email", lambda *a: 1 / 0)
    send(horloge)
    assert len(sms) == 1
    row = Message.objects.get(canal=Canal.EMAIL, genre=Genre.CONFIRMATION)
    assert (row.etat, row.erreur) == (EtatMessage.A_ENVOYER, "ZeroDivisionError")


def test_a_channel_down_does_not_hold_the_other(rdv, horloge, sms):
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    Message.objects.update(du=NOW)
    sms.answers = [EnvoiManque("HTTP 503")] * 50
    bilan = send(horloge)
    assert len(mail.outbox) == 2
    assert bilan.complet


def test_a_sweep_stops_at_its_limit_and_says_so(rdv, horloge, sms):
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    bilan = send(horloge, limit=1)
    assert (bilan.total, bilan.complet) == (1, False)


def test_sending_one_message_takes_few_queries(
    one_sms, horloge, sms, django_assert_max_num_queries
):
    from booking.services.liens import token_of

    token_of(one_sms.rdv)
    with django_assert_max_num_queries(10):
        envoi._handle(envoi.claim(clock=horloge), horloge)


def test_nothing_personal_reaches_the_log(rdv, usager, horloge, sms, caplog):
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    sms.answers = [EnvoiManque("HTTP 503")]
    with caplog.at_level("DEBUG"):
        send(horloge)
    for secret in (usager.prenom, usager.nom, usager.email, usager.telephone[-6:], "/rdv/"):
        assert secret not in caplog.text


def test_the_database_tells_the_time(db):
    skew = abs(db_now() - dt.datetime.now(dt.UTC))  # noqa: TID251
    assert skew < dt.timedelta(seconds=5)
