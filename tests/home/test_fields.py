"""Blocks stay out of migrations, and content stays in the database."""

import json

from django.apps import apps
from django.db import connection, models
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter

from home.blocs import CorpsBlock
from home.models import PageContenu
from home.models.fields import CorpsField

CORPS = [
    ("texte", "<p>Un texte.</p>"),
    ("encadre", {"niveau": "info", "titre": "Titre", "texte": "<p>Détail</p>"}),
]


def historical(model):
    """The model as a data migration sees it: rebuilt from what migrations hold."""
    state = ProjectState.from_apps(apps)
    return state.apps.get_model("home", model)


def test_blocks_never_reach_a_migration():
    text, _imports = MigrationWriter.serialize(CorpsField(CorpsBlock(), blank=True))
    assert text == "home.models.fields.CorpsField([], blank=True)"


def test_another_block_makes_no_migration():
    class Autre(CorpsBlock):
        extra = CorpsBlock().child_blocks["texte"]

    assert CorpsField(Autre()).deconstruct()[1:] == CorpsField(CorpsBlock()).deconstruct()[1:]


def test_a_data_migration_that_saves_a_page_keeps_its_content(portail):
    page = PageContenu(title="Essai", slug="essai", corps=CORPS)
    portail.site.root_page.add_child(instance=page)
    before = list(PageContenu.objects.get(pk=page.pk).corps.raw_data)

    row = historical("PageContenu").objects.get(pk=page.pk)
    row.chapo = "Chapô changé"
    row.save()

    after = PageContenu.objects.get(pk=page.pk)
    assert after.chapo == "Chapô changé"
    assert list(after.corps.raw_data) == before


def test_a_data_migration_may_rewrite_the_content(portail):
    page = PageContenu(title="Essai", slug="essai", corps=CORPS)
    portail.site.root_page.add_child(instance=page)

    row = historical("PageContenu").objects.get(pk=page.pk)
    row.corps.raw_data[0]["value"] = "<p>Réécrit.</p>"
    row.save()

    assert "Réécrit" in str(PageContenu.objects.get(pk=page.pk).corps[0].value)


def test_content_is_stored_as_json(portail):
    page = PageContenu(title="Essai", slug="essai", corps=CORPS)
    portail.site.root_page.add_child(instance=page)
    with connection.cursor() as cursor:
        cursor.execute("SELECT corps FROM home_pagecontenu WHERE page_ptr_id = %s", [page.pk])
        stored = cursor.fetchone()[0]
    stored = json.loads(stored) if isinstance(stored, str) else stored
    assert [block["type"] for block in stored] == ["texte", "encadre"]


def test_unknown_content_reads_as_empty():
    field = CorpsField([])
    field.set_attributes_from_name("corps")
    assert list(field.to_python("pas du json")) == []
    assert isinstance(field, models.Field)
