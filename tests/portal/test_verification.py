"""The installation check is green when all is well, and names what is not."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from booking.models import Nature, Occupation
from portal.verification import double_bookings, verify_installation
from tests.factories.booking import NOW, RdvFactory
from tests.factories.home import PortailFactory
from tests.factories.sectorisation import CoucheFactory


def verify(capsys) -> str:
    try:
        call_command("verifier_installation")
    except CommandError as error:
        return capsys.readouterr().out + str(error)
    return capsys.readouterr().out


def test_an_unpublished_couche_and_missing_addresses_are_named(db, capsys, settings):
    settings.PARVIS_DEMO = True
    portail = PortailFactory()
    CoucheFactory(territoire=portail.territoire)
    said = verify(capsys)
    assert f"à voir  {portail.territoire.code} : secteurs publiés" in said
    assert "manage.py importer_adresses" in said


def test_touching_rdv_are_not_double(db):
    rdv = RdvFactory()
    Occupation.objects.create(
        agent=rdv.agent,
        debut=rdv.fin,
        fin=rdv.fin + dt.timedelta(minutes=30),
        nature=Nature.EXTERNE,
    )
    assert not double_bookings()


@pytest.mark.skipif(
    connection.vendor == "postgresql", reason="la contrainte d’exclusion l’empêche : rien à voir"
)
def test_a_double_booking_is_seen(db):
    rdv, other = RdvFactory(), RdvFactory()
    Occupation.objects.filter(rdv=other).update(agent=rdv.agent)
    assert double_bookings()


def test_knowingly_overbooked_rdv_are_not_counted(db):
    rdv = RdvFactory()
    Occupation.objects.create(
        agent=rdv.agent, debut=rdv.debut, fin=rdv.fin, nature=Nature.RDV, force=True
    )
    assert not double_bookings()


@pytest.mark.parametrize("url", ["amqp://127.0.0.1:1/", "redis://127.0.0.1:1/0"])
def test_a_broker_that_does_not_answer_is_named(db, capsys, settings, url):
    settings.CELERY_BROKER_URL = url
    assert "à voir  Courtier joignable" in verify(capsys)


def test_sms_written_to_a_file_are_named_outside_the_demonstration(db, capsys, settings):
    settings.PARVIS_SMS = "fichier"
    assert "à voir  SMS confiés à un fournisseur" in verify(capsys)


@pytest.mark.parametrize(
    ("jour", "bon"),
    [("", True), ("2027-01-20", False), ("2026-12-01", False), ("2027-09-01", True)],
)
def test_the_end_of_security_txt_is_watched(db, settings, jour, bon):
    settings.PARVIS_SECURITE_EXPIRE = jour
    found = {c.sujet: c.bon for c in verify_installation(now=NOW)}
    assert found["security.txt valable"] is bon
