"""Findings on screen: where, how many, how to mend; nothing is mended unasked."""

import pytest

from booking.models import Etape, Rattachement
from sectorisation.models import Regle
from tests.agents.conftest import lundi_matin
from tests.factories.booking import AttributionFactory, LieuFactory, OuvertureFactory
from tests.factories.sectorisation import RegleFactory, square
from tests.secteurs.publie import client, terrain, url

__all__ = ["client", "lundi_matin", "terrain", "url"]


def finding(client, url, code):
    rapport = client.get(url("controles")).context["lecture"].rapport
    return next((c for c in rapport.constats if c.code == code), None)


def test_a_finding_says_its_code_its_addresses_and_the_coming_rdv(client, terrain, url):
    terrain.forget_sud()
    terrain.rdv()

    texte = client.get(url("controles") + "?code=ADRESSE_ORPHELINE").text

    assert "ADRESSE_ORPHELINE" in texte
    assert "3 adresses de Saint-Aubin-le-Haut" in texte
    assert "1 rendez-vous à venir" in texte
    assert "LACUNE" not in texte.split("pv-constats")[1]


def test_a_past_rdv_is_not_counted(client, terrain, url, lundi_matin):
    terrain.forget_sud()
    terrain.rdv(debut=lundi_matin.replace(day=4))

    assert "0 rendez-vous à venir" in client.get(url("controles")).text


def test_an_overlap_is_drawn_and_its_surface_is_readable(client, terrain, url):
    terrain.overlap()
    constat = finding(client, url, "RECOUVREMENT")

    texte = client.get(url("controles_constat", constat.cle)).text

    assert "Empêche de publier" in texte
    assert 'class="pv-esquisse__faute"' in texte
    assert "km²" in texte
    assert "10 adresses" in texte


def test_a_correction_is_shown_in_addresses_before_it_is_made(client, terrain, url):
    RegleFactory(secteur=terrain.nord, genre="polygone", geometrie=square(2.0, 44.0))
    RegleFactory(secteur=terrain.sud, genre="polygone", geometrie=square(1.95, 44.0))
    RegleFactory(secteur=terrain.nord, genre="polygone", geometrie=square(2.1, 44.0))
    terrain.forget_sud()
    RegleFactory(secteur=terrain.sud, genre="polygone", geometrie=square(2.05, 44.0))
    avant = list(Regle.objects.order_by("pk").values_list("pk", "geometrie"))
    constat = finding(client, url, "RECOUVREMENT")

    page = client.get(url("controles_constat", constat.cle))

    assert "Correction proposée" in page.text
    assert list(Regle.objects.order_by("pk").values_list("pk", "geometrie")) == avant
    numero = page.context["form"]["numero"].value()
    faite = client.post(url("controles_constat", constat.cle), {"numero": numero}, follow=True)
    assert "Correction faite dans le brouillon" in faite.text
    assert terrain.fresh().brouillon > numero
    assert terrain.fresh().version_publiee.numero == 1


def test_a_correction_of_a_draft_changed_meanwhile_is_not_made(client, terrain, url):
    terrain.overlap()
    RegleFactory(secteur=terrain.sud, genre="polygone", geometrie=square(2.05, 44.0))
    constat = next(
        c for c in client.get(url("controles")).context["lecture"].rapport.constats if c.correction
    )

    answer = client.post(url("controles_constat", constat.cle), {"numero": 999})

    assert answer.status_code == 409
    assert "Rien n’a été écrit" in answer.text


def test_a_finding_that_no_longer_is_leads_back_to_the_list(client, terrain, url):
    answer = client.get(url("controles_constat", "0123456789abcdef"), follow=True)

    assert "Ce constat n’existe plus" in answer.text
    assert client.get(url("controles_adresses", "0123456789abcdef")).status_code == 404


def test_findings_and_their_addresses_leave_as_spreadsheets(client, terrain, url):
    terrain.sud.nom = "=HYPERLINK(1)"
    terrain.sud.save()
    terrain.forget_sud()
    constat = finding(client, url, "ADRESSE_ORPHELINE")

    constats = b"".join(client.get(url("controles_csv"))).decode("utf-8-sig")
    adresses = b"".join(client.get(url("controles_adresses", constat.cle))).decode("utf-8-sig")

    assert "ADRESSE_ORPHELINE;avertissement;3 adresses" in constats
    assert not any(c.startswith("=") for ligne in constats.splitlines() for c in ligne.split(";"))
    assert len(adresses.splitlines()) == 4
    assert "2 Rue de la Gare 99200 Saint-Aubin-le-Haut;99002" in adresses


def test_a_secteur_nobody_receives_is_found(client, terrain, url):
    terrain.sud.attributions.all().delete()
    terrain.rdv()

    texte = client.get(url("controles")).text

    assert "SANS_LIEU" in texte
    assert "Personne ne reçoit le secteur « Sud » pour « Consultation »" in texte
    assert "1 rendez-vous à venir" in texte


def test_a_secteur_whose_only_site_sends_reminders_only_is_found(client, terrain, url, equipe):
    terrain.sud.attributions.all().delete()
    ferme = LieuFactory(territoire=equipe.territoire, organisation=equipe.organisation)
    AttributionFactory(secteur=terrain.sud, lieu=ferme)
    OuvertureFactory(motif=terrain.motif, lieu=ferme, etape=Etape.RAPPELS)

    assert "Aucun lieu du secteur « Sud » n&#x27;est ouvert" in client.get(url("controles")).text


@pytest.mark.parametrize("changement", ["libre", "rappels", "inactif"])
def test_a_motif_that_does_not_follow_the_couche_asks_for_no_site(client, terrain, url, changement):
    terrain.sud.attributions.all().delete()
    if changement == "libre":
        terrain.motif.rattachement = Rattachement.LIBRE
    elif changement == "rappels":
        terrain.motif.ouverture = Etape.RAPPELS
    else:
        terrain.motif.actif = False
    terrain.motif.save()

    assert "SANS_LIEU" not in client.get(url("controles")).text


def test_an_organisation_serves_by_any_of_its_open_sites(client, terrain, url, equipe):
    terrain.sud.attributions.all().delete()
    AttributionFactory(secteur=terrain.sud, lieu=None, organisation=equipe.organisation)

    assert "SANS_LIEU" not in client.get(url("controles")).text
    equipe.lieu.ouvert = False
    equipe.lieu.save()
    LieuFactory(territoire=equipe.territoire)
    assert "SANS_LIEU" in client.get(url("controles")).text


def test_many_findings_cost_no_more_queries(client, terrain, url, django_assert_max_num_queries):
    for rang in range(12):
        RegleFactory(secteur=terrain.nord, genre="polygone", geometrie=square(1.8 - rang / 5, 43.0))
    client.get(url("controles"))

    with django_assert_max_num_queries(17):
        client.get(url("controles"))
