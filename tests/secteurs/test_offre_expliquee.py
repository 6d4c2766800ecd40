"""Each reason why something is not offered at an address."""

import datetime as dt

import pytest
from django.urls import reverse

from booking.models import Etape, Niveau, Rattachement, Service
from booking.perms import seen_services
from booking.services.offre_expliquee import explain_offer
from booking.services.rattachement import AdresseResolue
from sectorisation.models import Couche
from tests.factories.booking import (
    NOW,
    AbsenceFactory,
    AgentFactory,
    AttributionFactory,
    LieuFactory,
    MotifFactory,
    OuvertureFactory,
    PlageFactory,
)
from tests.secteurs.terrain import horloge, monde, navigateur, referente

__all__ = ["horloge", "monde", "navigateur", "referente"]


@pytest.fixture
def explique(monde):
    """The explanation of one motif for an address of the west."""

    def ask(motif, *, vus=None, secteur=monde.ouest):
        couche = Couche.objects.select_related("territoire").get(pk=monde.ouest.couche_id)
        tous = set(Service.objects.values_list("pk", flat=True))
        adresse = AdresseResolue(
            lon=2.02, lat=44.02, secteur_id=secteur and secteur.pk, secteur_nom="Orval-Ouest"
        )
        lignes = explain_offer(
            couche=couche, adresse=adresse, vus=tous if vus is None else vus, now=NOW
        )
        return next(ligne for ligne in lignes if ligne.motif == motif)

    return ask


def reasons(elements, name):
    """The sentences about a site or an agent."""
    for element in elements:
        thing = getattr(element, "lieu", None) or element.agent
        if str(thing) == name:
            assert element.offert is (not element.raisons) or element.prochain is None
            return [raison.phrase for raison in element.raisons]
    return None


def test_what_is_offered_has_its_next_start_and_no_reason(explique, monde):
    ligne = explique(monde.impose)

    assert ligne.offert
    offert = ligne.lieux[0]
    assert (offert.lieu, offert.offert, offert.raisons) == (monde.orval, True, ())
    assert offert.prochain == dt.datetime(2027, 1, 11, 8, tzinfo=dt.UTC)
    assert [a.prochain for a in ligne.agents if a.offert] == [offert.prochain]


def test_an_imposed_site_keeps_the_others_out(explique, monde):
    ligne = explique(monde.impose)

    assert reasons(ligne.lieux, "Pôle de Brissoles") == ["Il sert un autre secteur : Orval-Est."]
    assert reasons(ligne.lieux, "Antenne de Courville") == ["Il n’est attribué à aucun secteur."]


def test_a_site_at_an_earlier_step_says_which_and_when_it_moves_on(explique, monde):
    OuvertureFactory(
        motif=monde.consultation,
        lieu=monde.orval,
        etape=Etape.SECRETARIAT,
        prochaine_etape=Etape.EN_LIGNE,
        a_partir_du=dt.date(2027, 2, 1),
    )

    lieu = next(x for x in explique(monde.consultation).lieux if x.lieu == monde.orval)

    assert [r.phrase for r in lieu.raisons] == [
        "Étape « Secrétariat » : pas encore en ligne.",
        "Étape « En ligne » à partir du",
    ]
    assert lieu.raisons[1].le == dt.date(2027, 2, 1)


def test_the_step_of_the_organisation_counts_where_the_site_says_nothing(explique, monde):
    OuvertureFactory(
        motif=monde.consultation, organisation=monde.orval.organisation, etape=Etape.RAPPELS
    )

    ligne = explique(monde.consultation)

    assert not ligne.offert
    assert "Étape « Rappels seuls » : pas encore en ligne." in reasons(
        ligne.lieux, "Maison d’Orval"
    )


def test_a_closed_site_says_so(explique, monde):
    monde.orval.ouvert = False
    monde.orval.save()

    assert "Ce lieu ne reçoit plus." in reasons(explique(monde.impose).lieux, "Maison d’Orval")


def test_the_site_of_the_secteur_without_a_plage_is_listed_with_its_reason(explique, monde):
    LieuFactory(
        territoire=monde.territoire, organisation=monde.orval.organisation, nom="Bus de la PMI"
    )
    AttributionFactory(secteur=monde.ouest, organisation=monde.orval.organisation)

    phrases = reasons(explique(monde.impose).lieux, "Bus de la PMI")

    assert phrases == ["Aucune plage d’ouverture pour ce motif."]


def test_an_open_site_where_nobody_receives_says_that_no_plage_is_there(explique, monde):
    monde.orval.plages.all().delete()
    OuvertureFactory(motif=monde.impose, lieu=monde.orval, etape=Etape.EN_LIGNE)

    ligne = explique(monde.impose)

    assert ligne.lieux[0].offert
    assert reasons(ligne.lieux, "Maison d’Orval") == ["Aucune plage d’ouverture pour ce motif."]


def test_a_site_all_taken_says_that_nothing_is_free(explique, monde):
    plage = monde.orval.plages.get()
    AbsenceFactory(agent=plage.agent, premier_jour=NOW.date(), dernier_jour=dt.date(2028, 1, 1))

    ligne = explique(monde.impose)

    assert reasons(ligne.lieux, "Maison d’Orval") == ["Aucun créneau libre pour le moment."]
    assert reasons(ligne.agents, str(plage.agent)) == ["Aucun créneau libre pour le moment."]


@pytest.mark.parametrize(
    ("quoi", "phrase"),
    [("motif", "Le motif n’est plus proposé."), ("service", "Le service n’est plus proposé.")],
)
def test_an_inactive_motif_or_service_says_so(explique, monde, quoi, phrase):
    fermee = monde.consultation if quoi == "motif" else monde.pmi
    fermee.actif = False
    fermee.save()

    ligne = explique(monde.consultation)

    assert not ligne.offert
    assert [raison.phrase for raison in ligne.raisons] == [phrase]
    assert not ligne.lieux


def test_an_agent_at_another_site_and_one_who_left_say_so(explique, monde):
    partie = monde.orval.plages.get().agent
    partie.actif = False
    partie.save()

    ligne = explique(monde.impose)

    assert reasons(ligne.agents, str(partie)) == ["Cet agent ne reçoit plus."]
    ailleurs = monde.brissoles.plages.get().agent
    assert reasons(ligne.agents, str(ailleurs)) == [
        "Reçoit dans un lieu qui n’est pas proposé : Pôle de Brissoles."
    ]


def test_an_agent_in_charge_of_the_secteur_without_a_plage_says_so(explique, monde):
    nora = AgentFactory(territoire=monde.territoire, services=[monde.pmi], nom="Nora")
    AttributionFactory(secteur=monde.ouest, agent=nora)

    assert reasons(explique(monde.impose).agents, str(nora)) == [
        "Aucune plage d’ouverture pour ce motif."
    ]


def test_a_motif_that_nobody_serves_in_the_secteur_is_not_offered(explique, monde):
    monde.ouest.attributions.all().delete()

    ligne = explique(monde.impose)

    assert not ligne.offert
    assert [r.phrase for r in ligne.raisons] == [
        "Personne n’est désigné pour ce secteur.",
        "Aucun lieu ne le propose en ligne à cette adresse.",
    ]
    assert all(lieu.raisons for lieu in ligne.lieux)


def test_a_motif_of_another_service_is_not_part_of_this_couche(explique, monde):
    with pytest.raises(StopIteration):
        explique(monde.demarche)


# --- discreet services ----------------------------------------------------------------------------


@pytest.fixture
def discret(monde):
    """The discreet service follows this couche too, and one of its agents receives at Orval."""
    Service.objects.filter(pk=monde.secret.service_id).update(couche=monde.ouest.couche)
    monde.secret.rattachement = Rattachement.IMPOSE
    monde.secret.save()
    return monde.secret


def test_a_discreet_service_of_others_shows_no_agent_and_no_start(
    explique, monde, referente, discret
):
    vus = set(seen_services(referente).values_list("pk", flat=True))

    ligne = explique(discret, vus=vus)

    assert ligne.cache and ligne.offert
    assert ligne.agents == ()
    assert all(lieu.prochain is None for lieu in ligne.lieux)
    told = {raison.phrase for lieu in ligne.lieux for raison in lieu.raisons}
    assert not {phrase for phrase in told if "créneau" in phrase or "plage" in phrase}


def test_one_of_its_own_referents_sees_them(explique, monde, referente, discret):
    referente.services.add(discret.service)
    vus = set(seen_services(referente).values_list("pk", flat=True))

    ligne = explique(discret, vus=vus)

    assert not ligne.cache
    assert ligne.agents and ligne.lieux[0].prochain


def test_the_page_names_no_agent_of_a_discreet_service(navigateur, monde, discret):
    cachee = AgentFactory(territoire=monde.territoire, nom="Kerhervé")
    PlageFactory(lieu=monde.orval, motifs=[discret], agent=cachee, chaque_semaine=True)

    page = navigateur.post(
        reverse("agents:secteurs:essai", args=["pmi"]),
        {"adresse": "3 rue des lilas orval", "reponse": "publiee"},
    )

    assert "Service discret" in page.text
    assert "Kerhervé" not in page.text


def test_other_motifs_cost_a_bounded_number_of_queries(
    explique, monde, django_assert_max_num_queries
):
    for _ in range(8):
        MotifFactory(territoire=monde.territoire, service=monde.pmi)

    with django_assert_max_num_queries(12 + 14 * 10):
        explique(monde.impose)


# --- levels ---------------------------------------------------------------------------------------


def test_at_the_level_of_agents_only_those_of_the_secteur_are_offered(explique, monde):
    monde.consultation.niveau = Niveau.AGENT
    monde.consultation.save()
    designe = monde.orval.plages.get().agent
    AttributionFactory(secteur=monde.ouest, agent=designe)

    ligne = explique(monde.consultation)

    assert [lieu.lieu for lieu in ligne.lieux if lieu.offert] == [monde.orval]
    assert [a.agent for a in ligne.agents if a.offert] == [designe]
    assert reasons(ligne.lieux, "Pôle de Brissoles") == [
        "Aucun agent du secteur n’y reçoit pour ce motif."
    ]
    autre = monde.brissoles.plages.get().agent
    assert reasons(ligne.agents, str(autre)) == ["Il n’est pas désigné pour ce secteur."]


def test_a_site_attributed_below_the_level_of_the_motif_says_so(explique, monde):
    monde.impose.niveau = Niveau.ORGANISATION
    monde.impose.save()

    ligne = explique(monde.impose)

    assert [r.phrase for r in ligne.raisons] == [
        "Personne n’est désigné pour ce secteur.",
        "Aucun lieu ne le propose en ligne à cette adresse.",
    ]
    assert reasons(ligne.lieux, "Maison d’Orval") == [
        "Ce motif ne suit que le niveau « Organisation »."
    ]
