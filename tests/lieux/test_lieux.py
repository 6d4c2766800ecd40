"""A référent adds, changes and closes a site on screen."""

import datetime as dt

import pytest

from booking.models import Lieu, Organisation, Rdv
from tests.agents.conftest import signed_in
from tests.factories.booking import NOW, LieuFactory, RdvFactory

RACINE = "/agents/lieux/"
SAISIE = {
    "nom": "Maison de Valbrune",
    "organisation": "",
    "nouvelle": "MDS du Val",
    "adresse": "12 rue des Lilas",
    "code_postal": "99100",
    "commune": "Valbrune",
    "telephone": "02 61 91 61 50",
    "fauteuil": "on",
}


def text(response):
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def test_a_site_and_its_new_organisation_are_added_where_the_addresses_say(client, adresses):
    page = text(client.post(f"{RACINE}ajouter/", SAISIE, follow=True))
    assert "MDS du Val" in page
    assert "n’est pas sur la carte" not in page
    lieu = Lieu.objects.get(nom="Maison de Valbrune")
    assert (lieu.lon, lieu.lat, lieu.citycode) == (2.012, 44.01, "99001")
    assert (lieu.organisation.nom, lieu.telephone, lieu.fauteuil) == (
        "MDS du Val",
        "+33261916150",
        True,
    )
    assert 'value="02 61 91 61 50"' in text(client.get(f"{RACINE}{lieu.uid}/"))


@pytest.mark.parametrize(
    "autre",
    [{"adresse": "1 rue Inventée"}, {"code_postal": "12000", "commune": "Rodez"}],
)
def test_an_address_unknown_or_of_another_commune_is_kept_without_a_point(client, adresses, autre):
    page = client.post(f"{RACINE}ajouter/", SAISIE | autre, follow=True)
    assert "n’est pas sur la carte" in text(page)
    assert Lieu.objects.get(nom="Maison de Valbrune").lon is None


def test_moving_a_site_moves_its_point(client, equipe, adresses):
    saisie = SAISIE | {"organisation": str(equipe.organisation.uid), "nouvelle": ""}
    client.post(f"{RACINE}{equipe.lieu.uid}/", saisie | {"adresse": "2 rue de la Gare"})
    slug = equipe.lieu.slug
    equipe.lieu.refresh_from_db()
    assert (equipe.lieu.lon, equipe.lieu.slug) == (2.07, slug)


@pytest.mark.parametrize(
    "autre",
    [
        {"nom": "  "},
        {"nom": "!!!"},
        {"nom": "MAISON D’ORVAL"},
        {"nouvelle": ""},
        {"organisation": "ailleurs"},
        {"code_postal": "9910"},
        {"telephone": "12"},
    ],
)
def test_bad_input_keeps_what_was_typed_and_makes_nothing(client, autre):
    page = client.post(f"{RACINE}ajouter/", SAISIE | autre)
    assert page.status_code == 422
    assert 'value="12 rue des Lilas"' in text(page)
    assert Lieu.objects.count() == Organisation.objects.count() == 1


def test_closing_says_how_many_rdvs_stay_and_keeps_them(lundi_matin, client, equipe):
    rdv = RdvFactory(motif=equipe.motif, lieu=equipe.lieu, debut=NOW + dt.timedelta(hours=2))
    base = f"{RACINE}{equipe.lieu.uid}/"
    assert "1 rendez-vous à venir reste pris" in text(client.get(f"{base}fermer/"))
    assert Lieu.objects.receiving().exists()
    assert "Ne reçoit plus" in text(client.post(f"{base}fermer/", follow=True))
    assert not Lieu.objects.receiving().exists()
    assert Rdv.objects.upcoming(NOW).get() == rdv
    refused = client.post(base, SAISIE)
    assert "ne peut pas encore changer d’organisation" in text(refused)
    client.post(f"{base}rouvrir/")
    assert Lieu.objects.receiving().exists()


def test_only_a_referent_and_only_here(client, equipe):
    ailleurs = LieuFactory()
    for path in ("", "fermer/"):
        assert client.get(f"{RACINE}{ailleurs.uid}/{path}").status_code == 404
    assert client.post(f"{RACINE}{ailleurs.uid}/rouvrir/").status_code == 404
    assert ailleurs.nom not in text(client.get(RACINE))
    assert signed_in(equipe.sophie).get(RACINE).status_code == 404
