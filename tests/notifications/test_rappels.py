"""When reminders leave, and which hours are nights."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from booking.notifications.rappels import due_reminders, settle_sms

PARIS = ZoneInfo("Europe/Paris")


def at(year, month, day, hour, minute=0, zone=PARIS):
    return dt.datetime(year, month, day, hour, minute, tzinfo=zone).astimezone(dt.UTC)


def reminders(debut, heures, now, zone=PARIS):
    return due_reminders(debut=debut, heures=heures, now=now, zone=zone)


DEBUT = at(2027, 1, 26, 14)  # a Tuesday


def test_a_rdv_taken_early_gets_every_reminder_asked():
    assert reminders(DEBUT, [3, 48], at(2027, 1, 11, 9)) == [
        (48, at(2027, 1, 24, 14)),
        (3, at(2027, 1, 26, 11)),
    ]


def test_a_rdv_taken_30_hours_before_is_reminded_24_hours_before():
    assert reminders(DEBUT, [48], at(2027, 1, 25, 8)) == [(48, at(2027, 1, 25, 14))]


def test_a_rdv_taken_26_hours_before_is_reminded_the_evening_before():
    assert reminders(DEBUT, [48], at(2027, 1, 25, 12)) == [(48, at(2027, 1, 25, 18))]


def test_a_rdv_taken_the_afternoon_before_has_its_confirmation_only():
    assert reminders(DEBUT, [48], at(2027, 1, 25, 16)) == []


def test_a_later_reminder_that_remains_useful_needs_no_replacement():
    assert reminders(DEBUT, [48, 3], at(2027, 1, 25, 8)) == [(3, at(2027, 1, 26, 11))]


def test_a_short_reminder_is_never_replaced_by_an_earlier_one():
    assert reminders(DEBUT, [2], at(2027, 1, 26, 10)) == []
    assert reminders(DEBUT, [6], at(2027, 1, 26, 7)) == []


def test_no_reminder_asked_gives_none():
    assert reminders(DEBUT, [], at(2027, 1, 11, 9)) == []


def test_what_is_not_a_number_of_hours_is_ignored():
    assert reminders(DEBUT, [0, -3, "48", None, 99999, 48, 48], at(2027, 1, 11, 9)) == [
        (48, at(2027, 1, 24, 14))
    ]


def test_48_hours_across_the_spring_change_are_48_real_hours():
    debut = at(2027, 3, 29, 9)  # clocks went forward on Sunday 28
    assert reminders(debut, [48], at(2027, 3, 1, 9)) == [(48, at(2027, 3, 27, 8))]


def test_48_hours_across_the_autumn_change_are_48_real_hours():
    debut = at(2027, 11, 1, 9)  # clocks went back on Sunday 31 October
    assert reminders(debut, [48], at(2027, 10, 1, 9)) == [(48, at(2027, 10, 30, 10))]


def test_the_evening_before_is_18_h_on_the_wall_on_the_day_of_the_change():
    for debut, now, evening in (
        (at(2027, 3, 29, 9), at(2027, 3, 28, 9, 30), at(2027, 3, 28, 18)),
        (at(2027, 11, 1, 9), at(2027, 10, 31, 9, 30), at(2027, 10, 31, 18)),
    ):
        assert reminders(debut, [48], now) == [(48, evening)]


def test_the_evening_before_is_the_one_of_the_territoire():
    reunion = ZoneInfo("Indian/Reunion")
    debut = at(2027, 1, 26, 9, zone=reunion)
    found = reminders(debut, [48], at(2027, 1, 25, 10, zone=reunion), reunion)
    assert found == [(48, at(2027, 1, 25, 18, zone=reunion))]


def settle(instant, debut=DEBUT, now=None):
    return settle_sms(instant, debut=debut, now=now or at(2027, 1, 1, 0), zone=PARIS)


def test_an_sms_of_the_day_leaves_at_its_time():
    assert settle(at(2027, 1, 24, 8)) == at(2027, 1, 24, 8)
    assert settle(at(2027, 1, 24, 20, 59)) == at(2027, 1, 24, 20, 59)


def test_an_sms_of_the_night_waits_for_8_h():
    assert settle(at(2027, 1, 24, 21)) == at(2027, 1, 25, 8)
    assert settle(at(2027, 1, 25, 3)) == at(2027, 1, 25, 8)


def test_a_night_with_a_clock_change_still_ends_at_8_h():
    assert settle(at(2027, 3, 27, 23), at(2027, 3, 30, 9)) == at(2027, 3, 28, 8)
    assert settle(at(2027, 10, 30, 23), at(2027, 11, 3, 9)) == at(2027, 10, 31, 8)


def test_an_sms_too_late_at_8_h_leaves_the_evening_before():
    debut = at(2027, 1, 26, 8, 30)
    assert settle(at(2027, 1, 26, 6, 30), debut) == at(2027, 1, 25, 20, 59)


def test_an_sms_too_late_at_8_h_and_for_the_evening_leaves_at_once():
    debut, now = at(2027, 1, 26, 8, 30), at(2027, 1, 25, 23)
    assert settle(now, debut, now) == now


INSTANTS = st.datetimes(
    min_value=dt.datetime(2027, 1, 1), max_value=dt.datetime(2028, 3, 31), timezones=st.just(dt.UTC)
)


@given(debut=INSTANTS, ahead=st.integers(1, 24 * 90), heures=st.lists(st.integers(1, 200)))
def test_a_reminder_is_never_early_never_late_never_doubled(debut, ahead, heures):
    now = debut - dt.timedelta(hours=ahead)
    found = reminders(debut, heures, now)
    assert len({h for h, _ in found}) == len(found) <= max(1, len(set(heures)))
    for _, instant in found:
        assert now + dt.timedelta(hours=4) <= instant <= debut - dt.timedelta(minutes=30)
        settled = settle_sms(instant, debut=debut, now=now, zone=PARIS)
        assert now <= settled < debut
