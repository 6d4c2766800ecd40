"""E-mail received by a real SMTP server on loopback."""

import email
import email.policy
import socket

import pytest
from aiosmtpd.controller import Controller
from icalendar import Calendar

from booking.models import Canal, EtatMessage, Genre, Message, Statut
from booking.notifications import envoi, outbox
from booking.notifications.canaux import EnvoiManque, EnvoiRefuse
from booking.notifications.canaux.email import Courriel, send_email
from tests.notifications.conftest import NOW


class Boite:
    """Keeps what it receives; `reponse` is what it answers to the message."""

    def __init__(self):
        self.recus = []
        self.reponse = "250 OK"
        self.adresse = "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.adresse.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.adresse

    async def handle_DATA(self, server, session, envelope):
        self.recus.append(envelope.content)
        return self.reponse

    def dernier(self):
        return email.message_from_bytes(self.recus[-1], policy=email.policy.default)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def boite(settings):
    box = Boite()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.DEFAULT_FROM_EMAIL = "rendez-vous@departement.example"
    yield box
    controller.stop()


@pytest.fixture
def confirmation(rdv, usager, horloge, boite):
    """The confirmation of a Rdv, as it was received."""
    usager.telephone_mobile = False
    usager.save()
    rdv.motif.rappels = []
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    envoi.send_due(clock=horloge)
    assert len(boite.recus) == 1
    return boite.dernier()


COURRIEL = Courriel(
    cle="k:1",
    destinataire="claire@example.org",
    nom_expediteur="Département de l’Orval",
    objet="Rendez-vous confirmé",
    texte="Bonjour",
    html="<p>Bonjour</p>",
)


def test_the_mime_tree_is_the_one_mail_readers_accept(confirmation):
    def tree(part):
        if part.is_multipart():
            return [part.get_content_type(), *map(tree, part.iter_parts())]
        return part.get_content_type()

    assert tree(confirmation) == [
        "multipart/mixed",
        ["multipart/alternative", "text/plain", "text/html", "text/calendar"],
        "application/ics",
    ]


def test_every_body_travels_in_base64(confirmation):
    parts = [p for p in confirmation.walk() if not p.is_multipart()]
    assert {p["Content-Transfer-Encoding"] for p in parts} == {"base64"}


def test_the_calendar_part_and_file_are_the_same_object(confirmation):
    part = next(p for p in confirmation.walk() if p.get_content_type() == "text/calendar")
    file = next(p for p in confirmation.walk() if p.get_filename() == "rendez-vous.ics")
    assert part.get_param("method") == "PUBLISH"
    assert part.get_payload(decode=True) == file.get_payload(decode=True)
    calendar = Calendar.from_ical(file.get_payload(decode=True))
    assert calendar["METHOD"] == "PUBLISH"


def test_the_calendar_keeps_its_line_ends(confirmation):
    part = next(p for p in confirmation.walk() if p.get_content_type() == "text/calendar")
    ics = part.get_payload(decode=True)
    assert ics.count(b"\n") == ics.count(b"\r\n") > 10


def test_text_comes_before_html_and_both_say_the_date(confirmation):
    for kind in ("plain", "html"):
        body = confirmation.get_body((kind,)).get_content()
        assert "mardi 26 janvier" in body.replace("&#x27;", "'")


def test_headers_name_the_departement_and_no_person(confirmation, rdv):
    assert confirmation["From"].addresses[0].addr_spec == "rendez-vous@departement.example"
    assert rdv.territoire.nom in str(confirmation["From"])
    assert confirmation["Subject"].strip() == "Rendez-vous confirmé : mardi 26 janvier à 14 h"
    assert confirmation["Auto-Submitted"] == "auto-generated"


def test_a_repeated_message_has_the_same_identifier(boite):
    send_email(COURRIEL)
    send_email(COURRIEL)
    first, second = (email.message_from_bytes(m)["Message-ID"] for m in boite.recus)
    assert first == second
    assert first.endswith("@departement.example>")


def test_a_cancellation_cancels_the_same_event(confirmation, rdv, horloge, boite):
    rdv.statut, rdv.annule_le, rdv.sequence = Statut.EXCUSE, NOW, 1
    rdv.save()
    outbox.plan_cancellation(rdv=rdv, now=NOW)
    envoi.send_due(clock=horloge)
    events = []
    for raw in boite.recus:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        part = next(p for p in message.walk() if p.get_content_type() == "text/calendar")
        calendar = Calendar.from_ical(part.get_payload(decode=True))
        assert part.get_param("method") == calendar["METHOD"]
        events.append((str(calendar["METHOD"]), calendar.walk("VEVENT")[0]))
    (_, booked), (method, cancelled) = events
    assert method == "CANCEL"
    assert cancelled["UID"] == booked["UID"]
    assert cancelled["SEQUENCE"] > booked["SEQUENCE"]
    assert cancelled["STATUS"] == "CANCELLED"


@pytest.mark.parametrize("field", ["objet", "nom_expediteur"])
def test_a_line_break_in_a_name_adds_no_header(boite, field):
    from dataclasses import replace

    send_email(replace(COURRIEL, **{field: "Orval\r\nBcc: voisin@example.org\r\n\r\nautre"}))
    received = boite.dernier()
    assert received["Bcc"] is None
    assert "autre" not in received.get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    "address", ["a@example.org\r\nBcc: voisin@example.org", "a@example.org\nDATA"]
)
def test_an_address_with_a_line_break_is_refused(boite, address):
    from dataclasses import replace

    with pytest.raises(EnvoiRefuse):
        send_email(replace(COURRIEL, destinataire=address))
    assert not boite.recus


def test_an_address_the_server_does_not_know_is_refused_for_good(boite):
    boite.adresse = "550 inconnu"
    with pytest.raises(EnvoiRefuse, match="SMTP 550"):
        send_email(COURRIEL)


def test_a_server_that_asks_to_wait_is_tried_again(boite):
    boite.adresse = "451 plus tard"
    with pytest.raises(EnvoiManque, match="SMTP 451"):
        send_email(COURRIEL)


def test_a_content_refused_for_good_is_not_tried_again(boite):
    boite.reponse = "554 refus"
    with pytest.raises(EnvoiRefuse, match="SMTP 554"):
        send_email(COURRIEL)


def test_a_server_that_is_down_is_tried_again(boite, settings):
    settings.EMAIL_PORT = free_port()
    with pytest.raises(EnvoiManque, match="ConnectionRefusedError"):
        send_email(COURRIEL)


def test_an_address_refused_shows_as_not_delivered(rdv, horloge, boite):
    boite.adresse = "550 inconnu"
    outbox.plan_confirmation(rdv=rdv, now=NOW)
    envoi.send_due(clock=horloge)
    row = Message.objects.get(canal=Canal.EMAIL, genre=Genre.CONFIRMATION)
    assert (row.etat, row.erreur) == (EtatMessage.ECHEC, "SMTP 550")
