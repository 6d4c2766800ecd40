"""A référent draws in a real browser; another has no script; nothing is asked of another host."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page, expect

from booking.models import Role
from tests.agents.conftest import with_account
from tests.factories.booking import AgentFactory
from tests.factories.sectorisation import square
from tests.navigateur.fenetre import Ecran, Servi, axe_findings, overflow

COUCHE = "/agents/secteurs/pmi/"
AJOUTER = f"{COUCHE}regles/polygone/ajouter/"
SOMMET = ".pv-trace-sommet:not(.pv-trace-milieu)"


@pytest.fixture(scope="module", autouse=True)
def session(servi: Servi) -> Iterator[str]:
    """A référent's session, written before chromium starts: its loop forbids the ORM."""
    agent = with_account(AgentFactory(territoire=servi.monde.territoire, role=Role.REFERENT))
    store = SessionStore()
    store[SESSION_KEY] = str(agent.user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = agent.user.get_session_auth_hash()
    store.create()
    yield store.session_key


@pytest.fixture
def ouvrir(ecran, session: str):
    """A window of the référent's, on an address."""

    def open_signed(chemin: str, largeur: int = 1280, *, scripts: bool = True) -> Ecran:
        screen = ecran(largeur, scripts=scripts, hauteur=1100)
        # Maps then jump instead of gliding: what is under the pointer stays there.
        screen.page.emulate_media(reduced_motion="reduce")
        cookie = {"name": "sessionid", "value": session, "url": screen.racine}
        screen.page.context.add_cookies([cookie])
        screen.go(chemin)
        return screen

    return open_signed


def spot(page: Page, x: float, y: float) -> tuple[float, float]:
    """Pixels of a place of the map, given by its shares of width and height."""
    box = page.locator("[data-fond]").bounding_box()
    return box["x"] + box["width"] * x, box["y"] + box["height"] * y


def click_on(page: Page, places: list[tuple[float, float]]) -> None:
    """Set a vertex at each of these pixels, then close the ring on the first."""
    for place in [*places, places[0]]:
        page.mouse.click(*place)
        # Leaflet.draw takes no click for 50 ms: a timer set after its own ends after it.
        page.evaluate("() => new Promise((ready) => setTimeout(ready, 51))")


def draw(page: Page, outil: str, *places: tuple[float, float]) -> None:
    page.locator(f"[data-outil={outil}]").click()
    click_on(page, [spot(page, *place) for place in places])
    expect(page.locator(SOMMET).first).to_be_visible()


def written(page: Page) -> list:
    """The parts in the text of the field."""
    return json.loads(page.locator("textarea").input_value())["coordinates"]


def save(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Enregistrer la zone").click()
    expect(page.get_by_text("Zone enregistrée")).to_be_visible()


def rules_named(page: Page, racine: str, connues: set[str]) -> list[str]:
    """Uids of the polygon rules that were not known before, in the order they were written."""
    traces = page.request.get(f"{racine}{COUCHE}carte/secteurs.json").json()["features"]
    return [r for f in traces if (r := f["properties"]["regle"]) and r not in connues]


def test_a_zone_is_drawn_pierced_saved_opened_again_and_completed(ouvrir):
    screen = ouvrir(AJOUTER)
    page = screen.page
    connues = set(rules_named(page, screen.racine, set()))

    draw(page, "partie", (0.3, 0.4), (0.45, 0.4), (0.45, 0.6), (0.3, 0.6))
    draw(page, "trou", (0.34, 0.45), (0.4, 0.45), (0.4, 0.55))
    expect(page.locator("[data-mesure]")).to_contain_text("connue")
    assert [len(ring) for ring in written(page)[0]] == [5, 4]
    page.locator("[data-outil=annuler]").click()
    assert len(written(page)[0]) == 1
    page.locator("[data-outil=retablir]").click()
    dessinee = written(page)
    page.get_by_label("Secteur", exact=True).select_option(label="O, Orval-Ouest")
    save(page)

    (uid,) = rules_named(page, screen.racine, connues)
    screen.go(f"{COUCHE}regles/{uid}/polygone/")
    expect(page.locator(SOMMET)).to_have_count(7)
    assert written(page) == dessinee
    draw(page, "partie", (0.7, 0.2), (0.8, 0.2), (0.8, 0.3))
    page.get_by_role("button", name="Choisir Partie 1").click()
    handle = page.locator(SOMMET).first.bounding_box()
    page.mouse.move(handle["x"] + 7, handle["y"] + 7)
    page.mouse.down()
    page.mouse.move(handle["x"] - 33, handle["y"] - 33, steps=4)
    page.mouse.up()
    (contour, trou), ajoutee = written(page)
    assert trou == dessinee[0][1]
    assert contour[1:-1] == dessinee[0][0][1:-1]
    assert contour[0] == contour[-1] != dessinee[0][0][0]
    save(page)

    premiere, seconde = sorted(rules_named(page, screen.racine, connues), key=lambda r: r != uid)
    assert premiere == uid
    for regle, attendue in ((uid, [contour, trou]), (seconde, ajoutee)):
        screen.go(f"{COUCHE}regles/{regle}/polygone/")
        expect(page.locator("[data-outil=partie]")).to_be_enabled()
        assert written(page) == [attendue]


def test_a_vertex_dropped_near_a_neighbours_becomes_it(ouvrir):
    page = ouvrir(AJOUTER).page
    draw(page, "partie", (0.3, 0.4), (0.4, 0.4), (0.4, 0.5))
    (x1, y1), (x2, y2) = spot(page, 0.3, 0.4), spot(page, 0.4, 0.5)
    [lon1, lat1], _, [lon2, lat2], _ = written(page)[0][0]

    def pixels(lon: float, lat: float) -> tuple[float, float]:
        return (
            x1 + (lon - lon1) * (x2 - x1) / (lon2 - lon1),
            y1 + (lat - lat1) * (y2 - y1) / (lat2 - lat1),
        )

    coin = pixels(2.0, 44.1)
    page.locator("[data-outil=partie]").click()
    click_on(page, [(coin[0] + 6, coin[1] - 5), spot(page, 0.8, 0.1), spot(page, 0.8, 0.2)])
    expect(page.locator(".pv-parties li")).to_have_count(2)

    assert written(page)[1][0][0] == [2.0, 44.1]


def test_a_crossing_is_shown_then_straightened_on_demand(ouvrir):
    page = ouvrir(AJOUTER).page
    sommets = [[2.01, 44.01], [2.04, 44.04], [2.04, 44.01], [2.01, 44.04], [2.01, 44.01]]
    expect(page.locator("[data-outil=partie]")).to_be_enabled()
    page.get_by_text("Contour en texte").click()
    page.locator("textarea").fill(json.dumps({"type": "Polygon", "coordinates": [sommets]}))
    expect(page.locator("[data-mesure]")).to_have_text("Le trait se croise")
    page.get_by_label("Secteur", exact=True).select_option(label="O, Orval-Ouest")
    with page.expect_navigation():
        page.get_by_role("button", name="Enregistrer la zone").click()

    expect(page.get_by_title("il se croise lui-même")).to_be_visible()
    assert written(page) == [sommets]
    expect(page.locator(".pv-trace-proposition")).to_have_count(2)
    with page.expect_navigation():
        page.get_by_role("button", name="Corriger").click()
    expect(page.locator(".pv-trace-dessin")).to_have_count(2)
    expect(page.get_by_text("Rien n’est enregistré.")).to_be_visible()


def test_without_scripts_a_zone_is_typed(ouvrir):
    page = ouvrir(AJOUTER, 360, scripts=False).page
    page.get_by_label("Contour", exact=True).fill(json.dumps(square(2.13, 44.03, 0.01)))
    page.get_by_label("Secteur", exact=True).select_option(label="E, Orval-Est")
    save(page)

    assert urlsplit(page.url).path == f"{COUCHE}carte/"
    expect(page.get_by_role("link", name="Orval-Est", exact=True)).to_have_attribute(
        "aria-current", "true"
    )


def test_maps_are_accessible_and_hold_in_their_window(ouvrir):
    faults = []
    for chemin in (f"{COUCHE}carte/", f"{COUCHE}carte/?etat=publie", AJOUTER):
        page = ouvrir(chemin, 320).page
        expect(page.locator(".pv-trace-numero").first).to_be_visible()
        for largeur in (320, 1280):
            page.set_viewport_size({"width": largeur, "height": 1100})
            findings = axe_findings(page, again=largeur != 320)
            faults += [f"{chemin}, {largeur} px : {finding}" for finding in findings]
            if (wide := overflow(page)) > 0:
                faults.append(f"{chemin}, {largeur} px : déborde de {wide} px")
    assert faults == []
