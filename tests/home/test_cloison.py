"""In /cms/, an editor of one territoire sees, chooses and changes nothing of another."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import get_resolver, reverse
from wagtail.models import Page

from home.cloison_vues import OUVERTES, PAGE
from home.models import PageContenu
from tests.factories.home import make_redacteur
from tests.home.objets import make_objects

pytestmark = [
    pytest.mark.usefixtures("index_tenu", "fichiers"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

# Written in everything that belongs to the neighbour.
MARQUE = "Secret-du-voisin"


@pytest.fixture
def chez_le_voisin(voisin):
    return make_objects(voisin, MARQUE)


def admin_views(patterns=None, prefix="", namespaces=()):
    """`(name, arguments)` of every address under /cms/."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            spaces = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from admin_views(entry.url_patterns, route, spaces)
        elif route.startswith("cms/") and entry.name:
            yield (
                ":".join((*namespaces, entry.name)),
                dict(entry.pattern.converters) or dict(entry.pattern.regex.groupindex),
            )


ARGUMENTS = {
    "content_type_app_name": "home",
    "content_type_model_name": "pagecontenu",
    "app_label": "wagtailcore",
    "model_name": "page",
    "app_name": "home",
    "action": "delete",
    "action_name": "publish",
    "filter_spec": "max-100x100",
    "uidb64": "abc",
    "token": "abc-def",
    "revision_id_a": "live",
    "revision_id_b": "latest",
    "object_id": "1",
}


def address(name, parameters, values):
    """An address of this view; None for the few Wagtail cannot reverse."""
    return reverse(name, kwargs={p: values.get(p, ARGUMENTS.get(p, "1")) for p in parameters})


def test_every_view_left_out_of_the_table_is_closed(redaction):
    opened = []
    for name, parameters in admin_views():
        if name not in OUVERTES:
            response = redaction.get(address(name, parameters, {}))
            if response.status_code != 404:
                opened.append((name, response.status_code))
    assert opened == []


def test_the_table_names_only_views_that_exist():
    assert set(OUVERTES) <= {name for name, _parameters in admin_views()}


def test_no_open_view_reaches_an_object_of_the_neighbour(redaction, chez_le_voisin):
    reached = []
    for name, parameters in admin_views():
        kinds = OUVERTES.get(name, {})
        for guarded, kind in kinds.items():
            own = Page.objects.get(slug="comment-ca-se-passe", url_path__startswith="/a/")
            values = {p: str(own.pk) for p, k in kinds.items() if k == PAGE}
            values[guarded] = str(chez_le_voisin[kind])
            for method in (redaction.get, redaction.post):
                response = method(address(name, parameters, values))
                if response.status_code != 404:
                    reached.append((name, response.status_code))
    assert reached == []


def test_every_argument_that_names_an_object_is_guarded():
    """A new argument ending like an identifier must say what it names."""
    harmless = {"revision_id", "session_id", "uploaded_file_id", "revision_id_a", "revision_id_b"}
    unguarded = [
        (name, parameter)
        for name, parameters in admin_views()
        if name in OUVERTES
        for parameter in parameters
        if (parameter.endswith("_id") or parameter == "pk")
        and parameter not in harmless
        and parameter not in OUVERTES[name]
    ]
    assert unguarded == []


def test_no_screen_shows_anything_of_the_neighbour(redaction, portail, chez_le_voisin):
    """Lists, choosers, forms, previews, usage, history and search, on objects of one's own.

    Asked by the role that opens every screen: the others open some of these, by the same code.
    """
    own = make_objects(portail, "Objet")
    shown = []
    for name, parameters in admin_views():
        if name not in OUVERTES or name in ("wagtailadmin_logout", "wagtail_bulk_action"):
            continue
        values = {p: str(own[kind]) for p, kind in OUVERTES[name].items()}
        if name.startswith("wagtailadmin_explore"):
            values["parent_page_id"] = str(portail.site.root_page.pk)
        lists = any(word in name for word in ("search", "choose", "index", "explore"))
        searches = (f"?q={MARQUE}", f"?q={MARQUE[:6]}&results_only=true") if lists else ()
        for query in ("", *searches):
            response = redaction.get(address(name, parameters, values) + query)
            body = b"".join(response) if response.streaming else response.content
            # A page of results repeats the question: only what nobody typed counts.
            if (b"secret-du" if query else b"secret") in (body if query else body.lower()):
                shown.append((name, query))
    assert shown == []


def test_the_side_menu_unfolds_only_own_pages(redaction, portail, voisin):
    listing = "/cms/api/main/pages/?for_explorer=1&child_of="
    assert redaction.get(f"{listing}{portail.site.root_page.pk}").status_code == 200
    assert redaction.get(f"{listing}{voisin.site.root_page.pk}").status_code == 404
    assert redaction.get("/cms/api/main/pages/").status_code == 404


def test_a_bulk_action_on_the_neighbours_page_is_not_found(redaction, chez_le_voisin):
    address = f"/cms/bulk/wagtailcore/page/delete/?id={chez_le_voisin[PAGE]}"
    assert redaction.get(address).status_code == 404
    assert redaction.post(address).status_code == 404
    assert Page.objects.filter(pk=chez_le_voisin[PAGE]).exists()


def test_an_editor_is_a_stranger_on_another_host(portail, voisin):
    client = Client(headers={"host": "b.example.test"})
    client.force_login(make_redacteur(portail))
    assert client.get("/cms/").status_code == 404


def test_a_visitor_is_asked_to_sign_in(visite):
    response = visite.get("/cms/")
    assert response.status_code == 302
    assert response["Location"].startswith("/agents/compte/login/")


def test_an_editor_finds_a_page_of_the_host_by_its_title(redaction, portail):
    portail.site.root_page.add_child(instance=PageContenu(title="Orchidées", slug="orchidees"))
    assert "Orchidées" in redaction.get("/cms/pages/search/?q=orchid").content.decode()


def test_someone_who_edits_both_sees_only_the_host(portail, voisin, chez_le_voisin):
    client = Client(headers={"host": "a.example.test"})
    client.force_login(make_redacteur(portail, voisin))
    assert client.get(f"/cms/pages/{chez_le_voisin[PAGE]}/edit/").status_code == 404
    assert MARQUE not in client.get(f"/cms/pages/search/?q={MARQUE[:6]}").content.decode()
    assert MARQUE not in client.get("/cms/images/").content.decode()


def test_a_page_cannot_be_copied_into_the_neighbours_tree(portail, voisin):
    client = Client(headers={"host": "a.example.test"})
    client.force_login(make_redacteur(portail, voisin))
    page = portail.site.root_page.get_children().first()
    response = client.post(
        f"/cms/pages/{page.pk}/copy/",
        {"new_title": "Copie", "new_slug": "copie", "new_parent_page": voisin.site.root_page.pk},
    )
    assert response.status_code == 200
    assert not voisin.site.root_page.get_children().filter(slug="copie").exists()


def test_an_agent_who_does_not_write_is_kept_out(portail):
    client = Client(headers={"host": "a.example.test"})
    client.force_login(get_user_model().objects.create_user("agent@a.example.test", "x" * 12))
    assert client.get("/cms/").status_code == 404


def test_the_neighbours_own_editor_sees_it(voisin, chez_le_voisin):
    """What the tests above look for is really shown to whom it belongs."""
    client = Client(headers={"host": "b.example.test"})
    client.force_login(make_redacteur(voisin))
    for address_ in (
        f"/cms/pages/{voisin.site.root_page.pk}/",
        f"/cms/choose-page/{voisin.site.root_page.pk}/",
        "/cms/images/",
        "/cms/images/chooser/",
        "/cms/documents/",
        "/cms/documents/chooser/",
    ):
        assert MARQUE in client.get(address_).content.decode(), address_
