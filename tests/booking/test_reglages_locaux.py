"""What a site changes of a motif: every answer about that site says it, and no other."""

import datetime as dt

import pytest

from booking.errors import CreneauPris
from booking.models import Auteur, Genre, Lieu, Message, Motif, held_at
from booking.notifications.textes import compose_email
from booking.services.deplacement import move_rdv
from booking.services.disponibilites import (
    Face,
    alternatives,
    next_par_lieu,
    next_par_service,
    week,
)
from booking.services.offre import read_offre
from booking.services.tenue import hold_creneau
from tests.booking.monde import DEBUT, NOW, Monde, book, demande, monde
from tests.factories.booking import (
    LUNDI,
    LieuFactory,
    OuvertureFactory,
    PlageFactory,
    ReglageLocalFactory,
)

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
JOUR = 24 * 60
LOIN = DEBUT + dt.timedelta(days=7)


def reglage(m: Monde, **values):
    values.setdefault("lieu", None if "organisation" in values else m.lieu)
    return ReglageLocalFactory(motif=m.motif, **values)


def fresh(m: Monde) -> Motif:
    """The motif as a page reads it."""
    motifs = Motif.objects.with_reglages().select_related("territoire", "service")
    return motifs.get(pk=m.motif.pk)


def other_site(m: Monde) -> Lieu:
    """A second site of the same agent's organisation, where the motif is held as it stands."""
    lieu = LieuFactory(territoire=m.territoire, organisation=m.lieu.organisation)
    PlageFactory(lieu=lieu, motifs=[m.motif], chaque_semaine=True)
    return lieu


def minutes(rdv) -> int:
    return int((rdv.fin - rdv.debut) / MINUTE)


def test_the_site_has_the_last_word_over_its_organisation_value_by_value():
    m = monde(consigne="Sonnez.", pieces=["Carnet"])
    reglage(
        m, organisation=m.lieu.organisation, duree=45, consigne="Porte B.", pieces=["Ordonnance"]
    )
    reglage(m, duree=60, pieces=["Carnet", "Radio"])
    held, sister = held_at(fresh(m), m.lieu), held_at(fresh(m), other_site(m))
    assert (held.duree, held.consigne) == (60, "Porte B.")
    assert held.pieces == ["Carnet", "Ordonnance", "Radio"]
    assert (sister.duree, sister.consigne, sister.pieces) == (
        45,
        "Porte B.",
        ["Carnet", "Ordonnance"],
    )
    elsewhere = held_at(held, LieuFactory(territoire=m.territoire))
    assert (elsewhere.duree, elsewhere.pieces) == (30, ["Carnet"])


def test_a_motif_as_held_somewhere_is_never_saved():
    m = monde()
    reglage(m, duree=60)
    with pytest.raises(TypeError):
        held_at(fresh(m), m.lieu).save()


def test_saying_no_reminder_is_not_saying_nothing():
    m = monde(rappels=[48])
    reglage(m, rappels=[])
    assert held_at(fresh(m), m.lieu).rappels == []


def test_each_site_offers_starts_of_its_own_duration():
    m = monde()
    autre = other_site(m)
    reglage(m, duree=90)
    motif = fresh(m)
    here = week(motif=motif, lieu=m.lieu, lundi=LUNDI, now=NOW)
    there = week(motif=motif, lieu=autre, lundi=LUNDI, now=NOW)
    assert (here.total, there.total) == (2, 6)
    rdv = book(m).rdv
    assert (minutes(rdv), minutes(book(m, lieu=autre).rdv)) == (90, 30)


def test_the_delays_of_a_site_bound_its_starts_alone():
    m = monde(delai_min=30, delai_max=30 * JOUR)
    autre = other_site(m)
    reglage(m, delai_min=8 * JOUR, delai_max=90 * JOUR)
    motif = fresh(m)
    found = next_par_lieu(motif=motif, lieux=[m.lieu, autre], now=NOW)
    assert found[m.lieu.pk].debut == LOIN + dt.timedelta(days=7)
    assert found[autre.pk].debut == DEBUT
    late = NOW + dt.timedelta(days=60)
    assert week(motif=motif, lieu=m.lieu, lundi=late.date(), now=NOW).total
    assert week(motif=motif, lieu=autre, lundi=late.date(), now=NOW).lundi < late.date()
    agents = next_par_lieu(motif=motif, lieux=[m.lieu], now=NOW, face=Face.SECRETARIAT)
    assert agents[m.lieu.pk].debut == DEBUT


def test_services_pages_and_alternatives_ask_each_site():
    m = monde()
    autre = other_site(m)
    # Too long for its opening: nothing fits here.
    reglage(m, duree=12 * 60)
    OuvertureFactory(motif=m.motif, lieu=autre)
    motif = fresh(m)
    assert next_par_service(services=[motif.service], now=NOW)[motif.service_id].lieu == autre
    offered = {o.lieu: o.prochain for o in read_offre(service=motif.service, now=NOW).lieux}
    assert (offered[m.lieu], offered[autre].debut) == (None, DEBUT)
    OuvertureFactory(motif=m.motif, lieu=m.lieu)
    [offert] = read_offre(service=motif.service, now=NOW).motifs
    assert offert.duree is None
    near = alternatives(motif=motif, lieu=m.lieu, debut=DEBUT, now=NOW)
    assert {a.lieu for a in near} == {autre}


def test_lines_cost_one_query_whatever_the_sites(django_assert_max_num_queries):
    m = monde()
    lieux = [m.lieu, *(other_site(m) for _ in range(4))]
    for n, lieu in enumerate(lieux):
        reglage(m, lieu=lieu, duree=30 + 5 * n)
    motif = fresh(m)
    with django_assert_max_num_queries(7):
        assert all(next_par_lieu(motif=motif, lieux=lieux, now=NOW).values())


@pytest.mark.parametrize("apres", [None, 60])
def test_a_held_start_keeps_its_duration_when_the_site_changes_it(apres):
    m = monde()
    line = reglage(m, duree=45)
    held = hold_creneau(
        motif=fresh(m), lieu=m.lieu, debut=DEBUT, visiteur="v", now=NOW, signe=False
    )
    if apres:
        line.duree = apres
        line.save()
    else:
        line.delete()
    rdv = book(Monde(fresh(m), m.lieu), visiteur="v").rdv
    assert (rdv.debut, rdv.fin) == (held.debut, held.fin)
    assert rdv.occupation.pk == held.pk


def test_a_longer_start_never_runs_into_the_next_rdv():
    m = monde()
    book(m, DEBUT + 30 * MINUTE)
    reglage(m, duree=45)
    with pytest.raises(CreneauPris):
        book(Monde(fresh(m), m.lieu), signe=True)
    assert minutes(book(Monde(fresh(m), m.lieu), DEBUT + 60 * MINUTE).rdv) == 45


def test_moved_to_another_site_an_rdv_takes_its_duration():
    m = monde()
    autre = other_site(m)
    reglage(m, lieu=autre, duree=60)
    rdv = book(m, LOIN).rdv
    moved = move_rdv(rdv=rdv, debut=LOIN, lieu=autre, now=NOW, par=Auteur.USAGER)
    assert (minutes(moved), minutes(moved.occupation)) == (60, 60)


def test_the_same_start_of_the_same_site_changes_nothing_to_an_rdv():
    m = monde()
    rdv = book(m, LOIN).rdv
    reglage(m, duree=60)
    same = move_rdv(rdv=rdv, debut=LOIN, lieu=m.lieu, now=NOW, par=Auteur.USAGER)
    assert (minutes(same), same.sequence) == (30, 0)


def test_messages_say_and_remind_as_the_site_does():
    m = monde(consigne="Sonnez.", pieces=["Carnet"], rappels=[48])
    reglage(m, consigne="Passez par la cour.", pieces=["Une photo"], rappels=[72])
    rdv = book(Monde(fresh(m), m.lieu), LOIN, demande=demande(email="claire@example.test")).rdv
    sent = Message.objects.filter(rdv=rdv)
    assert {x.du for x in sent.filter(genre=Genre.RAPPEL)} == {LOIN - dt.timedelta(hours=72)}
    texte = compose_email(sent.filter(genre=Genre.CONFIRMATION).first(), rdv).texte
    assert "Passez par la cour." in texte
    assert "Une photo" in texte
    assert "Sonnez." not in texte
