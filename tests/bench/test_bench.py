"""What the bench says must be right before it is fast: same answers, plain figures. No timing."""

import datetime as dt
from itertools import islice

import pytest
import shapely
from shapely.geometry import shape

from booking.models import Absence, Agent, Lieu, Motif
from booking.services.disponibilites import next_par_lieu
from portal.jeux import load_set
from tests.bench.departement import Departement
from tests.bench.dessins import SOMMETS_PAR_COTE, cells
from tests.bench.mesures import (
    Mesure,
    counted,
    faster,
    number,
    percent,
    tally,
    times,
    written,
)
from tests.bench.naif import next_naive
from tests.factories.booking import NOW


@pytest.mark.django_db
def test_naive_generator_gives_the_answers_of_the_engine():
    load_set("S", graine=3, now=NOW, tell=lambda _line: None)
    # Half of them away from today on: absences decide too.
    fin = NOW.date() + dt.timedelta(days=20)
    Absence.objects.filter(agent__in=Agent.objects.order_by("pk")[::2]).update(
        premier_jour=NOW.date(), dernier_jour=fin, jusqu_au=fin
    )
    motif = Motif.objects.select_related("territoire").earliest("pk")
    lieux = list(Lieu.objects.all())
    ours = next_par_lieu(motif=motif, lieux=lieux, now=NOW)
    expected = {pk: start and (start.debut, start.agent) for pk, start in ours.items()}
    assert next_naive(motif=motif, lieux=lieux, now=NOW) == expected


def test_median_ignores_the_slowest_turns():
    assert Mesure((1.0, 2.0, 90.0)).mediane == 2.0


def test_bar_is_held_under_it_and_missed_over_it():
    etalon = ("étalon", Mesure((1.0,)))
    assert times("a", Mesure((3.0,)), etalon, at_most=3).tenu
    assert not times("a", Mesure((3.1,)), etalon, at_most=3).tenu
    assert faster("a", Mesure((0.1,)), etalon, at_least=10).tenu
    assert not faster("a", Mesure((0.2,)), etalon, at_least=10).tenu


def test_tally_names_the_bars_missed():
    figures = [counted("Peu", 3, at_most=6), counted("Trop", 9, at_most=6)]
    assert tally(figures).strip() == "Barres tenues : 1 sur 2. Manquées : Trop."


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(2.5, "2,5 s"), (0.0123, "12,3 ms"), (0.000_02, "20 µs"), (0.000_000_5, "0,5 µs")],
)
def test_duration_reads_in_french(seconds, text):
    assert written(seconds) == text


def test_thousands_are_spaced():
    assert number(12_345.6) == "12 346"


def test_a_share_is_never_rounded_up():
    assert [percent(1.0), percent(0.9996), percent(0.975)] == ["100 %", "99,9 %", "97,5 %"]


LIGNE = {
    "id": "12202_0010_00003", "numero": "3", "rep": "", "nom_voie": "Rue Peyrinie",
    "code_postal": "12000", "code_insee": "12202", "nom_commune": "Rodez", "lon": "2.57", "lat": "44.35",
}  # fmt: skip


@pytest.mark.une_fois
def test_copies_of_a_file_lie_elsewhere_under_other_names_and_codes():
    premiere, seconde = Departement([LIGNE], copies=2).addresses()
    assert (premiere.voie, premiere.ville, premiere.insee) == ("Rue Peyrinie", "Rodez", "12202")
    assert (seconde.insee, seconde.code_postal, seconde.cle) == ("13202", "13000", "13202_0010")
    assert seconde.ville != "Rodez" and seconde.voie != "Rue Peyrinie"
    assert (seconde.lon, seconde.lat) != (premiere.lon, premiere.lat)


@pytest.mark.une_fois
def test_drawn_secteurs_touch_without_gap_nor_overlap():
    formes = [shape(cell["geometry"]) for cell in islice(cells(), 90)]
    assert all(len(f.exterior.coords) == 4 * SOMMETS_PAR_COTE + 1 and f.is_valid for f in formes)
    assert shapely.coverage_is_valid(formes)
    assert shapely.union_all(formes[:80]).geom_type == "Polygon"
