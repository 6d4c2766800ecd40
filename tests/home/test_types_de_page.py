"""Rubriques, places, news and the declaration: what they show, where they stand."""

import datetime as dt
import json
import re
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from booking.models import CasUsage, Lieu
from home import hotes
from home.arbre import AUTRE_ARBRE, TROP_PROFOND
from home.models import (
    HomePage,
    PageActualite,
    PageActualites,
    PageContenu,
    PageDeclarationAccessibilite,
    PageLieu,
    PageRubrique,
    PageService,
)
from tests.factories.booking import LieuFactory, MotifFactory, PlageFactory, ServiceFactory

LUNDI_MATIN = dt.datetime(2027, 1, 11, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture(autouse=True)
def un_lundi():
    with time_machine.travel(LUNDI_MATIN, tick=False):
        yield


@pytest.fixture
def accueil(portail):
    return portail.site.root_page


@pytest.fixture
def rubrique(accueil):
    return accueil.add_child(
        instance=PageRubrique(title="Enfance", slug="enfance", telephone="0261000001")
    )


@pytest.fixture
def lieu(portail):
    return LieuFactory(
        territoire=portail.territoire,
        nom="Maison d’Orval",
        slug="orval",
        horaires={"0": [["09:00", "12:00"]]},
        permanences=[{"nom": "Pesée", "horaires": {"1": [["14:00", "16:00"]]}}],
    )


@pytest.fixture
def service(portail):
    return ServiceFactory(territoire=portail.territoire, nom="PMI", slug="pmi", public="Enfants")


@pytest.fixture
def page_service(rubrique, service):
    return rubrique.add_child(instance=PageService(title="PMI", slug="pmi", service=service))


@pytest.fixture
def page_lieu(rubrique, lieu):
    return rubrique.add_child(instance=PageLieu(title="Orval", slug="orval", lieu=lieu))


def lit(visite, chemin):
    response = visite.get(chemin)
    assert response.status_code == 200
    return response.content.decode()


def donnees(html):
    blocs = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return {facts["@type"]: facts for facts in map(json.loads, blocs)}


def test_a_rubrique_leads_to_its_published_children(visite, rubrique, page_service):
    brouillon = PageContenu(title="Secret", slug="secret", live=False)
    rubrique.add_child(instance=brouillon)
    html = lit(visite, "/enfance/")
    assert 'href="/enfance/pmi/"' in html
    assert "Secret" not in html


def test_a_service_without_a_phone_has_that_of_its_rubrique(visite, page_service):
    assert "02\xa061\xa000\xa000\xa001" in lit(visite, "/enfance/pmi/")


def test_the_home_page_and_the_footer_lead_to_a_service_inside_a_rubrique(visite, page_service):
    assert lit(visite, "/").count('href="/enfance/pmi/"') >= 2


def test_a_service_page_leads_to_those_of_its_rubrique(visite, portail, rubrique, page_service):
    autre = ServiceFactory(territoire=portail.territoire, nom="Adoption", slug="adoption")
    rubrique.add_child(instance=PageService(title="Adoption", slug="adoption", service=autre))
    assert 'href="/enfance/adoption/"' in lit(visite, "/enfance/pmi/")


def test_a_place_shows_its_hours_and_what_is_received_there(
    visite, portail, lieu, page_lieu, service
):
    motif = MotifFactory(territoire=portail.territoire, service=service)
    PlageFactory(
        territoire=portail.territoire,
        lieu=lieu,
        organisation=lieu.organisation,
        motifs=[motif],
        premier_jour=dt.date(2027, 1, 12),
        heure_debut=dt.time(9, 30),
        heure_fin=dt.time(12),
    )
    html = lit(visite, "/enfance/orval/")
    assert "Ouvert maintenant, jusqu’à 12\xa0h" in html
    assert "Pesée" in html
    assert 'datetime="2027-01-12T09:30:00+01:00"' in html
    assert donnees(html)["GovernmentOffice"]["openingHours"] == ["Mo 09:00-12:00"]


@pytest.mark.parametrize("perdu", ["ferme", "supprime"])
def test_a_place_gone_leaves_a_sober_page(visite, lieu, page_lieu, perdu):
    if perdu == "ferme":
        Lieu.objects.filter(pk=lieu.pk).update(ouvert=False)
    else:
        lieu.delete()
    html = lit(visite, "/enfance/orval/")
    assert "ne reçoit plus de public" in html
    assert "place du Parvis" not in html


def test_a_page_never_shows_the_place_of_a_neighbour(visite, voisin, page_lieu):
    etranger = LieuFactory(territoire=voisin.territoire, nom="Étranger", adresse="1 rue secrète")
    PageLieu.objects.filter(pk=page_lieu.pk).update(lieu=etranger)
    assert "rue secrète" not in lit(visite, "/enfance/orval/")
    page_lieu.lieu = etranger
    with pytest.raises(ValidationError):
        page_lieu.save()


@pytest.fixture
def actualites(accueil):
    liste = PageActualites.objects.child_of(accueil).get()
    for jour, titre in ((4, "Ancienne"), (8, "Récente & <b>")):
        liste.add_child(
            instance=PageActualite(
                title=titre, slug=f"n{jour}", date=dt.date(2027, 1, jour), chapo="Résumé"
            )
        )
    return liste


def test_news_are_listed_and_fed_newest_first(visite, actualites):
    html = lit(visite, "/actualites/")
    assert html.index("Récente") < html.index("Ancienne")
    flux = visite.get("/flux/actualites.rss")
    assert "rss+xml" in flux["Content-Type"]
    texte = flux.content.decode()
    assert texte.index("Récente &amp; &lt;b&gt;") < texte.index("Ancienne")
    assert "Fri, 08 Jan 2027 00:00:00 +0100" in texte


def test_a_portail_without_news_has_no_feed(visite, portail):
    PageActualites.objects.child_of(portail.site.root_page).get().delete()
    assert visite.get("/flux/actualites.rss").status_code == 404


def test_structured_data_cannot_be_closed_by_a_title(visite, actualites):
    PageActualite.objects.filter(slug="n8").update(title="</script><b>")
    html = lit(visite, "/actualites/n8/")
    assert donnees(html)["BreadcrumbList"]["itemListElement"][2]["name"] == "</script><b>"


@pytest.mark.parametrize(
    ("taux", "etat"),
    [
        (None, "non conforme"),
        ("49.99", "non conforme"),
        ("50", "partiellement conforme"),
        ("99.99", "partiellement conforme"),
        ("100", "totalement conforme"),
    ],
)
def test_the_declaration_and_the_footer_say_what_the_audit_found(visite, accueil, taux, etat):
    page = PageDeclarationAccessibilite.objects.child_of(accueil).get()
    page.taux, page.auditeur = taux and Decimal(taux), "Un cabinet"
    page.date_audit = taux and dt.date(2027, 1, 4)
    page.save()
    html = lit(visite, "/accessibilite/")
    assert f"Ce site est <strong>{etat}</strong>" in html
    assert f"Accessibilité : {etat}" in lit(visite, "/").replace("\xa0", " ")
    assert visite.get("/declaration-accessibilite/")["Location"] == "/accessibilite/"


@pytest.mark.parametrize(
    "champs",
    [
        {"taux": Decimal(80)},
        {"date_audit": dt.date(2027, 1, 4)},
        {"taux": Decimal(80), "date_audit": dt.date(2028, 1, 4), "auditeur": "X"},
        {"taux": Decimal(101), "date_audit": dt.date(2027, 1, 4), "auditeur": "X"},
        {"taux": Decimal(-1), "date_audit": dt.date(2027, 1, 4), "auditeur": "X"},
    ],
)
def test_a_declaration_refuses_a_rate_without_its_audit(accueil, champs):
    with pytest.raises(ValidationError):
        accueil.add_child(instance=PageDeclarationAccessibilite(title="A", slug="decl", **champs))


def test_the_tree_stops_at_three_levels(page_service):
    page = page_service.add_child(instance=PageContenu(title="Trois", slug="trois"))
    assert not PageContenu.can_create_at(page)
    with pytest.raises(ValidationError, match="trois niveaux"):
        page.add_child(instance=PageContenu(title="Quatre", slug="quatre"))


def test_a_branch_moves_neither_too_deep_nor_to_another_portail(accueil, voisin, page_service):
    branche = accueil.add_child(instance=PageContenu(title="Un", slug="un"))
    branche.add_child(instance=PageContenu(title="Deux", slug="deux"))
    branche = PageContenu.objects.get(pk=branche.pk)
    assert not branche.can_move_to(page_service)
    assert not branche.can_move_to(voisin.site.root_page)
    assert branche.can_move_to(page_service.get_parent())


@pytest.mark.parametrize(("ou", "phrase"), [("profond", TROP_PROFOND), ("voisin", AUTRE_ARBRE)])
def test_a_copy_refused_says_why(admin_client, portail, accueil, voisin, page_service, ou, phrase):
    page = accueil.add_child(instance=PageContenu(title="Un", slug="un"))
    fond = page_service.add_child(instance=PageContenu(title="Fond", slug="fond"))
    destination = fond if ou == "profond" else voisin.site.root_page
    response = admin_client.post(
        f"/cms/pages/{page.pk}/copy/",
        {"new_title": "Copie", "new_slug": "copie", "new_parent_page": destination.pk},
        headers={"host": "a.example.test"},
    )
    assert phrase in response.content.decode()
    assert not PageContenu.objects.filter(slug="copie").exists()


@pytest.mark.une_fois
@pytest.mark.parametrize("modele", [PageRubrique, PageService, PageContenu, PageActualites])
def test_each_place_offers_three_kinds_of_page_at_most(modele):
    offerts = modele.clean_subpage_models()
    assert len(offerts) <= 3
    assert all(offert.page_description for offert in offerts)


@pytest.mark.une_fois
def test_the_home_page_offers_three_kinds_once_its_single_pages_are_made():
    seules = {PageActualites, PageDeclarationAccessibilite}
    assert len(set(HomePage.clean_subpage_models()) - seules) == 3


def test_the_map_for_machines_holds_the_live_pages_of_this_host_only(visite, voisin, page_lieu):
    voisin.site.root_page.add_child(instance=PageContenu(title="Ailleurs", slug="ailleurs"))
    plan = lit(visite, "/sitemap.xml")
    assert "<loc>http://a.example.test/enfance/orval/</loc>" in plan
    assert "ailleurs" not in plan


def test_an_editor_reaches_the_form_of_each_kind_of_page(redaction, accueil, rubrique, actualites):
    for parent, nom in (
        (accueil, "pagerubrique"),
        (rubrique, "pagelieu"),
        (rubrique, "pageservice"),
        (actualites, "pageactualite"),
    ):
        assert redaction.get(f"/cms/pages/add/home/{nom}/{parent.pk}/").status_code == 200
    declaration = PageDeclarationAccessibilite.objects.child_of(accueil).get()
    assert redaction.get(f"/cms/pages/{declaration.pk}/edit/").status_code == 200


@pytest.fixture
def departement(portail, rubrique, page_service, page_lieu, lieu, service):
    """A rubrique with a busy place, its services, a news item and the declaration."""
    for nom in ("Adoption", "Modes de garde", "Santé sexuelle", "Insertion"):
        autre = ServiceFactory(territoire=portail.territoire, nom=nom)
        motif = MotifFactory(territoire=portail.territoire, service=autre)
        PlageFactory(lieu=lieu, motifs=[motif], chaque_semaine=True)
        rubrique.add_child(instance=PageService(title=nom, slug=autre.slug, service=autre))
    PlageFactory(
        lieu=lieu,
        motifs=[MotifFactory(territoire=portail.territoire, service=service)],
        chaque_semaine=True,
    )
    accueil = portail.site.root_page
    nouvelles = PageActualites.objects.child_of(accueil).get()
    for rang in range(4):
        nouvelles.add_child(
            instance=PageActualite(
                title=f"Nouvelle {rang}",
                slug=f"n{rang}",
                chapo="Une phrase.",
                date=dt.date(2027, 1, 4 + rang),
            )
        )
    cas = CasUsage.objects.create(territoire=portail.territoire, nom="Insertion")
    service.motifs.update(cas_usage=cas)
    accueil.add_child(instance=PageRubrique(title="Insertion", slug="insertion", cas_usage=cas))
    return portail


CHEMINS = (
    "/", "/enfance/", "/enfance/pmi/", "/enfance/orval/", "/actualites/", "/actualites/n1/",
    "/comment-ca-se-passe/", "/lieux/", "/plan-du-site/", "/accessibilite/", "/statistiques/",
    "/insertion/",
)  # fmt: skip


def test_an_uncached_page_of_any_type_takes_fifteen_queries_at_most(visite, departement, subtests):
    for chemin in CHEMINS:
        cache.clear()
        hotes.forget()
        with subtests.test(chemin), CaptureQueriesContext(connection) as queries:
            lit(visite, chemin)
            seen = "\n".join(q["sql"][:70] + " … " + q["sql"][-130:] for q in queries)
            assert len(queries) <= 15, seen


def test_a_page_kept_private_by_its_rubrique_stays_so(visite, rubrique, page_service):
    rubrique.view_restrictions.create(restriction_type="login")
    assert visite.get("/enfance/pmi/").status_code == 302
