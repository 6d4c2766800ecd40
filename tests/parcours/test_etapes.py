"""Each step says one thing, keeps what was chosen, and leads to the next."""

import datetime as dt
import re

import pytest

from booking.models import Etape, Lieu, Motif, Occupation, Rdv, Statut
from tests.factories.booking import OuvertureFactory, ReglageLocalFactory

# --- 1. Motif ---------------------------------------------------------------------------------------


def test_a_motif_closed_on_the_way_leads_back_to_those_of_its_service(visite, monde):
    Motif.objects.filter(pk=monde.consultation.pk).update(actif=False)
    page = visite.get(f"/rendez-vous/lieu/?motif={monde.consultation.uid}&sans=adresse")
    assert "/rendez-vous/?" in page.url
    assert "n’est plus proposé" in page.lisible


def test_services_show_their_next_start(visite):
    page = visite.get("/rendez-vous/")
    assert page.h1 == "Prendre rendez-vous"
    assert "lundi 11 janvier à 9 h" in page.lisible


def test_a_service_lists_its_motifs(visite, monde):
    page = visite.get(f"/rendez-vous/?service={monde.pmi.uid}")
    assert page.h1 == "Pourquoi venez-vous ?"
    assert len(page.links("/rendez-vous/adresse/")) == 2


def test_a_service_is_also_known_by_its_slug(visite, monde):
    assert visite.get(f"/rendez-vous/?service={monde.pmi.slug}").status == 200


def test_a_service_with_one_motif_skips_the_choice(visite, monde):
    page = visite.get(f"/rendez-vous/?service={monde.secret.service.uid}")
    assert "/rendez-vous/adresse/" in page.url


def test_a_motif_open_nowhere_online_shows_the_phone(visite, monde):
    Motif.objects.filter(service=monde.pmi).update(ouverture=Etape.SECRETARIAT)
    page = visite.get(f"/rendez-vous/?service={monde.pmi.uid}")
    assert page.links("/rendez-vous/adresse/") == []
    assert page.links("tel:")


def test_a_motif_by_phone_is_listed_apart(visite, monde):
    Motif.objects.filter(pk=monde.impose.pk).update(ouverture=Etape.SECRETARIAT)
    page = visite.get(f"/rendez-vous/?service={monde.pmi.uid}&changer=1")
    assert "Par téléphone seulement" in page.lisible
    assert "Peser mon bébé" in page.lisible


# --- 2. Address -------------------------------------------------------------------------------------


def test_a_number_leads_to_the_competent_site(visite, monde):
    page = visite.pick(visite.search(monde.consultation, "2 rue des lilas orval"))
    assert page.h1 == "Choisissez un lieu"
    assert page.lisible.index("Maison d’Orval") < page.lisible.index("Votre secteur")
    assert page.lisible.index("Votre secteur") < page.lisible.index("Pôle de Brissoles")


def test_the_other_end_of_the_street_leads_elsewhere(visite, monde):
    page = visite.pick(visite.search(monde.consultation, "20 rue des lilas orval"))
    assert page.lisible.index("Pôle de Brissoles") < page.lisible.index("Votre secteur")


def test_a_street_in_two_secteurs_asks_the_number(visite, monde):
    page = visite.pick(visite.search(monde.consultation, "rue des lilas orval"))
    assert "Ajoutez votre numéro dans la rue" in page.lisible
    assert "Rue des Lilas" in page.texte


def test_a_street_in_one_secteur_goes_on(visite, monde):
    page = visite.pick(visite.search(monde.consultation, "rue courte orval"))
    assert "/rendez-vous/lieu/" in page.url


def test_a_commune_in_two_secteurs_asks_the_street(visite, monde):
    page = visite.pick(visite.search(monde.consultation, "orval"))
    assert "Ajoutez votre rue" in page.lisible


def test_the_commune_where_one_sleeps_is_enough(visite, monde):
    url = visite.step("adresse_commune", monde.impose, situation="sans-adresse")
    assert "Où dormez-vous en ce moment ?" in visite.get(url).lisible
    page = visite.post(url, {"commune": "61002"})
    assert "Pôle de Brissoles" in page.lisible
    assert "Maison d’Orval" not in page.lisible


def test_without_any_address_every_site_is_open(visite, monde):
    page = visite.get(visite.step("adresse_commune", monde.impose, situation="sans-adresse"))
    page = visite.get(page.links("/rendez-vous/lieu/")[0])
    assert {"Maison d’Orval", "Pôle de Brissoles"} <= {
        nom for nom in ("Maison d’Orval", "Pôle de Brissoles") if nom in page.lisible
    }


def test_no_commune_chosen_says_so(visite, monde):
    page = visite.post(visite.step("adresse_commune", monde.impose), {"commune": ""})
    assert page.erreurs == [("id_commune", "Choisissez votre commune dans la liste")]
    assert page.titre.startswith("Erreur : ")


def test_an_unknown_address_gives_ways_out(visite, monde):
    page = visite.search(monde.consultation, "zzxxqq wwkkjj")
    assert page.h1 == "Nous ne trouvons pas cette adresse"
    assert page.links("/rendez-vous/commune/")


def test_outside_the_territoire_points_to_the_right_portal(visite, monde):
    from tests.factories.sectorisation import TerritoireFactory

    TerritoireFactory(code="75", nom="Paris", url_publique="https://paris.example.test")
    page = visite.search(monde.consultation, "zzxxqq 75011 wwkkjj")
    assert page.h1 == "Cette adresse n’est pas chez nous"
    assert page.links("https://paris.example.test")


def test_a_broken_geocoder_falls_back_on_the_commune(visite, monde, monkeypatch):
    import sqlite3

    from booking.public import orientation

    class Casse:
        def search(self, texte, *, limit=5):
            raise sqlite3.DatabaseError

    monkeypatch.setattr(orientation, "geocodeur_for", lambda territoire: Casse())
    page = visite.search(monde.consultation, "2 rue des lilas orval")
    assert "La recherche d’adresse ne répond pas" in page.lisible


def test_an_address_is_optional_when_every_site_is_open(visite, monde):
    page = visite.get(visite.step("adresse", monde.demarche))
    assert "Continuer sans adresse" in page.lisible
    page = visite.get(page.links("/rendez-vous/lieu/")[0])
    assert page.h1 == "Choisissez un lieu"


def test_an_empty_address_says_what_to_do(visite, monde):
    page = visite.search(monde.consultation, "  ")
    assert page.titre.startswith("Erreur : ")
    assert page.erreurs[0][0] == "id_adresse"
    assert page.erreurs[0][0] in page.ids()


def test_no_match_chosen_says_so(visite, monde):
    page = visite.search(monde.consultation, "rue des lilas")
    page = visite.post(page.url, {"geste": "choisir"})
    assert page.erreurs[0][1] == "Choisissez une adresse dans la liste"
    assert "rue des lilas" in page.lisible


def test_an_address_reference_over_two_hours_old_is_asked_again(visite, monde, horloge):
    page = visite.pick(visite.search(monde.consultation, "2 rue des lilas orval"))
    horloge.shift(dt.timedelta(hours=2, minutes=1))
    page = visite.get(page.url)
    assert "/rendez-vous/adresse/" in page.url


# --- 3. Site ----------------------------------------------------------------------------------------


def test_an_imposed_site_stands_alone_with_its_reason_and_a_number(visite, monde):
    page = visite.pick(visite.search(monde.impose, "2 rue des lilas orval"))
    assert page.h1 == "Votre lieu de rendez-vous"
    assert "Orval-Ouest" in page.lisible
    assert "Pôle de Brissoles" not in page.lisible
    assert page.links("tel:")


def test_the_address_of_anothers_site_leads_back_to_ones_own(visite, monde):
    page = visite.pick(visite.search(monde.impose, "2 rue des lilas orval"))
    [url] = set(page.links("/rendez-vous/creneau/"))
    tampered = re.sub(r"lieu=[^&]+", f"lieu={monde.brissoles.uid}", url)
    assert visite.get(tampered).h1 == "Votre lieu de rendez-vous"
    assert visite.post(tampered, {"creneau": "x"}).h1 == "Votre lieu de rendez-vous"


def test_a_site_not_open_online_is_reached_by_phone(visite, monde):
    OuvertureFactory(motif=monde.demarche, lieu=monde.courville, etape=Etape.SECRETARIAT)
    page = visite.get(visite.step("lieu", monde.demarche, sans="adresse"))
    assert "Autres lieux, par téléphone" in page.lisible
    assert not [u for u in page.links("/rendez-vous/creneau/") if str(monde.courville.uid) in u]


def test_a_motif_by_phone_asks_no_address(visite, monde):
    page = visite.get(visite.step("adresse", monde.telephone))
    assert "/rendez-vous/lieu/" in page.url
    assert page.h1 == "Choisissez une équipe"


# --- 4. Start ---------------------------------------------------------------------------------------


def test_a_week_shows_its_starts_and_says_why_a_day_is_empty(visite, monde):
    page = visite.open_week(monde.demarche, monde.orval)
    assert "30 créneaux libres cette semaine" in page.lisible


def test_the_week_that_opens_is_the_first_with_a_start(visite, monde):
    Motif.objects.filter(pk=monde.demarche.pk).update(delai_min=9 * 24 * 60)
    page = visite.open_week(monde.demarche, monde.orval)
    assert "Du 18 au 22 janvier" in page.lisible


def test_the_afternoon_filter_is_a_link(visite, monde):
    page = visite.open_week(monde.demarche, monde.orval)
    afternoon = next(u for u in page.links("/rendez-vous/creneau/") if "apres-midi" in u)
    page = visite.get(afternoon)
    assert "Aucun créneau" in page.lisible


def test_no_start_at_all_shows_the_phone_and_the_other_sites(visite, monde):
    monde.orval.plages.all().delete()
    page = visite.open_week(monde.demarche, monde.orval)
    assert "Plus de créneau libre en ligne" in page.lisible
    assert page.links("tel:")
    assert page.links("/rendez-vous/lieu/")


def test_choosing_a_start_holds_it(visite, monde):
    page = visite.hold(monde.demarche, monde.orval)
    assert page.h1 == "Vos coordonnées"
    assert "jusqu’à 8 h 10" in page.lisible
    assert Occupation.objects.holds().count() == 1


def test_a_hold_is_renewed_once(visite, monde, horloge):
    page = visite.hold(monde.demarche, monde.orval)
    horloge.shift(dt.timedelta(minutes=5))
    renew = next(a for a in page.actions() if "/prolonger/" in a)
    page = visite.post(renew)
    assert "jusqu’à 8 h 15" in page.lisible
    assert not [a for a in page.actions() if "/prolonger/" in a]


def test_giving_up_frees_the_start_and_forgets(visite, monde):
    page = visite.hold(monde.demarche, monde.orval)
    visite.fill(page, prenom="Bérénice")
    visite.post(page.url.replace("coordonnees", "abandonner"))
    assert not Occupation.objects.exists()
    assert "Bérénice" not in str(dict(visite.client.session))


def test_a_start_just_taken_answers_409_with_three_others(visite, monde):
    week = visite.open_week(monde.demarche, monde.orval)
    other = type(visite)(monde)
    other.hold(monde.demarche, monde.orval)
    page = visite.post(week.url, {"creneau": week.values("creneau")[0]})
    assert page.status == 409
    assert page.h1 == "Ce créneau vient d’être pris"
    assert len(page.values("creneau")) >= 3
    action = next(a for a in page.actions() if "/creneau/" in a)
    assert visite.post(action, {"creneau": page.values("creneau")[0]}).h1 == "Vos coordonnées"


def test_the_slot_page_costs_at_most_twelve_queries(visite, monde, django_assert_max_num_queries):
    page = visite.pick(visite.search(monde.consultation, "2 rue des lilas orval"))
    week = page.links("/rendez-vous/creneau/")[0]
    with django_assert_max_num_queries(12):
        visite.get(week)


# --- 5. Details -------------------------------------------------------------------------------------


def test_an_empty_form_says_what_to_write_where(visite, monde):
    page = visite.hold(monde.consultation, monde.orval)
    page = visite.post(page.url, {})
    assert page.titre.startswith("Erreur : ")
    anchors = [anchor for anchor, _phrase in page.erreurs]
    assert len(anchors) == 6
    assert set(anchors) <= page.ids()


def test_faults_keep_every_value(visite, monde):
    page = visite.hold(monde.consultation, monde.orval)
    page = visite.fill(page, telephone="06 39 98 12 4", prenom="Élodie", langue="dari")
    assert "Il manque un chiffre" in page.lisible
    assert 'value="06 39 98 12 4"' in page.texte
    assert 'value="Élodie"' in page.texte
    assert 'value="2024"' in page.texte


def test_either_a_phone_or_an_email_is_enough(visite, monde):
    page = visite.hold(monde.demarche, monde.orval)
    page = visite.fill(page, telephone="", email="claire@example.org")
    assert "/verification/" in page.url


def test_no_contact_is_needed_where_the_motif_says_so(visite, monde):
    page = visite.hold(monde.impose, monde.orval)
    page = visite.fill(page, telephone="", email="")
    assert "Vous noterez votre code à la fin" in page.lisible


def test_a_call_needs_a_number(visite, monde):
    page = visite.hold(monde.telephone, monde.orval)
    page = visite.fill(page, telephone="")
    assert page.erreurs[0] == ("id_telephone", "Écrivez un numéro de téléphone")


def test_for_a_relative_one_names_them(visite, monde):
    page = visite.hold(monde.demarche, monde.orval)
    relative = next(u for u in page.links("/rendez-vous/coordonnees/") if "pour=proche" in u)
    page = visite.get(relative)
    assert "La personne qui vient" in page.lisible
    visite.post(visite.fill(page).url, {"accord": "on"})
    assert str(Rdv.objects.get().participations.get().proche) == "Inès Moreau"


def test_needs_are_asked_only_where_the_motif_wants_them(visite, monde):
    assert "fauteuil" not in visite.hold(monde.demarche, monde.orval).texte
    assert "fauteuil" in visite.hold(monde.consultation, monde.orval).texte


def test_an_interpreter_needs_a_language(visite, monde):
    page = visite.fill(visite.hold(monde.consultation, monde.orval), interprete="on")
    assert page.erreurs == [("id_langue", "Écrivez la langue que vous parlez")]


def test_the_notice_says_how_long_answers_are_kept(visite, monde):
    monde.pmi.conservation_mois = 36
    monde.pmi.save()
    assert "effacées 3 ans après" in visite.hold(monde.consultation, monde.orval).lisible


def test_a_robot_is_told_no(visite, monde):
    page = visite.fill(visite.hold(monde.demarche, monde.orval), site_web="https://spam.test")
    assert "Votre demande n’est pas partie" in page.lisible


# --- 6. Check ---------------------------------------------------------------------------------------


def test_the_check_page_repeats_everything_with_links(visite, monde):
    page = visite.pick(visite.search(monde.consultation, "2 rue des lilas orval"))
    week = visite.get(page.links("/rendez-vous/creneau/")[0])
    page = visite.post(week.url, {"creneau": week.values("creneau")[0]})
    page = visite.fill(page, langue="dari", interprete="on")
    for word in (
        "Consultation avec un médecin",
        "2 Rue des Lilas, Orval",
        "Maison d’Orval",
        "Lundi 11 janvier à 9 h",
        "Inès Moreau",
        "14/08/2024",
        "Claire Moreau",
        "06 39 98 12 45",
        "Interprète : dari",
    ):
        assert word in page.lisible
    assert page.lisible.count("Modifier") >= 7


def test_the_journey_says_and_asks_what_the_site_changed(visite, monde):
    ReglageLocalFactory(
        motif=monde.impose, lieu=monde.orval, duree=50, restriction="Avec le carnet seulement."
    )
    # Before the site, only the other card says a length.
    cards = visite.get(f"/rendez-vous/?service={monde.pmi.uid}").lisible
    assert monde.impose.nom in cards
    assert cards.count("30 minutes") == 1
    check = visite.fill(visite.hold(monde.impose, monde.orval))
    assert "50 minutes" in check.lisible
    assert "Avec le carnet seulement." in check.lisible
    assert visite.post(check.url).erreurs[0][0] == "id_accord"
    rdv_page = visite.post(check.url, {"accord": "on"})
    assert "50 minutes" in rdv_page.lisible
    assert "id_accord" not in visite.fill(visite.hold(monde.impose, monde.brissoles)).texte


def test_what_must_be_accepted_must_be_ticked(visite, monde):
    check = visite.fill(visite.hold(monde.demarche, monde.orval))
    page = visite.post(check.url)
    assert page.erreurs == [("id_accord", "Cochez la case pour accepter, ou appelez-nous")]
    assert not Rdv.objects.exists()


def test_confirming_books_and_shows_the_code(visite, monde):
    page = visite.book(monde.consultation, monde.orval)
    assert page.h1 == "Votre rendez-vous est confirmé"
    assert "Notez ce code" in page.lisible
    assert "Le carnet de santé" in page.lisible
    assert page.links("/rdv/")
    rdv = Rdv.objects.get()
    assert rdv.debut == dt.datetime(2027, 1, 11, 8, tzinfo=dt.UTC)
    assert Occupation.objects.get().rdv == rdv


def test_the_secteur_that_decided_stays_with_the_rdv(visite, monde):
    page = visite.pick(visite.search(monde.consultation, "2 rue des lilas orval"))
    week = visite.get(page.links("/rendez-vous/creneau/")[0])
    page = visite.fill(visite.post(week.url, {"creneau": week.values("creneau")[0]}))
    visite.post(page.url)
    rdv = Rdv.objects.get()
    assert (rdv.secteur, rdv.secteur_regle, rdv.adresse_type) == (
        monde.ouest,
        "polygone",
        "housenumber",
    )
    assert rdv.adresse == ""


def test_a_doubled_confirmation_finds_the_same_rdv(visite, monde):
    check = visite.fill(visite.hold(monde.demarche, monde.orval))
    first = visite.post(check.url, {"accord": "on"})
    second = visite.post(check.url, {"accord": "on"})
    assert first.url == second.url
    assert Rdv.objects.count() == 1


def test_nothing_typed_is_left_in_the_session_after_booking(visite, monde):
    visite.book(monde.demarche, monde.orval, prenom="Bérénice")
    assert "Bérénice" not in str(dict(visite.client.session))


def test_a_start_lost_at_the_last_page_keeps_what_was_typed(visite, monde, horloge, settings):
    settings.PARVIS_TENUES = False
    check = visite.fill(visite.hold(monde.demarche, monde.orval), prenom="Bérénice")
    type(visite)(monde).book(monde.demarche, monde.orval)
    page = visite.post(check.url, {"accord": "on"})
    assert page.status == 409
    assert "Ce que vous avez écrit est gardé" in page.lisible
    action = next(a for a in page.actions() if "/creneau/" in a)
    page = visite.post(action, {"creneau": page.values("creneau")[0]})
    assert "Bérénice" in page.lisible
    assert "/verification/" in page.url


def test_after_booking_the_back_button_shows_the_appointment(visite, monde):
    check = visite.fill(visite.hold(monde.demarche, monde.orval))
    booked = visite.post(check.url, {"accord": "on"})
    assert visite.get(check.url).url == booked.url


# --- Order ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("etape", "debut"),
    [
        ("adresse", "/rendez-vous/"),
        ("lieu", "/rendez-vous/"),
        ("creneau", "/rendez-vous/"),
        ("coordonnees", "/rendez-vous/"),
        ("verification", "/rendez-vous/"),
    ],
)
def test_without_a_motif_every_step_starts_again(visite, etape, debut):
    page = visite.get(f"/rendez-vous/{etape}/")
    assert page.url == debut


def test_a_missing_address_is_asked_and_the_site_is_kept(visite, monde):
    url = visite.step("creneau", monde.consultation, lieu=str(monde.orval.uid))
    page = visite.get(url)
    assert "/rendez-vous/adresse/" in page.url
    assert str(monde.orval.uid) in page.url


def test_an_unknown_form_key_goes_back_to_the_starts(visite, monde):
    url = visite.step(
        "verification", monde.demarche, lieu=str(monde.orval.uid), sans="adresse", cle="inconnue"
    )
    assert "/rendez-vous/creneau/" in visite.get(url).url


def test_another_visitor_cannot_use_my_form_key(visite, monde):
    check = visite.fill(visite.hold(monde.demarche, monde.orval))
    stranger = type(visite)(monde)
    assert "/rendez-vous/creneau/" in stranger.get(check.url).url


def test_a_discreet_service_asks_little_and_is_never_stored(visite, monde):
    page = visite.hold(monde.secret, monde.orval)
    assert "Prénom ou pseudonyme" in page.lisible
    assert "Nom de famille" not in page.lisible
    assert "no-store" in page.entetes["Cache-Control"]
    assert "Santé sexuelle" not in page.titre
    page = visite.post(page.url, {"prenom": "Loup"})
    page = visite.post(page.url)
    rdv = Rdv.objects.get()
    assert rdv.discret and rdv.statut == Statut.A_VENIR
    assert page.h1 == "Votre rendez-vous est confirmé"


def test_sites_closed_meanwhile_answer_404(visite, monde):
    Lieu.objects.filter(pk=monde.orval.pk).update(ouvert=False)
    assert visite.open_week(monde.demarche, monde.orval).status == 404


def test_the_start_one_holds_can_be_chosen_again(visite, monde):
    page = visite.hold(monde.demarche, monde.orval)
    week = visite.get(page.url.replace("coordonnees", "creneau"))
    page = visite.post(week.url, {"creneau": week.values("creneau")[0]})
    assert page.h1 == "Vos coordonnées"
    assert Occupation.objects.holds().count() == 1


def test_one_team_by_phone_leads_straight_to_its_hours(visite, monde):
    for lieu in (monde.brissoles, monde.courville):
        lieu.plages.all().delete()
    page = visite.get(visite.step("adresse", monde.telephone))
    assert page.h1 == "Choisissez un créneau"
    assert "Avec l’équipe : Maison d’Orval" in page.lisible


def test_openings_tied_to_no_site_are_offered_too(visite, monde):
    monde.brissoles.plages.all().delete()
    monde.courville.plages.all().delete()
    monde.orval.plages.update(lieu=None)
    page = visite.get(visite.step("adresse", monde.telephone))
    assert page.h1 == "Choisissez un créneau"
    page = visite.post(page.url, {"creneau": page.values("creneau")[0]})
    visite.post(visite.fill(page).url)
    assert Rdv.objects.get().lieu is None
