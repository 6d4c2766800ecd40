"""`python -m tests.gestes [--captures DOSSIER]`: what a communication team does, played and counted.

From nothing, in chromium: a territoire is started, a use case opened on it, a site receives, its
page and the news are published, a closure announced; then somebody books there. Each task is played
through the screens of /cms/ and /agents/, as the person who does it would; a screen that changes
breaks the play, which `.ci/run` runs. With `--captures`, the pictures of docs/guide-redaction.md
are made again.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from email import message_from_bytes, policy
from pathlib import Path

import django
from django.utils import timezone
from playwright.sync_api import Browser, sync_playwright

REGLAGES = "tests.gestes.reglages"
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
django.setup()

from tests.conftest import RACINE  # noqa: E402
from tests.gestes import histoire  # noqa: E402
from tests.gestes.main import Compte, Main  # noqa: E402
from tests.manques import CHROMIUM  # noqa: E402
from tests.navigateur.fenetre import OPTIONS, new_context  # noqa: E402
from tests.navigateur.serveur import Vitrine, serve_demonstration  # noqa: E402

TECHNIQUE = "technique@parvis.example"
MOT_DE_PASSE = "une-phrase-bien-longue"
ATTENTE_MS = 15_000


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.gestes")
    parser.add_argument("--captures", type=Path, help="dossier où refaire les images du guide")
    captures = parser.parse_args().captures
    if captures:
        captures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as dossier, sync_playwright() as playwright:
        var = Path(dossier) / "var"
        with serve_demonstration(var, reglages=REGLAGES) as vitrine:
            _create_technical_team(var)
            chrome = playwright.chromium.launch(executable_path=str(CHROMIUM), args=OPTIONS)
            comptes = play(chrome, vitrine, var=var, captures=captures)
            chrome.close()
    sys.stdout.write(table(comptes))
    return 0


def play(chrome: Browser, vitrine: Vitrine, *, var: Path, captures: Path | None) -> list[Compte]:
    """The whole story. Signing in is not counted: it is done once a day."""
    technique = _hand(chrome, captures)
    _sign_in(technique, f"{vitrine.racine}/cms/", TECHNIQUE)
    histoire.start_a_territoire(technique)
    equipe = _hand(chrome, captures)
    racine = vitrine.racine.replace("127.0.0.1", histoire.HOTE)
    _accept_invitation(equipe, var, racine)
    histoire.open_a_use_case(equipe, racine)
    histoire.receive_somewhere(equipe, racine)
    histoire.publish_a_page(equipe, racine)
    histoire.write_the_news(equipe, racine)
    usager = _hand(chrome, captures)
    histoire.book_on_it(usager, racine)
    histoire.announce_a_closure(equipe, racine, today=timezone.localdate())
    return [*technique.comptes, *equipe.comptes, *usager.comptes]


def table(comptes: list[Compte]) -> str:
    """Clicks, fields, seconds: those of a practised hand, and those the pages took."""
    lines = [f"{'tâche':<34}{'clics':>7}{'champs':>8}{'main (s)':>10}{'pages (s)':>11}"]
    lines += [
        f"{c.nom:<34}{c.clics:>7}{c.champs:>8}{c.main:>10.0f}{c.machine:>11.1f}" for c in comptes
    ]
    return "\n".join(lines) + "\n"


def _hand(chrome: Browser, captures: Path | None) -> Main:
    page = new_context(chrome, viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(ATTENTE_MS)
    return Main(page, captures)


def _sign_in(main: Main, url: str, email: str) -> None:
    main.page.goto(url)
    main.page.fill("[name=login]", email)
    main.page.fill("[name=password]", MOT_DE_PASSE)
    with main.page.expect_navigation():
        main.page.click("main button[type=submit]")


def _accept_invitation(main: Main, var: Path, racine: str) -> None:
    """Follow the link of the message, choose a password, sign in."""
    [message] = (var / "courriels").glob("*.log")
    body = message_from_bytes(message.read_bytes(), policy=policy.default).get_content()
    found = re.search(r"https?://[^/\s]+(/agents/compte/\S+)", body)
    assert found, body
    main.page.goto(racine + found[1])
    for field in main.page.locator("input[type=password]").all():
        field.fill(MOT_DE_PASSE)
    with main.page.expect_navigation():
        main.page.click("main button[type=submit]")
    _sign_in(main, f"{racine}/agents/compte/login/?next=/cms/", histoire.ADMINISTRATION)


def _create_technical_team(var: Path) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "createsuperuser", "--noinput", "--email", TECHNIQUE],
        cwd=RACINE,
        check=True,
        stdout=subprocess.DEVNULL,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": REGLAGES,
            "PARVIS_VAR": str(var),
            "TEST_DATABASE": "sqlite",
            "DJANGO_SUPERUSER_PASSWORD": MOT_DE_PASSE,
        },
    )


if __name__ == "__main__":
    sys.exit(main())
