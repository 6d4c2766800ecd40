"""Trying an address: what the journey does of it, why its secteur, and nothing kept."""

import html
import re

import pytest
from django.urls import reverse

from booking.agents.secteurs.views import essai as essai_view
from booking.freins import Frein
from booking.services.essai import Issue, try_text
from sectorisation.edition import touch
from sectorisation.models import Couche, Regle
from sectorisation.publication import prepare
from tests.agents.conftest import signed_in, with_account
from tests.factories.booking import NOW, AgentFactory
from tests.factories.sectorisation import CoucheFactory, RegleFactory, SecteurFactory
from tests.parcours.visite import Visite
from tests.secteurs.terrain import horloge, monde, navigateur, referente

__all__ = ["horloge", "monde", "navigateur", "referente"]

URL = reverse("agents:secteurs:essai", args=["pmi"])


def ask(browser, adresse="3 rue des lilas orval", reponse="publiee", **extra):
    return browser.post(URL, {"adresse": adresse, "reponse": reponse} | extra)


def words(answer):
    """The text of the page, tags and no-break spaces gone."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def couche_pmi():
    return Couche.objects.select_related("territoire", "version_publiee").get(slug="pmi")


# --- the journey ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texte", "issue", "phrase"),
    [
        ("3 rue des lilas orval", Issue.ROUTER, "L’adresse est connue avec précision."),
        ("rue courte orval", Issue.ROUTER, "dans un seul secteur."),
        ("brissoles", Issue.ROUTER, "Toute la commune est dans un seul secteur."),
        ("rue des lilas orval", Issue.DEMANDER_NUMERO, "La voie passe par plusieurs secteurs."),
        ("orval", Issue.DEMANDER_VOIE, "La commune a plusieurs secteurs."),
        ("zzzz qqqq", Issue.INTROUVABLE, "Rien ne ressemble à ce texte"),
        ("12 avenue inconnue 75011 paris", Issue.HORS_TERRITOIRE, "celui d’un autre territoire."),
    ],
)
def test_a_text_says_what_the_journey_does_of_it(navigateur, texte, issue, phrase):
    page = words(ask(navigateur, texte))

    assert f"{issue.label}." in page
    assert phrase in page


def test_a_weak_match_is_never_decided_alone(navigateur):
    page = words(ask(navigateur, "rue courte brissoles"))

    assert Issue.CHOISIR.label in page
    assert "Le meilleur résultat ne ressemble qu’à 42 % : il en faut 60 %." in page


def test_two_matches_that_look_alike_are_never_decided_alone(navigateur):
    page = words(ask(navigateur, "3 rue lila courte orval"))

    assert Issue.CHOISIR.label in page
    assert "Plusieurs résultats se ressemblent trop" in page


CAS = [
    "2 rue des lilas orval", "20 rue des lilas orval", "rue des lilas orval", "orval",
    "brissoles", "rue courte orval", "7 rue courte orval", "5 rue du lavoir brissoles",
]  # fmt: skip


@pytest.mark.parametrize("texte", CAS)
@pytest.mark.parametrize("nom", ["consultation", "impose"])
def test_the_page_and_the_journey_agree(navigateur, monde, texte, nom):
    motif = getattr(monde, nom)
    visite = Visite(monde)
    etape = visite.pick(visite.search(motif, texte))

    essai = ask(navigateur, texte)

    issue = essai.context["essai"].choisie.suite.issue
    if "/lieu/" not in etape.url:
        assert issue in (Issue.DEMANDER_NUMERO, Issue.DEMANDER_VOIE)
        assert "motifs" not in essai.context
        return
    assert issue is Issue.ROUTER
    ligne = next(m for m in essai.context["motifs"] if m.motif == motif)
    montres = [lieu.nom for lieu in (monde.orval, monde.brissoles, monde.courville)]
    vus = sorted((nom for nom in montres if nom in etape.lisible), key=etape.lisible.index)
    assert [lieu.lieu.nom for lieu in ligne.lieux if lieu.offert] == vus
    assert ligne.phrase in etape.lisible
    offerts = [lieu for lieu in ligne.lieux if lieu.offert]
    assert next(lieu.competent for lieu in offerts) is ("Votre secteur" in etape.lisible)


# --- why ------------------------------------------------------------------------------------------


def test_the_rule_that_decides_is_shown_with_those_that_lost(navigateur, monde):
    RegleFactory(secteur=monde.est, communes=["61001", "61002"])
    touch(monde.est.couche)

    page = words(ask(navigateur, reponse="brouillon"))

    assert "Polygone du secteur Orval-Ouest" in page
    assert "Orval et 1 autre (Commune, Orval-Est) Une règle plus précise l’emporte." in page


def test_the_rule_that_decides_leads_to_its_page_while_it_is_written(navigateur, monde):
    regle = monde.ouest.regles.get()
    url = reverse("agents:secteurs:regle", args=["pmi", regle.uid])

    assert url in ask(navigateur).text
    regle.delete()

    page = ask(navigateur)
    assert url not in page.text
    assert "Polygone du secteur Orval-Ouest" in page.text


def test_the_rules_that_share_a_street_are_shown_when_its_number_is_asked(navigateur, monde):
    commun = {"genre": Regle.Genre.VOIE, "insee": "61001", "voie_nom": "Rue des Lilas"}
    RegleFactory(secteur=monde.ouest, numero_au=10, **commun)
    RegleFactory(secteur=monde.est, numero_du=11, **commun)
    touch(monde.est.couche)

    page = words(ask(navigateur, "rue des lilas orval", reponse="brouillon"))

    assert "Les règles de cette voie" in page
    assert "Rue des Lilas (61001), jusqu'au 10" in page


def test_another_match_may_be_explained(navigateur):
    essai = ask(navigateur, "3 rue lila courte orval")
    autre = essai.context["essai"].pistes[-1].candidat

    choisi = ask(navigateur, "3 rue lila courte orval", candidat=autre.id)

    assert essai.context["essai"].choisie.candidat != autre
    assert choisi.context["essai"].choisie.candidat == autre


def test_a_match_that_is_no_longer_found_gives_the_first(navigateur):
    essai = ask(navigateur, candidat="99999_0000")

    assert essai.context["essai"].choisie is essai.context["essai"].pistes[0]


# --- versions -------------------------------------------------------------------------------------


def test_a_blanc_stands_beside_the_published_version(navigateur, monde):
    couche = couche_pmi()
    Regle.objects.filter(secteur=monde.ouest).update(secteur=monde.est)
    prepare(couche=couche, now=NOW)

    page = words(ask(navigateur))

    assert "Version publiée Orval-Ouest Sert de repère" in page
    assert "Version à blanc Orval-Est Changerait de secteur" in page


def test_the_draft_is_compared_when_it_answers(navigateur, monde):
    page = words(ask(navigateur, reponse="brouillon"))

    assert "Brouillon Orval-Ouest Aucun" in page


def test_a_couche_never_published_answers_by_its_draft(navigateur, monde):
    couche = CoucheFactory(territoire=monde.territoire, slug="neuve")
    RegleFactory(secteur=SecteurFactory(couche=couche, nom="Neuf"), communes=["61001"])
    url = reverse("agents:secteurs:essai", args=["neuve"])

    page = navigateur.post(url, {"adresse": "3 rue des lilas orval", "reponse": "brouillon"})

    assert "Neuf" in page.text
    assert "Aucun service ne suit cette couche" in page.text
    refus = navigateur.post(url, {"adresse": "orval", "reponse": "publiee"})
    assert refus.status_code == 400


def test_an_address_that_no_rule_holds_says_so_and_still_shows_sites(navigateur, monde):
    monde.est.regles.filter(genre=Regle.Genre.COMMUNE).delete()
    touch(monde.est.couche)

    page = words(ask(navigateur, "5 rue du lavoir brissoles", reponse="brouillon"))

    assert "Secteur indéterminé. Aucune règle ne tient cette adresse." in page
    assert "Ce que l’usager se voit proposer" in page


# --- doors, faults, limits ------------------------------------------------------------------------


def test_nothing_typed_enters_an_address_or_the_title(navigateur):
    answer = ask(navigateur, "3 rue des lilas orval")

    assert "lilas" not in re.search(r"<title>(.*?)</title>", answer.text, re.S)[1].lower()
    assert not re.search(r'(href|action)="[^"]*lilas', answer.text, re.I)
    assert "lilas" not in str(navigateur.session.items())


@pytest.mark.parametrize("texte", ["", "   ", "\u202e\x00", "a" * 201])
def test_a_text_that_is_no_address_is_refused_and_kept(navigateur, texte):
    answer = ask(navigateur, texte)

    assert answer.status_code == 400
    assert "pv-resume" in answer.text
    assert html.escape(texte.strip("\x00")) in answer.text


def test_a_page_that_is_read_searches_nothing(navigateur):
    answer = navigateur.get(URL, {"adresse": "3 rue des lilas orval"})

    assert answer.status_code == 200
    assert "essai" not in answer.context


def test_the_couche_of_another_territoire_is_not_found(navigateur):
    CoucheFactory(slug="ailleurs")
    ailleurs = reverse("agents:secteurs:essai", args=["ailleurs"])

    assert navigateur.get(ailleurs).status_code == 404
    assert (
        navigateur.post(ailleurs, {"adresse": "orval", "reponse": "brouillon"}).status_code == 404
    )


def test_an_agent_who_is_no_referent_finds_no_door(monde):
    agent = with_account(AgentFactory(territoire=monde.territoire, services=[monde.pmi]))

    assert signed_in(agent).get(URL).status_code == 404


def test_too_many_tries_in_a_minute_are_slowed_down(navigateur, monkeypatch):
    monkeypatch.setattr(essai_view, "ESSAIS", Frein("essais-test", par_visiteur=1, par_ip=100))
    assert ask(navigateur, "orval").status_code == 200

    answer = ask(navigateur, "orval")

    assert answer.status_code == 429
    assert "Trop d’essais" in answer.text
    assert 'value="orval"' in answer.text


def test_a_lost_address_file_says_so(navigateur, monde, monkeypatch):
    def fail(self, texte, *, limit=5):
        raise OSError("disk")

    monkeypatch.setattr("sectorisation.adresses.embarque.Embarque.search", fail)

    answer = ask(navigateur)

    assert answer.status_code == 503
    assert "La base d’adresses ne répond pas" in answer.text


def test_queries_grow_with_motifs_only(navigateur, monde, django_assert_max_num_queries):
    ask(navigateur)  # the index of the version is read once for all

    with django_assert_max_num_queries(60):
        ask(navigateur)


def test_explaining_costs_one_reading_of_the_version(monde, django_assert_max_num_queries):
    couche = couche_pmi()
    try_text(couche=couche, texte="orval", version=couche.version_publiee)

    with django_assert_max_num_queries(0):
        try_text(couche=couche, texte="3 rue des lilas orval", version=couche.version_publiee)
