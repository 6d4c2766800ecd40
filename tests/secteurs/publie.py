"""A published couche on the team's portal: Nord is Valbrune, Sud is Saint-Aubin-le-Haut.

Ten addresses in Nord, three in Sud; the draft says the same until a test changes it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client

from booking.models import Agent, Motif, Rattachement, Rdv
from sectorisation.edition import Communes, change_regle
from sectorisation.imports.adresses import import_adresses
from sectorisation.models import Couche, Regle, Secteur, Territoire
from sectorisation.publication import publish
from tests.agents.conftest import Equipe, signed_in
from tests.factories.booking import AttributionFactory, RdvFactory
from tests.factories.sectorisation import (
    CommuneFactory,
    CoucheFactory,
    RegleFactory,
    SecteurFactory,
    square,
)
from tests.sectorisation.conftest import ADRESSES

AVANT = dt.datetime(2027, 1, 4, 8, tzinfo=dt.UTC)
RUE_DE_LA_GARE_SUD = {"lon": 2.11, "lat": 44.01, "adresse_id": "99002_0001_00002"}


@dataclass
class Terrain:
    """What tests change and look at."""

    couche: Couche
    nord: Secteur
    sud: Secteur
    motif: Motif

    def fresh(self) -> Couche:
        return Couche.objects.select_related("territoire", "version_publiee").get(pk=self.couche.pk)

    def give_all_to_nord(self) -> None:
        """The draft moves the three addresses of Saint-Aubin-le-Haut from Sud to Nord."""
        regle_nord, regle_sud = (
            Regle.objects.select_related("secteur__couche__territoire").get(secteur=s)
            for s in (self.nord, self.sud)
        )
        regle_sud.delete()
        change_regle(regle=regle_nord, contenu=Communes(["99001", "99002"]))

    def overlap(self) -> None:
        """Two drawings claim the same ten addresses of Valbrune."""
        for secteur, lon in ((self.nord, 2.0), (self.sud, 2.0)):
            RegleFactory(secteur=secteur, genre="polygone", geometrie=square(lon, 44.0))
        Couche.objects.filter(pk=self.couche.pk).update(brouillon=self.fresh().brouillon + 1)

    def forget_sud(self) -> None:
        """Nobody wrote a rule for Saint-Aubin-le-Haut."""
        Regle.objects.filter(secteur=self.sud).delete()
        Couche.objects.filter(pk=self.couche.pk).update(brouillon=self.fresh().brouillon + 1)

    def rdv(self, **champs) -> Rdv:
        """Someone of Saint-Aubin-le-Haut comes on Tuesday."""
        debut = champs.pop("debut", dt.datetime(2027, 1, 12, 9, tzinfo=dt.UTC))
        motif = champs.pop("motif", self.motif)
        return RdvFactory(
            motif=motif, debut=debut, secteur=self.sud, **RUE_DE_LA_GARE_SUD, **champs
        )


def place_addresses(territoire: Territoire, dossier: Path) -> None:
    """Two communes side by side, and their thirteen addresses."""
    CommuneFactory(territoire=territoire, insee="99001", nom="Valbrune", contour=square(2.0, 44.0))
    CommuneFactory(
        territoire=territoire, insee="99002", nom="Saint-Aubin-le-Haut", contour=square(2.1, 44.0)
    )
    fichier = dossier / "adresses.csv"
    fichier.write_text(ADRESSES, encoding="utf-8")
    import_adresses(territoire=territoire, chemin=fichier)
    territoire.refresh_from_db()


@pytest.fixture
def terrain(equipe: Equipe, settings, tmp_path: Path, lundi_matin) -> Terrain:
    settings.PARVIS_DONNEES_DIR = tmp_path
    territoire = equipe.territoire
    place_addresses(territoire, tmp_path)
    couche = CoucheFactory(territoire=territoire, slug="pmi", nom="PMI")
    equipe.pmi.couche = couche
    equipe.pmi.save()
    equipe.motif.rattachement = Rattachement.IMPOSE
    equipe.motif.save()
    secteurs = []
    for code, nom, communes in (("nord", "Nord", ["99001"]), ("sud", "Sud", ["99002"])):
        secteur = SecteurFactory(couche=couche, code=code, nom=nom)
        RegleFactory(secteur=secteur, communes=communes)
        AttributionFactory(secteur=secteur, lieu=equipe.lieu)
        secteurs.append(secteur)
    publish(couche=couche, now=AVANT, par="Amina Marchal")
    return Terrain(couche, *secteurs, equipe.motif)


@pytest.fixture
def client(lundi_matin, referent: Agent) -> Client:
    """The référent's browser, signed in that Monday."""
    return signed_in(referent)


Url = Callable[..., str]


@pytest.fixture
def url() -> Url:
    """The address of a page of the couche."""
    from django.urls import reverse

    def url(vue: str, *args) -> str:
        return reverse(f"agents:secteurs:{vue}", args=["pmi", *args])

    return url
