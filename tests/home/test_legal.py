"""Pages the law asks for, with the words public checkers look for."""

import pytest

from home.models import Portail
from tests.factories.booking import ServiceFactory


def lit(visite, chemin):
    return visite.get(chemin).content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


@pytest.mark.parametrize("chemin", ["/", "/lieux/", "/accessibilite/", "/mentions-legales/"])
def test_every_footer_states_conformity_and_the_absence_of_tracker(visite, chemin):
    html = lit(visite, chemin)
    assert "Accessibilité : non conforme" in html
    assert "Ce site n’utilise aucun traceur." in html


def test_legal_notices_name_editor_publisher_and_host(visite, portail, settings):
    settings.PARVIS_HEBERGEUR = "Hébergement public, 1 rue du Test"
    Portail.objects.update(directeur_publication="Camille Exemple")
    html = lit(visite, "/mentions-legales/").lower()
    for word in (
        "éditeur",
        "directeur",
        "publication",
        "hébergeur",
        "camille exemple",
        "rue du test",
    ):
        assert word in html


def test_credits_of_the_address_sources_are_shown(visite, portail):
    portail.territoire.credits = ["© BAN, Licence ouverte 2.0"]
    portail.territoire.save(update_fields=["credits"])
    assert "© BAN, Licence ouverte 2.0" in lit(visite, "/mentions-legales/")


def test_retention_is_the_one_the_purge_reads(visite, portail):
    Portail.objects.update(email_donnees="dpo@a.example.test")
    ServiceFactory(territoire=portail.territoire, nom="PMI", conservation_mois=7)
    html = lit(visite, "/donnees-personnelles/")
    assert "7 mois" in html
    for word in ("finalité", "durée de conservation", "sous-traitant", "dpo@a.example.test"):
        assert word in html


def test_security_txt_expires_within_a_year(visite, portail, settings):
    settings.PARVIS_SECURITE_CONTACT = "mailto:securite@a.example.test"
    text = visite.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:securite@a.example.test" in text
    assert "Expires: 20" in text


def test_security_txt_without_contact_is_not_found(visite):
    assert visite.get("/.well-known/security.txt").status_code == 404


def test_robots_keep_out_of_personal_addresses(visite):
    text = visite.get("/robots.txt").content.decode()
    assert "Disallow: /ar/" in text
    assert "Disallow: /rdv/" in text
    assert "Disallow: /cms/" in text


def test_the_site_map_lists_every_published_page(visite, portail):
    html = lit(visite, "/plan-du-site/")
    for page in portail.site.root_page.get_descendants():
        assert f'href="/{page.slug}/"' in html


def test_security_txt_ends_on_the_day_the_installation_says(visite, portail, settings):
    settings.PARVIS_SECURITE_CONTACT = "mailto:securite@a.example.test"
    settings.PARVIS_SECURITE_EXPIRE = "2027-06-01"
    assert (
        "Expires: 2027-06-01T00:00:00Z" in visite.get("/.well-known/security.txt").content.decode()
    )
