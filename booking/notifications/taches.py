"""Background tasks of the outbox. They carry no data: everything is read from the rows."""

from __future__ import annotations

from celery import shared_task


@shared_task(name="booking.envoyer_dus", ignore_result=True)
def envoyer_dus() -> None:
    """One sweep: send every message due."""
    from booking.notifications.envoi import send_due

    send_due()


@shared_task(name="booking.purger", ignore_result=True)
def purger() -> None:
    """The nightly forgetting."""
    from django.utils import timezone

    from booking.services.purge import purge

    purge(now=timezone.now())
