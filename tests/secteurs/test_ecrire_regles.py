"""Communes, streets and single addresses given to secteurs."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sectorisation.models import Regle
from tests.factories.sectorisation import (
    AdresseRegleFactory,
    CommuneFactory,
    RegleFactory,
    VoieRegleFactory,
)

pytestmark = pytest.mark.usefixtures("adresses")

LILAS = {"commune": "99001", "voie": "99001_0001"}


def url(nom: str, *args: object) -> str:
    return reverse(f"agents:secteurs:{nom}", args=["pmi", *args])


def street(**parametres: str) -> str:
    return url("regle_voie") + "?" + "&".join(f"{n}={v}" for n, v in parametres.items())


def lines(*troncons: dict[str, object], **autres: str) -> dict[str, object]:
    """What the page of a street posts."""
    champs: dict[str, object] = {
        "t-TOTAL_FORMS": len(troncons),
        "t-INITIAL_FORMS": 0,
        **autres,
    }
    for rang, troncon in enumerate(troncons):
        champs |= {f"t-{rang}-{nom}": valeur for nom, valeur in troncon.items()}
    return champs


# --- communes -------------------------------------------------------------------------------------


def test_communes_are_given_to_a_secteur(client, nord):
    demande = {"secteur": nord.uid, "communes": ["99001", "99002"]}

    answer = client.post(url("regle_commune_ajouter"), demande, follow=True)

    assert "Communes du secteur 1, Nord enregistrées" in answer.text
    assert Regle.objects.get().communes == ["99001", "99002"]


def test_each_commune_says_which_secteur_has_it(client, nord, sud):
    RegleFactory(secteur=sud, communes=["99001"])

    assert "Déjà : 2, Sud" in client.get(url("regle_commune_ajouter")).text


def test_communes_taken_from_another_secteur_leave_it(client, nord, sud):
    vidée = RegleFactory(secteur=sud, communes=["99001"])
    reste = RegleFactory(secteur=sud, communes=["99001", "99002"])
    demande = {"secteur": nord.uid, "communes": ["99001"], "reprendre": "on"}

    client.post(url("regle_commune_ajouter"), demande)

    assert not Regle.objects.filter(pk=vidée.pk).exists()
    reste.refresh_from_db()
    assert reste.communes == ["99002"]


def test_narrowing_the_list_keeps_ticks_and_writes_nothing(client, nord):
    demande = {"secteur": nord.uid, "communes": ["99001"], "q": "aubin", "filtrer": "1"}

    answer = client.post(url("regle_commune_ajouter"), demande)

    assert answer.status_code == 200
    codes = [code for code, _ in answer.context["form"].fields["communes"].choices]
    assert codes == ["99001", "99002"]
    assert answer.context["form"]["communes"].value() == ["99001"]
    assert answer.text.count(" checked") == 1
    assert not Regle.objects.exists()


def test_a_link_can_open_the_list_already_narrowed(client, nord):
    answer = client.get(url("regle_commune_ajouter"), {"q": "valb"})

    assert [c for c, _ in answer.context["form"].fields["communes"].choices] == ["99001"]


def test_no_commune_and_reversed_dates_are_refused_with_what_was_typed(client, nord):
    sans = client.post(url("regle_commune_ajouter"), {"secteur": nord.uid})
    assert sans.status_code == 400
    assert "Choisissez au moins une commune" in sans.text

    envers = client.post(
        url("regle_commune_ajouter"),
        {
            "secteur": nord.uid,
            "communes": ["99001"],
            "valide_du": "2027-02-01",
            "valide_au": "2027-01-01",
        },
    )
    assert envers.status_code == 400
    assert "Le dernier jour vient avant le premier" in envers.text
    assert 'value="2027-02-01"' in envers.text
    assert "<details" in envers.text
    assert "open>" in envers.text


def test_the_communes_of_a_rule_are_changed(client, nord, sud):
    regle = RegleFactory(secteur=nord, communes=["99001"])
    page = url("regle_commune", regle.uid)
    assert "checked" in client.get(page).text

    client.post(page, {"secteur": sud.uid, "communes": ["99002"], "priorite": "3"})

    regle.refresh_from_db()
    assert (regle.secteur, regle.communes, regle.priorite) == (sud, ["99002"], 3)


def test_the_commune_of_another_territoire_cannot_be_chosen(client, nord):
    CommuneFactory(insee="99500")

    answer = client.post(url("regle_commune_ajouter"), {"secteur": nord.uid, "communes": ["99500"]})

    assert answer.status_code == 400
    assert "Choisissez des communes de la liste" in answer.text


def test_shared_communes_are_declared(client, couche):
    client.post(url("communes_coupees"), {"communes": ["99002"]})

    couche.refresh_from_db()
    assert couche.communes_coupees == ["99002"]
    assert "checked" in client.get(url("communes_coupees")).text


# --- streets --------------------------------------------------------------------------------------


def test_a_street_whose_name_is_sure_leads_to_its_numbers(client, nord):
    demande = {"secteur": nord.uid, "voie": "r. des lilas", "commune": "99001"}

    answer = client.post(url("regle_voie_ajouter"), demande)

    assert answer.headers["Location"] == street(**LILAS, secteur=str(nord.uid))


def test_a_name_with_its_commune_is_sure_too(client, nord):
    demande = {"secteur": nord.uid, "voie": "Rue de la Gare, Saint-Aubin-le-Haut"}

    assert "99002_0001" in client.post(url("regle_voie_ajouter"), demande).headers["Location"]


def test_several_streets_are_shown_to_choose_from(client, nord):
    answer = client.post(url("regle_voie_ajouter"), {"secteur": nord.uid, "voie": "gare"})

    assert "Rue de la Gare, Valbrune" in answer.text
    assert "Rue de la Gare, Saint-Aubin-le-Haut" in answer.text


def test_a_slip_of_the_hand_finds_the_street_all_the_same(client, nord):
    answer = client.post(url("regle_voie_ajouter"), {"secteur": nord.uid, "voie": "rue des lylas"})

    assert "inconnue de la base d’adresses" in answer.text
    assert "Rue des Lilas, Valbrune" in answer.text


def test_an_unknown_street_can_be_kept_by_its_name_in_its_commune(client, nord):
    demande = {"secteur": nord.uid, "voie": "Rue des Roses"}
    inconnue = client.post(url("regle_voie_ajouter"), demande)
    assert "inconnue de la base d’adresses" in inconnue.text

    sans_commune = client.post(url("regle_voie_ajouter"), {**demande, "nouvelle": "1"})
    assert "Choisissez la commune de cette voie" in sans_commune.text

    answer = client.post(
        url("regle_voie_ajouter"), {**demande, "commune": "99001", "nouvelle": "1"}, follow=True
    )
    assert "Rue des Roses, Valbrune" in answer.text
    assert Regle.objects.get().voie_nom == "Rue des Roses"


def test_streets_are_completed_from_three_letters_without_anything_in_the_url(client, couche):
    page = url("regle_voie_completer")

    assert client.post(page, {"voie": "lila"}).json() == {
        "voies": ["Rue des Lilas, Valbrune", "Impasse des Lilas, Valbrune"]
    }
    assert client.post(page, {"voie": "li"}).json() == {"voies": []}
    assert client.post(page, {"voie": "gare", "commune": "99002"}).json() == {
        "voies": ["Rue de la Gare, Saint-Aubin-le-Haut"]
    }
    assert client.get(page, {"voie": "lilas"}).status_code == 405


def test_the_page_of_a_street_says_its_known_numbers(client, nord):
    answer = client.get(street(**LILAS))

    assert "4 adresses, du 1 au 80" in answer.text
    assert "1, 12, 12 bis, 80" in answer.text


def test_a_street_is_shared_between_two_secteurs_in_one_go(client, nord, sud):
    demande = lines(
        {"secteur": nord.uid, "du": "1", "au": "20", "suffixes": "aucun"},
        {"secteur": sud.uid, "parite": "pairs"},
    )

    answer = client.post(street(**LILAS), demande, follow=True)

    assert "2 règles enregistrées" in answer.text
    premiere, seconde = Regle.objects.order_by("id")
    assert (premiere.secteur, premiere.numero_du, premiere.numero_au) == (nord, 1, 20)
    assert premiere.suffixes == [""]
    assert (seconde.secteur, seconde.parite) == (sud, "pairs")


def test_counting_shows_what_each_part_holds_and_what_none_holds(client, nord):
    demande = lines({"secteur": nord.uid, "du": "2", "au": "40"}, compter="1")

    answer = client.post(street(**LILAS), demande)

    assert "2 adresses, du 12 au 12 bis" in answer.text
    assert "Numéros dans aucun tronçon : 1, 80" in answer.text
    assert not Regle.objects.exists()


def test_adding_a_part_keeps_what_was_typed(client, nord):
    answer = client.post(street(**LILAS), lines({"secteur": nord.uid, "du": "2"}, ajouter="1"))

    assert "Tronçon 2" in answer.text
    assert 'value="2"' in answer.text


def test_a_part_that_is_emptied_or_ticked_is_removed(client, nord, sud):
    une = VoieRegleFactory(secteur=nord, voies=["99001_0001"], parite="pairs")
    deux = VoieRegleFactory(secteur=nord, voies=["99001_0001"], parite="impairs")
    demande = lines(
        {"regle": une.uid, "secteur": ""},
        {"regle": deux.uid, "secteur": nord.uid, "retirer": "on"},
    )

    answer = client.post(street(**LILAS), demande, follow=True)

    assert "plus aucune règle" in answer.text
    assert not Regle.objects.exists()


def test_reversed_numbers_are_refused_on_their_line(client, nord):
    demande = lines({"secteur": nord.uid}, {"secteur": nord.uid, "du": "40", "au": "2"})

    answer = client.post(street(**LILAS), demande)

    assert answer.status_code == 400
    assert "Tronçon 2 : Le dernier numéro (2) vient avant le premier (40)" in answer.text
    assert 'href="#id_t-1-au"' in answer.text
    assert not Regle.objects.exists()


def test_numbers_without_secteur_are_refused(client, nord):
    answer = client.post(street(**LILAS), lines({"secteur": "", "du": "2"}))

    assert answer.status_code == 400
    assert "Choisissez le secteur de ces numéros" in answer.text


def test_the_rules_of_a_street_that_left_the_base_can_still_be_changed(client, nord):
    regle = VoieRegleFactory(secteur=nord, voies=["99001_9999"], voie_nom="Rue Perdue")
    page = client.get(url("regle", regle.uid), follow=True)
    assert "inconnue de la base d’adresses" in page.text

    client.post(
        page.redirect_chain[0][0], lines({"regle": regle.uid, "secteur": nord.uid, "du": "4"})
    )

    regle.refresh_from_db()
    assert regle.numero_du == 4


def test_a_street_whose_identifier_changed_is_found_by_name_and_takes_the_new_one(client, nord):
    regle = VoieRegleFactory(secteur=nord, voies=["99001_9999"], voie_nom="Rue des Lilas")
    page = client.get(url("regle", regle.uid), follow=True)
    assert "inconnue de la base d’adresses" not in page.text

    client.post(page.redirect_chain[0][0], lines({"regle": regle.uid, "secteur": nord.uid}))

    regle.refresh_from_db()
    assert regle.voies == ["99001_0001"]


@pytest.mark.parametrize(
    "parametres",
    [
        {},
        {"commune": "99001"},
        {"commune": "99001", "voie": "99001_7777"},
        {"commune": "75056", "voie": "99001_0001"},
        {"commune": "99001", "regle": "x"},
    ],
)
def test_a_street_that_nothing_names_is_not_found(client, couche, parametres):
    assert client.get(street(**parametres)).status_code == 404


def test_a_damaged_form_is_refused_not_a_fault(client, nord):
    answer = client.post(street(**LILAS), {"t-TOTAL_FORMS": "mille", "t-0-du": "2"})

    assert answer.status_code == 400


# --- single addresses -----------------------------------------------------------------------------


def test_an_address_is_typed_then_chosen(client, nord):
    demande = {"secteur": nord.uid, "adresse": "12 rue des lilas valbrune"}
    choix = client.post(url("regle_adresse_ajouter"), demande)
    assert choix.status_code == 200
    assert "12 Rue des Lilas" in choix.text
    sans_choix = client.post(url("regle_adresse_ajouter"), {**demande, "liste": "1"})
    assert "Choisissez l’adresse dans la liste" in sans_choix.text
    assert not Regle.objects.exists()

    demande |= {"identifiant": "99001_0001_00012", "libelle": "CCAS"}
    answer = client.post(url("regle_adresse_ajouter"), demande, follow=True)

    assert "CCAS : secteur 1, Nord" in answer.text
    assert Regle.objects.get().adresse_id == "99001_0001_00012"


def test_without_a_name_the_address_is_its_own(client, nord):
    demande = {
        "secteur": nord.uid,
        "adresse": "12 rue des lilas valbrune",
        "identifiant": "99001_0001_00012",
    }

    client.post(url("regle_adresse_ajouter"), demande)

    assert Regle.objects.get().libelle == "12 Rue des Lilas 99100 Valbrune"


def test_an_address_unknown_or_not_in_the_list_is_refused(client, nord):
    inconnue = client.post(url("regle_adresse_ajouter"), {"secteur": nord.uid, "adresse": "zzzz"})
    assert inconnue.status_code == 400
    assert "Aucune adresse connue ne correspond" in inconnue.text
    assert 'value="zzzz"' in inconnue.text

    glissee = client.post(
        url("regle_adresse_ajouter"),
        {
            "secteur": nord.uid,
            "adresse": "12 rue des lilas valbrune",
            "identifiant": "99002_0001_00002",
        },
    )
    assert "Choisissez dans la liste" in glissee.text
    assert not Regle.objects.exists()


def test_a_rule_of_one_address_is_renamed_and_moved(client, nord, sud):
    regle = AdresseRegleFactory(secteur=nord, libelle="Avant")

    client.post(url("regle_adresse", regle.uid), {"secteur": sud.uid, "libelle": "Après"})

    regle.refresh_from_db()
    assert (regle.secteur, regle.libelle) == (sud, "Après")
