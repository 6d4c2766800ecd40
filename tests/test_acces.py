"""Closed by default: every view of /agents/ and /api/ has a line in the table of who reaches it."""

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from portal.acces import RACINES, TABLE, Acces, access_of
from tests.factories.home import PortailFactory

# /cms/ is one rule for all its views, written in `answer_for`.
TENUES_PAR_LIGNES = tuple(racine for racine in RACINES if racine != "/cms/")

# A value for each kind of piece an address of the agents' space may hold.
SAMPLES = {"uuid": "00000000-0000-0000-0000-000000000000", "slug": "pmi", "int": "1", "str": "x"}


def views_under(
    roots: tuple[str, ...], resolver: URLResolver | None = None, prefix: str = "/", spaces: str = ""
) -> Iterator[tuple[str, str]]:
    """(path, view name) of everything the URLconf serves under these roots."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern).removeprefix("^").replace("\\Z", "")
        if isinstance(entry, URLResolver):
            inside = f"{spaces}{entry.namespace}:" if entry.namespace else spaces
            yield from views_under(roots, entry, path, inside)
        elif path.startswith(roots):
            assert isinstance(entry, URLPattern)
            yield path, f"{spaces}{entry.name or ''}"


def test_every_view_of_a_closed_root_has_a_line():
    views = list(views_under(TENUES_PAR_LIGNES))

    assert any(name == "agents:agenda" for _, name in views)
    without = [f"{path} ({name})" for path, name in views if access_of(name) is None]
    assert not without, f"sans ligne dans portal/acces.TABLE : {without}"


def test_every_line_of_the_table_names_a_view():
    names = [name for _, name in views_under(TENUES_PAR_LIGNES)]

    for line in TABLE:
        named = [n for n in names if n == line or (line.endswith(":") and n.startswith(line))]
        assert named or line == "api-v1:", f"{line} ne correspond à aucune vue"


@pytest.mark.parametrize("name", ["agents_bis", "agentsx:agenda", "", "account"])
def test_a_view_without_a_line_is_closed(name):
    assert access_of(name) is None


def test_the_longest_line_wins():
    assert access_of("agents:compte") is Acces.CONNECTE
    assert access_of("agents:agenda") is Acces.AGENT


def test_signed_out_every_view_of_the_agents_space_leads_to_sign_in(client, db):
    PortailFactory(site__hostname="testserver")
    for path, name in views_under(("/agents/",)):
        if access_of(name) in (Acces.AGENT, Acces.REFERENT, Acces.CONNECTE):
            answer = client.get(re.sub(r"<(\w+):\w+>", lambda m: SAMPLES[m[1]], path))
            assert answer.status_code == 302, name
            assert "/agents/compte/login/" in answer["Location"], name
