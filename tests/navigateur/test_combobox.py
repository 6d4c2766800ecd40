"""The address combobox by keyboard and by finger: heard, never in the way, it only shortens."""

import pytest

from tests.navigateur.fenetre import axe_findings, overflow


@pytest.fixture
def champ(ecran, servi):
    """Open the address step in a window, the field focused; gives (page, field)."""

    def open_step(largeur: int = 1280, **options):
        screen = ecran(largeur, **options)
        screen.go(f"/rendez-vous/adresse/?motif={servi.monde.impose.uid}")
        field = screen.page.get_by_label("Votre adresse", exact=True).first
        field.focus()
        return screen.page, field

    return open_step


def options(page):
    return page.get_by_role("option")


def status(page) -> str:
    return page.locator(".pv-suggestions [role=status]").inner_text()


def active(page) -> str:
    """Text of the option that the field points to."""
    return page.evaluate(
        """() => {
            const id = document.activeElement.getAttribute('aria-activedescendant');
            return id ? document.getElementById(id).innerText : '';
        }"""
    )


def type_until_suggested(page, texte: str) -> None:
    page.keyboard.type(texte)
    options(page).first.wait_for()


def test_by_keyboard_nothing_is_chosen_by_default_and_enter_goes_on(champ):
    page, field = champ()
    page.keyboard.type("ru")
    assert field.get_attribute("aria-expanded") == "false"
    type_until_suggested(page, "e des lil")
    assert field.get_attribute("aria-expanded") == "true"
    assert page.locator(f"#{field.get_attribute('aria-controls')}").is_visible()
    assert active(page) == ""
    assert status(page).startswith(str(options(page).count()))
    page.keyboard.press("ArrowDown")
    first = active(page)
    assert first == options(page).first.inner_text()
    page.keyboard.press("ArrowUp")
    assert active(page) == options(page).last.inner_text()
    page.keyboard.press("Home")
    assert active(page) == ""
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == "rue des lil"
    field.fill("")
    type_until_suggested(page, "2 rue des lilas or")
    page.keyboard.press("ArrowDown")
    assert active(page) == "2 Rue des Lilas 61100 Orval"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/rendez-vous/lieu/" in page.url
    assert "Orval-Ouest" in page.locator("main").inner_text()
    assert "ilas" not in page.url


@pytest.mark.parametrize("largeur", [320, 1280])
def test_open_it_holds_in_its_window_and_axe_finds_nothing(champ, largeur):
    page, _ = champ(largeur)
    type_until_suggested(page, "rue des lilas")
    page.keyboard.press("ArrowDown")
    assert axe_findings(page) == []
    assert overflow(page) <= 0


def test_a_tap_on_a_suggestion_goes_on(champ):
    page, _ = champ(360)
    type_until_suggested(page, "18 rue des lilas")
    with page.expect_navigation():
        options(page).first.click()
    assert "Orval-Est" in page.locator("main").inner_text()


def test_a_refusal_leaves_the_form_as_it_was(champ):
    page, field = champ()
    page.route("**/suggestions/", lambda route: route.fulfill(status=429, body="{}"))
    with page.expect_response("**/suggestions/"):
        page.keyboard.type("2 rue des lilas orval")
    assert field.get_attribute("aria-expanded") == "false"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("radio").count()


def test_correcting_after_coming_back_forgets_the_choice(champ):
    page, _ = champ()
    type_until_suggested(page, "2 rue des lilas or")
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.go_back()
    field = page.get_by_label("Votre adresse", exact=True).first
    field.fill("20 rue des lilas orval")
    with page.expect_navigation():
        field.press("Enter")
    assert "Choisissez votre adresse" in page.locator("h1").inner_text()
