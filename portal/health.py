"""Probes: is the process alive, may it receive traffic, does background work move?"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from booking.models import Message

# A message due for longer than this says that nothing sends any more.
RETARD_MAXIMUM = dt.timedelta(minutes=15)


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; no database."""
    return JsonResponse({"etat": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """The database accepts a write, migrations are applied, storage is writable."""
    causes = []
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("CREATE TEMPORARY TABLE parvis_sonde (n integer)")
            transaction.set_rollback(True)
        if has_pending_migrations():
            causes.append("migrations")
    except DatabaseError:
        causes.append("base")
    try:
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        sonde = settings.MEDIA_ROOT / ".sonde"
        sonde.write_bytes(b"")
        sonde.unlink(missing_ok=True)
    except OSError:
        causes.append("stockage")
    return JsonResponse(
        {"etat": "indisponible" if causes else "ok", "causes": causes},
        status=503 if causes else 200,
    )


def has_pending_migrations() -> bool:
    """Does the schema lag behind the code?"""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def jobs(request: HttpRequest) -> HttpResponse:
    """The age of the oldest message due and unsent."""
    now = timezone.now()
    oldest = Message.objects.due(now).values_list("du", flat=True).first()
    age = (now - oldest) if oldest else dt.timedelta()
    late = age > RETARD_MAXIMUM
    return JsonResponse(
        {"etat": "retard" if late else "ok", "plus_ancien_du_secondes": int(age.total_seconds())},
        status=503 if late else 200,
    )


PROBES = {"/healthz": healthz, "/readyz": readyz, "/healthz/jobs": jobs}
