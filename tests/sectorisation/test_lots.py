"""A hundred thousand questions at once get the answers they would get one by one."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sectorisation.index import Index
from sectorisation.lots import locate_many
from sectorisation.regles import Porte
from sectorisation.table import Table, decode, encode, key
from tests.factories.sectorisation import square
from tests.sectorisation.test_index import carres, contenu

degres = st.integers(-2, 44).map(lambda i: i / 200)
codes = st.sampled_from(["", "99001", "99002", "99003", "75056"])
MAILLES = {
    "communes": ["99001"],
    "mailles": [
        {"secteur": 3, "geometrie": square(2.0, 44.0, 0.05)},
        {"secteur": 1, "geometrie": square(2.05, 44.0, 0.05)},
    ],
}


@settings(max_examples=60)
@given(
    st.lists(carres, max_size=6),
    st.lists(st.tuples(degres, degres, codes), min_size=1, max_size=30),
    st.sampled_from([{}, {"99001": 1}, {"99001": 1, "99002": 2}]),
    st.sampled_from([None, MAILLES]),
    st.booleans(),
)
def test_columns_and_single_places_agree(polygones, places, communes, mailles, street_known):
    version = contenu(polygones=polygones, communes=communes, anciennes={"99003": "99001"})
    index = Index(version | {"voisinage": mailles})
    lons = np.array([round(2 + x, 6) for x, _, _ in places])
    lats = np.array([round(44 + y, 6) for _, y, _ in places])
    citees = np.array([c for _, _, c in places], "U5")
    reponses = locate_many(index, lons, lats, citees, street_known=street_known)
    porte = Porte("", "", "") if street_known else None
    for i, (lon, lat, code) in enumerate(zip(lons, lats, citees, strict=True)):
        ici = index.locate(float(lon), float(lat), str(code) or None, porte)
        assert reponses.secteurs[i] == (ici.secteur.id if ici.secteur else 0)
        decision = decode(int(reponses.codes[i]))
        if ici.regle_id is not None:
            assert index.regles[decision.rang].id == ici.regle_id
            assert (decision.regle, decision.departage) == (ici.regle, ici.departage)


def test_no_question_gets_no_answer():
    reponses = locate_many(Index(contenu()), np.zeros(0), np.zeros(0))
    assert len(reponses.secteurs) == 0


def test_a_known_address_is_answered_by_the_table_whatever_its_point():
    cles = np.array([key("99001", "99001_0001_00012")], np.uint64)
    table = Table.build(
        cles,
        np.array([encode(0, "commune")], np.uint32),
        np.zeros(0, np.uint64),
        np.zeros(0, np.int32),
    )
    index = Index(contenu(communes={"99001": 2}, polygones=[(1, square(2, 44))]), table)
    reponses = locate_many(index, np.array([2.05]), np.array([44.05]), None, cles)
    assert reponses.secteurs.tolist() == [2]
    porte = Porte("99001_0001_00012", "99001_0001", "rue lilas", 12)
    assert index.locate(2.05, 44.05, "99001", porte).secteur.code == "S2"
