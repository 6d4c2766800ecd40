"""The référents' room of motifs: what its pages say, do, and to whom."""

import datetime as dt
import re

import pytest
from django.urls import resolve, reverse

from booking.models import Etape, Motif, Ouverture, ReglageLocal, Role, Service
from tests.agents.conftest import at, lundi_matin, signed_in
from tests.factories.booking import (
    MotifFactory,
    OuvertureFactory,
    PlageFactory,
    RdvFactory,
    ReglageLocalFactory,
)

__all__ = ["lundi_matin"]

pytestmark = pytest.mark.usefixtures("lundi_matin")

RACINE = "/agents/motifs/"
LIEN = re.compile(r'href="(/agents/motifs/[^"#]*)"')
AU_MOINS = {
    "catalogue", "motif_ajouter", "motif", "motif_modifier", "motif_fermer", "etapes",
    "etape_changer", "reglages", "reglage_ajouter", "reglage_modifier", "service",
    "service_ajouter", "service_modifier", "service_discretion", "service_fermer",
}  # fmt: skip


def address(vue, *args):
    return reverse(f"agents:motifs:{vue}", args=args)


@pytest.fixture
def motif(equipe) -> Motif:
    """« Consultation », held at the team's site, which has a line of each kind, with a Rdv."""
    PlageFactory(lieu=equipe.lieu, motifs=[equipe.motif])
    OuvertureFactory(motif=equipe.motif, lieu=equipe.lieu, etape=Etape.SECRETARIAT)
    ReglageLocalFactory(motif=equipe.motif, lieu=equipe.lieu, duree=45, pieces=["Une photo"])
    RdvFactory(motif=equipe.motif, lieu=equipe.lieu, agent=equipe.sophie, debut=at(9, day=12))
    return equipe.motif


def test_every_page_one_link_leads_to_answers(client, motif):
    seen, waiting = {}, [RACINE]
    while waiting:
        page = waiting.pop().replace("&amp;", "&")
        view = resolve(page.partition("?")[0])
        key = (view.url_name, view.kwargs.get("rubrique"))
        if key in seen:
            continue
        response = client.get(page)
        seen[key] = response.status_code
        waiting += LIEN.findall(response.text)
    assert seen == dict.fromkeys(seen, 200)
    assert {name for name, _ in seen} >= AU_MOINS


def test_the_catalogue_counts_what_sites_change_and_what_is_to_come(client, motif):
    page = client.get(RACINE).text
    assert "1 réglage local" in page
    assert "1 étape à part" in page
    assert re.search(r"Rendez-vous à venir : </span>1<", page)


def test_the_catalogue_costs_the_same_for_one_motif_and_for_ten(
    client, motif, django_assert_max_num_queries
):
    for _ in range(10):
        ReglageLocalFactory(
            motif=MotifFactory(service=motif.service), lieu=motif.reglages.get().lieu
        )
    with django_assert_max_num_queries(9):
        client.get(RACINE)


@pytest.mark.parametrize("role", [Role.AGENT, Role.SECRETARIAT])
def test_other_agents_find_no_door_and_see_none(equipe, role):
    browser = signed_in(equipe.agent(equipe.pmi, role=role))
    assert browser.get(RACINE).status_code == 404
    assert RACINE not in browser.get(reverse("agents:agenda")).text


def test_what_is_of_another_territoire_is_not_found(client, equipe):
    ailleurs = MotifFactory(nom="Ailleurs")
    for page in (address("motif", ailleurs.slug), address("service", ailleurs.service.slug)):
        assert client.get(page).status_code == 404
    lieu = ReglageLocalFactory(motif=equipe.motif, lieu=equipe.lieu).lieu
    theirs = address("reglage_retirer", ailleurs.slug, "lieu", lieu.uid)
    assert client.post(theirs).status_code == 404
    assert (
        client.get(address("reglage_modifier", equipe.motif.slug, "agent", lieu.uid)).status_code
        == 404
    )
    assert "Ailleurs" not in client.get(RACINE).text


def test_what_changes_something_is_never_asked_by_a_link(client, equipe):
    slug, uid = equipe.motif.slug, equipe.lieu.uid
    for page in (
        address("motif_rouvrir", slug), address("motif_ranger", slug), address("etape_effacer", slug),
        address("reglage_retirer", slug, "lieu", uid), address("service_rouvrir", equipe.pmi.slug),
        address("service_ranger", equipe.pmi.slug),
    ):  # fmt: skip
        assert client.get(page).status_code == 405


def test_a_motif_is_added_to_a_service_then_described(client, equipe):
    form = {
        "service": equipe.pmi.slug,
        "nom": "Peser mon bébé",
        "duree": "1 h",
        "mode": "sur_place",
    }
    page = client.post(address("motif_ajouter"), form, follow=True)
    assert "Motif « Peser mon bébé » créé" in page.text
    assert Motif.objects.get(slug="peser-mon-bebe").duree == 60
    refused = client.post(
        address("motif_ajouter"), form | {"nom": "peser mon bébé", "duree": "rien"}
    )
    assert refused.status_code == 400
    assert "Écrivez un nombre et son unité" in refused.text
    assert 'value="rien"' in refused.text


FORMULES = {
    "presentation": {"nom": "Bilan", "mode": "visio"},
    "horaires": {
        "duree": "50", "delai_min": "2 jours", "delai_max": "60 jours", "delai_deplacement": "1 jour",
        "deplacable": "on",
    },
    "demandes": {"contacts": ["mobile"], "naissance": "on", "restriction": "Une seule fois."},
    "messages": {"consigne": "Sonnez.", "pieces": "Carnet\r\n\r\nOrdonnance", "rappels": "3 jours, 2 h"},
    "secteurs": {"niveau": "agent", "rattachement": "libre"},
}  # fmt: skip
ECRIT = {
    "presentation": {"nom": "Bilan", "mode": "visio"},
    "horaires": {
        "duree": 50, "delai_min": 2880, "delai_max": 86400, "delai_deplacement": 1440,
        "deplacable": True, "annulable": False,
    },
    "demandes": {"contacts": ["mobile"], "naissance": True, "restriction": "Une seule fois."},
    "messages": {"consigne": "Sonnez.", "pieces": ["Carnet", "Ordonnance"], "rappels": [72, 2]},
    "secteurs": {"niveau": "agent", "rattachement": "libre"},
}  # fmt: skip


@pytest.mark.parametrize("rubrique", FORMULES)
def test_each_section_writes_its_own_part(client, equipe, rubrique):
    page = address("motif_modifier", equipe.motif.slug, rubrique)
    assert client.post(page, FORMULES[rubrique]).status_code == 302
    equipe.motif.refresh_from_db()
    assert {nom: getattr(equipe.motif, nom) for nom in ECRIT[rubrique]} == ECRIT[rubrique]


def test_a_form_sent_as_it_was_shown_changes_nothing(client, motif):
    before = Motif.objects.filter(pk=motif.pk).values().get()
    for rubrique in FORMULES:
        page = address("motif_modifier", motif.slug, rubrique)
        form = client.get(page).context["form"]
        shown = {champ.name: champ.value() for champ in form if champ.value() not in (None, False)}
        assert client.post(page, shown).status_code == 302, rubrique
    assert Motif.objects.filter(pk=motif.pk).values().get() == before


def test_a_refused_delay_is_said_beside_its_field(client, equipe):
    page = address("motif_modifier", equipe.motif.slug, "horaires")
    answer = client.post(page, FORMULES["horaires"] | {"delai_max": "1 jour"})
    assert answer.status_code == 400
    assert "Le délai le plus long doit dépasser le plus court" in answer.text


def test_closing_says_how_many_rdv_stay_then_can_be_undone(client, motif):
    page = client.get(address("motif_fermer", motif.slug)).text
    assert "1 rendez-vous à venir reste pris" in page
    assert "1 plage d’ouverture le contient" in page
    client.post(address("motif_fermer", motif.slug))
    assert not Motif.objects.get(pk=motif.pk).actif
    assert "Ce motif n’est plus proposé" in client.get(address("motif", motif.slug)).text
    client.post(address("motif_rouvrir", motif.slug))
    assert Motif.objects.get(pk=motif.pk).actif


def test_steps_say_where_they_come_from_and_are_changed_in_one_gesture(client, motif, equipe):
    page = client.get(address("etapes", motif.slug)).text
    assert "Dit ici" in page
    assert "Suit le motif" in page
    change = {
        "cible": f"organisation:{equipe.organisation.uid}", "etape": 30, "prochaine_etape": 40,
        "a_partir_du": "2027-02-01", "remplacer": "on",
    }  # fmt: skip
    page = client.post(address("etape_changer", motif.slug), change, follow=True).text
    assert "Suit son organisation" in page
    assert "En ligne, le" in page
    shown = client.get(address("etape_changer", motif.slug), {"ou": change["cible"]}).context[
        "form"
    ]
    assert {nom: str(shown[nom].value()) for nom in ("etape", "prochaine_etape")} == {
        "etape": "30",
        "prochaine_etape": "40",
    }
    line = Ouverture.objects.get(motif=motif)
    assert (line.etape, line.a_partir_du) == (Etape.PRESCRIPTEURS, dt.date(2027, 2, 1))
    client.post(address("etape_effacer", motif.slug), {"ligne": line.pk})
    assert not Ouverture.objects.exists()
    client.post(address("etape_changer", motif.slug), {"cible": "partout", "etape": 20})
    assert Motif.objects.get(pk=motif.pk).ouverture == Etape.SECRETARIAT


def test_a_line_of_another_motif_is_not_cleared_from_here(client, motif, equipe):
    line = OuvertureFactory(motif=equipe.secret, lieu=equipe.lieu)
    for numero in (line.pk, "9" * 30, "x"):
        assert (
            client.post(address("etape_effacer", motif.slug), {"ligne": numero}).status_code == 404
        )


def test_a_site_changes_only_what_it_says(client, motif, equipe):
    page = client.get(address("reglages", motif.slug)).text
    assert "Durée : 45" in page
    assert "Une photo" in page
    new = {"cible": f"organisation:{equipe.organisation.uid}", "duree": "20", "rappels": "aucun"}
    assert client.post(address("reglage_ajouter", motif.slug), new).status_code == 302
    line = ReglageLocal.objects.get(organisation=equipe.organisation)
    assert (line.duree, line.rappels, line.consigne) == (20, [], "")
    again = client.post(address("reglage_ajouter", motif.slug), new)
    assert "Il a déjà un réglage" in again.text
    mine = address("reglage_modifier", motif.slug, "organisation", equipe.organisation.uid)
    assert "Changez au moins une chose" in client.post(mine, {"duree": ""}).text
    assert 'value="aucun"' in client.get(mine).text
    client.post(address("reglage_retirer", motif.slug, "organisation", equipe.organisation.uid))
    assert ReglageLocal.objects.get().lieu == equipe.lieu


def test_a_service_is_written_closed_and_its_motifs_put_in_order(client, equipe):
    client.post(address("service_ajouter"), {"nom": "Aide sociale", "nom_court": "ASE"})
    service = Service.objects.get(slug="aide-sociale")
    a, b = (MotifFactory(service=service, nom=nom, ordre=n) for n, nom in enumerate("AB"))
    client.post(address("motif_ranger", b.slug), {"sens": "haut"})
    assert list(service.motifs.order_by("ordre")) == [b, a]
    client.post(
        address("service_modifier", service.slug),
        {"nom": "Aide sociale", "nom_court": "ASE", "conservation_mois": "36"},
    )
    client.post(address("service_fermer", service.slug))
    service.refresh_from_db()
    assert (service.conservation_mois, service.actif) == (36, False)
    client.post(address("service_rouvrir", service.slug))
    assert "Ce service n’est plus proposé" not in client.get(address("service", service.slug)).text


def test_discretion_is_refused_while_a_rdv_is_to_come(client, motif, equipe):
    page = address("service_discretion", equipe.pmi.slug)
    assert "1 rendez-vous à venir a été pris" in client.get(page).text
    assert "sous l’autre règle" in client.post(page, follow=True).text
    motif.rdvs.all().delete()
    client.post(page)
    equipe.pmi.refresh_from_db()
    assert equipe.pmi.discret
