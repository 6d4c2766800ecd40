"""Announcing from /cms/, and what visitors then read."""

import datetime as dt
import re

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client

from booking.models import Message, Perturbation
from home.cloison_vues import OUVERTES_A_L_ALERTE
from home.demarrage import create_service_pages
from home.models import Alerte, GesteAlerte
from home.models.alerte import Geste
from tests.factories.booking import LieuFactory, MotifFactory, PlageFactory, RdvFactory
from tests.home.test_cloison import address, admin_views

NOW = dt.datetime(2027, 1, 11, 7, 0, tzinfo=dt.UTC)
NOUVELLE = "/cms/annonces/nouvelle/"
ETAT = "/etat-des-services/"


@pytest.fixture(autouse=True)
def horloge():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def lieu(portail):
    motif = MotifFactory(territoire=portail.territoire, service__nom="PMI", service__slug="pmi")
    lieu = LieuFactory(territoire=portail.territoire, nom="Maison d’Orval")
    PlageFactory(lieu=lieu, motifs=[motif], chaque_semaine=True)
    create_service_pages(portail)
    return lieu


@pytest.fixture
def garde(portail):
    """Someone who may only announce."""
    user = get_user_model().objects.create_user("garde@a.example.test", "un mot de passe long")
    user.groups.add(portail.groupe_alerte)
    client = Client(headers={"host": "a.example.test"})
    client.force_login(user)
    return client


def saisie(cible, **autres):
    """What the last page sends. 8 h in Paris is 7 h UTC."""
    return {
        "cible": cible,
        "nature": "suspendu",
        "texte": "Chauffage en panne",
        "debut": "",
        "fin": "2027-01-12T18:00",
        "cle": "une-cle",
        "geste": "annoncer",
        **autres,
    }


def inscrire(lieu):
    """Someone is booked at this site in three hours."""
    motif = MotifFactory(territoire=lieu.territoire)
    return RdvFactory(motif=motif, lieu=lieu, debut=NOW + dt.timedelta(hours=3))


def texte(client, url):
    return client.get(url).content.decode()


def test_one_disturbance_shows_on_many_warm_pages_then_is_gone_at_its_end(
    redaction, visite, lieu, horloge
):
    pages = ("/pmi/", "/lieux/", ETAT)
    assert not any("Chauffage en panne" in texte(visite, url) for url in pages)
    revisions = lieu.territoire.portail.site.root_page.latest_revision_id
    assert redaction.post(NOUVELLE, saisie(f"lieu:{lieu.uid}")).status_code == 302
    assert all("Chauffage en panne" in texte(visite, url) for url in pages)
    assert lieu.territoire.portail.site.root_page.latest_revision_id == revisions
    horloge.move_to(dt.datetime(2027, 1, 12, 17, 1, tzinfo=dt.UTC))
    assert not any("Chauffage en panne" in texte(visite, url) for url in pages)


def test_an_alert_kept_in_a_warm_page_is_gone_at_the_latest_a_minute_after(
    redaction, visite, horloge
):
    fin = saisie("portail", nature="urgence", fin="2027-01-11T08:01")
    assert redaction.post(NOUVELLE, fin).status_code == 302
    horloge.move_to(NOW + dt.timedelta(seconds=59))
    assert "Chauffage en panne" in texte(visite, "/")
    horloge.move_to(NOW + dt.timedelta(seconds=59 + 60))
    assert "Chauffage en panne" not in texte(visite, "/")


def test_ended_now_an_alert_disappears_at_once(redaction, visite):
    redaction.post(NOUVELLE, saisie("portail", nature="attention"))
    assert "Chauffage en panne" in texte(visite, "/")
    alerte = Alerte.objects.get()
    redaction.post(f"/cms/annonces/alerte/{alerte.pk}/terminer/")
    assert "Chauffage en panne" not in texte(visite, "/")


def test_an_alert_of_a_section_shows_there_and_nowhere_else(redaction, visite, portail):
    page = portail.site.root_page.get_children().get(slug="comment-ca-se-passe")
    redaction.post(NOUVELLE, saisie(f"page:{page.pk}", nature="information"))
    assert "Chauffage en panne" in texte(visite, "/comment-ca-se-passe/")
    assert "Chauffage en panne" not in texte(visite, "/")
    page.delete()
    assert "Chauffage en panne" not in texte(visite, ETAT)
    assert "sa page ou son lieu a été supprimé" in texte(redaction, "/cms/annonces/")


def test_two_alerts_are_shown_the_most_serious_first_then_a_link(redaction, visite):
    for cle, niveau in enumerate(("information", "attention", "urgence")):
        values = saisie("portail", nature=niveau, texte=f"Texte {niveau}", cle=str(cle))
        redaction.post(NOUVELLE, values)
    accueil = texte(visite, "/")
    assert accueil.index("Texte urgence") < accueil.index("Texte attention")
    assert "Texte information" not in accueil and "Voir 1 autre annonce" in accueil
    assert 'role="alert"' not in accueil
    assert "Texte information" in texte(visite, ETAT)


@pytest.mark.parametrize(
    ("autres", "phrase"),
    [
        ({"fin": ""}, "Donnez une fin"),
        ({"fin": "demain"}, "Écrivez une date et une heure"),
        ({"fin": "2027-01-10T18:00"}, "La fin doit venir après le début"),
        ({"debut": "2027-01-09T08:00", "fin": "2027-01-10T18:00"}, "déjà passée"),
        ({"debut": "2027-01-13T08:00"}, "La fin doit venir après le début"),
        ({"texte": "é" * 10_000}, "10000 caractères"),
        ({"nature": ""}, "Dites ce qui change"),
    ],
)
@pytest.mark.parametrize("geste", ["verifier", "annoncer"])
def test_a_bad_entry_is_told_and_loses_nothing(redaction, lieu, autres, phrase, geste):
    response = redaction.post(NOUVELLE, saisie(f"lieu:{lieu.uid}", **autres, geste=geste))
    page = response.content.decode()
    assert response.status_code == 422 and phrase in page
    assert autres.get("texte", "Chauffage en panne") in page
    assert not Perturbation.objects.exists() and not GesteAlerte.objects.exists()


def test_a_closed_site_is_refused_with_a_sentence(redaction, lieu):
    lieu.ouvert = False
    lieu.save()
    response = redaction.get(NOUVELLE, {"cible": f"lieu:{lieu.uid}"})
    assert response.status_code == 422 and "ne reçoit plus" in response.content.decode()


def test_what_belongs_to_another_territoire_is_not_found(redaction, voisin):
    loin = LieuFactory(territoire=voisin.territoire)
    for cible in (
        f"lieu:{loin.uid}", f"page:{voisin.site.root_page.get_children().first().pk}",
        f"service:{MotifFactory(territoire=voisin.territoire).service.uid}", "lieu:x", "page:²", "?",
    ):  # fmt: skip
        assert redaction.get(NOUVELLE, {"cible": cible}).status_code == 404
        assert redaction.post(NOUVELLE, saisie(cible)).status_code == 404
    row = Alerte.objects.create(
        territoire=voisin.territoire, niveau="urgence", texte="x", cible="portail", debut=NOW,
        fin=NOW + dt.timedelta(days=1), cree_le=NOW,
    )  # fmt: skip
    assert redaction.post(f"/cms/annonces/alerte/{row.pk}/terminer/").status_code == 404
    assert redaction.get(f"/cms/annonces/alerte/{row.pk}/fin/").status_code == 404
    assert redaction.get(f"/cms/annonces/message/{row.pk}/fin/").status_code == 404


def test_a_double_submission_makes_one_and_tells_once(redaction, lieu):
    inscrire(lieu)
    for _ in range(2):
        values = saisie(f"lieu:{lieu.uid}", prevenir="oui")
        assert redaction.post(NOUVELLE, values).status_code == 302
    assert Perturbation.objects.count() == GesteAlerte.objects.count() == 1
    assert Message.objects.filter(genre="perturbation").count() == 2


def test_the_last_page_says_where_it_shows_and_who_is_booked(redaction, lieu):
    inscrire(lieu)
    page = redaction.post(NOUVELLE, saisie(f"lieu:{lieu.uid}", geste="verifier")).content.decode()
    assert "1 rendez-vous est pris" in page and 'href="/pmi/"' in page
    assert not Perturbation.objects.exists()


def test_modifying_from_the_last_page_keeps_everything(redaction, lieu):
    page = redaction.post(NOUVELLE, saisie(f"lieu:{lieu.uid}", geste="modifier")).content.decode()
    assert "Chauffage en panne" in page and "2027-01-12T18:00" in page and "une-cle" in page
    assert re.search(r'value="suspendu"[^>]*checked', page)


def test_an_information_about_a_site_is_an_alert(redaction, lieu):
    redaction.post(NOUVELLE, saisie(f"lieu:{lieu.uid}", nature="information"))
    assert Alerte.objects.get().lieu == lieu and not Perturbation.objects.exists()


def test_the_end_is_changed_and_every_use_leaves_a_trace(garde, lieu):
    garde.post(NOUVELLE, saisie(f"lieu:{lieu.uid}"))
    adresse = f"/cms/annonces/perturbation/{Perturbation.objects.get().pk}/"
    assert garde.post(f"{adresse}fin/", {"fin": "2027-01-01T10:00"}).status_code == 422
    assert garde.post(f"{adresse}fin/", {"fin": "2027-01-20T10:00"}).status_code == 302
    garde.post(f"{adresse}terminer/")
    garde.post(f"{adresse}terminer/")
    gestes = GesteAlerte.objects.order_by("pk")
    assert [g.geste for g in gestes] == [Geste.ANNONCE, Geste.FIN, Geste.TERME]
    assert {g.auteur.email for g in gestes} == {"garde@a.example.test"}
    assert "garde@a.example.test" in texte(garde, "/cms/annonces/")


def test_whoever_may_only_announce_reaches_nothing_else_of_the_cms(garde, portail, voisin):
    root = portail.site.root_page.pk
    for name, parameters in admin_views():
        if name in ("wagtailadmin_login", "wagtailadmin_logout"):
            continue
        values = {p: str(root) for p in parameters if p.endswith("page_id")}
        response = garde.get(address(name, parameters, values))
        if name not in OUVERTES_A_L_ALERTE:
            assert response.status_code == 404, name
    assert garde.get("/cms/annonces/", headers={"host": "b.example.test"}).status_code != 200


def test_the_one_who_may_only_announce_is_led_there(garde, redaction):
    assert garde.get("/cms/")["Location"] == "/cms/annonces/"
    assert redaction.get("/cms/").status_code == 200
