"""The palette of a territoire: every pair legible, whatever the brand colour."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from home.theme import (
    CouleurIllisible,
    compute_palette,
    contrast,
    fingerprint,
    nearest_ok,
    render_css,
)

EXTREMES = [
    "#000000",
    "#ffffff",
    "#808080",
    "#ffd500",
    "#e2001a",
    "#00a0df",
    "#00ff00",
    "#0000ff",
    "#ff00ff",
]
couleurs = st.integers(min_value=0, max_value=0xFFFFFF).map(lambda n: f"#{n:06x}")


def _failures(couleur: str) -> list[tuple[str, str, float, float]]:
    return [pair for pair in compute_palette(couleur).pairs() if pair[2] < pair[3]]


@settings(max_examples=200, deadline=None)
@given(couleurs)
@example("#767676")
def test_any_brand_colour_gives_legible_pairs(couleur: str) -> None:
    assert _failures(couleur) == []


@pytest.mark.parametrize("couleur", EXTREMES)
def test_extreme_brand_colour_gives_legible_pairs(couleur: str) -> None:
    assert _failures(couleur) == []


def test_legible_brand_is_kept_as_action_colour() -> None:
    assert compute_palette("#0d5c55").action == "#0d5c55"


def test_yellow_brand_is_kept_for_surfaces_and_darkened_for_actions() -> None:
    palette = compute_palette("#ffd500")
    assert palette.marque == "#ffd500"
    assert palette.sur_marque == "#1a1a1a"
    assert contrast(palette.action, "#ffffff") >= 4.5


def test_explicit_action_colour_is_used() -> None:
    palette = compute_palette("#ffd500", "#1b4f8a")
    assert palette.action == "#1b4f8a"
    assert _failures_of(palette) == []


def test_illegible_action_colour_is_refused_with_a_proposal() -> None:
    with pytest.raises(CouleurIllisible, match="Essayez #") as refus:
        compute_palette("#0d5c55", "#9be7df")
    assert contrast(refus.value.proposition, "#ffffff") >= 4.5


@pytest.mark.parametrize("couleur", EXTREMES)
def test_nearest_colour_is_legible_on_white(couleur: str) -> None:
    assert contrast(nearest_ok(couleur), "#ffffff") >= 4.5


def test_nearest_of_a_legible_colour_is_itself() -> None:
    assert nearest_ok("#8a2f6b") == "#8a2f6b"


def test_not_a_colour_is_refused() -> None:
    with pytest.raises(ValueError, match="n'est pas une couleur"):
        compute_palette("bleu canard")


def test_sheet_sets_only_custom_properties_in_its_layer() -> None:
    css = render_css(compute_palette("#0d5c55"))
    assert css.startswith("@layer parvis.theme {")
    assert all(
        line.strip().startswith("--") for line in css.splitlines() if line.rstrip().endswith(";")
    )
    assert "--ds-color-accent-base-default: var(--pv-action);" in css


def test_fingerprint_changes_with_the_sheet() -> None:
    one, other = (render_css(compute_palette(c)) for c in ("#0d5c55", "#8a2f6b"))
    assert fingerprint(one) == fingerprint(one)
    assert fingerprint(one) != fingerprint(other)


def test_default_sheet_is_what_the_code_computes() -> None:
    sheet = Path("static/css/05_theme_defaut.css").read_text(encoding="utf-8")
    expected = render_css(compute_palette("#2f4a5c")).split("{", 1)[1]
    assert sheet.split("{", 1)[1] == expected


def _failures_of(palette) -> list[tuple[str, str, float, float]]:
    return [pair for pair in palette.pairs() if pair[2] < pair[3]]
