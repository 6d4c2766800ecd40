"""A référent writes rules in a real browser, then without script."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.navigateur.fenetre import axe_findings, overflow
from tests.navigateur.test_dessin import COUCHE, ouvrir, session

__all__ = ["ouvrir", "session"]

COMMUNES = f"{COUCHE}regles/communes/ajouter/"
VOIE = f"{COUCHE}regles/voie/ajouter/"


def test_communes_are_narrowed_while_typing_and_ticks_stay_in_sight(ouvrir):
    page = ouvrir(COMMUNES).page
    boxes = page.get_by_role("group", name="Communes").get_by_role("checkbox")
    toutes = boxes.count()
    premiere = boxes.first
    premiere.check()

    page.get_by_label("Chercher une commune").fill("zzzz")

    expect(boxes).to_have_count(1)
    expect(page.get_by_text("1 commune montrée")).to_be_visible()
    expect(page.get_by_role("button", name="Filtrer la liste")).to_be_hidden()
    page.get_by_label("Chercher une commune").fill("")
    expect(boxes).to_have_count(toutes)


def test_streets_are_proposed_while_typing(ouvrir):
    page = ouvrir(VOIE).page
    assert axe_findings(page) == []

    page.get_by_label("Nom de la voie").press_sequentially("rue")

    expect(page.locator("datalist option").first).to_be_attached()


def test_a_street_is_given_by_keyboard_without_script_on_a_phone(ouvrir):
    screen = ouvrir(VOIE, 320, scripts=False)
    page = screen.page
    page.get_by_label("Secteur", exact=True).select_option(index=1)
    page.get_by_label("Nom de la voie").fill("rue")
    with page.expect_navigation():
        page.get_by_label("Nom de la voie").press("Enter")
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.press("Enter")
    assert overflow(page) <= 0

    page.get_by_role("button", name="Compter les adresses").press("Enter")
    expect(page.get_by_role("group", name="Tronçon 1").locator("strong")).to_contain_text("adresse")
    page.get_by_role("button", name="Enregistrer").press("Enter")

    expect(page.get_by_role("status")).to_contain_text("1 règle enregistrée")
    assert overflow(page) <= 0
