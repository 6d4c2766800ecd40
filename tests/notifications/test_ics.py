"""The calendar object of a Rdv, checked more strictly than parsers do."""

import datetime as dt

import pytest
from icalendar import Calendar

from booking.connecteurs.ics import calendrier, invitation, rdv_event
from booking.models import Mode, Statut
from booking.services.liens import token_of
from tests.factories.booking import RdvFactory
from tests.notifications.conftest import DEBUT


def check_strictly(ics: bytes) -> Calendar:
    """What RFC 5545 asks and lenient parsers forgive."""
    assert ics.count(b"\n") == ics.count(b"\r\n")
    assert max(len(line) for line in ics.split(b"\r\n")) <= 75
    calendar = Calendar.from_ical(ics)
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"]
    zones = {str(z["TZID"]) for z in calendar.walk("VTIMEZONE")}
    uids = [str(e["UID"]) for e in calendar.walk("VEVENT")]
    assert len(uids) == len(set(uids))
    for event in calendar.walk("VEVENT"):
        assert not event.errors
        assert event["DTSTAMP"].dt.tzinfo is not None
        assert event["DTSTART"].params["TZID"] in zones
    return calendar


def only_event(ics: bytes):
    (event,) = check_strictly(ics).walk("VEVENT")
    return event


def test_the_usagers_event_says_what_when_and_where(rdv):
    ics, method = invitation(rdv)
    event = only_event(ics)
    assert method == "PUBLISH"
    assert str(event["SUMMARY"]) == "Rendez-vous : Consultation du nourrisson"
    assert str(event["LOCATION"]) == "Maison d’Orval, 12 place du Parvis, 61900 Orval"
    assert event["DTSTART"].dt == DEBUT
    assert event["DTSTART"].dt.hour == 14
    assert event["DTEND"].dt - event["DTSTART"].dt == dt.timedelta(minutes=30)
    assert token_of(rdv) in str(event["URL"])


def test_the_uid_stays_and_the_sequence_follows_the_rdv(rdv):
    before = only_event(invitation(rdv)[0])
    rdv.sequence, rdv.debut = 3, rdv.debut + dt.timedelta(days=1)
    rdv.fin += dt.timedelta(days=1)
    rdv.territoire.url_publique = "https://nouveau.example.test"
    after = only_event(invitation(rdv)[0])
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 3)


def test_a_cancelled_rdv_is_a_cancel(rdv):
    rdv.statut, rdv.annule_le = Statut.EXCUSE, DEBUT - dt.timedelta(days=2)
    ics, method = invitation(rdv)
    assert method == "CANCEL"
    assert check_strictly(ics)["METHOD"] == "CANCEL"
    assert only_event(ics)["STATUS"] == "CANCELLED"


def test_a_discreet_event_says_only_when(rdv_discret):
    ics, _ = invitation(rdv_discret)
    event = only_event(ics)
    assert str(event["SUMMARY"]) == "Rendez-vous"
    for name in ("LOCATION", "DESCRIPTION", "URL"):
        assert name not in event
    assert token_of(rdv_discret) not in ics.decode().replace("\r\n ", "")


@pytest.mark.parametrize("mode", Mode)
def test_an_agents_event_names_nobody_and_no_motif(rdv, usager, mode):
    rdv.mode = mode
    ics = calendrier([rdv_event(rdv, pour_agent=True)], nom="Mes rendez-vous")
    text = ics.decode().replace("\r\n ", "")
    for secret in (usager.prenom, usager.nom, rdv.motif.nom, rdv.motif.service.nom, "/rdv/"):
        assert secret not in text
    assert str(only_event(ics)["SUMMARY"]).startswith("Rendez-vous (")


def test_an_agents_event_of_a_discreet_service_says_only_when(rdv_discret):
    event = only_event(calendrier([rdv_event(rdv_discret, pour_agent=True)]))
    assert str(event["SUMMARY"]) == "Rendez-vous"
    assert "LOCATION" not in event


def test_a_feed_of_many_zones_and_days_is_strict_and_stable(rdv):
    other = RdvFactory(
        debut=dt.datetime(2027, 7, 5, 4, tzinfo=dt.UTC), motif__territoire__fuseau="Indian/Reunion"
    )
    events = lambda: [rdv_event(r, pour_agent=True) for r in (rdv, other)]  # noqa: E731
    feed = calendrier(events(), nom="Mes rendez-vous")
    calendar = check_strictly(feed)
    assert {str(z["TZID"]) for z in calendar.walk("VTIMEZONE")} == {
        "Europe/Paris",
        "Indian/Reunion",
    }
    assert feed == calendrier(events(), nom="Mes rendez-vous")
    assert str(calendar["X-WR-CALNAME"]) == "Mes rendez-vous"


def test_an_empty_feed_is_still_a_calendar(db):
    assert check_strictly(calendrier([], nom="Mes rendez-vous")).walk("VEVENT") == []


@pytest.mark.parametrize(
    "debut, hour",
    [
        (dt.datetime(2027, 3, 26, 8, tzinfo=dt.UTC), 9),
        (dt.datetime(2027, 3, 29, 7, tzinfo=dt.UTC), 9),
    ],
)
def test_the_hour_is_the_one_on_the_wall_across_a_clock_change(rdv, debut, hour):
    rdv.debut, rdv.fin = debut, debut + dt.timedelta(minutes=30)
    event = only_event(invitation(rdv)[0])
    assert event["DTSTART"].dt.hour == hour
    assert event["DTSTART"].dt == debut
