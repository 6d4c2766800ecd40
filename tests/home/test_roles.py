"""Each role of a portail opens its own views of /cms/, and no other."""

import importlib

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission

from home import cloison_vues as vues
from home.demarrage import start_territoire
from home.models import Portail
from home.perms import role_on
from home.roles import FONCTIONS, RoleRedaction
from tests.factories.home import make_redacteur
from tests.home.objets import make_objects
from tests.home.test_cloison import address, admin_views

pytestmark = [
    pytest.mark.usefixtures("index_tenu", "fichiers"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
EDITENT = (RoleRedaction.REDACTEUR, RoleRedaction.RELECTEUR, RoleRedaction.ADMINISTRATEUR)


def entre(portail, role):
    """A browser signed in as someone of this role."""
    client = Client(headers={"host": portail.site.hostname})
    user = make_redacteur(portail, role=role, email=f"{role.name.lower()}@a.example.test")
    client.force_login(user)
    return client


@pytest.fixture
def objets(portail):
    return make_objects(portail, "Objet")


@pytest.mark.parametrize("role", EDITENT[:2])
def test_a_view_of_a_higher_role_is_not_found(portail, objets, role):
    client, opened = entre(portail, role), []
    for name, parameters in admin_views():
        if vues.MOINDRE_ROLE.get(name, role) <= role:
            continue
        named = {p: str(objets[kind]) for p, kind in vues.OUVERTES[name].items()}
        url = address(name, parameters, named)
        opened += [name for ask in (client.get, client.post) if ask(url).status_code != 404]
    assert opened == []


@pytest.mark.parametrize(
    ("role", "entrees"),
    [
        (RoleRedaction.REDACTEUR, {"liens_casses"}),
        (RoleRedaction.RELECTEUR, {"liens_casses", "questions", "annonces"}),
        (
            RoleRedaction.ADMINISTRATEUR,
            {"liens_casses", "questions", "annonces", "marque", "faits", "mots_cherches", "equipe"},
        ),
    ],
)
def test_the_menu_offers_what_the_role_opens_and_nothing_else(portail, role, entrees):
    html = entre(portail, role).get("/cms/").content.decode()
    ours = ("liens_casses", "questions", "annonces", "marque", "faits", "mots_cherches", "equipe")
    assert {name for name in ours if f'"{reverse(name)}"' in html} == entrees


def test_only_the_administration_is_offered_to_delete(portail, objets):
    page, image = objets[vues.PAGE], objets[vues.IMAGE]
    offered = []
    for role in EDITENT[1:]:
        client = entre(portail, role)
        of_page = client.get(reverse("wagtailadmin_pages:edit", args=[page])).content.decode()
        of_image = client.get(reverse("wagtailimages:edit", args=[image])).content.decode()
        offered += [
            reverse("wagtailadmin_pages:delete", args=[page]) in of_page,
            reverse("wagtailimages:delete", args=[image]) in of_image,
        ]
    assert offered == [False, False, True, True]


def test_a_role_here_says_nothing_of_the_next_host(portail, voisin):
    user = make_redacteur(portail, role=RoleRedaction.ADMINISTRATEUR)
    user.groups.add(voisin.groupe_redacteurs)
    assert role_on(user, portail) is RoleRedaction.ADMINISTRATEUR
    assert role_on(user, voisin) is RoleRedaction.REDACTEUR
    client = Client(headers={"host": "b.example.test"})
    client.force_login(user)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert client.get(reverse("marque")).status_code == 404


def test_whoever_wrote_everything_before_keeps_every_right(portail):
    """The migration: the one group of before becomes the administration, the others are made."""
    chef = make_redacteur(portail)
    before = portail.groupe_administrateurs
    Group.objects.filter(pk=before.pk).update(name="Rédaction : a")
    Group.objects.filter(
        pk__in=[portail.groupe_redacteurs_id, portail.groupe_relecteurs_id]
    ).delete()
    Portail.objects.filter(pk=portail.pk).update(groupe_administrateurs=None)

    importlib.import_module("home.migrations.0014_redaction_devient_administration").share_out(
        apps, None
    )

    portail = Portail.objects.get(pk=portail.pk)
    assert portail.groupe_administrateurs == before
    assert role_on(chef, portail) is RoleRedaction.ADMINISTRATEUR
    for fonction in FONCTIONS:
        group = getattr(portail, fonction.champ)
        assert group.permissions.get().codename == "access_admin"
        held = GroupPagePermission.objects.filter(group=group, page=portail.site.root_page)
        assert set(held.values_list("permission__codename", flat=True)) == set(fonction.pages)


def test_a_renamed_group_stays_the_group_of_its_role(portail):
    Group.objects.filter(pk=portail.groupe_relecteurs_id).update(name="Le service com")
    said = []
    start_territoire(code="a", nom="A", hote="a.example.test", tell=said.append)
    assert said == []
