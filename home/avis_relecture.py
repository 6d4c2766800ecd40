"""Who is told, by e-mail, that a page waits to be read again, is published, or is to be reworked.

In place of Wagtail's own notices, which write to superusers, name the page, link to the address of
the installation, and log the addresses they fail to reach. Signals, because Wagtail tells only so.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail import signals
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.users.models import UserProfile

from home.models import Portail
from home.perms import edits_portail

logger = logging.getLogger(__name__)


def connect() -> None:
    """Called once, by the application's `ready`."""
    from wagtail.admin import signal_handlers

    # Wagtail's are connected later, by its own application: they find nobody to write to.
    for name in (
        "task_submission",
        "workflow_submission",
        "workflow_approval",
        "workflow_rejection",
    ):
        getattr(signal_handlers, f"{name}_email_notifier").valid_classes = ()
    signals.task_submitted.connect(_on_submitted, dispatch_uid="avis-soumise")
    signals.workflow_approved.connect(_on_approved, dispatch_uid="avis-publiee")
    signals.workflow_rejected.connect(_on_rejected, dispatch_uid="avis-a-reprendre")


def _on_submitted(sender: Any, instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    readers = get_user_model().objects.filter(groups__in=instance.task.specific.groups.all())
    _tell(instance.workflow_state, "a_relire", readers.distinct(), author=user, kind="submitted")


def _on_approved(sender: Any, instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    _tell(instance, "publiee", [instance.requested_by], author=user, kind="approved")


def _on_rejected(sender: Any, instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    _tell(instance, "a_reprendre", [instance.requested_by], author=user, kind="rejected")


def _tell(
    state: WorkflowState, texte: str, people: Iterable[Any], *, author: Any, kind: str
) -> None:
    page = state.content_object
    portail = Portail.objects.of_page(page).select_related("territoire", "site__root_page").first()
    if not isinstance(page, Page) or portail is None:
        return
    to = [
        person.email
        for person in people
        if person
        and person != author
        and person.is_active
        and edits_portail(person, portail)
        and getattr(UserProfile.get_for_user(person), f"{kind}_notifications")
    ]
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])
    context = {
        "portail": portail,
        "lien": f"{portail.territoire.url_publique.rstrip('/')}{path}",
    }
    # One message each: colleagues' addresses are theirs.
    transaction.on_commit(lambda: _send(texte, to, context))


def _send(texte: str, to: list[str], context: dict[str, Any]) -> None:
    """A notice that does not leave undoes nothing: the page waits on the first screen of /cms/."""
    lines = render_to_string(f"home/messages/page_{texte}.txt", context).strip().split("\n", 1)
    for email in to:
        try:
            send_mail(lines[0], lines[1].strip(), settings.DEFAULT_FROM_EMAIL, [email])
        except OSError:
            logger.exception("avis de relecture non parti")
            return
