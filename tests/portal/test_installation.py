"""`installer_territoire`, on the public files of an invented département."""

import json

import pytest
from django.core.management import CommandError, call_command

from booking.models import Agent, Attribution, Lieu, Motif
from home.models import Portail
from portal.demonstration.geographie import addresses, ban_csv, communes_geojson, draw_communes
from sectorisation.models import Commune, Regle, Secteur

COMPTES = (Commune, Lieu, Secteur, Regle, Attribution, Agent, Motif)


@pytest.fixture
def fichiers(tmp_path, settings):
    """Twelve communes, the first ones larger: a few hundred addresses."""
    settings.PARVIS_DONNEES_DIR = tmp_path / "var"
    noms = [(f"Commune-{rang}", 2 + (rang < 3)) for rang in range(1, 13)]
    dessin = draw_communes(noms, prefixe="98", lon=2.5, lat=44.3, graine=1)
    communes, adresses = tmp_path / "communes.geojson", tmp_path / "adresses.csv"
    communes.write_text(json.dumps(communes_geojson(dessin)), encoding="utf-8")
    adresses.write_text(ban_csv(addresses(dessin, graine=1)), encoding="utf-8")
    return {"communes": communes, "adresses": adresses}


def install(**fichiers) -> None:
    call_command("installer_territoire", code="98", hote="invente.example.test", **fichiers)


@pytest.mark.django_db
def test_it_makes_a_portail_with_sites_and_secteurs_of_both_kinds(fichiers):
    install(**fichiers)
    assert Portail.objects.get().site.hostname == "invente.example.test"
    assert Commune.objects.count() == 12
    assert Lieu.objects.count() == Secteur.objects.count() == 10
    genres = set(Regle.objects.values_list("genre", flat=True))
    assert genres == {Regle.Genre.COMMUNE, Regle.Genre.POLYGONE}
    for model in (Agent, Motif, Attribution):
        assert model.objects.exists()


@pytest.mark.django_db
def test_installed_again_it_adds_nothing(fichiers):
    install(**fichiers)
    before = [model.objects.count() for model in COMPTES]
    install(**fichiers)
    assert [model.objects.count() for model in COMPTES] == before


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_named(fichiers, tmp_path):
    with pytest.raises(CommandError, match=r"nulle-part\.csv"):
        install(**fichiers | {"adresses": tmp_path / "nulle-part.csv"})
    assert not Portail.objects.exists()
