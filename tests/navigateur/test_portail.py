"""Every page of the portail and of the agents' space, held to its promises in a real browser.

One round looks at all of them (fixture `tour`); the tests below only read what it saw. The pages
of the journey that come after a POST are in test_parcours.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, Response

from tests.navigateur import vnu
from tests.navigateur.fenetre import new_context
from tests.navigateur.regard import ECRANS, Oeil, Regard
from tests.navigateur.ronde import Ronde
from tests.navigateur.serveur import Vitrine

CIBLE_USAGER, CIBLE_AGENT = 44, 36
KO = 1024
FEUILLES_AU_PLUS, PAGE_SANS_IMAGES, PAGE_ENTIERE, HTML_AU_PLUS = 40 * KO, 60 * KO, 150 * KO, 20 * KO
# The journey in other languages is looked at on a few pages of its own.
LANGUES = ("/en/", "/ar/")
SAUF = ("/cms/", "/api/", "/composants/", *LANGUES)
PERSONNEL = ("/agents/", "/rdv/")
# Where a form is POSTed, hence a form token: the journey from its address on, and what is personal.
FORMULAIRES = (*PERSONNEL, "/rendez-vous/")


AILLEURS = "http://127.0.0.2:9/pistage.png"
MAUVAISE_PAGE = f"""<!doctype html><meta charset="utf-8"><title>Essai</title>
<style>p {{ color: #bbb }} @media (max-width: 700px) {{ .large {{ display: none }} }}</style>
<h1>Essai</h1><p style="width: 2000px">Trop pâle, trop large</p><img src="{AILLEURS}">
<p class="large">Trop pâle, au large seulement</p>
<p><a href="#nulle-part">Un lien seul</a></p><button>Petit</button><script>throw Error("panne")</script>
"""


@dataclass
class Tour:
    """What the round saw, by face."""

    regards: list[Regard]
    erreurs: list[Regard]
    cassees: list[str]

    @property
    def tous(self) -> list[Regard]:
        return [*self.regards, *self.erreurs]

    def faults(self, of: Callable[[Regard], Iterable[str]]) -> list[str]:
        return [f"{regard.ou} : {fault}" for regard in self.tous for fault in of(regard)]


@pytest.fixture(scope="module")
def tour(vitrine: Vitrine, chrome: Browser) -> Tour:
    usager, agent = new_context(chrome), new_context(chrome)
    entree = Oeil(agent, face="agents", cible=CIBLE_AGENT)
    regards = [
        entree.open(f"{vitrine.racine}/agents/compte/{chemin}/")
        for chemin in ("login", "password/reset")
    ]
    sign_in(entree.page, vitrine)
    secteurs = Oeil(new_context(chrome), face="secteurs", cible=CIBLE_AGENT)
    sign_in(secteurs.page, vitrine, "referent")
    public = Ronde(Oeil(usager, face="portail", cible=CIBLE_USAGER), sauf=(*SAUF, "/agents/"))
    jeton = vitrine.temoins["jeton"]
    departs = ["/", f"/rdv/{jeton}/", f"/rdv/{jeton}/deplacer/"]
    departs += ["/lieux/", "/recherche/?q=enfant", "/recherche/?q=zzz", "/lieux/?commune=zzz"]
    regards += public.walk([vitrine.racine + chemin for chemin in departs])
    langues = Oeil(usager, face="langues", cible=CIBLE_USAGER)
    traduites = ["/ar/rendez-vous/", f"/ar/rdv/{jeton}/", f"/ar/rdv/{jeton}/deplacer/"]
    traduites += ["/en/rendez-vous/?service=pmi", "/en/rdv/lien-perdu/"]
    regards += [langues.open(vitrine.racine + chemin) for chemin in traduites]
    voisin = Oeil(usager, face="voisin", cible=CIBLE_USAGER)
    regards += [
        voisin.open(vitrine.autre + chemin)
        for chemin in ("/", "/pmi/", "/rendez-vous/", "/tous-les-blocs/")
    ]
    interne = Ronde(entree, dans="/agents/")
    semaine = ["/agents/", f"/agents/rdv/{vitrine.temoins['rdv']}/", "/agents/?vue=liste"]
    regards += interne.walk([vitrine.racine + chemin for chemin in semaine])
    # What their addresses answer to whom, and in which state, is asked without a browser.
    referent = Ronde(secteurs, dans="/agents/secteurs/", essais=0)
    regards += referent.walk([f"{vitrine.racine}/agents/secteurs/"])
    usages = Ronde(secteurs, dans="/agents/usages/", essais=0)
    regards += usages.walk([f"{vitrine.racine}/agents/usages/"])
    catalogue = Ronde(secteurs, dans="/agents/motifs/", essais=0)
    regards += catalogue.walk([f"{vitrine.racine}/agents/motifs/"])
    cassees = [
        fault
        for ronde in (public, interne, referent, usages, catalogue)
        for fault in ronde.broken()
    ]
    return Tour(regards, list(error_pages(chrome, vitrine)), cassees)


def in_french(chemin: str) -> str:
    """The address of the same page without its language."""
    return chemin[3:] if chemin.startswith(LANGUES) else chemin


def nothing(faults: Iterable[object]) -> None:
    """Fail with one fault a line: a page and its address say more than a comparison."""
    __tracebackhide__ = True
    if lines := [str(fault) for fault in faults]:
        pytest.fail("\n".join(["", *lines]), pytrace=False)


def sign_in(page: Page, vitrine: Vitrine, qui: str = "email") -> Page:
    """`qui`: which address of the witnesses, an agent's or a référent's."""
    page.goto(f"{vitrine.racine}/agents/compte/login/?next=/agents/")
    page.fill("[name=login]", vitrine.temoins[qui])
    page.fill("[name=password]", vitrine.temoins["mot_de_passe"])
    page.click("main button[type=submit]")
    page.wait_for_url("**/agents/")
    return page


def error_pages(chrome: Browser, vitrine: Vitrine) -> Iterator[Regard]:
    """404, unknown host, form too old, too many tries, and the page of last resort."""
    contexte = new_context(chrome)
    oeil = Oeil(contexte, face="erreur", cible=CIBLE_USAGER)
    yield oeil.open(f"{vitrine.racine}/nulle-part/")
    yield oeil.open(f"{vitrine.racine}/rdv/{'x' * 22}/")
    yield oeil.open(vitrine.inconnu)
    oeil.page.goto(f"{vitrine.racine}/agents/compte/login/")
    contexte.clear_cookies()
    yield oeil.look(oeil.press("main button[type=submit]"))
    yield oeil.look(ask_until_refused(oeil, vitrine))
    panne = f"{vitrine.racine}/panne/"
    oeil.page.route(
        panne,
        lambda route: route.fulfill(
            status=500, content_type="text/html; charset=utf-8", body=render_to_string("500.html")
        ),
    )
    yield oeil.open(panne)


def ask_until_refused(oeil: Oeil, vitrine: Vitrine) -> Response:
    """Three links a minute by visitor: many more tries, since minutes turn on a busy machine."""
    for _ in range(40):
        oeil.page.goto(f"{vitrine.racine}/rdv/lien-perdu/")
        oeil.page.fill("[name=contact]", "personne@example.org")
        answer = oeil.press("main form button")
        if answer.status == 429:
            break
    return answer


# --- What is there ------------------------------------------------------------------------------


def test_round_sees_every_face(tour: Tour):
    chemins = {regard.chemin for regard in tour.regards}
    attendus = {"/", "/lieux/", "/plan-du-site/", "/rendez-vous/", "/rdv/", "/agents/", "/pmi/"}
    attendus |= {"/agents/plages/", "/agents/absences/", "/accessibilite/", "/mentions-legales/"}
    pages = ("", "secteurs/", "regles/", "carte/", "controles/", "publication/", "historique/")
    attendus |= {f"/agents/secteurs/pmi/{page}" for page in (*pages, "echanges/", "essai/")}
    attendus |= {"/agents/motifs/", "/agents/motifs/services/pmi/"}
    attendus |= {"/agents/usages/", "/agents/usages/cas/pmi/", "/tous-les-blocs/"}
    assert not attendus - chemins
    assert len(tour.regards) > 35


def test_every_page_answers(tour: Tour):
    nothing(f"{regard.statut} {regard.ou}" for regard in tour.regards if regard.statut != 200)
    nothing(tour.cassees)


def test_error_pages_say_what_they_are(tour: Tour):
    assert [regard.statut for regard in tour.erreurs] == [404, 404, 404, 403, 429, 500]


def test_every_page_has_one_title_of_its_own(tour: Tour):
    nothing(f"{r.ou} : {r.h1}" for r in tour.tous if len([h for h in r.h1 if h]) != 1)
    nothing(r.ou for r in tour.tous if not r.titre.strip())
    by_title = defaultdict(set)
    for regard in tour.regards:
        by_title[regard.face, regard.titre].add(urlsplit(regard.url).path)
    nothing(f"{titre} : {pages}" for titre, pages in by_title.items() if len(pages) > 1)


def test_every_page_says_its_language(tour: Tour):
    said = {chemin.strip("/") for chemin in LANGUES}
    for regard in tour.tous:
        first = regard.chemin.split("/")[1]
        assert regard.langue == (first if first in said else "fr"), regard.ou


def test_links_within_a_page_lead_somewhere(tour: Tour):
    nothing(tour.faults(lambda regard: regard.perdus))


# --- What must not be there ---------------------------------------------------------------------


def test_no_page_carries_inline_style_or_script(tour: Tour):
    nothing(tour.faults(lambda regard: regard.inline))


def test_no_page_calls_another_host(tour: Tour):
    nothing(tour.faults(lambda regard: regard.ailleurs))


def test_console_stays_silent(tour: Tour):
    nothing(tour.faults(lambda regard: regard.console))


def test_reading_sets_no_cookie(tour: Tour):
    """Only a page with a form to POST does; none of these is a page one reads."""
    nothing(
        r.ou
        for r in tour.regards
        if r.cookies
        and not (in_french(r.chemin).startswith(FORMULAIRES) and "csrfmiddlewaretoken" in r.html)
    )


def test_personal_pages_are_kept_nowhere(tour: Tour):
    nothing(
        f"{r.ou} : {r.cache or 'rien'}"
        for r in tour.regards
        if in_french(r.chemin).startswith(PERSONNEL) and "no-store" not in r.cache
    )


# --- What everyone can use ----------------------------------------------------------------------


def test_narrow_screens_never_scroll_sideways(tour: Tour):
    nothing(tour.faults(lambda regard: regard.deborde))


@pytest.mark.parametrize("ecran", ECRANS)
def test_axe_finds_nothing(tour: Tour, ecran: str):
    nothing(tour.faults(lambda regard: regard.axe[ecran]))


@pytest.mark.parametrize("ecran", ECRANS)
def test_controls_are_large_enough(tour: Tour, ecran: str):
    nothing(tour.faults(lambda regard: regard.petites[ecran]))


def test_html_is_valid(tour: Tour, tmp_path: Path):
    if why := vnu.missing():
        pytest.skip(why)
    nothing(vnu.check({regard.ou: regard.html for regard in tour.tous}, tmp_path))


# --- Weight (decision 17) -----------------------------------------------------------------------


def test_pages_stay_light(tour: Tour):
    heavy = {
        regard.ou: size
        for regard in tour.tous
        if (size := len(gzip.compress(regard.html.encode()))) > HTML_AU_PLUS
    }
    assert not heavy


def test_first_page_stays_in_its_budget(vitrine: Vitrine, chrome: Browser):
    page = new_context(chrome).new_page()
    weights: dict[str, int] = defaultdict(int)

    def weigh(response) -> None:
        kind = response.request.resource_type
        weights[kind] += len(gzip.compress(response.body()))

    answers = []
    page.on("requestfinished", lambda request: answers.append(request.response()))
    page.goto(vitrine.racine, wait_until="networkidle")
    for answer in answers:
        weigh(answer)
    page.context.close()
    images = weights["image"]
    assert weights["stylesheet"] <= FEUILLES_AU_PLUS, dict(weights)
    assert sum(weights.values()) - images <= PAGE_SANS_IMAGES, dict(weights)
    assert sum(weights.values()) <= PAGE_ENTIERE, dict(weights)


# --- Without script, without mouse --------------------------------------------------------------


@pytest.mark.parametrize("chemin", ["/", "/pmi/", "/rendez-vous/"])
def test_pages_need_no_script(vitrine: Vitrine, chrome: Browser, chemin: str):
    texts = []
    for scripts in (True, False):
        page = new_context(chrome, java_script_enabled=scripts).new_page()
        page.goto(vitrine.racine + chemin)
        texts.append(page.inner_text("main"))
        page.context.close()
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    ("chemin", "ecran"),
    [("/", "téléphone"), ("/", "bureau"), ("/pmi/", "téléphone"), ("/agents/", "bureau")],
)
def test_keyboard_reaches_and_shows_everything(
    vitrine: Vitrine, chrome: Browser, chemin: str, ecran: str
):
    contexte = new_context(chrome, viewport={"width": ECRANS[ecran], "height": 800})
    page = contexte.new_page()
    if chemin == "/agents/":
        sign_in(page, vitrine)
    page.goto(vitrine.racine + chemin)
    stops = list(tab_through(page))
    contexte.close()
    assert stops[0]["ancre"] == "#contenu", stops[0]
    assert not [stop["nom"] for stop in stops if not stop["marque"] or not stop["visible"]]
    assert len(stops) < TABULATIONS


TABULATIONS = 250


def tab_through(page: Page) -> Iterator[dict]:
    """Press Tab until the page is left; what was focused, and how it showed."""
    page.evaluate((Path(__file__).parent / "regard.js").read_text(encoding="utf-8"))
    for _ in range(TABULATIONS):
        page.keyboard.press("Tab")
        stop = page.evaluate("regard.focus()")
        if stop is None:
            return
        yield stop


def test_eye_sees_what_is_wrong(vitrine: Vitrine, chrome: Browser):
    """The round proves something only if a bad page is seen as such."""
    contexte = new_context(chrome)
    oeil = Oeil(contexte, face="essai", cible=CIBLE_USAGER)
    url = f"{vitrine.racine}/essai/"
    oeil.page.route(url, lambda route: route.fulfill(content_type="text/html", body=MAUVAISE_PAGE))
    seen = oeil.open(url)
    contexte.close()
    assert len(seen.inline) == 3 and len(seen.perdus) == 1 and seen.ailleurs == [AILLEURS]
    assert seen.deborde and all(len(sizes) == 2 for sizes in seen.petites.values())
    rules = " ".join(seen.axe["téléphone"])
    assert "image-alt" in rules and "html-has-lang" in rules and "color-contrast" in rules
    # What only a wide window shows is judged there.
    assert "color-contrast" in " ".join(seen.axe["bureau"])
    assert any("panne" in line for line in seen.console)


def test_hosts_answer_for_themselves(vitrine: Vitrine):
    """The page of an unknown host is dressed, and needs neither database nor theme."""
    answer = requests.get(
        vitrine.racine, headers={"Host": urlsplit(vitrine.inconnu).netloc}, timeout=10
    )
    assert answer.status_code == 404
    assert "css/parvis" in answer.text
    assert "'/theme/" not in answer.text.replace('"', "'")
