"""The two screens "Nouveau territoire", for the technical team."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Site

from home import equipe
from home.models import PageActualites, PageDeclarationAccessibilite, Portail
from home.roles import RoleRedaction

ADRESSE = "/cms/territoires/nouveau/"
QUI = {"nom": "Neuf", "sur_nom": "Département", "code": "neuf", "couleur": "0D5C55"}
OU = {
    "hote": "rdv.neuf.example.test",
    "email": "contact@neuf.example.test",
    "administrateur": "chef@neuf.example.test",
    "geste": "creer",
}


@pytest.fixture
def technique(portail):
    client = Client(headers={"host": "a.example.test"})
    client.force_login(get_user_model().objects.create_superuser("tech@example.test", "x" * 12))
    return client


def test_two_screens_make_a_portail_that_answers(technique, mailoutbox):
    assert "Étape 2 sur 2" in technique.post(ADRESSE, QUI).content.decode()
    response = technique.post(ADRESSE, QUI | OU, follow=True)
    html = response.content.decode()
    assert "Page créée : /actualites/" in html
    assert "Invitation envoyée : chef@neuf.example.test" in html
    assert "http://rdv.neuf.example.test" in html
    assert mailoutbox[0].to == ["chef@neuf.example.test"]
    neuf = Portail.objects.get(territoire__code="neuf")
    assert [m.fonction.role for m in equipe.list_team(neuf)] == [RoleRedaction.ADMINISTRATEUR]
    visite = Client(headers={"host": "rdv.neuf.example.test"})
    for page in ("/", "/actualites/", "/accessibilite/", "/mentions-legales/", "/plan-du-site/"):
        assert visite.get(page).status_code == 200
    accueil = neuf.site.root_page
    assert PageActualites.objects.child_of(accueil).live().count() == 1
    declaration = PageDeclarationAccessibilite.objects.child_of(accueil).get()
    assert (declaration.etat, declaration.email) == ("non conforme", "contact@neuf.example.test")


@pytest.mark.parametrize(
    ("saisie", "phrase"),
    [
        ({"nom": ""}, "Écrivez le nom du territoire."),
        ({"code": "a"}, "Ce code est déjà celui d’un territoire"),
        ({"code": "A"}, "Ce code est déjà celui d’un territoire"),
        ({"code": "val d'orne"}, "Un code est fait de lettres"),
        ({"couleur": "bleu"}, "Écrivez la couleur avec un dièse"),
        ({"hote": "a.example.test"}, "Ce nom de domaine sert déjà un portail"),
        ({"hote": "https://neuf.example.test/"}, "Écrivez un nom de domaine seul"),
        ({"hote": "192.168.1.4"}, "Écrivez un nom de domaine seul"),
        ({"hote": "WWW.example.test"}, "Ce nom de domaine est réservé"),
        ({"administrateur": "chef"}, "Écrivez une adresse complète : prenom.nom"),
        ({"email": "chef@"}, "Écrivez une adresse complète : contact"),
    ],
)
def test_a_bad_value_is_said_and_nothing_typed_is_lost(technique, saisie, phrase):
    response = technique.post(ADRESSE, QUI | OU | saisie)
    html = response.content.decode()
    assert response.status_code == 422
    assert phrase in html
    typed = {k: v for k, v in (QUI | OU | saisie).items() if v and k not in ("couleur", "geste")}
    assert [v for v in typed.values() if v.replace("'", "&#x27;") not in html] == []
    assert not Site.objects.filter(hostname__contains="neuf").exists()


def test_going_back_to_the_first_screen_keeps_the_second(technique):
    html = technique.post(ADRESSE, QUI | OU | {"geste": "revenir"}).content.decode()
    assert "Étape 1 sur 2" in html
    assert all(
        value in html for value in ("Neuf", "rdv.neuf.example.test", "chef@neuf.example.test")
    )


def test_a_mail_that_does_not_leave_is_told_and_the_portail_stays(technique, monkeypatch):
    monkeypatch.setattr(
        "booking.services.comptes.send_mail", lambda *a, **k: (_ for _ in ()).throw(OSError)
    )
    html = technique.post(ADRESSE, QUI | OU, follow=True).content.decode()
    assert "n’est pas partie : renvoyez-la" in html
    assert Portail.objects.filter(territoire__code="neuf").exists()


def test_the_administration_of_a_portail_opens_no_other(redaction, portail):
    assert redaction.post(ADRESSE, QUI | OU).status_code == 404
    assert redaction.get(f"/cms/territoires/{portail.pk}/").status_code == 404
    assert "Nouveau territoire" not in redaction.get("/cms/").content.decode()
