"""When a message may leave: reminders, and the hours when no phone should ring. Pure functions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

# A reminder closer than this to the booking only repeats the confirmation.
MARGE = dt.timedelta(hours=4)
# After this, a reminder finds the person on the way.
DERNIER_RAPPEL = dt.timedelta(minutes=30)
# The replacement of reminders that came too late: a day before, else the evening before.
VEILLE = dt.timedelta(hours=24)
SOIR = dt.time(18)
# Wall clock of the territoire: no SMS from 21 h to 8 h.
NUIT, MATIN = dt.time(21), dt.time(8)
# An SMS held until morning must still leave this long to act on it.
UTILE_AVANT = dt.timedelta(hours=2)
MAXIMUM_HEURES = 60 * 24


def due_reminders(
    *, debut: dt.datetime, heures: Iterable[object], now: dt.datetime, zone: ZoneInfo
) -> list[tuple[int, dt.datetime]]:
    """(hours asked, instant) of each reminder of a Rdv starting at `debut`, earliest first.

    `heures` are elapsed hours before the start (48 h across a DST change is 48 real hours); what
    is not a whole number between 1 and 60 days is ignored. A reminder less than 4 h after `now`
    is dropped. When that leaves none, one replaces them: 24 h before the start or, failing
    that, at 18 h the evening before, if still 4 h away; else none, the confirmation is fresh.
    """
    asked = sorted({h for h in heures if isinstance(h, int) and 0 < h <= MAXIMUM_HEURES})[::-1]
    kept = [(h, debut - dt.timedelta(hours=h)) for h in asked]
    kept = [(h, instant) for h, instant in kept if _useful(instant, debut, now)]
    if kept or not asked:
        return kept
    for instant in (debut - VEILLE, _evening_before(debut, zone)):
        # Never before the moment asked for: a motif reminded 2 h before gets no earlier one.
        if instant > debut - dt.timedelta(hours=asked[0]) and _useful(instant, debut, now):
            return [(asked[-1], instant)]
    return []


def settle_sms(
    instant: dt.datetime, *, debut: dt.datetime, now: dt.datetime, zone: ZoneInfo
) -> dt.datetime:
    """`instant` moved out of the night: to 8 h, unless the start is then less than 2 h away.

    Too close to the start, it goes back to 21 h the evening before when that is still to come,
    and otherwise stays: better at night than not at all.
    """
    local = instant.astimezone(zone)
    if MATIN <= local.time() < NUIT:
        return instant
    jour = local.date() + dt.timedelta(days=1 if local.time() >= NUIT else 0)
    morning = dt.datetime.combine(jour, MATIN, zone).astimezone(dt.UTC)
    if morning <= debut - UTILE_AVANT:
        return morning
    evening = dt.datetime.combine(jour - dt.timedelta(days=1), NUIT, zone).astimezone(dt.UTC)
    evening -= dt.timedelta(minutes=1)
    return evening if evening >= now else instant


def _useful(instant: dt.datetime, debut: dt.datetime, now: dt.datetime) -> bool:
    return now + MARGE <= instant <= debut - DERNIER_RAPPEL


def _evening_before(debut: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    veille = debut.astimezone(zone).date() - dt.timedelta(days=1)
    return dt.datetime.combine(veille, SOIR, zone).astimezone(dt.UTC)
