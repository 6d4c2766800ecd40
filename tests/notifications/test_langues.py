"""Messages speak the language in which the appointment was booked."""

import html

import pytest
from django.utils import timezone, translation

from booking.connecteurs.ics import invitation
from booking.models import Canal, Genre
from booking.notifications.canaux.gsm7 import is_lost_in_gsm7, ucs2_parts
from booking.notifications.textes import compose_email, compose_sms
from booking.services.liens import rdv_by_code, token_of
from tests.notifications.test_textes import SECRETS, as_told, message

MOTS = {"en": "appointment", "ar": "موعد"}
FRANCAIS = ("votre", "rendez-vous est", "bonjour", "annul", "vous avez", "détails")


@pytest.fixture(params=MOTS)
def langue(request):
    with timezone.override("Europe/Paris"), translation.override(request.param):
        yield request.param


@pytest.mark.parametrize("genre", Genre)
def test_every_message_is_said_in_the_language_of_the_rdv(rdv, langue, genre):
    rdv.langue = langue
    rdv = as_told(rdv, genre)
    courriel = compose_email(message(rdv, genre, Canal.EMAIL), rdv)
    texto = compose_sms(message(rdv, genre, Canal.SMS), rdv)
    for said in (courriel.objet, courriel.texte, html.unescape(courriel.html), texto.texte):
        assert MOTS[langue] in said.lower()
        assert not [word for word in FRANCAIS if word in said.lower()]
    assert f'<html lang="{langue}" dir="{"rtl" if langue == "ar" else "ltr"}">' in courriel.html
    assert f"/{langue}/" in texto.texte


def test_an_arabic_sms_keeps_its_letters_in_two_parts(rdv):
    rdv.langue = "ar"
    with timezone.override("Europe/Paris"), translation.override("ar"):
        texte = compose_sms(message(rdv, Genre.CONFIRMATION, Canal.SMS), rdv).texte
    assert is_lost_in_gsm7(texte) and ucs2_parts(texte) <= 2
    assert f"{rdv.territoire.url_publique}/ar/rdv/{token_of(rdv)}/" in texte
    with translation.override("ar"):
        assert ucs2_parts("م" * 70) == 1 and ucs2_parts("م" * 71) == 2


@pytest.mark.parametrize("genre", Genre)
def test_a_discreet_rdv_says_nothing_in_another_language_either(rdv_discret, langue, genre):
    rdv_discret.langue = langue
    rdv = as_told(rdv_discret, genre)
    courriel = compose_email(message(rdv, genre, Canal.EMAIL), rdv)
    texto = compose_sms(message(rdv, genre, Canal.SMS), rdv)
    said = " ".join((courriel.objet, courriel.texte, html.unescape(courriel.html), texto.texte))
    assert not [secret for secret in (*SECRETS, rdv.lieu.nom.lower()) if secret in said.lower()]


def test_the_calendar_speaks_it_too(rdv, langue):
    rdv.langue = langue
    ics = invitation(rdv)[0].decode().replace("\r\n ", "")
    assert {"en": "SUMMARY:Appointment", "ar": "SUMMARY:موعد"}[langue] in ics
    assert f"/{langue}/rdv/{token_of(rdv)}/" in ics


def test_a_code_copied_with_its_direction_still_opens(rdv):
    from booking.notifications.adresses import code_lisible

    with translation.override("ar"):
        code = code_lisible(rdv)
    assert code.startswith("\u2066")
    assert rdv_by_code(territoire=rdv.territoire, code=code) == rdv
