"""Background tasks of the outbox. They carry no data: everything is read from the rows."""

from __future__ import annotations

from celery import shared_task


@shared_task(name="booking.envoyer_dus", ignore_result=True)
def envoyer_dus() -> None:
    """One sweep; another one at once when more was due than a sweep handles."""
    from booking.notifications.envoi import send_due
    from booking.notifications.sonnette import ring

    if not send_due().complet:
        ring()


@shared_task(name="booking.purger", ignore_result=True)
def purger() -> None:
    """The nightly forgetting."""
    from django.utils import timezone

    from booking.services.purge import purge

    purge(now=timezone.now())
