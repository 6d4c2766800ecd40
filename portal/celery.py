"""The Celery application. What it runs and when is in settings (CELERY_…)."""

from celery import Celery

app = Celery("parvis")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["booking.notifications", "home"], related_name="taches")
