"""The runner itself, on a small file of its own."""

import json
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import pytest

from tests.scenarios.__main__ import main
from tests.scenarios.execution import same

CAS = {
    "id": "essai",
    "now": "2026-11-23T08:00:00+01:00",
    "timezone": "Europe/Paris",
    "motif": {"id": "M", "duration_min": 60, "min_delay_min": 30, "max_delay_min": 129600},
    "lieux": {"Rodez": "enabled"},
    "plages": [
        {
            "agent": "Ana",
            "lieu": "Rodez",
            "motifs": ["M"],
            "first_day": "2026-11-24",
            "start": "09:00",
            "end": "10:00",
            "recurrence": None,
        }
    ],
    "absences": [],
    "rdvs": [],
    "holidays": [],
    "query": {"mode": "user", "from": "2026-11-24", "to": "2026-11-24"},
    "expected": {
        "slots": [
            {
                "start": "2026-11-24T08:00+00:00",
                "end": "2026-11-24T10:00:00+01:00",
                "agents": ["Ana"],
                "lieux": ["Rodez"],
            }
        ]
    },
}


@pytest.fixture
def play(tmp_path, capsys):
    """Runs a file made of `CAS` with some points changed; returns the code and the lines."""

    def run(*changements: dict, entete: dict | None = None):
        cas = [deepcopy(CAS) | changement for changement in changements]
        fichier = tmp_path / "cas.json"
        fichier.write_text(json.dumps({"format": "creneaux/1", "scenarios": cas} | (entete or {})))
        code = main([str(fichier)])
        return code, [json.loads(ligne) for ligne in capsys.readouterr().out.splitlines()]

    return run


def test_a_case_that_agrees_is_ok_however_instants_are_written(play):
    code, [ligne] = play({})
    assert (code, ligne["id"], ligne["ok"]) == (0, "essai", True)
    assert ligne["got"]["slots"][0]["start"] == "2026-11-24T09:00+01:00"


def test_one_difference_is_enough_to_fail(play):
    code, lignes = play({}, {"id": "faux", "expected": {"slots": []}})
    assert code == 1
    assert [ligne["ok"] for ligne in lignes] == [True, False]


def test_a_broken_case_does_not_hide_the_others(play):
    code, lignes = play({"timezone": "Europe/Nulle_Part"}, {})
    assert code == 1
    assert [ligne["ok"] for ligne in lignes] == [False, True]


def test_a_disabled_site_offers_nothing(play):
    code, [ligne] = play({"lieux": {"Rodez": "disabled"}, "expected": {"slots": []}})
    assert code == 0, ligne


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            {"mode": "revalidate", "starts_at": "2026-11-24T09:00+01:00"},
            {"available": True, "agents": ["Ana"]},
        ),
        (
            {"mode": "concurrent_book", "starts_at": "2026-11-24T09:00+01:00", "attempts": 4},
            {"successes": 1, "failures": 3, "distinct_agents": True},
        ),
        ({"mode": "next_agent", "from": "2026-12-01", "to": "2026-12-02"}, {"next": None}),
    ],
)
def test_each_mode_answers_in_its_words(play, query, expected):
    code, [ligne] = play({"query": query, "expected": expected})
    assert code == 0, ligne


@pytest.mark.parametrize("contenu", ["{", "[]", '{"format": "creneaux/9", "scenarios": []}'])
def test_a_file_of_another_kind_is_refused_in_french(tmp_path, capsys, contenu):
    fichier = tmp_path / "autre.json"
    fichier.write_text(contenu)
    assert main([str(fichier)]) == 2
    assert "ichier" in capsys.readouterr().err


def test_a_missing_file_is_refused():
    assert main(["absent.json"]) == 2
    assert main([]) == 2


def test_answers_that_differ_are_not_the_same():
    assert not same({"next": None}, {"next": {}})
    assert not same({"slots": [1, 2]}, {"slots": [2, 1]})


def test_the_command_runs_without_django(tmp_path):
    fichier = tmp_path / "cas.json"
    fichier.write_text(json.dumps({"format": "creneaux/1", "scenarios": [CAS]}))
    programme = (
        "import sys; sys.modules['django'] = None; sys.argv = ['x', sys.argv[1]];"
        "import runpy; runpy.run_module('tests.scenarios', run_name='__main__')"
    )
    racine = Path(__file__).resolve().parents[2]
    fini = subprocess.run(
        [sys.executable, "-c", programme, str(fichier)], cwd=racine, capture_output=True, text=True
    )
    assert (fini.returncode, fini.stderr) == (0, "")
    assert json.loads(fini.stdout)["ok"] is True
