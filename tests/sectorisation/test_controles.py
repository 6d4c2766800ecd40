"""Checks before publishing: each fault is found, measured in addresses, and never mended unasked."""

from datetime import UTC, date, datetime

import pytest
from shapely.geometry import shape

from sectorisation.compilation import compile_couche
from sectorisation.controles import check
from sectorisation.errors import PublicationRefusee
from sectorisation.models import Regle
from sectorisation.publication import publish
from tests.factories.sectorisation import (
    AdresseRegleFactory,
    CoucheFactory,
    RegleFactory,
    SecteurFactory,
    VoieRegleFactory,
    square,
)

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
PAPILLON = {
    "type": "Polygon",
    "coordinates": [[[2, 44], [2.1, 44.1], [2.1, 44], [2, 44.1], [2, 44]]],
}


@pytest.fixture
def couche(avec_adresses):
    return CoucheFactory(territoire=avec_adresses, nom="PMI")


@pytest.fixture
def draw(couche):
    """Adds a polygon to a secteur, made when it is new."""

    def draw(code, lon, lat=44.0, side=0.1, *, forme=None, **champs):
        secteur = couche.secteurs.filter(code=code).first() or SecteurFactory(
            couche=couche, code=code, nom=code.capitalize()
        )
        geometrie = forme or square(lon, lat, side)
        return RegleFactory(secteur=secteur, genre="polygone", geometrie=geometrie, **champs)

    return draw


@pytest.fixture
def found(couche):
    """What the report says: every finding of a code, or all the codes."""

    def found(code=None):
        rapport = check(compile_couche(couche, le=date(2026, 11, 23)), couche)
        if code is None:
            return rapport.by_code()
        return [c for c in rapport.constats if c.code == code]

    return found


def one(constats):
    assert len(constats) == 1, constats
    return constats[0]


def test_a_couche_without_fault_has_nothing_to_say(draw, found):
    draw("ouest", 2.0)
    draw("est", 2.1)
    assert found() == {}


def test_a_bow_tie_is_blocking_and_a_straightened_outline_is_proposed(draw, found, couche):
    regle = draw("ouest", 2.0, forme=PAPILLON)
    constat = one(found("INVALIDE"))
    assert constat.bloquant and constat.regles == (regle.pk,)
    assert "il se croise lui-même près de (2.05 ; 44.05)" in constat.phrase
    assert shape(constat.correction.geometrie).is_valid
    with pytest.raises(PublicationRefusee, match="invalide"):
        publish(couche=couche, now=NOW)
    regle.refresh_from_db()
    assert regle.geometrie == PAPILLON


@pytest.mark.parametrize("forme", [{"type": "Point", "coordinates": [2, 44]}, {"type": "x"}, [1]])
def test_what_is_no_polygon_is_said_to_be_none(draw, found, forme):
    draw("ouest", 2.0, forme=forme)
    constat = one(found("INVALIDE"))
    assert "ce n'est pas un polygone" in constat.phrase
    assert constat.correction is None


def test_an_overlap_is_measured_in_square_metres_and_in_addresses(draw, found, couche):
    ouest = draw("ouest", 2.0)
    est = draw("est", 2.05, side=0.2)
    constat = one(found("RECOUVREMENT"))
    assert constat.bloquant
    # Half of commune 99001: 0.05 degree by 0.1, at 44 degrees north.
    assert constat.surface == pytest.approx(0.05 * 0.1 * 111_320**2 * 0.7185, rel=0.01)
    assert constat.adresses == 4 and len(constat.exemples) == 4
    assert "12 Rue des Lilas" not in " ".join(constat.exemples)
    assert set(constat.regles) == {ouest.pk, est.pk}
    # The smaller keeps, as the index would settle it.
    assert constat.correction.regle == est.pk
    corrigee = shape(constat.correction.geometrie)
    assert corrigee.intersection(shape(ouest.geometrie)).area < 1e-9
    with pytest.raises(PublicationRefusee, match="se recouvrent"):
        publish(couche=couche, now=NOW)


def test_an_overlap_without_any_address_is_a_warning(draw, found):
    draw("ouest", 2.0)
    draw("est", 2.095)
    assert not one(found("RECOUVREMENT")).bloquant


def test_a_priority_is_a_decision_hence_no_overlap(draw, found):
    draw("ouest", 2.0)
    draw("est", 2.05, side=0.2, priorite=1)
    assert "RECOUVREMENT" not in found()


def test_a_polygon_inside_another_is_an_overlap(draw, found):
    draw("ouest", 2.0)
    draw("enclave", 2.01, 44.005, 0.02)
    assert one(found("RECOUVREMENT")).adresses == 4


def test_polygons_of_one_secteur_may_overlap(draw, found):
    draw("ouest", 2.0)
    draw("ouest", 2.05, side=0.05)
    assert "RECOUVREMENT" not in found()


def test_a_thin_overlap_and_a_thin_gap_are_slivers(draw, found):
    draw("ouest", 2.0, side=0.10002)
    draw("est", 2.1)
    assert not one(found("ECHARDE")).bloquant


def test_a_thin_gap_is_a_sliver(draw, found):
    draw("ouest", 2.0)
    zone = square(2.1, 44.0)
    zone["coordinates"][0] = [[2.10003 if x == 2.1 else x, y] for x, y in zone["coordinates"][0]]
    draw("est", 2.1, forme=zone)
    constat = one(found("ECHARDE"))
    assert "1 interstice de moins de 5 m" in constat.phrase and not constat.bloquant
    assert "LACUNE" not in found()


def test_a_gap_is_offered_to_its_closest_neighbour(draw, found):
    ouest = draw("ouest", 2.0, side=0.05)
    zone = square(2.0, 44.05, 0.05)
    draw("ouest", 2.0, forme=zone)
    draw("est", 2.1, side=0.06)
    constat = one([c for c in found("LACUNE") if "Valbrune" in c.phrase])
    assert "Une partie de la commune Valbrune (44" in constat.phrase and not constat.bloquant
    assert constat.adresses == 4
    assert constat.correction.secteur == ouest.secteur_id
    assert shape(constat.correction.geometrie).equals(shape(constat.geometrie))


def test_a_whole_commune_left_out_is_named(draw, found):
    draw("ouest", 2.0)
    constat = one(found("LACUNE"))
    assert "La commune Saint-Aubin-le-Haut n'est dans aucun secteur : 3 adresses" in constat.phrase
    assert constat.correction is None


def test_a_polygon_that_leaves_the_territoire_may_be_cut_at_its_edge(draw, found):
    regle = draw("ouest", 1.9, side=0.2)
    constat = one(found("DEHORS"))
    assert constat.regles == (regle.pk,) and not constat.bloquant
    coupe = shape(constat.correction.geometrie)
    assert coupe.equals(shape(square(2.0, 44.0)))


def test_a_polygon_wholly_elsewhere_is_said_so_and_holds_no_address(draw, found):
    draw("ailleurs", 5.0)
    assert "entièrement hors du territoire" in one(found("DEHORS")).phrase
    assert "ne correspond à aucune adresse" in one(found("REGLE_VIDE")).phrase


def test_orphan_addresses_are_counted_by_commune(couche, found):
    VoieRegleFactory(secteur=SecteurFactory(couche=couche))
    constats = found("ADRESSE_ORPHELINE")
    assert {c.phrase: c.adresses for c in constats} == {
        "6 adresses de Valbrune n'ont aucun secteur.": 6,
        "3 adresses de Saint-Aubin-le-Haut n'ont aucun secteur.": 3,
    }
    assert constats[0].geometrie["type"] == "MultiPoint"


def test_an_address_that_two_rules_claim_alike_is_blocking(couche, found):
    un, deux = (SecteurFactory(couche=couche, nom=nom) for nom in ("Un", "Deux"))
    VoieRegleFactory(secteur=un, numero_du=1, numero_au=12)
    VoieRegleFactory(secteur=deux, numero_du=12, numero_au=80)
    constat = one(found("ADRESSE_DOUBLE"))
    assert constat.bloquant and constat.adresses == 2
    assert "« Un » et « Deux » (2 adresses concernées)" in constat.phrase
    assert constat.exemples[0] == "12 Rue des Lilas 99100 Valbrune"


def test_a_narrower_rule_or_a_priority_claims_nothing_twice(couche, found):
    un, deux = SecteurFactory(couche=couche), SecteurFactory(couche=couche)
    VoieRegleFactory(secteur=un)
    VoieRegleFactory(secteur=deux, numero_au=12)
    AdresseRegleFactory(secteur=un)
    assert "ADRESSE_DOUBLE" not in found()


def test_a_commune_in_two_secteurs_is_blocking_even_without_addresses(territoire):
    couche = CoucheFactory(territoire=territoire)
    for nom in ("Un", "Deux"):
        RegleFactory(secteur=SecteurFactory(couche=couche, nom=nom), communes=["99001"])
    rapport = check(compile_couche(couche, le=date(2026, 11, 23)), couche)
    assert [c.code for c in rapport.bloquants] == ["ADRESSE_DOUBLE"]
    assert not rapport.publiable


def test_a_commune_that_a_border_cuts_is_told_until_it_is_declared(draw, found, couche):
    draw("ouest", 2.0, side=0.05)
    draw("ouest", 2.0, 44.05, side=0.05)
    draw("est", 2.05, side=0.05)
    draw("est", 2.05, 44.05, side=0.05)
    draw("autre", 2.1)
    constat = one(found("COMMUNE_COUPEE"))
    assert "« Ouest » (6), « Est » (4)" in constat.phrase
    assert constat.adresses == 4
    couche.communes_coupees = ["99001"]
    couche.save()
    assert "COMMUNE_COUPEE" not in found()


def test_street_rules_say_by_themselves_that_a_commune_is_cut(couche, found):
    RegleFactory(secteur=SecteurFactory(couche=couche), communes=["99001"])
    VoieRegleFactory(secteur=SecteurFactory(couche=couche))
    assert "COMMUNE_COUPEE" not in found()


@pytest.mark.parametrize(
    ("fabrique", "champs", "attendu"),
    [
        (VoieRegleFactory, {"voie_nom": "Rue Absente"},
         "La règle de voie « Rue Absente (99001) »"),
        (VoieRegleFactory, {"numero_du": 500}, "« Rue des Lilas (99001), à partir du 500 »"),
        (AdresseRegleFactory, {"adresse_id": "99001_0001_00099", "libelle": "99 rue des Lilas"},
         "L'adresse « 99 rue des Lilas »"),
        (RegleFactory, {"communes": ["12345"]}, "La liste de communes « 12345 »"),
    ],
)  # fmt: skip
def test_a_rule_that_matches_nothing_is_told(couche, found, fabrique, champs, attendu):
    regle = fabrique(secteur=SecteurFactory(couche=couche), **champs)
    constat = one(found("REGLE_VIDE"))
    assert attendu in constat.phrase and constat.regles == (regle.pk,)


def test_a_secteur_without_rule_is_told(couche, found):
    SecteurFactory(couche=couche, nom="Vide")
    assert one(found("REGLE_VIDE")).phrase == "Le secteur « Vide » n'a aucune règle en vigueur."


def test_blocking_findings_come_first_then_the_most_addresses(draw, couche):
    draw("ouest", 2.0)
    draw("est", 2.05, side=0.05)
    VoieRegleFactory(secteur=couche.secteurs.first(), voie_nom="Rue Absente")
    rapport = check(compile_couche(couche, le=date(2026, 11, 23)), couche)
    assert [c.code for c in rapport.constats][:2] == ["RECOUVREMENT", "LACUNE"]
    assert len(rapport.bloquants) + len(rapport.avertissements) == len(rapport.constats)


def test_holes_are_kept_and_seen_as_gaps(draw, found):
    troue = square(2.0, 44.0)
    troue["coordinates"].append(square(2.005, 44.005, 0.01)["coordinates"][0])
    draw("ouest", 2.0, forme=troue)
    draw("est", 2.1)
    assert one(found("LACUNE")).adresses == 3
    assert Regle.objects.first().geometrie == troue
