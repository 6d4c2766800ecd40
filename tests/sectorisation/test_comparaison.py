"""What publishing would change, told in addresses."""

import csv
import io
from datetime import UTC, datetime

import pytest

from sectorisation.comparaison import Point, count_changes, try_points
from sectorisation.imports.adresses import import_adresses
from sectorisation.memoire import index_for
from sectorisation.models import Regle, Version
from sectorisation.publication import compare_versions, prepare, publish, study
from sectorisation.tableau import cell
from tests.factories.sectorisation import (
    AdresseRegleFactory,
    CoucheFactory,
    RegleFactory,
    SecteurFactory,
    VoieRegleFactory,
    square,
)
from tests.sectorisation.conftest import ADRESSES

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
def couche(avec_adresses):
    """Version 1: the ten addresses of 99001 in « ville », the three of 99002 in « bourg »."""
    couche = CoucheFactory(territoire=avec_adresses)
    for code, commune in (("ville", "99001"), ("bourg", "99002")):
        RegleFactory(secteur=SecteurFactory(couche=couche, code=code), communes=[commune])
    publish(couche=couche, now=NOW)
    couche.refresh_from_db()
    return couche


@pytest.fixture
def bourg(couche):
    return couche.secteurs.get(code="bourg")


def test_a_street_that_moves_is_counted_listed_and_told_by_secteur(couche, bourg):
    VoieRegleFactory(secteur=bourg, numero_du=12)
    etude = study(couche=couche, now=NOW)
    comparaison = etude.comparaison
    assert (comparaison.changent, comparaison.adresses) == (3, 13)
    assert [(p.avant.code, p.apres.code, p.adresses) for p in comparaison.moves()] == [
        ("ville", "bourg", 3)
    ]
    assert comparaison.by_commune() == {"99001": 3}
    assert [c.adresse for c in comparaison.changes(start=1, limit=1)] == [
        "12 bis Rue des Lilas 99100 Valbrune"
    ]
    assert etude.rapport.publiable


def test_the_list_is_a_csv_anyone_can_open(couche, bourg):
    VoieRegleFactory(secteur=bourg, numero_du=80)
    fichier = io.StringIO()
    csv.writer(fichier).writerows(study(couche=couche, now=NOW).comparaison.rows())
    entete, ligne = csv.DictReader(io.StringIO(fichier.getvalue())), None
    ligne = next(entete)
    assert ligne == {
        "adresse": "80 Rue des Lilas 99100 Valbrune",
        "code_insee": "99001",
        "commune": "Valbrune",
        "lon": "2.090000",
        "lat": "44.010000",
        "secteur_avant": "ville",
        "secteur_apres": "bourg",
    }


@pytest.mark.parametrize("texte", ["=1+1", "+33", "-2", "@a", "\tx"])
def test_a_cell_is_never_a_formula(texte):
    assert cell(texte) == f"'{texte}"
    assert cell("12 rue") == "12 rue"


def test_studying_writes_nothing(couche, bourg):
    VoieRegleFactory(secteur=bourg)
    study(couche=couche, now=NOW)
    assert Version.objects.count() == 1
    assert study(couche=couche, now=NOW).comparaison.changent == 4


def test_before_any_publication_every_served_address_is_new(avec_adresses):
    couche = CoucheFactory(territoire=avec_adresses)
    RegleFactory(secteur=SecteurFactory(couche=couche, code="ville"), communes=["99001"])
    passages = study(couche=couche, now=NOW).comparaison.moves()
    assert [(p.avant, p.apres.code, p.adresses) for p in passages] == [(None, "ville", 10)]


def test_addresses_added_since_are_compared_by_the_rules_of_each_version(couche, bourg, tmp_path):
    VoieRegleFactory(secteur=bourg, parite="pairs")
    publish(couche=couche, now=NOW)
    couche.refresh_from_db()
    fichier = tmp_path / "nouvelles.csv"
    lignes = [
        "99001_0001_00014;99001_0001;14;;Rue des Lilas;99100;99001;Valbrune;2.013;44.01;OSM",
        "99001_0001_00015;99001_0001;15;;Rue des Lilas;99100;99001;Valbrune;2.014;44.01;OSM",
        "99002_0002_00009;99002_0002;9;;Rue de Valbrune;99200;99002;Saint-Aubin-le-Haut;2.12;44.021;OSM",
    ]
    fichier.write_text(ADRESSES + "\n" + "\n".join(lignes), encoding="utf-8")
    import_adresses(territoire=couche.territoire, chemin=fichier)
    etude = study(couche=couche, now=NOW)
    assert (etude.comparaison.adresses, etude.comparaison.changent) == (16, 0)


def test_a_roll_back_can_be_weighed_first(couche, bourg):
    premiere = couche.version_publiee
    VoieRegleFactory(secteur=bourg)
    publish(couche=couche, now=NOW)
    couche.refresh_from_db()
    comparaison = compare_versions(avant=couche.version_publiee, apres=premiere)
    assert [(p.avant.code, p.apres.code) for p in comparaison.moves()] == [("bourg", "ville")]
    assert comparaison.changent == 4


def test_running_a_blanc_counts_what_it_would_change_for_given_places(couche, bourg):
    AdresseRegleFactory(secteur=bourg, adresse_id="99001_0003_00005")
    RegleFactory(secteur=bourg, genre="polygone", geometrie=square(2.06, 44.06, 0.02))
    essai = prepare(couche=couche, now=NOW)
    points = [
        Point(2.03, 44.03, "99001", "99001_0003_00005"),
        Point(2.03, 44.03, "99001"),
        Point(2.065, 44.065),
        Point(2.15, 44.05),
        Point(9.0, 50.0),
    ]
    avant, apres = index_for(couche.version_publiee), index_for(essai)
    paires = try_points(avant, apres, points)
    assert [(a.secteur.code if a.secteur else None, b.secteur.code if b.secteur else None)
            for a, b in paires] == [
        ("ville", "bourg"), ("ville", "ville"), ("ville", "bourg"), ("bourg", "bourg"),
        (None, None),
    ]  # fmt: skip
    assert count_changes(paires) == 2
    assert count_changes(try_points(None, apres, points)) == 4


def test_a_version_of_the_first_format_still_answers_and_compares(couche):
    version = couche.version_publiee
    ville, bourg = couche.secteurs.order_by("pk")
    ancien = {
        "format": 1,
        "secteurs": [
            {"id": s.pk, "uid": str(s.uid), "code": s.code, "nom": s.nom, "priorite": 0}
            for s in (ville, bourg)
        ],
        "communes": {"99001": {"secteur": ville.pk, "regle": 1}},
        "polygones": [{"regle": 2, "secteur": bourg.pk, "geometrie": square(2.1, 44.0)}],
        "contours": {"99001": square(2.0, 44.0), "99002": square(2.1, 44.0)},
        "anciennes": {},
    }
    vieille = Version(couche=couche, numero=9, contenu=ancien)
    vieille.save()
    assert compare_versions(avant=vieille, apres=version).changent == 0
    Regle.objects.filter(secteur=ville).update(communes=[])
    assert study(couche=couche, now=NOW).comparaison.changent == 10


def test_a_study_costs_a_bounded_number_of_queries(couche, bourg, django_assert_max_num_queries):
    for numero in range(40):
        VoieRegleFactory(secteur=bourg, numero_du=numero, numero_au=numero)
    with django_assert_max_num_queries(12):
        study(couche=couche, now=NOW)
