"""What messages say, and what they never say."""

import html
import re

import pytest
from django.utils import timezone, translation

from booking.models import Canal, Genre, Message, Mode, Statut
from booking.notifications.canaux import EnvoiRefuse
from booking.notifications.canaux.gsm7 import count_parts, to_gsm7
from booking.notifications.textes import compose_email, compose_sms
from booking.services.liens import code_of, token_of
from tests.conftest import RACINE
from tests.factories.booking import ProcheFactory

MESSAGES = RACINE / "templates" / "messages"
SECRETS = ("sexuelle", "contraception", "maison du département", "place du parvis", "orval")


def message(rdv, genre, canal):
    usager = rdv.participations.first().usager
    return Message(rdv=rdv, usager=usager, genre=genre, canal=canal, cle=f"{rdv.uid}:{genre}")


@pytest.fixture(autouse=True)
def _paris():
    with timezone.override("Europe/Paris"), translation.override("fr"):
        yield


def email(rdv, genre=Genre.CONFIRMATION):
    return compose_email(message(rdv, genre, Canal.EMAIL), rdv)


def sms(rdv, genre=Genre.CONFIRMATION):
    return compose_sms(message(rdv, genre, Canal.SMS), rdv)


def as_told(rdv, genre):
    """The Rdv in the state that this kind of message tells."""
    if genre == Genre.ANNULATION:
        rdv.statut = Statut.ANNULE_SERVICE
    return rdv


@pytest.mark.parametrize("genre", Genre)
def test_every_message_has_its_texts(genre):
    assert (MESSAGES / "courriel" / f"{genre}.txt").exists()
    assert (MESSAGES / "courriel" / f"{genre}.html").exists()
    assert (MESSAGES / "sms" / f"{genre}.txt").exists()


def test_no_html_message_stands_without_its_text():
    for page in MESSAGES.rglob("*.html"):
        assert page.with_suffix(".txt").exists() or page.stem == "_base", page


@pytest.mark.parametrize("genre", Genre)
def test_the_date_is_written_in_full_in_every_email(rdv, genre):
    courriel = email(as_told(rdv, genre), genre)
    for text in (courriel.objet, courriel.texte, html.unescape(courriel.html)):
        assert "mardi 26 janvier à 14 h" in text.replace("\xa0", " ")


@pytest.mark.parametrize("genre", set(Genre) - {Genre.ANNULATION})
def test_link_and_code_are_in_every_message_of_a_standing_rdv(rdv, genre):
    link = f"{rdv.territoire.url_publique}/rdv/{token_of(rdv)}/"
    code = code_of(rdv)
    for text in (email(rdv, genre).texte, email(rdv, genre).html, sms(rdv, genre).texte):
        assert link in text
        assert f"{code[:4]} {code[4:]}" in text


@pytest.mark.parametrize("genre", set(Genre) - {Genre.ANNULATION, Genre.LIEN})
def test_an_email_says_where_what_and_what_to_bring(rdv, genre):
    courriel = email(rdv, genre)
    for text in (courriel.texte, html.unescape(courriel.html)):
        for fact in (
            "Maison d’Orval",
            "12 place du Parvis, 61900 Orval",
            "Consultation du nourrisson",
            "Carnet de santé",
            "Venez 10 minutes avant.",
            "02\xa061\xa091\xa061\xa001",
        ):
            assert fact in text


def test_an_email_for_a_child_names_the_child(rdv):
    participation = rdv.participations.get()
    participation.proche = ProcheFactory(usager=participation.usager)
    participation.save()
    assert "Pour : Inès" in email(rdv).texte


def test_includes_leave_no_stray_space_or_line(rdv):
    assert "\nVoir, déplacer ou annuler\xa0:\nhttp" in email(rdv).texte
    assert "Orval. Détails ou annulation : http" in sms(rdv).texte
    assert "61900 Orval\nTéléphone" in email(rdv).texte


@pytest.mark.parametrize("genre", Genre)
def test_a_discreet_rdv_says_nothing_of_itself(rdv_discret, genre):
    rdv = as_told(rdv_discret, genre)
    courriel, texto = email(rdv, genre), sms(rdv, genre)
    said = " ".join(
        (
            courriel.objet,
            courriel.texte,
            html.unescape(courriel.html),
            courriel.nom_expediteur,
            courriel.repondre_a,
            courriel.ics.decode().replace("\r\n ", ""),
            texto.texte,
            texto.expediteur,
        )
    ).lower()
    for secret in (*SECRETS, rdv.lieu.nom.lower(), rdv.lieu.telephone, "61 91 61"):
        assert secret not in said


def test_a_discreet_rdv_still_says_when_and_gives_its_link(rdv_discret):
    assert "mardi 26 janvier à 14 h" in email(rdv_discret).texte.replace("\xa0", " ")
    assert token_of(rdv_discret) in sms(rdv_discret).texte


def test_the_sender_is_the_departement(rdv):
    assert email(rdv).nom_expediteur == f"Département {rdv.territoire.nom}"


@pytest.mark.parametrize("genre", Genre)
def test_an_sms_costs_one_part(rdv, genre):
    texto = sms(as_told(rdv, genre), genre)
    assert count_parts(texto.texte) == 1
    assert to_gsm7(texto.texte) == texto.texte


def test_a_long_place_name_shortens_the_date_then_goes(rdv):
    rdv.lieu.nom = "Maison départementale des solidarités"
    assert "mar. 26 janv." in sms(rdv).texte
    rdv.lieu.nom = "Maison départementale des solidarités et de la famille du Haut-Pays" * 2
    texto = sms(rdv)
    assert "Maison" not in texto.texte
    assert count_parts(texto.texte) == 1


@pytest.mark.parametrize(
    "mode, words",
    [
        (Mode.TELEPHONE, "par téléphone"),
        (Mode.DOMICILE, "à domicile"),
        (Mode.VISIO, "en visio"),
    ],
)
def test_a_rdv_elsewhere_than_at_a_place_says_so_and_no_address(rdv, mode, words):
    rdv.mode = mode
    assert words in email(rdv).texte
    assert words in sms(rdv).texte
    assert "place du Parvis" not in email(rdv).texte


def test_who_cancelled_is_told_apart(rdv):
    rdv.statut = Statut.ANNULE_SERVICE
    assert "Nous avons dû annuler" in email(rdv, Genre.ANNULATION).texte
    rdv.statut = Statut.EXCUSE
    assert "Merci de nous avoir prévenus" in email(rdv, Genre.ANNULATION).texte


def test_what_the_motif_forbids_is_not_offered(rdv):
    rdv.motif.annulable = rdv.motif.deplacable = False
    assert "annul" not in email(rdv).texte.lower()
    assert "annul" not in sms(rdv).texte.lower()


def test_html_escapes_what_people_wrote_and_text_does_not(rdv):
    rdv.motif.nom = "Suivi <b>d'enfant</b>"
    courriel = email(rdv)
    assert "Suivi <b>d'enfant</b>" in courriel.texte
    assert "<b>d" not in courriel.html


def test_text_has_no_hole_where_a_fact_is_missing(rdv):
    rdv.motif.consigne, rdv.motif.pieces = "", []
    assert not re.search(r"\n{3,}|[ \t]\n", email(rdv).texte)


def test_an_usager_who_lost_the_address_meanwhile_is_not_written_to(rdv):
    usager = rdv.participations.get().usager
    usager.email, usager.telephone = "", ""
    usager.save()
    with pytest.raises(EnvoiRefuse):
        email(rdv)
    with pytest.raises(EnvoiRefuse):
        sms(rdv)
