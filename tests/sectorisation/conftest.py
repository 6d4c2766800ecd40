"""A small real-looking territoire: two communes side by side, a few streets each."""

from pathlib import Path

import pytest

from sectorisation.brouillon import forget_drafts
from sectorisation.imports.adresses import import_adresses
from sectorisation.models import Territoire
from tests.factories.sectorisation import CommuneFactory, TerritoireFactory, square

ENTETE = "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat;source\n"
ADRESSES = ENTETE + "\n".join(
    [
        "99001_0001_00001;99001_0001;1;;Rue des Lilas;99100;99001;Valbrune;2.01;44.01;OSM",
        "99001_0001_00012;99001_0001;12;;Rue des Lilas;99100;99001;Valbrune;2.012000;44.010000;OSM",
        "99001_0001_00012_bis;99001_0001;12;bis;Rue des Lilas;99100;99001;Valbrune;2.012100;44.010000;OSM",
        "99001_0001_00080;99001_0001;80;;Rue des Lilas;99100;99001;Valbrune;2.09;44.01;OSM",
        "99001_0002_00003;99001_0002;3;;Impasse des Lilas;99100;99001;Valbrune;2.02;44.02;OSM",
        "99001_0003_00005;99001_0003;5;;Rue du 8 Mai 1945;99100;99001;Valbrune;2.03;44.03;OSM",
        "99001_0004_00007;99001_0004;7;;Avenue du Général de Gaulle;99100;99001;Valbrune;2.04;44.04;OSM",
        "99001_0005_00009;99001_0005;9;;Rue Sainte-Cécile;99100;99001;Valbrune;2.055;44.05;OSM",
        "99001_B001_00000;99001_B001;;;Le Moulin Neuf;99100;99001;Valbrune;2.06;44.06;OSM",
        "99001_0006_00002;99001_0006;2;;Rue de la Gare;99100;99001;Valbrune;2.07;44.07;OSM",
        "99002_0001_00002;99002_0001;2;;Rue de la Gare;99200;99002;Saint-Aubin-le-Haut;2.11;44.01;OSM",
        "99002_0002_00004;99002_0002;4;;Rue de Valbrune;99200;99002;Saint-Aubin-le-Haut;2.12;44.02;OSM",
        "99002_i7xf1o_00001;;1;;Allée Neuve;99200;99002;Saint-Aubin-le-Haut;2.13;44.03;OSM",
    ]
)


@pytest.fixture(autouse=True)
def _dossier_adresses(settings, tmp_path: Path) -> None:
    settings.PARVIS_DONNEES_DIR = tmp_path
    settings.PARVIS_GEOCODEUR = "embarque"


@pytest.fixture(autouse=True)
def _brouillons_oublies() -> None:
    forget_drafts()


@pytest.fixture
def territoire(db) -> Territoire:
    """Two communes, 99001 to the west and 99002 to the east of longitude 2.1."""
    territoire = TerritoireFactory(code="essai", nom="Essai")
    CommuneFactory(territoire=territoire, insee="99001", nom="Valbrune", contour=square(2.0, 44.0))
    CommuneFactory(
        territoire=territoire, insee="99002", nom="Saint-Aubin-le-Haut", contour=square(2.1, 44.0)
    )
    return territoire


@pytest.fixture
def avec_adresses(territoire: Territoire, tmp_path: Path) -> Territoire:
    """The same, its addresses imported."""
    fichier = tmp_path / "adresses.csv"
    fichier.write_text(ADRESSES, encoding="utf-8")
    import_adresses(territoire=territoire, chemin=fichier)
    return territoire
