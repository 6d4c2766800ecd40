"""Aveyron installed from its public files, then fifty people book at the site of their address.

Needs PARVIS_DONNEES, which names the folder of real data; skipped without it.
"""

from __future__ import annotations

import csv
import gzip
import os
import random
from pathlib import Path

import pytest
from django.core.management import call_command

from booking.models import Attribution, Lieu, Motif, Rdv
from home.models import Portail
from sectorisation.models import Commune, Regle, Secteur
from tests.parcours.visite import Page, Visite
from tests.sectorisation.ecriture import misspelt, shortened, unaccented

DONNEES = Path(os.environ.get("PARVIS_DONNEES") or "/absent")
BANO = DONNEES / "adresses" / "bano-12-aveyron-2016-03-03.csv.gz"
RESERVATIONS, GRAINE = 50, 12
pytestmark = [
    pytest.mark.donnees,
    pytest.mark.une_fois,
    pytest.mark.django_db,
    pytest.mark.skipif(
        not BANO.is_file(),
        reason="adresses réelles absentes : PARVIS_DONNEES=DOSSIER les rend disponibles",
    ),
]


@pytest.fixture
def aveyron(settings, tmp_path) -> Portail:
    settings.PARVIS_DONNEES_DIR = tmp_path
    call_command(
        "installer_territoire",
        code="12",
        nom="Aveyron",
        adresses=BANO,
        communes=DONNEES / "contours" / "communes-12-aveyron.geojson",
        cog=DONNEES / "cog" / "communes-2026.csv.gz",
        hote="aveyron.example.test",
    )
    return Portail.objects.get(territoire__code="12")


def written(ligne: dict[str, str], hasard: random.Random) -> str:
    """As people write it: capitals, no accents, abbreviations, one typo in the street."""
    porte = f"{ligne['numero']} {ligne['rep']}".strip()
    voie = shortened(misspelt(ligne["nom_voie"], hasard))
    texte = f"{porte} {voie} {ligne['code_postal']} {shortened(ligne['nom_commune'])}"
    return unaccented(texte).upper()


def test_fifty_people_book_at_the_site_of_their_address(aveyron, settings):
    _check_installation(aveyron)
    settings.PARVIS_ADRESSES_PAR_MINUTE = 10_000
    with gzip.open(BANO, "rt", encoding="utf-8") as fichier:
        lignes = list(csv.DictReader(fichier, delimiter=";"))
    hasard = random.Random(GRAINE)
    motif = Motif.objects.get(territoire=aveyron.territoire, slug="consultation")
    for ligne in hasard.sample(lignes, RESERVATIONS):
        _book(aveyron, motif, written(ligne, hasard))
    for rdv in Rdv.objects.select_related("secteur", "lieu"):
        assert rdv.secteur_regle
        assert Attribution.objects.get(secteur=rdv.secteur).lieu == rdv.lieu
    assert Rdv.objects.count() == RESERVATIONS


def _check_installation(aveyron: Portail) -> None:
    """Ten sites, at least eight secteurs of both kinds."""
    assert Commune.objects.of(aveyron.territoire).count() == 285
    genres = set(Regle.objects.values_list("genre", flat=True))
    assert genres == {Regle.Genre.COMMUNE, Regle.Genre.POLYGONE}
    assert Lieu.objects.count() == Secteur.objects.count() == 10


def _book(portail: Portail, motif: Motif, texte: str) -> None:
    visite = Visite(_Hote(portail.site.hostname))
    page = visite.search(motif, texte)
    if page.values("choix"):
        page = visite.pick(page)
    assert "/lieu/" in page.url, (texte, page.h1)
    [url] = set(page.links("/rendez-vous/creneau/"))
    week = _week_with_starts(visite, visite.get(url))
    check = visite.fill(visite.post(week.url, {"creneau": week.values("creneau")[0]}))
    assert "/verification/" in check.url, check.erreurs
    assert visite.post(check.url, {"accord": "on"}).h1 == "Votre rendez-vous est confirmé"


def _week_with_starts(visite: Visite, page: Page) -> Page:
    """This week, or the next one that has a start."""
    for _ in range(8):
        if page.values("creneau"):
            return page
        page = visite.get(next(u for u in page.links("/rendez-vous/creneau/") if "semaine=" in u))
    raise AssertionError("aucun créneau")


class _Hote:
    """What a Visite needs to know of a world: its host."""

    def __init__(self, hote: str) -> None:
        self.hote = hote
