"""Writing the catalogue: what is refused, and what never touches an Rdv."""

import datetime as dt

import pytest

from booking.errors import CatalogueRefuse, NonModifiable
from booking.models import Auteur, Etape, Mode, Motif, Ouverture, ReglageLocal, Statut, held_at
from booking.services.catalogue import (
    add_motif,
    add_service,
    change_motif,
    change_service,
    close_motif,
    move_in_list,
    reopen_motif,
    set_discretion,
)
from booking.services.deplacement import move_rdv
from booking.services.disponibilites import next_par_lieu
from booking.services.etapes import set_etape
from booking.services.reglages import remove_reglage, set_reglage
from tests.booking.monde import DEBUT, NOW, book, monde
from tests.factories.booking import (
    LieuFactory,
    MotifFactory,
    OrganisationFactory,
    OuvertureFactory,
    PlageFactory,
    ReglageLocalFactory,
    ServiceFactory,
)
from tests.factories.sectorisation import CoucheFactory

pytestmark = pytest.mark.django_db
JOUR = 24 * 60
AUJOURDHUI, DEMAIN = NOW.date(), (NOW + dt.timedelta(days=1)).date()


def test_a_new_motif_comes_last_and_is_for_the_secretariat_first():
    ancien = MotifFactory(ordre=70)
    nouveau = add_motif(service=ancien.service, nom=" Peser  mon bébé ", duree=15, mode=Mode.VISIO)
    assert (nouveau.nom, nouveau.slug, nouveau.etape) == (
        "Peser mon bébé",
        "peser-mon-bebe",
        Etape.SECRETARIAT,
    )
    assert nouveau.ordre > ancien.ordre


@pytest.mark.parametrize("nom", ["peser mon BÉBÉ", "Services", "ajouter", "…"])
def test_a_name_taken_reserved_or_without_letters_is_refused(nom):
    motif = MotifFactory(nom="Peser mon bébé")
    with pytest.raises(CatalogueRefuse) as refus:
        add_motif(service=motif.service, nom=nom, duree=15, mode=Mode.SUR_PLACE)
    assert refus.value.champ == "nom"


def test_the_same_name_serves_in_another_territoire_and_an_address_never_moves():
    motif = MotifFactory(nom="Peser mon bébé")
    service = add_service(
        territoire=ServiceFactory().territoire, nom="PMI", nom_court="", discret=False
    )
    assert add_motif(service=service, nom="Peser mon bébé", duree=15, mode=Mode.SUR_PLACE)
    change_motif(motif=motif, changes={"nom": "Peser un nourrisson"})
    motif.refresh_from_db()
    assert (motif.nom, motif.slug) == ("Peser un nourrisson", "peser-mon-bebe")


def test_a_shorter_motif_leaves_its_rdv_as_they_are():
    m = monde(duree=60)
    rdv = book(m).rdv
    change_motif(motif=m.motif, changes={"duree": 20})
    rdv.refresh_from_db()
    assert rdv.fin - rdv.debut == dt.timedelta(minutes=60)


def test_delays_that_would_cross_at_a_site_are_refused_with_its_name():
    m = monde(delai_min=30, delai_max=60 * JOUR)
    ReglageLocalFactory(motif=m.motif, lieu=m.lieu, delai_min=20 * JOUR)
    with pytest.raises(CatalogueRefuse, match=m.lieu.nom):
        change_motif(motif=m.motif, changes={"delai_max": 10 * JOUR})
    assert Motif.objects.get(pk=m.motif.pk).delai_max == 60 * JOUR


def test_what_is_not_of_the_catalogue_is_not_written():
    with pytest.raises(ValueError, match="actif"):
        change_motif(motif=MotifFactory(), changes={"actif": False})


def test_a_closed_motif_keeps_its_rdv_which_an_agent_alone_moves():
    m = monde()
    loin = DEBUT + dt.timedelta(days=7)
    rdv = book(m, loin).rdv
    close_motif(motif=m.motif)
    m.motif.refresh_from_db()
    rdv = type(rdv).objects.with_people().get(pk=rdv.pk)
    assert rdv.statut == Statut.A_VENIR
    assert next_par_lieu(motif=m.motif, lieux=[m.lieu], now=NOW) == {m.lieu.pk: None}
    later = loin + dt.timedelta(minutes=30)
    with pytest.raises(NonModifiable):
        move_rdv(rdv=rdv, debut=later, lieu=m.lieu, now=NOW, par=Auteur.USAGER)
    moved = move_rdv(
        rdv=rdv,
        debut=later,
        lieu=m.lieu,
        now=NOW,
        par=Auteur.AGENT,
        agent=m.agents[0],
        force=True,
    )
    assert moved.debut == later
    reopen_motif(motif=m.motif)
    assert Motif.objects.active().filter(pk=m.motif.pk).exists()


def test_a_couche_of_another_territoire_is_refused():
    with pytest.raises(CatalogueRefuse):
        change_service(service=ServiceFactory(), changes={"couche": CoucheFactory()})


@pytest.mark.parametrize("discret", [True, False])
def test_discretion_waits_until_no_rdv_is_to_come(discret):
    m = monde()
    service = m.motif.service
    service.discret = not discret
    service.save()
    rdv = book(m).rdv
    with pytest.raises(CatalogueRefuse, match="1 rendez-vous à venir a"):
        set_discretion(service=service, discret=discret, now=NOW)
    set_discretion(service=service, discret=discret, now=rdv.debut)
    service.refresh_from_db()
    assert service.discret is discret


def test_one_place_up_changes_only_two_neighbours():
    service = ServiceFactory()
    a, b, c = (MotifFactory(service=service, nom=nom, ordre=100) for nom in "ABC")
    move_in_list(row=c, plus_haut=True)
    move_in_list(row=a, plus_haut=True)
    assert list(Motif.objects.order_by("ordre")) == [a, c, b]


# --- steps ----------------------------------------------------------------------------------------


def steps(m, *lieux, today=AUJOURDHUI):
    motif = Motif.objects.get(pk=m.motif.pk)
    found = Ouverture.objects.steps(motifs=[motif], lieux=lieux, today=today)
    return [found[motif.pk, lieu.pk] for lieu in lieux]


def test_one_gesture_for_an_organisation_may_replace_what_its_sites_say():
    m = monde()
    autre = LieuFactory(territoire=m.territoire, organisation=m.lieu.organisation)
    OuvertureFactory(motif=m.motif, lieu=m.lieu, etape=Etape.RAPPELS)
    gesture = {"motif": m.motif, "cible": m.lieu.organisation, "today": AUJOURDHUI}
    set_etape(**gesture, etape=Etape.PRESCRIPTEURS)
    assert steps(m, m.lieu, autre) == [Etape.RAPPELS, Etape.PRESCRIPTEURS]
    set_etape(**gesture, etape=Etape.SECRETARIAT, remplacer=True)
    assert steps(m, m.lieu, autre) == [Etape.SECRETARIAT, Etape.SECRETARIAT]
    assert Ouverture.objects.count() == 1


def test_everywhere_at_a_date_is_said_by_each_organisation_that_holds_it():
    m = monde(ouverture=Etape.SECRETARIAT)
    PlageFactory(lieu=LieuFactory(territoire=m.territoire), motifs=[m.motif])
    OrganisationFactory(territoire=m.territoire, nom="Sans ce motif")
    set_etape(
        motif=m.motif,
        cible=None,
        etape=Etape.SECRETARIAT,
        prochaine=Etape.EN_LIGNE,
        a_partir_du=DEMAIN,
        today=AUJOURDHUI,
        remplacer=True,
    )
    assert Ouverture.objects.count() == 2
    assert steps(m, m.lieu) == [Etape.SECRETARIAT]
    assert steps(m, m.lieu, today=DEMAIN) == [Etape.EN_LIGNE]


@pytest.mark.parametrize(
    ("values", "champ"),
    [
        ({"prochaine": Etape.EN_LIGNE}, "a_partir_du"),
        ({"a_partir_du": DEMAIN}, "prochaine_etape"),
        ({"prochaine": Etape.EN_LIGNE, "a_partir_du": AUJOURDHUI}, "a_partir_du"),
    ],
)
def test_a_next_step_needs_a_day_to_come(values, champ):
    m = monde()
    with pytest.raises(CatalogueRefuse) as refus:
        set_etape(motif=m.motif, cible=m.lieu, etape=Etape.SECRETARIAT, today=AUJOURDHUI, **values)
    assert refus.value.champ == champ


# --- local lines ----------------------------------------------------------------------------------


def test_a_local_line_is_written_whole_each_time():
    m = monde()
    set_reglage(motif=m.motif, cible=m.lieu, valeurs={"duree": 45, "pieces": ["Carnet"]})
    set_reglage(motif=m.motif, cible=m.lieu, valeurs={"consigne": "Porte B."})
    line = ReglageLocal.objects.get()
    assert (line.duree, line.pieces, line.consigne) == (None, [], "Porte B.")
    remove_reglage(reglage=line)
    assert held_at(Motif.objects.get(pk=m.motif.pk), m.lieu).consigne == ""


@pytest.mark.parametrize(
    ("valeurs", "champ"),
    [
        ({}, None),
        ({"delai_min": 90, "delai_max": 60}, "delai_max"),
        ({"delai_min": 100 * JOUR}, "delai_max"),
    ],
)
def test_a_local_line_that_says_nothing_or_crosses_delays_is_refused(valeurs, champ):
    m = monde(delai_max=90 * JOUR)
    with pytest.raises(CatalogueRefuse) as refus:
        set_reglage(motif=m.motif, cible=m.lieu, valeurs=valeurs)
    assert refus.value.champ == champ
    assert not ReglageLocal.objects.exists()


def test_a_site_of_another_territoire_changes_nothing_here():
    m = monde()
    ailleurs = LieuFactory()
    with pytest.raises(CatalogueRefuse):
        set_reglage(motif=m.motif, cible=ailleurs, valeurs={"duree": 45})
    with pytest.raises(CatalogueRefuse):
        set_etape(motif=m.motif, cible=ailleurs, etape=Etape.EN_LIGNE, today=AUJOURDHUI)
