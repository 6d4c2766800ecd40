"""Next availability, week and alternatives, read from the database."""

import datetime as dt

import pytest

from booking.models import Etape, Mode, Motif, Nature, Occupation, Rattachement
from booking.services.disponibilites import (
    Face,
    alternatives,
    next_par_lieu,
    next_par_service,
    week,
)
from booking.services.lecture import Sauf
from booking.services.tenue import fingerprint, hold_creneau
from tests.booking.monde import DEBUT, NOW, book, monde
from tests.factories.booking import (
    LUNDI,
    AbsenceFactory,
    LieuFactory,
    OuvertureFactory,
    PlageFactory,
)

pytestmark = pytest.mark.django_db
DEMI_HEURE = dt.timedelta(minutes=30)
SEMAINE = dt.timedelta(days=7)


def next_start(m, **kwargs):
    creneau = next_par_lieu(motif=m.motif, lieux=[m.lieu], now=NOW, **kwargs)[m.lieu.pk]
    return creneau and creneau.debut


@pytest.mark.parametrize("sites", [5, 60])
def test_next_availability_takes_six_queries_whatever_the_number_of_sites(
    sites, django_assert_max_num_queries
):
    m = monde()
    lieux = [m.lieu]
    for _ in range(sites - 1):
        lieu = LieuFactory(territoire=m.territoire, organisation=m.lieu.organisation)
        # Far away, so that all three windows are read.
        PlageFactory(lieu=lieu, motifs=[m.motif], premier_jour=LUNDI + dt.timedelta(days=70))
        lieux.append(lieu)
    motif = Motif.objects.with_reglages().select_related("territoire").get(pk=m.motif.pk)
    with django_assert_max_num_queries(6):
        found = next_par_lieu(motif=motif, lieux=lieux, now=NOW)
    assert len(found) == sites
    assert all(found.values())


def test_a_site_whose_step_is_secretariat_offers_nothing_to_usagers():
    m = monde()
    OuvertureFactory(motif=m.motif, lieu=m.lieu, etape=Etape.SECRETARIAT)
    assert next_start(m) is None
    assert next_start(m, face=Face.SECRETARIAT) == DEBUT


def test_a_ceiling_holds_whatever_the_line_of_a_site_says_and_leaves_it():
    m = monde(plafond=Etape.SECRETARIAT)
    OuvertureFactory(motif=m.motif, lieu=m.lieu, etape=Etape.EN_LIGNE)
    assert next_start(m) is None
    m.motif.plafond = Etape.EN_LIGNE
    m.motif.save()
    assert next_start(m) == DEBUT


def test_a_dated_next_step_takes_effect_by_itself():
    m = monde(ouverture=Etape.RAPPELS)
    OuvertureFactory(
        motif=m.motif,
        lieu=m.lieu,
        etape=Etape.RAPPELS,
        prochaine_etape=Etape.EN_LIGNE,
        a_partir_du=LUNDI,
    )
    assert next_start(m) == DEBUT


@pytest.mark.parametrize("closed", ["agent", "motif", "service", "lieu"])
def test_what_is_inactive_offers_nothing(closed):
    m = monde()
    row = {
        "agent": m.agents[0],
        "motif": m.motif,
        "service": m.motif.service,
        "lieu": m.lieu,
    }[closed]
    setattr(row, "ouvert" if closed == "lieu" else "actif", False)
    row.save()
    assert next_start(m) is None


def test_a_day_of_closure_is_skipped():
    m = monde()
    m.lieu.fermetures = [{"debut": "2027-01-10", "fin": "2027-01-12", "raison": "Travaux"}]
    assert next_start(m) == DEBUT + SEMAINE


def test_an_occurrence_sent_to_another_site_is_found_there():
    m = monde()
    autre = LieuFactory(territoire=m.territoire)
    plage = m.plages[0]
    plage.exceptions = {"2027-01-11": {"lieu": autre.pk}}
    plage.save()
    found = next_par_lieu(motif=m.motif, lieux=[m.lieu, autre], now=NOW)
    assert found[autre.pk].debut == DEBUT
    assert found[m.lieu.pk].debut == DEBUT + SEMAINE


def test_an_occurrence_sent_to_a_site_closed_that_day_does_not_take_place():
    m = monde()
    autre = LieuFactory(territoire=m.territoire, fermetures=[{"debut": "2027-01-11"}])
    plage = m.plages[0]
    plage.exceptions = {"2027-01-11": {"lieu": autre.pk}}
    plage.save()
    assert next_par_lieu(motif=m.motif, lieux=[autre], now=NOW)[autre.pk] is None


def test_the_mode_is_that_of_the_occurrence_then_of_the_plage_then_of_the_motif():
    m = monde(plage={"mode": Mode.TELEPHONE, "exceptions": {"2027-01-18": {"mode": "visio"}}})
    modes = [
        next_par_lieu(motif=m.motif, lieux=[m.lieu], now=NOW + n * SEMAINE)[m.lieu.pk].mode
        for n in (0, 1)
    ]
    assert modes == [Mode.TELEPHONE, Mode.VISIO]


def test_a_public_holiday_is_skipped_and_depends_on_the_territoire():
    # 26 December is a holiday in Alsace-Moselle only; it is a Saturday in 2026.
    jour = dt.date(2026, 12, 26)
    m = monde()
    PlageFactory(lieu=m.lieu, motifs=[m.motif], premier_jour=jour)
    now = dt.datetime(2026, 12, 26, 6, tzinfo=dt.UTC)

    def first():
        return next_par_lieu(motif=m.motif, lieux=[m.lieu], now=now)[m.lieu.pk].debut.date()

    assert first() == jour
    m.motif.territoire.jours_feries_region = "57"
    assert first() == LUNDI


def test_delays_bound_usagers_but_not_the_secretariat():
    m = monde(delai_min=24 * 60, delai_max=30 * 24 * 60)
    assert next_start(m) == DEBUT + SEMAINE
    assert next_start(m, face=Face.SECRETARIAT) == DEBUT


def test_an_expired_hold_no_longer_takes_the_start():
    m = monde()
    hold_creneau(
        motif=m.motif, lieu=m.lieu, debut=DEBUT, visiteur="v", now=NOW - DEMI_HEURE, signe=True
    )
    assert next_start(m) == DEBUT


def test_a_territoire_never_sees_the_plages_of_another():
    m, other = monde(), monde()
    found = next_par_lieu(motif=m.motif, lieux=[other.lieu], now=NOW)
    assert found == {other.lieu.pk: None}


def test_next_par_service_gives_the_earliest_start_of_each(django_assert_max_num_queries):
    m = monde()
    service = m.motif.service
    other = monde().motif.service
    with django_assert_max_num_queries(8):
        found = next_par_service(services=[service], now=NOW)
    assert found[service.pk].debut == DEBUT
    assert (found[service.pk].lieu, found[service.pk].motif) == (m.lieu, m.motif)
    assert other.pk not in found


def test_a_week_lists_starts_by_day_with_a_signed_value():
    m = monde()
    semaine = week(motif=m.motif, lieu=m.lieu, lundi=LUNDI, now=NOW)
    assert [len(jour.creneaux) for jour in semaine.jours] == [6, 0, 0, 0, 0]
    assert semaine.jours[0].creneaux[0].valeur
    assert (semaine.precedente, semaine.suivante) == (None, LUNDI + SEMAINE)
    assert semaine.total == 6


def test_an_afternoon_without_starts_says_so_and_names_the_next_week():
    m = monde()
    semaine = week(motif=m.motif, lieu=m.lieu, lundi=LUNDI, now=NOW, demi_journee="apres-midi")
    assert semaine.total == 0
    assert semaine.jours[0].vide == "Aucun"


def test_a_full_week_names_the_next_start():
    m = monde()
    AbsenceFactory(agent=m.agents[0])
    semaine = week(motif=m.motif, lieu=m.lieu, lundi=LUNDI, now=NOW)
    assert semaine.jours[0].vide == "Complet"
    assert semaine.prochain == DEBUT + SEMAINE


def test_a_week_far_away_is_brought_back_within_the_delays():
    m = monde(delai_max=20 * 24 * 60)
    semaine = week(motif=m.motif, lieu=m.lieu, lundi=dt.date(9999, 12, 31), now=NOW)
    assert semaine.lundi == dt.date(2027, 1, 25)
    assert semaine.suivante is None


def test_a_visitor_still_sees_the_start_they_hold():
    m = monde()
    hold_creneau(motif=m.motif, lieu=m.lieu, debut=DEBUT, visiteur="v", now=NOW, signe=True)
    mine = week(
        motif=m.motif, lieu=m.lieu, lundi=LUNDI, now=NOW, sauf=Sauf(visiteur=fingerprint("v"))
    )
    theirs = week(motif=m.motif, lieu=m.lieu, lundi=LUNDI, now=NOW)
    assert (mine.total, theirs.total) == (6, 5)


def test_a_week_takes_few_queries(django_assert_max_num_queries):
    m = monde(5)
    book(m)
    with django_assert_max_num_queries(4):
        week(motif=m.motif, lieu=m.lieu, lundi=LUNDI, now=NOW)


def test_alternatives_are_the_nearest_of_the_site_first():
    m = monde()
    book(m, DEBUT + 2 * DEMI_HEURE)
    found = alternatives(motif=m.motif, lieu=m.lieu, debut=DEBUT + 2 * DEMI_HEURE, now=NOW)
    assert [a.debut for a in found] == [
        DEBUT + DEMI_HEURE,
        DEBUT + 3 * DEMI_HEURE,
        DEBUT,
    ]


def test_alternatives_go_to_another_site_when_this_one_is_full():
    m = monde(plage={"recurrence": None, "jusqu_au": LUNDI, "heure_fin": dt.time(9, 30)})
    autre = LieuFactory(territoire=m.territoire)
    PlageFactory(lieu=autre, motifs=[m.motif], chaque_semaine=True)
    book(m)
    found = alternatives(motif=m.motif, lieu=m.lieu, debut=DEBUT, now=NOW)
    assert [a.lieu for a in found] == [autre] * 3
    assert found[0].debut == DEBUT


def test_alternatives_of_an_imposed_site_stay_there():
    m = monde(
        rattachement=Rattachement.IMPOSE,
        plage={"recurrence": None, "jusqu_au": LUNDI, "heure_fin": dt.time(9, 30)},
    )
    PlageFactory(lieu=LieuFactory(territoire=m.territoire), motifs=[m.motif], chaque_semaine=True)
    book(m)
    assert alternatives(motif=m.motif, lieu=m.lieu, debut=DEBUT, now=NOW) == []


def test_an_outside_calendar_takes_the_interval_too():
    m = monde()
    Occupation.objects.create(
        agent=m.agents[0], debut=DEBUT, fin=DEBUT + DEMI_HEURE, nature=Nature.EXTERNE
    )
    assert next_start(m) == DEBUT + DEMI_HEURE


def test_openings_without_a_site_are_offered_when_no_site_is_asked():
    m = monde(mode=Mode.TELEPHONE)
    PlageFactory(
        lieu=None,
        organisation=m.lieu.organisation,
        territoire=m.territoire,
        agent=m.agents[0],
        motifs=[m.motif],
        heure_debut=dt.time(14),
        heure_fin=dt.time(15),
    )
    semaine = week(motif=m.motif, lieu=None, lundi=LUNDI, now=NOW)
    assert semaine.total == 2
