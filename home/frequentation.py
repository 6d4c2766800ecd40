"""Counting what is read, without cookie and without keeping anything of who reads.

Each process adds up in memory, and writes its sums at most every half minute: a kept page costs no
write. A process that is killed loses half a minute of counts, and nothing else.
"""

from __future__ import annotations

import atexit
import datetime as dt
import logging
import re
import threading
import time
from collections import Counter

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest
from django.utils import timezone

INTERVALLE_SECONDES = 30.0
LONGUEUR_CHEMIN = 200
_ROBOTS = re.compile(r"bot|crawl|spider|slurp|monitor|curl|wget|python|scan|preview", re.IGNORECASE)
_AJOUTER = """
    INSERT INTO home_frequentation (portail_id, jour, chemin, lectures) VALUES (%s, %s, %s, %s)
    ON CONFLICT (portail_id, jour, chemin)
    DO UPDATE SET lectures = home_frequentation.lectures + excluded.lectures
"""

logger = logging.getLogger(__name__)

# (portail, path, hour in UTC) -> readings not yet written.
_sommes: Counter[tuple[int, str, dt.datetime]] = Counter()
_verrou = threading.Lock()
_ecrites = time.monotonic()


def note(request: HttpRequest, *, portail: int) -> None:
    """One more reading of the page asked for; robots that say so are left out."""
    if not settings.PARVIS_COMPTER_LECTURES or request.method != "GET":
        return
    agent = request.META.get("HTTP_USER_AGENT", "")
    if not agent or _ROBOTS.search(agent):
        return
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    with _verrou:
        _sommes[portail, request.path[:LONGUEUR_CHEMIN], hour] += 1
    if time.monotonic() - _ecrites >= INTERVALLE_SECONDES:
        write()


def write() -> None:
    """Add what was counted to the rows of the day, on the clock of each territoire."""
    from home.models import Portail

    global _ecrites
    with _verrou:
        counted = dict(_sommes)
        _sommes.clear()
        _ecrites = time.monotonic()
    if not counted:
        return
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            keys = {portail for portail, _, _ in counted}
            portails = Portail.objects.filter(pk__in=keys).select_related("territoire")
            zones = {p.pk: p.territoire.zone for p in portails}
            cursor.executemany(
                _AJOUTER,
                [
                    (portail, hour.astimezone(zones[portail]).date(), chemin, lectures)
                    for (portail, chemin, hour), lectures in counted.items()
                    if portail in zones
                ],
            )
    except DatabaseError as error:
        # A page is worth more than its count: tried again with the next ones.
        logger.warning("lectures non comptées : %s", type(error).__name__)
        with _verrou:
            _sommes.update(counted)


atexit.register(write)
