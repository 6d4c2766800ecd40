"""Each publication makes a portail's cached pages obsolete: their key holds its number.

Signals, because Wagtail publishes from several doors (editor, schedule, bulk action, command) and
tells only so. Nothing of the trade happens here.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from home.hotes import forget
from home.models import DocumentPortail, ImagePortail, Portail


def connect() -> None:
    """Called once, by the application's `ready`."""
    page_published.connect(_on_page, dispatch_uid="publication")
    page_unpublished.connect(_on_page, dispatch_uid="publication")
    post_page_move.connect(_on_move, dispatch_uid="publication")
    post_delete.connect(_on_delete, dispatch_uid="publication")
    for model in (ImagePortail, DocumentPortail):
        post_save.connect(_on_file, sender=model, dispatch_uid=f"publication-{model.__name__}")


def publish_when_written(portail: Portail) -> None:
    """For what shows on every page and is not a page. The number grows in the caller's transaction;
    this process reads it again once it is committed, others within two seconds."""
    Portail.objects.filter(pk=portail.pk).publish()
    transaction.on_commit(forget)


def _on_page(sender: Any, instance: Page, **kwargs: Any) -> None:
    Portail.objects.of_page(instance).publish()


def _on_move(sender: Any, instance: Page, parent_page_before: Page, **kwargs: Any) -> None:
    """Both trees changed when a page crossed from one to another."""
    Portail.objects.of_page(instance).publish()
    Portail.objects.of_page(parent_page_before).exclude(
        site__root_page__path=instance.path[: 2 * Page.steplen]
    ).publish()


def _on_delete(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Page):
        Portail.objects.of_page(instance).publish()
    elif isinstance(instance, (ImagePortail, DocumentPortail)):
        Portail.objects.filter(territoire=instance.territoire_id).publish()


def _on_file(sender: Any, instance: Any, **kwargs: Any) -> None:
    Portail.objects.filter(territoire=instance.territoire_id).publish()
