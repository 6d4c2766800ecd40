"""Step 5's form: what each motif asks, and what is refused with a sentence at its field."""

import datetime as dt

import pytest

from booking.models import Mode
from booking.public.formulaire_coordonnees import ENFANT, SOI, CoordonneesForm
from tests.factories.booking import MotifFactory

TODAY = dt.date(2027, 1, 11)
BON = {"prenom": "Claire", "nom": "Moreau", "telephone": "06 39 98 12 45"}


def form(data=None, *, pour=SOI, **motif):
    motif.setdefault("contacts", ["mobile", "fixe", "email"])
    data = BON | (data or {})
    return CoordonneesForm(data, motif=MotifFactory.build(**motif), pour=pour, today=TODAY)


@pytest.mark.parametrize(
    ("tape", "e164"),
    [
        ("06 39 98 12 45", "+33639981245"),
        ("0033 6 39 98 12 45", "+33639981245"),
        ("+33 (0)6 39 98 12 45", "+33639981245"),
        ("02 61 91 61 00", "+33261916100"),
        ("09 72 12 34 56", "+33972123456"),
        ("0690 12 34 56", "+590690123456"),
        ("0696 12 34 56", "+596696123456"),
        ("0694 12 34 56", "+594694123456"),
        ("0692 12 34 56", "+262692123456"),
        ("+262 639 69 12 34", "+262639691234"),
        ("+687 75 12 34", "+687751234"),
        ("+689 87 12 34 56", "+68987123456"),
        ("+508 55 12 34", "+508551234"),
        ("+681 82 12 34", "+681821234"),
        ("+32 470 12 34 56", "+32470123456"),
        ("+41 78 123 45 67", "+41781234567"),
        ("+213 551 23 45 67", "+213551234567"),
        ("٠٦ ٣٩ ٩٨ ١٢ ٤٥", "+33639981245"),
    ],
)
def test_phones_of_every_french_territory_and_beyond(tape, e164):
    f = form({"telephone": tape})
    assert f.is_valid(), f.errors
    assert f.values()["telephone"] == e164


@pytest.mark.parametrize("tape", ["08 99 12 34 56", "3114", "abc", "0", "+999 1", "06" * 40])
def test_numbers_that_cannot_be_called_back_are_refused(tape):
    assert "telephone" in form({"telephone": tape}).errors


@pytest.mark.parametrize(
    "email", ["a@", "a b@c.fr", "a@b.fr\r\nBcc: x@y.fr", "@", "x" * 320 + "@c.fr", "a@b\x00.fr"]
)
def test_emails_that_cannot_be_are_refused(email):
    assert "email" in form({"email": email}).errors


@pytest.mark.parametrize(
    "email", ["a+rdv@exemple.fr", "claire@xn--lve-6la.fr", "c@sous.exemple.fr"]
)
def test_unusual_emails_are_kept(email):
    assert form({"email": email}).is_valid()


@pytest.mark.parametrize(
    ("jour", "mois", "annee"),
    [
        ("31", "2", "2024"),
        ("29", "2", "2023"),
        ("0", "1", "2024"),
        ("1", "13", "2024"),
        ("1", "1", "0000"),
        ("1", "1", "9999"),
        ("12", "1", "2027"),
        ("un", "deux", "trois"),
        ("", "", "2024"),
        ("1", "1", "24"),
        ("", "", ""),
    ],
)
def test_a_birth_date_that_cannot_be_is_refused_at_its_field(jour, mois, annee):
    data = {"naissance_jour": jour, "naissance_mois": mois, "naissance_annee": annee}
    assert "naissance" in form(data, naissance=True).errors


@pytest.mark.parametrize(
    ("contacts", "donne", "faute"),
    [
        (["mobile"], {"telephone": ""}, "telephone"),
        (["mobile"], {"telephone": "02 61 91 61 00"}, "telephone"),
        (["fixe"], {"telephone": "02 61 91 61 00"}, None),
        (["email"], {"telephone": "", "email": ""}, "email"),
        (["mobile", "email"], {"telephone": "", "email": ""}, "telephone"),
        (["mobile", "email"], {"telephone": "", "email": "a@b.fr"}, None),
        (["mobile", "aucun"], {"telephone": ""}, None),
        (["aucun"], {}, None),
    ],
)
def test_the_contact_asked_is_the_motif_s(contacts, donne, faute):
    errors = form(donne, contacts=contacts).errors
    assert set(errors) == ({faute} if faute else set())


def test_a_call_needs_a_number_even_in_a_discreet_service():
    f = form({"telephone": ""}, mode=Mode.TELEPHONE, service__discret=True, contacts=["aucun"])
    assert "telephone" in f.errors


def test_a_discreet_service_needs_only_a_name_to_call():
    f = CoordonneesForm(
        {"prenom": "Loup"},
        motif=MotifFactory.build(service__discret=True, naissance=True),
        pour=SOI,
        today=TODAY,
    )
    assert f.is_valid()
    assert f.values()["nom"] == ""


def test_a_child_is_named_beside_the_person_to_tell():
    f = form(pour=ENFANT, pour_enfant=True)
    assert {"proche_prenom", "proche_nom"} <= set(f.errors)


def test_what_is_kept_of_a_form_is_what_was_typed():
    data = {
        "telephone": "06 39",
        "naissance_jour": "31",
        "csrfmiddlewaretoken": "x",
        "autre_chose": "y",
    }
    f = form(data, naissance=True)
    assert f.typed() == {
        "prenom": "Claire",
        "nom": "Moreau",
        "naissance_jour": "31",
        "telephone": "06 39",
    }
