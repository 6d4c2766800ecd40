"""The project held against itself: layers, glossary, tables."""

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.conftest import RACINE

ROOMS = ("portal", "home", "booking", "sectorisation")


def test_models_match_their_migrations(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("room", ROOMS)
def test_every_model_stands_in_the_glossary(room):
    glossary = (RACINE / "docs" / "glossaire.md").read_text()
    for model in apps.get_app_config(room).get_models():
        assert f"**{model.__name__}**" in glossary, f"{model.__name__} manque à docs/glossaire.md"
