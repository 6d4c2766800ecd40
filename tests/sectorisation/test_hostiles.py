"""Hostile files are refused in words, before memory grows."""

import json
import subprocess
import sys

import pytest

from sectorisation.imports.sig import processus
from tests.conftest import RACINE
from tests.sectorisation.hostiles import HOSTILES, LECTEURS

pytestmark = pytest.mark.skipif(not processus.available(), reason="extra « sig » absent")

MAX_MO = 200


@pytest.fixture(scope="module")
def bilan(tmp_path_factory):
    """{name: (sentence, megabytes)}, read one after the other by a process of their own."""
    dossier = tmp_path_factory.mktemp("hostiles")
    commande = [sys.executable, "-m", "tests.sectorisation.hostiles", str(dossier)]
    fini = subprocess.run(commande, cwd=RACINE, capture_output=True, text=True, check=True)
    return json.loads(fini.stdout)


@pytest.mark.parametrize("nom", HOSTILES)
def test_a_hostile_file_is_refused_in_words_before_memory_grows(bilan, nom):
    phrase, megaoctets = bilan[nom]

    assert HOSTILES[nom][1] in phrase
    assert "/" not in phrase.replace("GeoJSON, GeoPackage", "")
    assert megaoctets < MAX_MO


def test_the_processes_that_read_stay_small(bilan):
    assert bilan[LECTEURS][1] < MAX_MO
