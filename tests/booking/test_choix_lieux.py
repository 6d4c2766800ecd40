"""Which sites are proposed, in which order, and why."""

import datetime as dt

import pytest

from booking.errors import CreneauImpossible
from booking.models import Etape, Rattachement
from booking.services.choix_lieux import lieux_for
from booking.services.depart import read_depart, sign_depart
from booking.services.rattachement import AdresseResolue, lieux_of
from tests.booking.monde import DEBUT, NOW, monde
from tests.factories.booking import (
    AttributionFactory,
    LieuFactory,
    OuvertureFactory,
    PlageFactory,
)
from tests.factories.sectorisation import CoucheFactory, SecteurFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def deux_sites():
    """One competent but far, one near but elsewhere."""

    def build(**motif):
        m = monde(**motif)
        m.lieu.lon, m.lieu.lat = 3.0, 45.0
        m.lieu.save()
        near = LieuFactory(territoire=m.territoire, lon=2.1, lat=44.1)
        PlageFactory(lieu=near, motifs=[m.motif], chaque_semaine=True)
        couche = CoucheFactory(territoire=m.territoire)
        m.motif.service.couche = couche
        m.motif.service.save()
        secteur = SecteurFactory(couche=couche, nom="Orval-Nord")
        AttributionFactory(secteur=secteur, lieu=m.lieu)
        adresse = AdresseResolue(2.1, 44.1, secteur_id=secteur.pk, secteur_nom=secteur.nom)
        return m, near, adresse

    return build


def order(choix):
    return [p.lieu for p in choix.proposes]


def test_imposed_the_competent_site_stands_alone_with_the_reason(deux_sites):
    m, _, adresse = deux_sites(rattachement=Rattachement.IMPOSE)
    choix = lieux_for(motif=m.motif, now=NOW, adresse=adresse)
    assert order(choix) == [m.lieu]
    assert choix.impose
    assert "Orval-Nord" in choix.raison


def test_advised_it_comes_first_and_is_marked(deux_sites):
    m, near, adresse = deux_sites(rattachement=Rattachement.CONSEILLE)
    choix = lieux_for(motif=m.motif, now=NOW, adresse=adresse)
    assert order(choix) == [m.lieu, near]
    assert [p.competent for p in choix.proposes] == [True, False]


def test_free_the_nearest_comes_first(deux_sites):
    m, near, adresse = deux_sites(rattachement=Rattachement.LIBRE)
    choix = lieux_for(motif=m.motif, now=NOW, adresse=adresse)
    assert order(choix) == [near, m.lieu]
    assert choix.proposes[0].distance_km == 0.0


def test_without_a_fixed_address_every_site_is_proposed(deux_sites):
    m, near, _ = deux_sites(rattachement=Rattachement.IMPOSE)
    choix = lieux_for(motif=m.motif, now=NOW, adresse=None)
    assert set(order(choix)) == {m.lieu, near}
    assert not choix.impose


def test_in_no_secteur_every_site_is_proposed_with_the_reason(deux_sites):
    m, near, _ = deux_sites(rattachement=Rattachement.IMPOSE)
    choix = lieux_for(motif=m.motif, now=NOW, adresse=AdresseResolue(2.1, 44.1))
    assert set(order(choix)) == {m.lieu, near}
    assert choix.orphelin
    assert "aucun secteur" in choix.raison and "appelez-nous" in choix.raison


def test_a_site_not_yet_online_is_reached_by_telephone(deux_sites):
    m, near, adresse = deux_sites(rattachement=Rattachement.CONSEILLE)
    OuvertureFactory(motif=m.motif, lieu=m.lieu, etape=Etape.RAPPELS)
    choix = lieux_for(motif=m.motif, now=NOW, adresse=adresse)
    assert order(choix) == [near]
    assert choix.joindre == [m.lieu]


def test_a_closed_site_is_not_mentioned(deux_sites):
    m, near, adresse = deux_sites()
    near.ouvert = False
    near.save()
    choix = lieux_for(motif=m.motif, now=NOW, adresse=adresse)
    assert near not in order(choix) + choix.joindre


def test_each_site_comes_with_its_next_start(deux_sites):
    m, _, adresse = deux_sites()
    choix = lieux_for(motif=m.motif, now=NOW, adresse=adresse)
    assert {p.prochain.debut for p in choix.proposes} == {DEBUT}


def test_the_choice_takes_few_queries(deux_sites, django_assert_max_num_queries):
    m, _, adresse = deux_sites()
    with django_assert_max_num_queries(8):
        lieux_for(motif=m.motif, now=NOW, adresse=adresse)


def test_a_secteur_is_served_by_sites_organisations_and_agents():
    m = monde()
    secteur = SecteurFactory(couche=CoucheFactory(territoire=m.territoire))
    of_team = LieuFactory(territoire=m.territoire)
    of_agent = LieuFactory(territoire=m.territoire)
    plage = PlageFactory(lieu=of_agent, motifs=[m.motif])
    LieuFactory(territoire=m.territoire)
    AttributionFactory(secteur=secteur, lieu=m.lieu)
    AttributionFactory(secteur=secteur, organisation=of_team.organisation)
    AttributionFactory(secteur=secteur, agent=plage.agent)
    assert set(lieux_of(secteur_id=secteur.pk)) == {m.lieu, of_team, of_agent}


def test_a_signed_start_is_read_back_for_fifteen_minutes():
    m = monde()
    value = sign_depart(motif=m.motif, lieu=m.lieu, debut=DEBUT, now=NOW)
    fresh = read_depart(value, now=NOW + dt.timedelta(minutes=15))
    stale = read_depart(value, now=NOW + dt.timedelta(minutes=16))
    assert (fresh.motif_uid, fresh.lieu_uid, fresh.debut) == (m.motif.uid, m.lieu.uid, DEBUT)
    assert (fresh.signe, stale.signe) == (True, False)


@pytest.mark.parametrize("value", ["", "a.b.c.d:x", "x" * 9000, "é", ":", "\0"])
def test_a_tampered_start_is_impossible(value):
    with pytest.raises(CreneauImpossible):
        read_depart(value, now=NOW)
