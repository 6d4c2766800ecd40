"""The small pieces the faces stand on: sealed references, brakes, old links."""

import datetime as dt

import pytest
import time_machine
from django.test import RequestFactory

from booking.freins import Frein
from booking.public.dossier import Dossier, find, forget, keep
from booking.public.mon_rdv import masked_email, masked_phone
from booking.public.reprise import slug_of
from booking.public.scelles import seal, unseal
from booking.services.tenue import current_hold
from booking.visiteur import ip_of
from tests.factories.booking import NOW


def test_what_is_sealed_is_unreadable_and_comes_back():
    token = seal("ou", {"adresse": "8 rue des Prés"})
    assert "Pr" not in token or "rue" not in token
    assert unseal("ou", token) == {"adresse": "8 rue des Prés"}


def test_a_sealed_reference_serves_one_purpose():
    assert unseal("candidat", seal("ou", {"a": 1})) is None


@pytest.mark.parametrize("token", ["", "x", "é", "A" * 9000, "gAAAAA", "\x00"])
def test_nonsense_is_not_a_reference(token):
    assert unseal("ou", token) is None


def test_a_reference_lives_two_hours():
    with time_machine.travel(NOW, tick=False) as clock:
        token = seal("ou", {"a": 1})
        clock.shift(dt.timedelta(hours=1, minutes=59))
        assert unseal("ou", token) == {"a": 1}
        clock.shift(dt.timedelta(minutes=2))
        assert unseal("ou", token) is None


def test_a_reference_outlives_a_change_of_key(settings):
    token = seal("ou", {"a": 1})
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "une-autre-cle-de-cinquante-caracteres-au-moins-0123456789"
    assert unseal("ou", token) == {"a": 1}


def test_a_brake_counts_by_minute(settings):
    request = RequestFactory().get("/")
    request.session = {"visiteur": "x"}
    brake = Frein("essai", par_visiteur=2, par_ip=100)
    now = NOW
    assert [brake.seconds_to_wait(request, now=now) for _ in range(3)] == [0, 0, 60]
    assert brake.seconds_to_wait(request, now=now + dt.timedelta(minutes=1)) == 0


def test_addresses_announced_by_the_client_are_not_believed(settings):
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "1.1.1.1, 2.2.2.2"})
    assert ip_of(request) == "127.0.0.1"
    settings.PARVIS_MANDATAIRES = 1
    assert ip_of(request) == "2.2.2.2"


def test_address_searches_are_braked(visite, monde, settings):
    settings.PARVIS_ADRESSES_PAR_MINUTE = 3
    answers = [visite.search(monde.consultation, f"{n} rue courte").status for n in range(5)]
    assert answers == [200, 200, 200, 429, 429]


def test_a_dossier_is_kept_apart_by_key_and_forgotten():
    request = RequestFactory().get("/")
    request.session = {}
    for cle in "abcd":
        keep(request, Dossier(cle=cle, motif="m"), now=NOW + dt.timedelta(seconds=ord(cle)))
    assert find(request, "a", now=NOW) is None
    assert find(request, "d", now=NOW).cle == "d"
    assert find(request, "d", now=NOW + dt.timedelta(hours=3)) is None
    forget(request, "d")
    assert find(request, "d", now=NOW) is None


@pytest.mark.parametrize(
    ("nom", "slug"),
    [
        ("Consultation d'un enfant (0-6 ans)", "consultation_d_un_enfant_0_6_ans"),
        ("Écoute  & Conseil", "ecoute_conseil"),
        ("Cœur", "coeur"),
    ],
)
def test_their_slugs_are_understood(nom, slug):
    assert slug_of(nom) == slug


def test_an_old_link_keeps_its_motif_and_drops_its_address(visite, monde):
    page = visite.get(
        "/prendre_rdv?departement=61&address=8+rue+des+Pr%C3%A9s&latitude=44.1&longitude=2.1"
        "&motif_name_with_location_type=peser_mon_bebe-public_office"
    )
    assert "/rendez-vous/adresse/" in page.url
    assert str(monde.impose.uid) in page.url
    assert "Pr" not in page.url.split("?")[1] or "rue" not in page.url


def test_an_old_link_names_a_site_and_a_motif_by_reference(visite, monde):
    monde.orval.systeme_externe, monde.orval.id_externe = "rdvsp", "412"
    monde.orval.save()
    monde.demarche.systeme_externe, monde.demarche.id_externe = "rdvsp", "77"
    monde.demarche.save()
    page = visite.get("/prendre_rdv?motif_id=77&lieu_id=412")
    assert str(monde.demarche.uid) in page.url
    assert str(monde.orval.uid) in page.url


@pytest.mark.parametrize("query", ["", "motif_id=abc", "lieu_id=%00", "service_id=" + "9" * 400])
def test_an_old_link_that_says_nothing_known_starts_the_journey(visite, monde, query):
    assert visite.get(f"/prendre_rdv?{query}").h1 == "Prendre rendez-vous"


def test_contacts_are_masked():
    assert masked_phone("+33639981245") == "06 39 98 •• 45"
    assert masked_email("claire@example.org") == "c•••@example.org"


def test_the_hold_belongs_to_the_session(visite, monde):
    visite.hold(monde.demarche, monde.orval)
    secret = visite.client.session["visiteur"]
    assert current_hold(visiteur=secret, now=NOW)
