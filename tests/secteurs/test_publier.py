"""Publishing from the screen: what was seen is what is served, and refusals change nothing."""

import pytest

from sectorisation.models import Parution, Version
from sectorisation.publication import publish, roll_back
from sectorisation.rattachement import rattacher
from tests.agents.conftest import lundi_matin
from tests.factories.booking import NOW, MotifFactory
from tests.secteurs.publie import client, terrain, url

__all__ = ["client", "lundi_matin", "terrain", "url"]

A_SAINT_AUBIN = {"lon": 2.15, "lat": 44.05}


def seen(client, url) -> dict[str, str]:
    """What the form carries, as a browser would send it back, its box ticked."""
    form = client.get(url("publication")).context["form"]
    caches = {nom: str(form[nom].value()) for nom in ("brouillon", "empreinte", "publiee")}
    return caches | {"lu": "on"}


def in_service(terrain) -> int:
    return terrain.fresh().version_publiee.numero


def secteur_served(terrain) -> str | None:
    return rattacher(couche=terrain.fresh(), **A_SAINT_AUBIN).secteur_code


def test_one_post_puts_what_was_seen_into_service_under_the_agent_s_name(
    client, terrain, url, referent
):
    terrain.give_all_to_nord()

    answer = client.post(url("publication"), seen(client, url), follow=True)

    assert "Version 2 publiée" in answer.text
    assert secteur_served(terrain) == "nord"
    assert Parution.objects.first().par == str(referent)


def test_a_draft_changed_meanwhile_is_not_published(client, terrain, url):
    terrain.give_all_to_nord()
    vu = seen(client, url)
    terrain.forget_sud()

    answer = client.post(url("publication"), vu)

    assert answer.status_code == 409
    assert "Le brouillon a changé depuis que vous l&#x27;avez regardé" in answer.text
    assert in_service(terrain) == 1


def test_rules_written_behind_the_draft_s_number_are_not_published_unseen(client, terrain, url):
    terrain.give_all_to_nord()
    vu = seen(client, url)
    terrain.nord.nom = "Nord-Ouest"
    terrain.nord.save()

    assert client.post(url("publication"), vu).status_code == 409
    assert in_service(terrain) == 1


def test_two_referents_publish_at_once_and_the_second_is_told(client, terrain, url):
    terrain.give_all_to_nord()
    vu = seen(client, url)
    publish(couche=terrain.couche, now=NOW, par="Basile")

    answer = client.post(url("publication"), vu)

    assert answer.status_code == 409
    assert "Une autre version a été mise en service" in answer.text
    assert Version.objects.count() == 2


def test_a_return_to_a_past_version_meanwhile_is_told(client, terrain, url):
    terrain.give_all_to_nord()
    publish(couche=terrain.couche, now=NOW)
    terrain.overlap()
    terrain.nord.regles.filter(genre="polygone").delete()
    vu = seen(client, url)
    roll_back(couche=terrain.couche, now=NOW)

    assert client.post(url("publication"), vu).status_code == 409
    assert in_service(terrain) == 1


def test_blocking_findings_take_the_place_of_the_button(client, terrain, url):
    terrain.overlap()

    texte = client.get(url("publication")).text

    assert "Publication impossible" in texte
    assert "se recouvrent" in texte
    assert "Publier maintenant" not in texte


def test_blocking_findings_refuse_a_post_made_by_hand(client, terrain, url):
    terrain.overlap()
    bilan = client.get(url("publication")).context["bilan"]
    vu = {"brouillon": bilan.brouillon, "empreinte": bilan.empreinte, "publiee": 1, "lu": "on"}

    answer = client.post(url("publication"), vu)

    assert answer.status_code == 409
    assert "se recouvrent" in answer.text
    assert in_service(terrain) == 1


def test_warnings_must_be_said_to_have_been_read(client, terrain, url):
    terrain.forget_sud()
    vu = seen(client, url)

    refus = client.post(url("publication"), vu | {"lu": ""})

    assert refus.status_code == 400
    assert "Cochez la case : vous avez lu les avertissements" in refus.text
    assert in_service(terrain) == 1
    assert client.post(url("publication"), vu).status_code == 302
    assert in_service(terrain) == 2


@pytest.mark.parametrize("faux", [{}, {"brouillon": "x", "empreinte": "", "publiee": "-1"}])
def test_a_form_sent_without_what_was_seen_publishes_nothing(client, terrain, url, faux):
    terrain.give_all_to_nord()

    assert client.post(url("publication"), faux).status_code == 400
    assert in_service(terrain) == 1


def test_reading_the_page_publishes_nothing(client, terrain, url):
    terrain.give_all_to_nord()
    client.get(url("publication"))

    assert in_service(terrain) == 1


def test_rdv_whose_address_would_go_elsewhere_are_listed_without_a_name(client, terrain, url):
    terrain.give_all_to_nord()
    rdv = terrain.rdv()
    nom = rdv.participations.get().usager.nom

    texte = client.get(url("publication")).text

    assert f"/agents/rdv/{rdv.uid}/" in texte
    assert "<td>Sud</td>" in texte
    assert nom not in texte


def test_rdv_of_a_discreet_service_are_counted_and_never_shown(client, terrain, url, equipe):
    equipe.discret.couche = terrain.couche
    equipe.discret.save()
    secret = MotifFactory(territoire=equipe.territoire, service=equipe.discret, nom="Dépistage VIH")
    rdv = terrain.rdv(motif=secret)
    terrain.give_all_to_nord()

    texte = client.get(url("publication")).text

    assert "1 rendez-vous de services discrets" in texte
    assert str(rdv.uid) not in texte
    assert "Rendez-vous à venir dont" in texte
    assert "Dépistage VIH" not in texte.split("Rendez-vous à venir dont")[1]


def test_the_list_of_addresses_is_a_spreadsheet_that_computes_nothing(client, terrain, url):
    terrain.sud.code = "=1+1"
    terrain.sud.save()
    publish(couche=terrain.couche, now=NOW)
    terrain.give_all_to_nord()

    answer = client.get(url("publication_adresses"))

    lignes = b"".join(answer).decode("utf-8-sig").splitlines()
    assert answer["Content-Type"].startswith("text/csv")
    assert lignes[0] == "adresse;code_insee;commune;lon;lat;secteur_avant;secteur_apres"
    assert len(lignes) == 4
    assert all(ligne.endswith(";'=1+1;nord") for ligne in lignes[1:])


def test_the_page_costs_the_same_for_one_rdv_and_for_thirty(
    client, terrain, url, django_assert_max_num_queries
):
    terrain.give_all_to_nord()
    premier = terrain.rdv()
    for minute in range(30):
        terrain.rdv(
            debut=premier.debut.replace(hour=10 + minute // 10, minute=5 * (minute % 10)),
            lieu=premier.lieu,
        )
    client.get(url("publication"))

    with django_assert_max_num_queries(21):
        client.get(url("publication"))
