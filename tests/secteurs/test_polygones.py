"""Drawing a zone: what is sent, what is refused with its place, what is kept to the last digit."""

import json

import pytest
from django.urls import reverse

from sectorisation.models import Couche, Regle
from tests.agents.conftest import signed_in
from tests.factories.sectorisation import (
    CommuneFactory,
    CoucheFactory,
    RegleFactory,
    SecteurFactory,
    square,
)

TROUE = {
    "type": "Polygon",
    "coordinates": [
        [[2.0, 44.0], [2.1, 44.0], [2.1, 44.1], [2.0, 44.1], [2.0, 44.0]],
        [[2.041234567, 44.04], [2.06, 44.04], [2.06, 44.06], [2.041234567, 44.04]],
    ],
}
SOMMETS = [[2.0, 44.0], [2.1, 44.1], [2.1, 44.0], [2.0, 44.1], [2.0, 44.0]]
PAPILLON = json.dumps({"type": "Polygon", "coordinates": [SOMMETS]})


@pytest.fixture
def couche(equipe) -> Couche:
    CommuneFactory(territoire=equipe.territoire, contour=square(2.0, 44.0, 0.2))
    return CoucheFactory(territoire=equipe.territoire, slug="pmi")


@pytest.fixture
def secteur(couche):
    return SecteurFactory(couche=couche, code="1", nom="Orval")


@pytest.fixture
def troue(secteur) -> Regle:
    return RegleFactory(
        secteur=secteur, genre=Regle.Genre.POLYGONE, geometrie=TROUE, communes=[], priorite=3
    )


def ajouter(couche) -> str:
    return reverse("agents:secteurs:regle_polygone_ajouter", args=[couche.slug])


def modifier(regle) -> str:
    return reverse("agents:secteurs:regle_polygone", args=[regle.secteur.couche.slug, regle.uid])


def geometries(couche) -> list:
    return list(Regle.objects.of_couche(couche).order_by("id").values_list("geometrie", flat=True))


def test_a_zone_in_two_parts_becomes_two_rules_of_its_secteur(client, couche, secteur):
    parties = [square(2.0, 44.0), square(2.1, 44.1, 0.05)]

    answer = client.post(
        ajouter(couche),
        {"secteur": secteur.uid, "libelle": "Nord", "contour": json.dumps(parties)},
        follow=True,
    )

    assert "Zone enregistrée en 2 parties" in answer.text
    assert geometries(couche) == parties
    assert {r.libelle for r in Regle.objects.of_couche(couche)} == {"Nord"}
    couche.refresh_from_db()
    assert couche.brouillon > 0


def test_a_zone_saved_as_it_was_opened_keeps_every_digit(client, couche, troue):
    page = client.get(modifier(troue))

    client.post(
        modifier(troue),
        {"secteur": troue.secteur.uid, "contour": page.context["form"]["contour"].value()},
    )

    assert geometries(couche) == [TROUE]


def test_a_part_added_leaves_the_first_and_follows_its_settings(client, couche, troue):
    page = client.get(modifier(troue))
    texte = json.loads(page.context["form"]["contour"].value())
    texte["coordinates"].append(square(2.12, 44.12, 0.01)["coordinates"])

    client.post(
        modifier(troue),
        {"secteur": troue.secteur.uid, "priorite": "3", "contour": json.dumps(texte)},
    )

    assert geometries(couche) == [TROUE, square(2.12, 44.12, 0.01)]
    assert [r.priorite for r in Regle.objects.of_couche(couche)] == [3, 3]


def test_a_rule_of_several_parts_is_opened_whole_then_written_one_part_a_rule(client, secteur):
    parties = [square(2.0, 44.0)["coordinates"], square(2.1, 44.1, 0.01)["coordinates"]]
    regle = RegleFactory(
        secteur=secteur,
        genre=Regle.Genre.POLYGONE,
        geometrie={"type": "MultiPolygon", "coordinates": parties},
    )
    texte = client.get(modifier(regle)).context["form"]["contour"].value()

    client.post(modifier(regle), {"secteur": secteur.uid, "contour": texte})

    assert [g["coordinates"] for g in geometries(secteur.couche)] == parties


def test_a_crossing_is_shown_where_it_is_and_what_was_typed_is_kept(client, couche, secteur):
    answer = client.post(ajouter(couche), {"secteur": secteur.uid, "contour": PAPILLON})

    assert answer.status_code == 400
    assert "il se croise lui-même" in answer.text
    assert answer.context["form"]["contour"].value() == PAPILLON
    assert "&quot;point&quot;: [2.05, 44.05]" in answer.text
    assert "Nous pouvons redresser ce contour" in answer.text
    assert geometries(couche) == []


def test_correcting_shows_the_proposal_and_saves_nothing(client, couche, secteur):
    answer = client.post(
        ajouter(couche), {"secteur": secteur.uid, "contour": PAPILLON, "redresser": "1"}
    )

    assert answer.status_code == 200
    assert "Rien n’est enregistré" in answer.text
    assert geometries(couche) == []
    propose = answer.context["form"]["contour"].value()
    client.post(ajouter(couche), {"secteur": secteur.uid, "contour": propose})
    assert len(geometries(couche)) == 2


@pytest.mark.parametrize(
    ("envoi", "phrase"),
    [
        ({"contour": ""}, "Dessinez au moins une partie"),
        ({"contour": "{"}, "Ligne 1 : ce texte n’est pas du GeoJSON."),
        ({"contour": json.dumps(square(5.0, 45.0))}, "hors du territoire"),
        ({"contour": json.dumps(square(2.0, 44.0)), "secteur": ""}, "Choisissez un secteur"),
    ],
)
def test_what_cannot_be_saved_is_said_and_kept(client, couche, secteur, envoi, phrase):
    answer = client.post(ajouter(couche), {"secteur": secteur.uid, **envoi})

    assert answer.status_code == 400
    assert phrase in answer.text
    assert answer.context["form"]["contour"].value() == envoi["contour"]
    assert geometries(couche) == []


def test_the_secteur_of_another_couche_is_refused(client, couche, secteur, equipe):
    autre = SecteurFactory(couche=CoucheFactory(territoire=equipe.territoire, slug="social"))

    answer = client.post(
        ajouter(couche), {"secteur": autre.uid, "contour": json.dumps(square(2.0, 44.0))}
    )

    assert answer.status_code == 400
    assert Regle.objects.count() == 0


def test_the_zone_of_another_territoire_is_not_found(client, couche):
    ailleurs = RegleFactory(genre=Regle.Genre.POLYGONE, geometrie=square(2.0, 44.0))

    assert client.get(modifier(ailleurs)).status_code == 404
    dans_la_notre = reverse("agents:secteurs:regle_polygone", args=[couche.slug, ailleurs.uid])
    assert client.get(dans_la_notre).status_code == 404


def test_other_agents_have_no_map(equipe, couche):
    browser = signed_in(equipe.sophie)

    for vue in ("carte", "carte_communes", "carte_secteurs", "regle_polygone_ajouter"):
        assert browser.get(reverse(f"agents:secteurs:{vue}", args=["pmi"])).status_code == 404
    mesurer = reverse("agents:secteurs:carte_mesurer", args=["pmi"])
    assert browser.post(mesurer, {"contour": "[]"}).status_code == 404
