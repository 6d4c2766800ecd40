"""The demonstration's mailbox."""

import datetime as dt

import pytest
from django.utils import timezone

from booking.notifications import envoi, outbox
from tests.factories.booking import MotifFactory, RdvFactory
from tests.factories.home import PortailFactory
from tests.notifications.conftest import Horloge


@pytest.fixture
def demonstration(settings, tmp_path):
    settings.PARVIS_DEMO = True
    settings.PARVIS_MESSAGES_DIR = tmp_path
    settings.EMAIL_BACKEND = "booking.notifications.demo.FichierEmailBackend"


@pytest.fixture
def now():
    """Noon, so that no SMS waits for the morning."""
    return timezone.now().replace(hour=12, minute=0)


@pytest.fixture
def portail(db):
    return PortailFactory(site__hostname="a.example.test")


@pytest.fixture
def sent(portail, demonstration, now):
    motif = MotifFactory(territoire=portail.territoire, nom="Pesée <b>")
    rdv = RdvFactory(motif=motif, debut=now + dt.timedelta(days=10))
    outbox.plan_confirmation(rdv=rdv, now=now)
    envoi.send_due(clock=Horloge(now))
    return rdv


def page_of(client, host="a.example.test"):
    return client.get("/demonstration/messages/", headers={"host": host})


def test_the_page_shows_what_was_sent_and_what_will_be(client, sent):
    page = page_of(client)
    text = page.content.decode()
    assert page.status_code == 200
    assert "claire.moreau@example.org" in text
    assert "06\xa039\xa098\xa012\xa045" in text
    assert "Pesée &lt;b&gt;" in text
    assert "rendez-vous.ics" in text
    assert text.count("<strong>Rappel</strong>") == 2


def test_another_territoire_sees_none_of_it(client, sent):
    PortailFactory(site__hostname="b.example.test")
    text = page_of(client, "b.example.test").content.decode()
    assert "Aucun message pour l’instant" in text
    assert "claire.moreau" not in text


def test_an_empty_demonstration_says_what_to_do(client, portail, demonstration):
    assert "Prenez un rendez-vous" in page_of(client).content.decode()


def test_outside_the_demonstration_there_is_no_such_page(client, sent, settings):
    settings.PARVIS_DEMO = False
    assert page_of(client).status_code == 404


def test_the_page_takes_few_queries(client, sent, django_assert_max_num_queries):
    page_of(client)
    with django_assert_max_num_queries(12):
        page_of(client)
