"""Links and codes: derived, revoked, and never open to a guess."""

import datetime as dt

import pytest

from booking.models import Genre, Message
from booking.services.liens import (
    ALPHABET,
    ask_lost_link,
    code_of,
    new_link,
    rdv_by_code,
    rdv_by_token,
    token_of,
)
from booking.services.signalement import report_not_me
from tests.booking.monde import DEBUT, NOW, book, demande, monde
from tests.factories.booking import RdvFactory

pytestmark = pytest.mark.django_db


def test_a_link_and_a_code_open_their_rdv():
    m = monde()
    r = book(m)
    assert rdv_by_token(territoire=m.territoire, jeton=r.jeton) == r.rdv
    assert rdv_by_code(territoire=m.territoire, code=r.code) == r.rdv


def test_neither_is_stored():
    r = book(monde())
    stored = " ".join(str(value) for value in vars(r.rdv).values())
    assert r.jeton not in stored
    assert r.code not in stored


def test_a_token_carries_128_bits_and_a_code_eight_clear_letters():
    r = book(monde())
    assert len(r.jeton) == 22
    assert len(r.code) == 8
    assert set(r.code) <= set(ALPHABET)
    assert not set("0O1IL") & set(ALPHABET)


def test_a_code_is_read_however_it_is_typed():
    m = monde()
    r = book(m)
    typed = f" {r.code[:4].lower()}-{r.code[4:]} "
    assert rdv_by_code(territoire=m.territoire, code=typed) == r.rdv


@pytest.mark.parametrize(
    "garbage", ["", "x", "../../etc", "é" * 22, "A" * 22, "A" * 5000, "\0" * 22]
)
def test_garbage_opens_nothing(garbage):
    m = monde()
    book(m)
    assert rdv_by_token(territoire=m.territoire, jeton=garbage) is None
    assert rdv_by_code(territoire=m.territoire, code=garbage) is None


def test_another_territoire_opens_nothing():
    r, other = book(monde()), monde()
    assert rdv_by_token(territoire=other.territoire, jeton=r.jeton) is None
    assert rdv_by_code(territoire=other.territoire, code=r.code) is None


def test_a_new_link_revokes_the_former_and_its_code():
    m = monde()
    r = book(m)
    fresh = new_link(rdv=r.rdv)
    assert rdv_by_token(territoire=m.territoire, jeton=r.jeton) is None
    assert rdv_by_code(territoire=m.territoire, code=r.code) is None
    assert rdv_by_token(territoire=m.territoire, jeton=fresh) == r.rdv
    assert rdv_by_code(territoire=m.territoire, code=code_of(r.rdv)) == r.rdv


def test_what_was_sent_outlives_a_rotation_of_the_key(settings):
    m = monde()
    r = book(m)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "une-autre-cle-0123456789abcdefghijklmnopqrstuvwxyz-0123456789"
    assert rdv_by_token(territoire=m.territoire, jeton=r.jeton) == r.rdv
    assert rdv_by_code(territoire=m.territoire, code=r.code) == r.rdv
    assert (token_of(r.rdv), code_of(r.rdv)) == (r.jeton, r.code)


def test_an_rdv_whose_key_is_gone_adopts_the_present_one():
    rdv = RdvFactory()
    token, code = token_of(rdv), code_of(rdv)
    assert rdv_by_token(territoire=rdv.territoire, jeton=token) == rdv
    assert rdv_by_code(territoire=rdv.territoire, code=code) == rdv


def test_a_code_already_given_in_the_territoire_is_not_given_again(monkeypatch):
    m = monde()
    codes = iter(["CCCCCCCC", "CCCCCCCC", "DDDDDDDD"])
    monkeypatch.setattr(
        "booking.services.liens._code",
        lambda rdv, secret, seen={}: (
            seen.setdefault((rdv.uid, rdv.jeton_generation), None)
            or seen.update({(rdv.uid, rdv.jeton_generation): next(codes)})
            or seen[rdv.uid, rdv.jeton_generation]
        ),
    )
    first, second = book(m), book(m, DEBUT + dt.timedelta(minutes=30))
    assert (first.code, second.code) == ("CCCCCCCC", "DDDDDDDD")
    assert second.rdv.jeton_generation == 2


@pytest.mark.parametrize(
    "contact", ["06 39 98 12 45", "+33639981245", "Claire@Example.org ", "0033 6 39 98 12 45"]
)
def test_a_lost_link_is_sent_to_the_contact_on_file(contact):
    m = monde()
    rdv = book(m, DEBUT + dt.timedelta(days=7), demande=demande(email="claire@example.org")).rdv
    ask_lost_link(territoire=m.territoire, contact=contact, now=NOW)
    assert Message.objects.filter(rdv=rdv, genre=Genre.LIEN).exists()


@pytest.mark.parametrize("contact", ["", "inconnu@example.org", "0639981299", "nawak", "@" * 9000])
def test_an_unknown_contact_sends_nothing_and_says_nothing(contact):
    m = monde()
    book(m)
    assert ask_lost_link(territoire=m.territoire, contact=contact, now=NOW) is None
    assert not Message.objects.filter(genre=Genre.LIEN).exists()


def test_the_lost_link_of_another_territoire_is_not_sent():
    book(monde())
    ask_lost_link(territoire=monde().territoire, contact="+33639981245", now=NOW)
    assert not Message.objects.filter(genre=Genre.LIEN).exists()


def test_not_me_forgets_the_contact_revokes_the_link_and_keeps_the_rdv():
    m = monde()
    r = book(m)
    usager = r.rdv.participations.get().usager
    report_not_me(rdv=r.rdv, usager=usager, now=NOW)
    usager.refresh_from_db()
    r.rdv.refresh_from_db()
    assert (usager.telephone, usager.email) == ("", "")
    assert rdv_by_token(territoire=m.territoire, jeton=r.jeton) is None
    assert r.rdv.note
    assert not Message.objects.waiting().exists()
