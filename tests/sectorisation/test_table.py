"""The exact table: what goes in comes out, whatever is asked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sectorisation.table import PARTAGEE, Table, decode, encode, key

identifiants = st.text("0123456789_abz", min_size=1, max_size=20)


@given(st.dictionaries(st.tuples(st.sampled_from(["99001", "2A004"]), identifiants),
                       st.integers(0, 1000), max_size=40))  # fmt: skip
def test_what_is_packed_is_found_again_and_nothing_else(attendu):
    cles = np.array([key(*paire) for paire in attendu], np.uint64)
    decisions = np.array(
        [encode(rang, "voie", "precision") for rang in attendu.values()], np.uint32
    )
    voies = np.array([key("99001", "a"), key("99001", "b")], np.uint64)
    table = Table.build(cles, decisions, voies, np.array([7, PARTAGEE], np.int32))
    relue = Table.unpack(table.pack())
    assert len(relue) == len(attendu)
    for (insee, identifiant), rang in attendu.items():
        decision = relue.decision(insee, identifiant.upper())
        assert (decision.rang, decision.regle, decision.departage) == (rang, "voie", "precision")
    assert relue.decision("97105", "inconnue") is None
    assert [relue.street("99001", v) for v in "abc"] == [7, PARTAGEE, None]


def test_an_address_without_secteur_is_known_all_the_same():
    table = Table.build(
        np.array([key("99001", "a")], np.uint64), np.zeros(1, np.uint32),
        np.zeros(0, np.uint64), np.zeros(0, np.int32),
    )  # fmt: skip
    assert table.decision("99001", "a").rang is None
    assert table.decisions(np.array([key("99001", "b")], np.uint64)).tolist() == [-1]


@pytest.mark.parametrize("octets", [None, b""])
def test_a_version_without_a_table_has_an_empty_one(octets):
    assert len(Table.unpack(octets)) == 0


def test_other_bytes_are_refused():
    with pytest.raises(ValueError, match="not a table"):
        Table.unpack(b"x" * 64)


@pytest.mark.parametrize("regle", ["adresse", "voie", "polygone", "commune", "voisinage", "proche"])
def test_a_decision_survives_its_number(regle):
    assert decode(encode(123_456, regle, "surface")) == decode(encode(123_456, regle, "surface"))
    relue = decode(encode(123_456, regle, "surface"))
    assert (relue.rang, relue.regle, relue.departage) == (123_456, regle, "surface")
