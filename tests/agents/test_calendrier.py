"""The private calendar feed, as strict parsers and a real client read it."""

import datetime as dt
import hashlib
import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from booking.models import Statut
from booking.services.calendrier import renew_calendrier, revoke_calendrier
from booking.services.statuts import set_statut
from tests.agents.conftest import at, signed_in
from tests.factories.booking import RdvFactory
from tests.factories.home import PortailFactory
from tests.notifications.test_ics import check_strictly

pytestmark = pytest.mark.usefixtures("lundi_matin")


def rdv_of(equipe, debut, motif=None, **extra):
    return RdvFactory(
        motif=motif or equipe.motif, agent=equipe.sophie, lieu=equipe.lieu, debut=debut, **extra
    )


def fetch(secret, **headers):
    return Client().get(f"/calendrier/{secret}.ics", headers=headers)


@pytest.fixture
def secret(equipe):
    return renew_calendrier(agent=equipe.sophie)


def test_the_feed_is_strictly_valid_and_holds_my_rdv(equipe, secret):
    rdv = rdv_of(equipe, at(9))
    RdvFactory(motif=equipe.motif, agent=equipe.agent(equipe.pmi), lieu=equipe.lieu)

    answer = fetch(secret)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = check_strictly(answer.content).walk("VEVENT")
    assert str(event["UID"]).startswith(str(rdv.uid))
    assert event["DTSTART"].dt == at(9) and event["DTSTART"].params["TZID"] == "Europe/Paris"


def test_titles_say_nothing_of_people_motifs_or_discreet_services(equipe, secret):
    equipe.sophie.services.add(equipe.discret)
    rdv_of(equipe, at(9))
    rdv_of(equipe, at(10), motif=equipe.secret)

    text = fetch(secret).text

    for word in ("Moreau", "Claire", "Consultation", "Dépistage", equipe.discret.nom, "+336"):
        assert word not in text


def test_the_feed_begins_one_month_ago(equipe, secret):
    kept = rdv_of(equipe, at(9) - dt.timedelta(days=30))
    gone = rdv_of(equipe, at(9) - dt.timedelta(days=33))

    text = fetch(secret).text

    assert str(kept.uid) in text and str(gone.uid) not in text


def test_a_cancelled_rdv_stays_with_the_same_uid_and_a_higher_sequence(equipe, secret):
    rdv = rdv_of(equipe, at(9))
    (before,) = check_strictly(fetch(secret).content).walk("VEVENT")

    set_statut(rdv=rdv, statut=Statut.ANNULE_SERVICE, agent=equipe.sophie, now=at(8))
    (after,) = check_strictly(fetch(secret).content).walk("VEVENT")

    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")


def test_an_unchanged_feed_answers_304(equipe, secret):
    rdv = rdv_of(equipe, at(9))
    first = fetch(secret)

    again = fetch(secret, if_none_match=first["ETag"])
    rdv.sequence += 1
    rdv.save()
    changed = fetch(secret, if_none_match=first["ETag"])

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert changed.status_code == 200


def test_the_feed_is_private_and_not_indexed(secret):
    answer = fetch(secret)

    assert "private" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert not answer.cookies


def test_a_feed_of_many_rdv_takes_few_queries(equipe, secret, django_assert_max_num_queries):
    for day in range(11, 20):
        rdv_of(equipe, at(9, day=day))

    with django_assert_max_num_queries(5):
        fetch(secret)


@pytest.mark.parametrize("wrong", ["", "x", "a" * 4000, "%00", "é"])
def test_an_unknown_address_is_not_found(equipe, wrong):
    assert fetch(wrong).status_code == 404


def test_a_revoked_or_renewed_address_is_not_found(equipe, secret):
    newer = renew_calendrier(agent=equipe.sophie)
    assert fetch(secret).status_code == 404
    assert fetch(newer).status_code == 200

    revoke_calendrier(agent=equipe.sophie)
    assert fetch(newer).status_code == 404


def test_an_inactive_agents_address_is_not_found(equipe, secret):
    equipe.sophie.actif = False
    equipe.sophie.save()

    assert fetch(secret).status_code == 404


def test_another_portal_does_not_know_the_address(secret):
    PortailFactory(site__hostname="ailleurs.example.test")

    assert fetch(secret, host="ailleurs.example.test").status_code == 404


def test_only_the_print_of_the_address_is_kept(equipe, secret):
    equipe.sophie.refresh_from_db()

    assert len(secret) >= 32
    assert equipe.sophie.calendrier_empreinte == hashlib.sha256(secret.encode()).hexdigest()


def post(browser, **data):
    page = BeautifulSoup(browser.get("/agents/calendrier/").text, "html.parser")
    shown = page.find("input", {"name": "remplace"})["value"]
    return browser.post("/agents/calendrier/", {"remplace": shown, **data})


def test_the_address_is_shown_once(client, equipe):
    answer = post(client, action="renouveler")

    address = re.search(r"http://testserver(/calendrier/[\w-]+\.ics)", answer.text)[1]
    assert Client().get(address).status_code == 200
    assert address not in client.get("/agents/calendrier/").text
    assert "no-store" in answer["Cache-Control"]


def test_reloading_the_answer_does_not_revoke_what_was_copied(client, equipe):
    client.post("/agents/calendrier/", {"remplace": "", "action": "renouveler"})
    equipe.sophie.refresh_from_db()
    kept = equipe.sophie.calendrier_empreinte

    client.post("/agents/calendrier/", {"remplace": "", "action": "renouveler"})

    equipe.sophie.refresh_from_db()
    assert kept and equipe.sophie.calendrier_empreinte == kept


def test_one_can_stop_sharing(client, equipe, secret):
    post(signed_in(equipe.sophie), action="revoquer")

    assert fetch(secret).status_code == 404
