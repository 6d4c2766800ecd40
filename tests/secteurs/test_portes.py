"""Who reaches the pages of publication: référents of this territoire, by the right verb."""

import pytest
from django.urls import reverse

from booking.models import Role
from tests.agents.conftest import signed_in
from tests.factories.sectorisation import CoucheFactory

LUES = (
    ("couche",), ("controles",), ("controles_csv",), ("controles_constat", "a"),
    ("controles_adresses", "a"), ("publication",), ("publication_adresses",), ("a_blanc",),
    ("a_blanc_adresses",), ("historique",), ("historique_adresses", 1, 2),
)  # fmt: skip
ECRITES = (
    ("couche_etudier",), ("a_blanc_preparer",), ("a_blanc_publier",), ("a_blanc_abandonner",),
    ("historique_remettre", 1),
)  # fmt: skip


def address(slug, vue, *args):
    return reverse(f"agents:secteurs:{vue}", args=[slug, *args])


@pytest.mark.parametrize("vue", [*LUES, *ECRITES], ids=lambda v: v[0])
def test_the_couche_of_another_territoire_is_nowhere(client, equipe, vue):
    CoucheFactory(slug="ailleurs")

    ask = client.post if vue in ECRITES else client.get
    assert ask(address("ailleurs", *vue)).status_code == 404


@pytest.mark.parametrize("vue", [*LUES, *ECRITES], ids=lambda v: v[0])
def test_an_agent_or_a_secretariat_finds_no_door(equipe, vue):
    CoucheFactory(territoire=equipe.territoire, slug="pmi")
    browser = signed_in(equipe.agent(equipe.pmi, role=Role.SECRETARIAT))

    ask = browser.post if vue in ECRITES else browser.get
    assert ask(address("pmi", *vue)).status_code == 404


@pytest.mark.parametrize("vue", ECRITES, ids=lambda v: v[0])
def test_what_changes_something_is_never_asked_by_a_link(client, equipe, vue):
    CoucheFactory(territoire=equipe.territoire, slug="pmi")

    assert client.get(address("pmi", *vue)).status_code == 405
