"""Whoever has no address, hides it, or lives in no secteur goes on all the same."""

import sqlite3

import pytest

from booking.models import Attribution, Mode, Motif, Niveau, Rattachement, Rdv
from booking.public.adresse_donnee import read_adresse
from booking.services.purge import purge
from sectorisation.models import Regle
from sectorisation.publication import publish
from tests.factories.booking import NOW, AttributionFactory
from tests.factories.sectorisation import (
    AdresseRegleFactory,
    CommuneFactory,
    VoieRegleFactory,
    square,
)

SITES = ("Maison d’Orval", "Pôle de Brissoles", "Antenne de Courville")


def sites_of(page) -> set[str]:
    return {nom for nom in SITES if nom in page.lisible}


def open_situation(visite, motif):
    page = visite.get(visite.step("adresse", motif))
    return visite.get(next(u for u in page.links("/rendez-vous/commune/")))


@pytest.fixture
def ccas(monde):
    """Number 18 of Rue des Lilas, in the east by its point, answers in the west."""
    couche = monde.ouest.couche
    regle = AdresseRegleFactory(
        secteur=monde.ouest, adresse_id="61001_0000_00018", insee="61001", libelle="CCAS d’Orval"
    )
    publish(couche=couche, now=NOW)
    AdresseRegleFactory(
        secteur=monde.ouest, adresse_id="61001_0000_00019", insee="61001", libelle="Pas publiée"
    )
    return regle


# --- No fixed address -------------------------------------------------------------------------------


def test_three_ways_none_asking_for_a_proof(visite, monde, ccas):
    page = open_situation(visite, monde.impose)
    assert page.h1 == "Vous n’avez pas d’adresse fixe"
    assert "Aucun justificatif n’est demandé" in page.lisible
    for way in ("Où dormez-vous", "Un organisme reçoit votre courrier", "Voir tous les lieux"):
        assert way in page.lisible


def test_the_body_that_receives_one_s_mail_decides_by_its_own_rule(visite, monde, ccas):
    page = open_situation(visite, monde.impose)
    assert "CCAS d’Orval" in page.lisible and "Pas publiée" not in page.lisible
    page = visite.post(page.url, {"geste": "domicilier", "organisme": page.values("organisme")[0]})
    assert sites_of(page) == {"Maison d’Orval"}
    assert "secteur Orval-Ouest" in page.lisible


def test_no_body_chosen_says_so_beside_the_list(visite, monde, ccas):
    page = open_situation(visite, monde.impose)
    page = visite.post(page.url, {"geste": "domicilier", "organisme": "inventé"})
    assert page.erreurs == [("id_organisme_0", "Choisissez un organisme dans la liste")]
    assert page.titre.startswith("Erreur : ")


def test_without_a_named_body_the_list_is_not_shown(visite, monde):
    page = open_situation(visite, monde.impose)
    assert "Un organisme reçoit votre courrier" not in page.lisible


def test_a_damaged_address_file_leaves_the_communes(visite, monde, ccas, monkeypatch):
    from booking.public import orientation

    class Casse:
        def points(self, candidat):
            raise sqlite3.DatabaseError

    url = open_situation(visite, monde.impose).url
    monkeypatch.setattr(orientation, "geocodeur_for", lambda territoire: Casse())
    page = visite.get(url)
    assert "CCAS" not in page.lisible and "Votre commune" in page.lisible


def test_a_service_without_a_map_has_no_body_to_name(visite, monde, ccas):
    assert "CCAS" not in open_situation(visite, monde.demarche).lisible


def test_a_commune_of_several_secteurs_lets_choose_the_site(visite, monde):
    page = open_situation(visite, monde.impose)
    page = visite.post(page.url, {"commune": "61001"})
    assert sites_of(page) == set(SITES)
    assert "Votre commune dépend de plusieurs lieux" in page.lisible
    assert page.links("tel:")
    week = visite.get(page.links("/rendez-vous/creneau/")[0])
    assert week.values("creneau")


def test_anywhere_leads_to_every_site_and_says_why(visite, monde):
    page = open_situation(visite, monde.impose)
    page = visite.get(page.links("/rendez-vous/lieu/")[0])
    assert sites_of(page) == set(SITES)
    assert "Sans adresse, vous choisissez librement" in page.lisible


def test_the_page_of_ways_costs_few_queries(visite, monde, ccas, django_assert_max_num_queries):
    url = open_situation(visite, monde.impose).url
    with django_assert_max_num_queries(10):
        visite.get(url)


# --- An address one hides ---------------------------------------------------------------------------


def test_a_confidential_address_chooses_a_site_and_leaves_nothing(visite, monde):
    visite.search(monde.impose, "2 rue des lilas orval")
    page = visite.post(visite.step("adresse", monde.impose, ou="x"), {"geste": "taire"})
    assert sites_of(page) == set(SITES)
    assert "recherches_adresse" not in visite.client.session
    assert "ou=" not in page.url
    week = visite.get(page.links("/rendez-vous/creneau/")[0])
    page = visite.fill(visite.post(week.url, {"creneau": week.values("creneau")[0]}))
    visite.post(page.url)
    rdv = Rdv.objects.get()
    assert (rdv.lon, rdv.lat, rdv.adresse_type, rdv.adresse_id, rdv.adresse) == (
        None, None, "", "", "",
    )  # fmt: skip
    assert (rdv.secteur_id, rdv.secteur_version, rdv.secteur_regle_id) == (None, None, None)


def test_at_home_no_way_skips_the_address(visite, monde):
    Motif.objects.filter(pk=monde.impose.pk).update(mode=Mode.DOMICILE)
    page = visite.get(visite.step("adresse", monde.impose))
    assert "confidentielle" not in page.lisible
    page = open_situation(visite, monde.impose)
    assert not page.links("/rendez-vous/lieu/")
    assert page.links("tel:")


# --- In no secteur, or nobody in charge -------------------------------------------------------------


def test_an_undetermined_secteur_lets_choose_the_site_with_a_number(visite, monde):
    CommuneFactory(
        territoire=monde.territoire, insee="61003", nom="Landelle", contour=square(2.2, 44.0)
    )
    publish(couche=monde.ouest.couche, now=NOW)
    page = open_situation(visite, monde.impose)
    page = visite.post(page.url, {"commune": "61003"})
    assert sites_of(page) == set(SITES)
    assert "dans aucun secteur" in page.lisible or "plusieurs lieux" in page.lisible
    assert page.links("tel:")


def test_nobody_in_charge_is_said_with_a_number(visite, monde):
    Attribution.objects.filter(secteur=monde.ouest).delete()
    page = visite.pick(visite.search(monde.impose, "2 rue des lilas orval"))
    assert sites_of(page) == set()
    assert "Personne n’est encore désigné pour votre secteur (Orval-Ouest)" in page.lisible
    assert page.links("tel:")


# --- Level of agents --------------------------------------------------------------------------------


def test_at_agent_level_the_week_and_the_rdv_are_those_of_the_agent_in_charge(visite, monde):
    Motif.objects.filter(pk=monde.impose.pk).update(niveau=Niveau.AGENT)
    AttributionFactory(secteur=monde.ouest, agent=monde.agents[2])
    page = visite.pick(visite.search(monde.impose, "2 rue des lilas orval"))
    assert sites_of(page) == {"Antenne de Courville"}
    week = visite.get(page.links("/rendez-vous/creneau/")[0])
    page = visite.fill(visite.post(week.url, {"creneau": week.values("creneau")[0]}))
    visite.post(page.url)
    assert Rdv.objects.get().agent == monde.agents[2]


def test_at_agent_level_the_phone_asks_where_one_lives(visite, monde):
    Motif.objects.filter(pk=monde.consultation.pk).update(niveau=Niveau.AGENT, mode=Mode.TELEPHONE)
    AttributionFactory(secteur=monde.ouest, agent=monde.agents[2])
    page = visite.pick(visite.search(monde.consultation, "2 rue des lilas orval"))
    assert "/rendez-vous/creneau/" in page.url
    page = visite.pick(visite.search(monde.consultation, "20 rue des lilas orval"))
    assert "Personne n’est encore désigné" in page.lisible


# --- The reason, and the trace ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rattachement", "phrase", "verification"),
    [
        (Rattachement.IMPOSE, "le lieu dépend de votre adresse", "C’est le lieu de votre secteur"),
        (Rattachement.CONSEILLE, "vient en premier", "C’est le lieu de votre secteur"),
        (Rattachement.LIBRE, "vous choisissez librement", "Vous avez choisi librement ce lieu"),
    ],
)
def test_the_reason_is_said_at_the_site_and_at_the_check(
    visite, monde, rattachement, phrase, verification
):
    Motif.objects.filter(pk=monde.consultation.pk).update(rattachement=rattachement)
    page = visite.pick(visite.search(monde.consultation, "2 rue des lilas orval"))
    assert phrase in page.lisible
    week = visite.get(page.links("/rendez-vous/creneau/")[0])
    page = visite.fill(visite.post(week.url, {"creneau": week.values("creneau")[0]}))
    assert verification in page.lisible


def test_the_rdv_keeps_how_its_secteur_was_decided_and_loses_it_with_itself(visite, monde):
    page = visite.pick(visite.search(monde.consultation, "2 rue des lilas orval"))
    token = page.url.split("ou=")[1].split("&")[0]
    resolue = read_adresse(token, territoire_id=monde.territoire.pk).resolue
    week = visite.get(page.links("/rendez-vous/creneau/")[0])
    page = visite.fill(visite.post(week.url, {"creneau": week.values("creneau")[0]}))
    visite.post(page.url)
    rdv = Rdv.objects.get()
    regle = Regle.objects.get(secteur=monde.ouest)
    assert (rdv.lon, rdv.lat) == (resolue.lon, resolue.lat) == (2.018, 44.02)
    assert (rdv.adresse_type, rdv.adresse_score) == ("housenumber", resolue.score)
    assert (rdv.adresse_id, rdv.secteur) == ("61001_0000_00002", monde.ouest)
    assert (rdv.secteur_version, rdv.secteur_regle, rdv.secteur_regle_id) == (
        1, "polygone", regle.pk,
    )  # fmt: skip
    assert rdv.adresse == ""
    months = monde.pmi.conservation_mois
    purge(now=NOW.replace(year=NOW.year + months // 12 + 1))
    assert not Rdv.objects.exists()


def test_an_address_resolved_on_another_map_is_asked_again(visite, monde):
    page = visite.pick(visite.search(monde.consultation, "2 rue des lilas orval"))
    token = page.url.split("ou=")[1].split("&")[0]
    page = visite.get(visite.step("lieu", monde.demarche, ou=token))
    assert "/rendez-vous/adresse/" in page.url


def test_a_number_nobody_knows_is_not_asked_twice(visite, monde):
    page = visite.pick(visite.search(monde.consultation, "999 rue des lilas orval"))
    assert "Nous ne connaissons pas ce numéro" in page.lisible
    assert "999 rue des lilas orval" in page.texte
    assert "Continuer sans le numéro" in page.lisible


def test_a_number_that_only_a_rule_knows_leads_to_its_site(visite, monde):
    VoieRegleFactory(
        secteur=monde.est, insee="61001", voie_nom="Rue des Lilas", numero_du=900, numero_au=None
    )
    publish(couche=monde.pmi.couche, now=NOW)

    page = visite.pick(visite.search(monde.consultation, "999 rue des lilas orval"))

    assert page.h1 == "Choisissez un lieu"
    assert page.lisible.index("Pôle de Brissoles") < page.lisible.index("Votre secteur")
