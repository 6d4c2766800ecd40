"""Addresses completed while they are typed: asked by POST, answered by us, sealed like the radios."""

import sqlite3

import pytest
from django.test import Client
from django.urls import reverse

from booking.public.adresse_donnee import read_candidat


def suggest(visite, texte: str, **entetes: str):
    url = reverse("public:adresse_suggestions")
    headers = {"host": visite.monde.hote} | entetes
    return visite.client.post(url, {"adresse": texte}, headers=headers)


def test_a_suggestion_leads_where_its_radio_would(visite, monde):
    (first, *_) = suggest(visite, "20 rue des lil").json()["suggestions"]
    assert first["label"] == "20 Rue des Lilas 61100 Orval"
    url = visite.step("adresse", monde.consultation)
    page = visite.post(url, {"adresse": "x", "geste": "choisir", "choix": first["valeur"]})
    assert page.h1 == "Choisissez un lieu"
    assert page.lisible.index("Pôle de Brissoles") < page.lisible.index("Votre secteur")


def test_at_most_five_are_given(visite):
    assert 1 <= len(suggest(visite, "rue").json()["suggestions"]) <= 5


@pytest.mark.parametrize("texte", ["", "  ", "ru", "\0\0", "zzxxqq wwkkjj", "é" * 5000])
def test_what_begins_nothing_gives_nothing(visite, texte):
    answer = suggest(visite, texte)
    assert (answer.status_code, answer.json()) == (200, {"suggestions": []})


def test_reading_it_is_refused(visite):
    url = reverse("public:adresse_suggestions")
    assert visite.client.get(url, headers={"host": visite.monde.hote}).status_code == 405


def test_a_request_from_elsewhere_is_refused(visite, monde):
    visite.client = Client(enforce_csrf_checks=True)
    assert suggest(visite, "rue des lilas").status_code == 403


def test_the_answer_is_neither_stored_nor_indexed(visite):
    answer = suggest(visite, "rue des lilas")
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]


def test_one_visitor_is_slowed_down_not_the_others(visite, settings):
    settings.PARVIS_ADRESSES_PAR_MINUTE = 1
    codes = [suggest(visite, "rue des lilas").status_code for _ in range(7)]
    assert codes == [200] * 6 + [429]
    other = type(visite)(visite.monde)
    assert suggest(other, "rue des lilas").status_code == 200


def test_searching_is_not_slowed_down_by_suggestions(visite, monde, settings):
    settings.PARVIS_ADRESSES_PAR_MINUTE = 1
    for _ in range(7):
        suggest(visite, "rue des lilas")
    assert visite.search(monde.consultation, "2 rue des lilas orval").status == 200


def test_another_territoire_seals_for_itself(visite, monde):
    (first, *_) = suggest(visite, "20 rue des lil").json()["suggestions"]
    assert read_candidat(first["valeur"], territoire_id=monde.territoire.pk)
    assert read_candidat(first["valeur"], territoire_id=monde.territoire.pk + 1) is None


def test_a_broken_geocoder_suggests_nothing(visite, monkeypatch):
    from booking.public import orientation

    class Casse:
        def complete(self, texte, *, limit=5):
            raise sqlite3.DatabaseError

    monkeypatch.setattr(orientation, "geocodeur_for", lambda territoire: Casse())
    assert suggest(visite, "rue des lilas").json() == {"suggestions": []}


def test_a_suggestion_costs_few_queries(visite, django_assert_max_num_queries):
    suggest(visite, "rue des lilas")
    with django_assert_max_num_queries(4):
        suggest(visite, "rue des lilas")
