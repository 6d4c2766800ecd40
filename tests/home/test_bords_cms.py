"""Hostile or unlucky moments of an editor: rights lost, form cut short, forged move, clock."""

import datetime as dt
import json

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Page
from wagtail.users.models import UserProfile

from home.models import PageContenu, Portail
from home.roles import RoleRedaction
from tests.factories.home import make_redacteur
from tests.home.test_circuit import saisie


@pytest.fixture
def page(portail):
    return portail.site.root_page.get_children().get(slug="nous-joindre").specific


def entre(portail, role):
    user = make_redacteur(portail, role=role, email="x@a.example.test")
    client = Client(headers={"host": "a.example.test"})
    client.force_login(user)
    return client, user


def test_a_role_lost_while_writing_gives_back_what_was_typed(portail, page):
    client, user = entre(portail, RoleRedaction.ADMINISTRATEUR)
    user.groups.clear()
    texte = json.dumps({"blocks": [{"text": "Un paragraphe."}, {"text": "<b>Un autre.</b>"}]})
    typed = saisie(
        title="Titre tapé",
        chapo="Chapô tapé",
        **{"corps-0-type": "texte", "corps-0-value": texte, "action-publish": "1"},
    )
    for url in (
        f"/cms/pages/{page.pk}/edit/",
        "/cms/pages/999999/edit/",
        f"/cms/pages/add/home/pagecontenu/{portail.site.root_page.pk}/",
    ):
        response = client.post(url, typed)
        html = response.content.decode()
        assert response.status_code == 403
        assert "rien n’est enregistré" in html
        for text in ("Titre tapé", "Chapô tapé", "Un paragraphe.", "&lt;b&gt;Un autre."):
            assert text in html
        assert "action-publish" not in html
    assert Page.objects.get(pk=page.pk).title == "Nous joindre autrement"
    assert client.post(f"/cms/pages/{page.pk}/delete/").status_code == 404


def test_a_right_to_publish_lost_while_writing_leaves_a_draft(portail, page, visite):
    client, user = entre(portail, RoleRedaction.RELECTEUR)
    user.groups.set([portail.groupe_redacteurs])
    typed = saisie(title="Titre tapé", slug="nous-joindre", **{"action-publish": "1"})
    response = client.post(f"/cms/pages/{page.pk}/edit/", typed, follow=True)
    assert response.status_code == 200
    assert "Titre tapé" not in visite.get("/nous-joindre/").content.decode()
    assert Page.objects.get(pk=page.pk).get_latest_revision_as_object().title == "Titre tapé"


@pytest.mark.parametrize("compte", [None, "beaucoup"])
def test_a_form_cut_short_is_a_clean_refusal(redaction, page, compte):
    typed = saisie(title="Titre tapé")
    typed.pop("corps-count")
    if compte:
        typed["corps-count"] = compte
    response = redaction.post(f"/cms/pages/{page.pk}/edit/", typed)
    assert response.status_code == 400
    assert "Revenez en arrière" in response.content.decode()
    assert not Page.objects.get(pk=page.pk).has_unpublished_changes


def test_a_forged_move_is_refused_in_french(redaction, portail, page):
    autre = portail.site.root_page.get_children().get(slug="comment-ca-se-passe")
    actualites = portail.site.root_page.get_children().get(slug="actualites")
    for moved, target, phrase in (
        (page, actualites, "ne peut pas être rangée sous"),
        (autre, autre, "Une page ne se range ni sous elle-même"),
    ):
        response = redaction.post(f"/cms/pages/{moved.pk}/move/{target.pk}/confirm/", follow=True)
        assert phrase in response.content.decode()
    assert Page.objects.get(pk=page.pk).path == page.path


def test_a_page_is_scheduled_at_the_hour_of_the_territoire(portail):
    """Whatever the clock of the person's profile: 8 h in La Réunion is 4 h UTC."""
    portail.territoire.fuseau = "Indian/Reunion"
    portail.territoire.save()
    client, user = entre(portail, RoleRedaction.RELECTEUR)
    profile = UserProfile.get_for_user(user)
    profile.current_time_zone = "America/Cayenne"
    profile.save()
    add = f"/cms/pages/add/home/pagecontenu/{Portail.objects.get(pk=portail.pk).site.root_page_id}/"
    typed = saisie(go_live_at="2037-01-12 08:00", **{"action-publish": "1"})
    assert client.post(add, typed).status_code == 302
    page = PageContenu.objects.get(slug="bebe-grandit")
    assert page.go_live_at == dt.datetime(2037, 1, 12, 4, tzinfo=dt.UTC)
    html = client.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    assert 'value="2037-01-12 08:00"' in html
    kept = get_user_model().objects.get(pk=user.pk).wagtail_userprofile
    assert kept.current_time_zone == "America/Cayenne"
