"""Reading a page again: submitted by who writes, approved or sent back by who publishes, here only."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Page, PageSubscription, TaskState, WorkflowPage, WorkflowState

from home.demarrage import start_territoire
from home.models import PageContenu
from home.roles import RoleRedaction
from tests.factories.home import make_redacteur


def entre(portail, role, email):
    client = Client(headers={"host": portail.site.hostname})
    user = make_redacteur(portail, role=role, email=email)
    client.force_login(user)
    return client


@pytest.fixture
def plume(portail):
    return entre(portail, RoleRedaction.REDACTEUR, "plume@a.example.test")


@pytest.fixture
def oeil(portail):
    return entre(portail, RoleRedaction.RELECTEUR, "oeil@a.example.test")


def saisie(**autres):
    return {
        "title": "Bébé grandit",
        "slug": "bebe-grandit",
        "chapo": "Suivre.",
        "search_description": "Suivre.",
        "corps-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
        **autres,
    }


@pytest.fixture
def soumise(plume, portail, django_capture_on_commit_callbacks):
    """A page written and submitted, its notices sent."""
    add = f"/cms/pages/add/home/pagecontenu/{portail.site.root_page.pk}/"
    with django_capture_on_commit_callbacks(execute=True):
        assert plume.post(add, saisie(**{"action-submit": "1"})).status_code == 302
    return PageContenu.objects.get(slug="bebe-grandit")


def acte(client, page, action, **autres):
    step = page.current_workflow_task_state.pk
    return client.post(f"/cms/pages/workflow/action/{page.pk}/{action}/{step}/", autres)


def test_a_page_submitted_is_told_to_who_publishes_here_in_neutral_french(
    oeil, portail, voisin, mailoutbox, request
):
    make_redacteur(voisin, role=RoleRedaction.RELECTEUR)
    get_user_model().objects.create_superuser("tech@example.test", "x" * 12)
    page = request.getfixturevalue("soumise")
    assert not page.live
    assert [(m.to, m.subject) for m in mailoutbox] == [
        (["oeil@a.example.test"], "Une page attend votre relecture")
    ]
    assert f"http://a.example.test/cms/pages/{page.pk}/edit/" in mailoutbox[0].body
    assert "Bébé" not in mailoutbox[0].body
    assert "attend une relecture" in oeil.get("/cms/").content.decode()


def test_an_approved_page_is_published_and_its_author_told(
    soumise, oeil, visite, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        acte(oeil, soumise, "approve")
    assert visite.get("/bebe-grandit/").status_code == 200
    assert [(m.to, m.subject) for m in mailoutbox] == [
        (["plume@a.example.test"], "Votre page est publiée")
    ]


def test_a_page_sent_back_is_taken_up_again_by_its_author(
    soumise, oeil, plume, visite, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        acte(oeil, soumise, "reject", comment="Dites l’horaire.")
    assert [m.subject for m in mailoutbox] == ["Votre page est à reprendre"]
    assert "horaire" not in mailoutbox[0].body
    assert "à reprendre" in plume.get("/cms/").content.decode()
    assert "Dites l’horaire." in plume.get(f"/cms/pages/{soumise.pk}/edit/").content.decode()
    assert visite.get("/bebe-grandit/").status_code == 404


def test_who_writes_neither_approves_nor_publishes(soumise, plume, visite):
    assert acte(plume, soumise, "approve").status_code == 404
    edit = f"/cms/pages/{soumise.pk}/edit/"
    plume.post(edit, saisie(**{"action-publish": "1"}))
    step = str(soumise.current_workflow_task_state.pk)
    plume.post(edit, saisie(**{"action-workflow-action": "1", "workflow-action-name": "approve"}))
    assert visite.get("/bebe-grandit/").status_code == 404
    assert TaskState.objects.get(pk=step).status == TaskState.STATUS_IN_PROGRESS


def test_who_publishes_may_do_so_without_a_reading(oeil, visite, portail):
    add = f"/cms/pages/add/home/pagecontenu/{portail.site.root_page.pk}/"
    assert oeil.post(add, saisie(**{"action-publish": "1"})).status_code == 302
    assert visite.get("/bebe-grandit/").status_code == 200


def test_the_steps_of_another_portail_are_not_found(soumise, voisin):
    """Even for someone who publishes on both, on the other host."""
    user = make_redacteur(voisin, role=RoleRedaction.RELECTEUR, email="deux@a.example.test")
    client = Client(headers={"host": "b.example.test"})
    client.force_login(user)
    own = Page.objects.get(slug="comment-ca-se-passe", url_path__startswith="/b/")
    step = soumise.current_workflow_task_state
    state = soumise.current_workflow_state
    for url in (
        f"/cms/pages/workflow/action/{own.pk}/approve/{step.pk}/",
        f"/cms/pages/workflow/collect_action_data/{own.pk}/approve/{step.pk}/",
        f"/cms/pages/workflow/preview/{own.pk}/{step.task_id}/",
        f"/cms/pages/{own.pk}/workflow_history/detail/{state.pk}/",
    ):
        assert client.get(url).status_code == client.post(url).status_code == 404, url
    assert "Bébé" not in client.get("/cms/").content.decode()
    assert WorkflowState.objects.get(pk=state.pk).status == WorkflowState.STATUS_IN_PROGRESS


def test_the_reading_is_set_up_once_and_its_screens_are_closed(portail, oeil, redaction):
    start_territoire(code="a", nom="A", hote="a.example.test")
    assert WorkflowPage.objects.filter(page=portail.site.root_page).count() == 1
    circuit = WorkflowPage.objects.get(page=portail.site.root_page).workflow_id
    for client in (oeil, redaction):
        for url in ("list/", f"edit/{circuit}/", "tasks/index/", f"usage/{circuit}/"):
            assert client.get(f"/cms/workflows/{url}").status_code == 404


def test_a_notice_that_does_not_leave_undoes_nothing(oeil, portail, monkeypatch, caplog, request):
    monkeypatch.setattr(
        "home.avis_relecture.send_mail", lambda *a, **k: (_ for _ in ()).throw(OSError("refusé"))
    )
    page = request.getfixturevalue("soumise")
    assert page.workflow_in_progress
    assert "oeil@a.example.test" not in caplog.text


def test_a_comment_is_told_without_its_words_on_the_host_of_the_page(
    oeil, plume, portail, mailoutbox
):
    page = portail.site.root_page.get_children().get(slug="nous-joindre")
    lecteur = get_user_model().objects.get(email="plume@a.example.test")
    PageSubscription.objects.create(page=page, user=lecteur, comment_notifications=True)
    comment = {
        "comments-TOTAL_FORMS": "1",
        "comments-0-text": "Un mot confidentiel",
        "comments-0-contentpath": "title",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
    }
    oeil.post(f"/cms/pages/{page.pk}/edit/", saisie(slug="nous-joindre", **comment))
    assert [m.to for m in mailoutbox] == [["plume@a.example.test"]]
    assert f"http://a.example.test/cms/pages/{page.pk}/edit/" in mailoutbox[0].body
    told = mailoutbox[0].subject + mailoutbox[0].body
    assert not any(word in told for word in ("confidentiel", "oeil", "joindre"))
