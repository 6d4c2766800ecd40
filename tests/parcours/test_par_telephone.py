"""A site turned to the phone: said from the start on, and a number is asked for in time."""

from booking.models import Mode, Rdv
from tests.factories.booking import PlageFactory

SANS_NUMERO = [("id_telephone", "Écrivez un numéro de téléphone")]


def turn_to_the_phone(monde, lieu) -> None:
    lieu.plages.update(mode=Mode.TELEPHONE)


def test_each_start_says_that_it_is_by_phone(visite, monde):
    assert "Par téléphone" not in visite.open_week(monde.demarche, monde.orval).lisible
    turn_to_the_phone(monde, monde.orval)
    week = visite.open_week(monde.demarche, monde.orval)
    assert week.lisible.count("Par téléphone") == len(week.values("creneau"))


def test_a_start_that_someone_also_holds_on_site_says_nothing(visite, monde):
    """Whoever is found free decides: the page promises nothing it does not know."""
    for plage in list(monde.orval.plages.all()):
        PlageFactory(
            lieu=plage.lieu,
            motifs=list(plage.motifs.all()),
            premier_jour=plage.premier_jour,
            heure_debut=plage.heure_debut,
            heure_fin=plage.heure_fin,
            recurrence=plage.recurrence,
            jusqu_au=plage.jusqu_au,
            mode=Mode.TELEPHONE,
        )
    assert "Par téléphone" not in visite.open_week(monde.demarche, monde.orval).lisible


def test_the_number_is_asked_for_with_the_other_details(visite, monde):
    turn_to_the_phone(monde, monde.orval)
    page = visite.hold(monde.demarche, monde.orval)
    assert "Par téléphone" in page.lisible
    page = visite.fill(page, telephone="", email="claire@example.org")
    assert page.erreurs == SANS_NUMERO
    assert 'value="claire@example.org"' in page.texte


def test_the_check_page_says_how_one_is_received(visite, monde):
    turn_to_the_phone(monde, monde.orval)
    check = visite.fill(visite.hold(monde.demarche, monde.orval))
    assert "Rendez-vous Par téléphone" in check.lisible
    assert "autrement que d’habitude" in check.lisible
    visite.post(check.url, {"accord": "on"})
    assert Rdv.objects.get().mode == Mode.TELEPHONE


def test_turned_to_the_phone_meanwhile_the_last_page_asks_for_the_number(visite, monde):
    page = visite.hold(monde.demarche, monde.orval)
    turn_to_the_phone(monde, monde.orval)
    check = visite.fill(page, telephone="", email="claire@example.org")
    page = visite.post(check.url, {"accord": "on"})
    assert page.erreurs == SANS_NUMERO
    page = visite.fill(page, email="claire@example.org")
    assert "Par téléphone" in page.lisible
    assert visite.post(page.url, {"accord": "on"}).h1 == "Votre rendez-vous est confirmé"
