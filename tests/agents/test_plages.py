"""The pages of opening ranges and absences."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup

from booking.models import Absence, PlageOuverture, Rdv
from tests.agents.conftest import at
from tests.factories.booking import AbsenceFactory, MotifFactory, PlageFactory, RdvFactory

pytestmark = pytest.mark.usefixtures("lundi_matin")


@pytest.fixture
def saisie(equipe):
    """A weekly plage as the form sends it."""
    return {
        "rythme": "1",
        "jours": ["0", "3"],
        "premier_jour": "2027-01-11",
        "jusqu_au": "",
        "heure_debut": "09:00",
        "heure_fin": "12:00",
        "lieu": str(equipe.lieu.uid),
        "motifs": [str(equipe.motif.uid)],
    }


@pytest.fixture
def absence():
    return {
        "titre": "Formation",
        "rythme": "0",
        "premier_jour": "2027-01-11",
        "dernier_jour": "",
        "heure_debut": "",
        "heure_fin": "",
        "jusqu_au": "",
    }


def add(client, data, **changes):
    return client.post("/agents/plages/ajouter/", {**data, **changes})


def test_adding_a_weekly_plage_shows_it_in_words(client, equipe, saisie):
    answer = add(client, saisie)

    plage = PlageOuverture.objects.get()
    assert answer.status_code == 302
    assert (plage.agent, plage.lieu, plage.organisation) == (
        equipe.sophie,
        equipe.lieu,
        equipe.organisation,
    )
    page = client.get("/agents/plages/").text
    assert "Chaque lundi et jeudi" in page and "Maison d’Orval" in page


def test_adding_a_plage_once_ignores_days_and_end(client, saisie):
    add(client, saisie, rythme="0", jusqu_au="2027-06-01")

    plage = PlageOuverture.objects.get()
    assert plage.recurrence is None
    assert plage.jusqu_au == dt.date(2027, 1, 11)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"jours": []}, "Cochez au moins un jour"),
        ({"jours": ["9"]}, "Choisissez des jours de la liste"),
        ({"premier_jour": "2027-02-30"}, "Cette date n’existe pas"),
        ({"premier_jour": ""}, "Donnez une date"),
        ({"heure_debut": "25:00"}, "Cette heure n’existe pas"),
        ({"heure_fin": "08:00"}, "La fin doit venir après le début"),
        ({"motifs": []}, "Choisissez au moins un motif"),
        ({"lieu": ""}, "Choisissez le lieu où vous recevez"),
        ({"lieu": "nul"}, "Choisissez un lieu de la liste"),
        ({"rythme": ""}, "Dites combien de fois"),
        ({"jusqu_au": "2027-01-01"}, "Le dernier jour vient avant le premier"),
    ],
)
def test_a_mistake_is_said_in_french_with_what_was_typed(client, saisie, changes, sentence):
    answer = add(client, saisie, **changes)

    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 400
    assert sentence in page.find(class_="pv-resume").text
    assert page.title.text.startswith("Erreur")
    if "heure_fin" not in changes:
        assert page.find("input", {"name": "heure_fin"})["value"] == "12:00"
    assert not PlageOuverture.objects.exists()


def test_another_services_motif_is_not_a_choice(client, equipe, saisie):
    foreign = MotifFactory(territoire=equipe.territoire)

    answer = add(client, saisie, motifs=[str(foreign.uid)])

    assert "Choisissez un motif de la liste" in answer.text


def test_an_overlap_is_asked_kept_then_confirmed(client, equipe, saisie):
    PlageFactory(agent=equipe.sophie, lieu=equipe.lieu, motifs=[equipe.motif], chaque_semaine=True)

    asked = add(client, saisie)
    page = BeautifulSoup(asked.text, "html.parser")
    assert asked.status_code == 409
    assert "vous recevez déjà" in page.find(role="alert").text
    assert page.find("input", {"name": "heure_debut"})["value"] == "09:00"
    assert PlageOuverture.objects.count() == 1

    add(client, saisie, confirme=page.find("input", {"name": "confirme"})["value"])
    assert PlageOuverture.objects.count() == 2


def test_a_confirmation_covers_only_the_doubts_it_showed(client, equipe, saisie):
    PlageFactory(agent=equipe.sophie, lieu=equipe.lieu, motifs=[equipe.motif], chaque_semaine=True)
    asked = BeautifulSoup(add(client, saisie).text, "html.parser")
    confirme = asked.find("input", {"name": "confirme"})["value"]

    answer = add(client, saisie, confirme=confirme, heure_fin="09:10")

    assert answer.status_code == 409
    assert "aucun créneau ne sera proposé" in answer.text


def test_moving_the_end_shows_the_rdv_left_outside(client, equipe):
    plage = PlageFactory(
        agent=equipe.sophie, lieu=equipe.lieu, motifs=[equipe.motif], chaque_semaine=True
    )
    rdv = RdvFactory(
        motif=equipe.motif, agent=equipe.sophie, lieu=equipe.lieu, debut=at(10, day=25)
    )

    answer = client.post(f"/agents/plages/{plage.uid}/", {"jusqu_au": "2027-01-18"})

    plage.refresh_from_db()
    assert plage.jusqu_au == dt.date(2027, 1, 18)
    assert str(rdv.uid) in answer.text
    assert Rdv.objects.filter(pk=rdv.pk).exists()


def test_removing_asks_first_with_its_rdv(client, equipe):
    plage = PlageFactory(agent=equipe.sophie, lieu=equipe.lieu, motifs=[equipe.motif])
    rdv = RdvFactory(motif=equipe.motif, agent=equipe.sophie, lieu=equipe.lieu, debut=at(10))
    address = f"/agents/plages/{plage.uid}/supprimer/"

    assert str(rdv.uid) in client.get(address).text
    assert PlageOuverture.objects.exists()

    client.post(address)
    assert not PlageOuverture.objects.exists()
    assert Rdv.objects.exists()


def test_past_plages_are_one_link_away(client, equipe):
    PlageFactory(
        agent=equipe.sophie, lieu=equipe.lieu, premier_jour=dt.date(2026, 12, 7), titre="vieille"
    )

    assert "7 décembre 2026" not in client.get("/agents/plages/").text
    assert "7 décembre 2026" in client.get("/agents/plages/?vue=passees").text


def test_an_absence_of_several_days_covers_whole_days(client, absence):
    client.post("/agents/absences/ajouter/", {**absence, "dernier_jour": "2027-01-15"})

    row = Absence.objects.get()
    assert (row.heure_debut, row.heure_fin) == (dt.time(0), dt.time(23, 59))
    page = client.get("/agents/absences/").text
    assert "Du lundi 11 janvier 2027 au vendredi 15 janvier 2027" in page
    assert "Journée entière" in page


def test_a_weekly_absence_is_written_as_a_rule(client, absence):
    client.post(
        "/agents/absences/ajouter/",
        {
            **absence,
            "rythme": "2",
            "jours": ["1"],
            "heure_debut": "14:00",
            "heure_fin": "15:00",
            "jusqu_au": "2027-06-30",
        },
    )

    row = Absence.objects.get()
    assert row.recurrence["interval"] == 2 and row.jusqu_au == dt.date(2027, 6, 30)
    assert "Une semaine sur deux, mardi, jusqu’au 30 juin 2027" in (
        client.get("/agents/absences/").text
    )


def test_an_absence_shows_the_rdv_in_conflict_and_deletes_none(client, equipe, absence):
    rdv = RdvFactory(motif=equipe.motif, agent=equipe.sophie, lieu=equipe.lieu, debut=at(10))

    answer = client.post("/agents/absences/ajouter/", absence)

    assert str(rdv.uid) in answer.text
    assert "conservé" in answer.text
    assert Rdv.objects.exists() and Absence.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"dernier_jour": "2027-01-10"}, "Le dernier jour vient avant le premier"),
        ({"rythme": "1"}, "Cochez au moins un jour"),
        ({"rythme": "1", "jours": ["0"], "dernier_jour": "2027-01-12"}, "plusieurs jours"),
        ({"heure_debut": "15:00", "heure_fin": "14:00"}, "La fin doit venir après le début"),
        ({"titre": "x" * 81}, "80"),
    ],
)
def test_a_senseless_absence_is_said_in_french(client, absence, changes, sentence):
    answer = client.post("/agents/absences/ajouter/", {**absence, **changes})

    assert answer.status_code == 400
    assert sentence in BeautifulSoup(answer.text, "html.parser").find(class_="pv-resume").text
    assert not Absence.objects.exists()


def test_removing_an_absence_asks_first(client, equipe):
    row = AbsenceFactory(agent=equipe.sophie, titre="Congé")
    address = f"/agents/absences/{row.uid}/supprimer/"

    assert "Congé" in client.get(address).text
    assert Absence.objects.exists()
    client.post(address)
    assert not Absence.objects.exists()
