"""The generic HTTP provider against a real server."""

import pytest

from booking.notifications.canaux import Accuse, EnvoiIncertain, EnvoiManque, EnvoiRefuse
from booking.notifications.canaux.sms import Sms, send_sms
from tests.notifications.fournisseur import Fournisseur

TEXTO = Sms(cle="k:1", destinataire="+33639981245", texte="Rappel : RDV", expediteur="Parvis")


@pytest.fixture
def provider(settings):
    with Fournisseur() as running:
        settings.PARVIS_SMS = "http"
        settings.PARVIS_SMS_URL = running.url
        settings.PARVIS_SMS_JETON = "jeton"
        yield running


def test_an_sms_is_posted_with_its_key_and_token(provider):
    assert send_sms(TEXTO) == Accuse("http", "recu-1")
    (call,) = provider.calls
    assert call.cle == "k:1"
    assert call.jeton == "Bearer jeton"
    assert call.corps == {
        "to": "+33639981245",
        "text": "Rappel : RDV",
        "sender": "Parvis",
        "reference": "k:1",
    }


@pytest.mark.parametrize("status", [400, 410, 413, 422])
def test_a_refusal_of_the_message_is_for_good(provider, status):
    provider.statuses = [status]
    with pytest.raises(EnvoiRefuse, match=str(status)):
        send_sms(TEXTO)


@pytest.mark.parametrize("status", [302, 401, 404, 408, 429, 500, 503])
def test_anything_else_is_tried_again(provider, status):
    provider.statuses = [status]
    with pytest.raises(EnvoiManque, match=str(status)) as caught:
        send_sms(TEXTO)
    assert not isinstance(caught.value, EnvoiIncertain)


def test_the_token_follows_no_redirection(provider):
    provider.statuses = [302]
    with pytest.raises(EnvoiManque):
        send_sms(TEXTO)
    assert len(provider.calls) == 1


def test_nobody_listening_is_a_plain_failure(settings, provider):
    settings.PARVIS_SMS_URL = "http://127.0.0.1:9/"
    with pytest.raises(EnvoiManque) as caught:
        send_sms(TEXTO)
    assert not isinstance(caught.value, EnvoiIncertain)


def test_a_connection_cut_after_the_message_left_is_uncertain(provider):
    provider.statuses = ["coupe"]
    with pytest.raises(EnvoiIncertain):
        send_sms(TEXTO)


def test_a_provider_too_slow_to_answer_is_uncertain(provider, monkeypatch):
    monkeypatch.setattr("booking.notifications.canaux.sms.DELAI", 0.2)
    provider.statuses = ["lent"]
    with pytest.raises(EnvoiIncertain):
        send_sms(TEXTO)


def test_an_unusable_address_is_a_failure_not_a_crash(settings, provider):
    settings.PARVIS_SMS_URL = "pas une adresse"
    with pytest.raises(EnvoiManque):
        send_sms(TEXTO)


def test_an_unknown_provider_is_a_failure_not_a_crash(settings):
    settings.PARVIS_SMS = "pigeon"
    with pytest.raises(EnvoiManque):
        send_sms(TEXTO)


def test_the_file_provider_writes_one_line_a_text(settings, tmp_path):
    from booking.notifications.journal import read_lines

    settings.PARVIS_SMS, settings.PARVIS_MESSAGES_DIR = "fichier", tmp_path
    send_sms(TEXTO)
    send_sms(TEXTO)
    entries = list(read_lines(tmp_path / "sms.jsonl"))
    assert [entry["texte"] for entry in entries] == ["Rappel : RDV"] * 2


def test_the_console_shows_no_number(settings, caplog):
    settings.PARVIS_SMS = "console"
    with caplog.at_level("INFO"):
        send_sms(TEXTO)
    assert "Rappel" in caplog.text
    assert "998" not in caplog.text
