"""Templates keep to their rooms, as code does."""

import re

import pytest

from tests.conftest import RACINE

GABARITS = sorted((RACINE / "templates").rglob("*.html"))
# Mail readers apply no stylesheet: their templates are held by tests/notifications instead.
ECRANS = [g for g in GABARITS if "messages" not in g.parts]


def name(path) -> str:
    return str(path.relative_to(RACINE / "templates"))


@pytest.mark.parametrize("gabarit", ECRANS, ids=name)
def test_no_script_or_style_is_written_inside_a_template(gabarit):
    text = gabarit.read_text()
    assert not re.search(
        r"<style|\sstyle=|<script>|\son(click|change|submit|load)=|javascript:", text
    )


@pytest.mark.parametrize("gabarit", ECRANS, ids=name)
def test_design_system_classes_stay_in_components(gabarit):
    if gabarit.relative_to(RACINE / "templates").parts[0] in {"composants", "django"}:
        return
    assert not re.search(r"""class=["'][^"']*\bds-""", gabarit.read_text())


@pytest.mark.parametrize(
    "gabarit",
    [
        g
        for g in GABARITS
        if g.relative_to(RACINE / "templates").parts[0] in {"public", "agents", "messages"}
    ],
    ids=name,
)
def test_booking_templates_know_nothing_of_pages(gabarit):
    text = gabarit.read_text()
    assert not re.search(r"{%\s*load\s+[^%]*(wagtail|home|portail)", text)
    assert not re.search(r"""{%\s*(include|extends)\s+["']home/""", text)
