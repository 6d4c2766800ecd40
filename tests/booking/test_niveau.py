"""The level of a motif: whose attributions decide who receives, on every way to a booking."""

from dataclasses import dataclass

import pytest

from booking.errors import CreneauImpossible, CreneauPris, MotifFerme
from booking.models import Attribution, Auteur, Mode, Niveau, PlageOuverture, Rattachement, Rdv
from booking.services.alternatives import alternatives
from booking.services.choix_lieux import lieux_for
from booking.services.deplacement import agents_for_move, move_rdv
from booking.services.disponibilites import week
from booking.services.rattachement import (
    AdresseResolue,
    agents_for_address,
    is_allowed_at,
    lieux_of,
)
from booking.services.tenue import hold_creneau
from sectorisation.models import Secteur
from tests.booking.monde import DEBUT, NOW, Monde, book, monde
from tests.factories.booking import AttributionFactory, LieuFactory, PlageFactory
from tests.factories.sectorisation import CoucheFactory, SecteurFactory

pytestmark = pytest.mark.django_db

LUNDI = DEBUT.date()


@dataclass
class Terrain(Monde):
    """Two agents receive at `lieu`, a third elsewhere; nobody is in charge of the secteur yet."""

    ailleurs: PlageOuverture | None = None
    secteur: Secteur | None = None
    adresse: AdresseResolue | None = None

    def put_in_charge(self, **cible) -> Attribution:
        return AttributionFactory(secteur=self.secteur, **cible)


def terrain(niveau=Niveau.AGENT, **motif) -> Terrain:
    m = monde(agents=2, niveau=niveau, **motif)
    couche = CoucheFactory(territoire=m.territoire)
    m.motif.service.couche = couche
    m.motif.service.save()
    secteur = SecteurFactory(couche=couche, nom="Orval-Nord")
    autre = LieuFactory(territoire=m.territoire)
    return Terrain(
        m.motif,
        m.lieu,
        m.plages,
        PlageFactory(lieu=autre, motifs=[m.motif], chaque_semaine=True),
        secteur,
        AdresseResolue(2.1, 44.1, secteur_id=secteur.pk, secteur_nom=secteur.nom),
    )


def sites(choix):
    return [p.lieu for p in choix.proposes]


def test_at_territory_level_no_secteur_is_looked_at():
    m = terrain(Niveau.TERRITOIRE, rattachement=Rattachement.IMPOSE)
    m.put_in_charge(lieu=m.lieu)
    choix = lieux_for(motif=m.motif, now=NOW, adresse=m.adresse)
    assert set(sites(choix)) == {m.lieu, m.ailleurs.lieu}
    assert not choix.impose and not choix.raison
    assert is_allowed_at(motif=m.motif, lieu=m.ailleurs.lieu, adresse=m.adresse)


def test_at_organisation_level_only_organisations_count():
    m = terrain(Niveau.ORGANISATION, rattachement=Rattachement.IMPOSE)
    m.put_in_charge(lieu=m.ailleurs.lieu)
    assert lieux_of(secteur_id=m.secteur.pk, motif=m.motif) == []
    m.put_in_charge(organisation=m.lieu.organisation)
    assert sites(lieux_for(motif=m.motif, now=NOW, adresse=m.adresse)) == [m.lieu]


def test_at_site_level_every_attribution_counts():
    m = terrain(Niveau.LIEU)
    m.put_in_charge(organisation=m.lieu.organisation)
    m.put_in_charge(agent=m.ailleurs.agent)
    assert set(lieux_of(secteur_id=m.secteur.pk, motif=m.motif)) == {m.lieu, m.ailleurs.lieu}


def test_at_agent_level_only_the_sites_of_its_agents_are_proposed():
    m = terrain(rattachement=Rattachement.LIBRE)
    m.put_in_charge(agent=m.agents[0])
    choix = lieux_for(motif=m.motif, now=NOW, adresse=m.adresse)
    assert sites(choix) == [m.lieu]
    assert choix.proposes[0].prochain.agent == m.agents[0].pk
    assert "Orval-Nord" in choix.raison


def test_nobody_in_charge_is_said_instead_of_offering_everyone():
    m = terrain()
    choix = lieux_for(motif=m.motif, now=NOW, adresse=m.adresse)
    assert choix.proposes == [] and choix.personne
    assert choix.raison.startswith("Personne n’est encore désigné pour votre secteur")


def test_an_agent_who_left_is_nobody():
    m = terrain()
    m.put_in_charge(agent=m.agents[0])
    m.agents[0].actif = False
    m.agents[0].save()
    assert lieux_for(motif=m.motif, now=NOW, adresse=m.adresse).personne


def test_an_agent_in_charge_who_does_not_receive_yet_is_another_sentence():
    m = terrain()
    m.put_in_charge(agent=m.agents[0])
    m.plages[0].delete()
    choix = lieux_for(motif=m.motif, now=NOW, adresse=m.adresse)
    assert choix.proposes == [] and not choix.personne
    assert "ne propose pas encore ce rendez-vous" in choix.raison


def test_nobody_in_charge_of_an_advised_site_leaves_the_choice():
    m = terrain(Niveau.LIEU, rattachement=Rattachement.CONSEILLE)
    choix = lieux_for(motif=m.motif, now=NOW, adresse=m.adresse)
    assert set(sites(choix)) == {m.lieu, m.ailleurs.lieu}
    assert "Personne n’est encore désigné" in choix.raison


def test_without_an_address_any_agent_receives():
    m = terrain()
    m.put_in_charge(agent=m.agents[0])
    assert agents_for_address(motif=m.motif, adresse=None) is None
    assert set(sites(lieux_for(motif=m.motif, now=NOW))) == {m.lieu, m.ailleurs.lieu}


def test_the_week_shows_the_starts_of_the_agents_in_charge_alone():
    m = terrain()
    m.put_in_charge(agent=m.agents[0])
    book(m, adresse=m.adresse)
    agents = agents_for_address(motif=m.motif, adresse=m.adresse)
    shown = week(motif=m.motif, lieu=m.lieu, lundi=LUNDI, now=NOW, agents=agents)
    assert DEBUT not in [c.debut for jour in shown.jours for c in jour.creneaux]
    everyone = week(motif=m.motif, lieu=m.lieu, lundi=LUNDI, now=NOW)
    assert DEBUT in [c.debut for jour in everyone.jours for c in jour.creneaux]


def test_the_rdv_goes_to_the_agent_in_charge_even_busier():
    m = terrain()
    m.put_in_charge(agent=m.agents[1])
    book(m, adresse=m.adresse)
    assert Rdv.objects.get().agent == m.agents[1]


def test_a_start_only_others_have_is_refused_with_alternatives_of_those_in_charge():
    m = terrain()
    m.put_in_charge(agent=m.agents[0])
    book(m, adresse=m.adresse)
    with pytest.raises(CreneauPris) as refus:
        book(m, adresse=m.adresse)
    debuts = [a.debut for a in refus.value.alternatives]
    assert debuts and DEBUT not in debuts
    mine = alternatives(motif=m.motif, lieu=m.lieu, debut=DEBUT, now=NOW, agents=[m.agents[0].pk])
    assert debuts == [a.debut for a in mine]


def test_an_attribution_withdrawn_since_the_hold_refuses_under_the_lock():
    m = terrain()
    m.put_in_charge(agent=m.agents[0])
    m.put_in_charge(agent=m.agents[1])
    hold = hold_creneau(
        motif=m.motif,
        lieu=m.lieu,
        debut=DEBUT,
        visiteur="v",
        now=NOW,
        signe=False,
        adresse=m.adresse,
    )
    Attribution.objects.filter(agent=hold.agent_id).delete()
    rdv = book(m, adresse=m.adresse, visiteur="v").rdv
    assert rdv.agent_id != hold.agent_id


def test_nobody_left_in_charge_refuses_the_booking():
    m = terrain()
    m.put_in_charge(agent=m.agents[0])
    Attribution.objects.all().delete()
    with pytest.raises((MotifFerme, CreneauImpossible)):
        book(m, adresse=m.adresse)
    assert not Rdv.objects.exists()


def test_a_secretariat_books_with_whom_it_must():
    m = terrain()
    book(m, adresse=m.adresse, origine=Auteur.AGENT, agent=m.agents[0])
    assert Rdv.objects.get().agent == m.agents[0]


def test_a_moved_rdv_may_keep_its_agent_whatever_the_attributions_became():
    m = terrain(delai_deplacement=0)
    m.put_in_charge(agent=m.agents[0])
    rdv = book(m, adresse=m.adresse).rdv
    Attribution.objects.all().delete()
    assert agents_for_move(rdv) == {m.agents[0].pk}
    later = DEBUT.replace(hour=9)
    moved = move_rdv(rdv=rdv, debut=later, lieu=m.lieu, now=NOW, par=Auteur.USAGER)
    assert (moved.debut, moved.agent) == (later, m.agents[0])


def test_by_phone_too_only_those_in_charge_answer():
    m = terrain(mode=Mode.TELEPHONE)
    m.put_in_charge(agent=m.ailleurs.agent)
    assert sites(lieux_for(motif=m.motif, now=NOW, adresse=m.adresse)) == [m.ailleurs.lieu]


def test_the_level_costs_two_queries_at_most(django_assert_max_num_queries):
    m = terrain()
    m.put_in_charge(agent=m.agents[0])
    with django_assert_max_num_queries(9):
        lieux_for(motif=m.motif, now=NOW, adresse=m.adresse)
