"""Background tasks of the pages."""

from __future__ import annotations

from celery import shared_task


@shared_task(name="home.publier_programmees", ignore_result=True)
def publier_programmees() -> None:
    """Publish what was planned for now, and take down what was to end."""
    from django.core.management import call_command

    call_command("publish_scheduled", verbosity=0)
