"""Wall clocks: both nights a year that misbehave, and zones overseas."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from booking.moteur import Hebdomadaire, Horloge, Intervalle, fenetres, is_free, jours_entiers
from tests.moteur.saisie import (
    PARIS,
    absence,
    agendas,
    creneaux,
    heures,
    instant,
    occupe,
    plage,
    recherche,
)

PRINTEMPS = date(2027, 3, 28)
AUTOMNE = date(2026, 10, 25)
AVANT = datetime(2026, 10, 1, tzinfo=UTC)


def offerts(jour: date, *plages: str, duree: int = 60, **autres) -> str:
    donnees = agendas(*(plage(texte, jour) for texte in plages), **autres)
    return heures(creneaux(donnees, recherche(duree), du=jour, now=AVANT))


@pytest.mark.parametrize(
    ("ouvert", "offert"),
    [
        ("1:00-5:00", "1:00 3:00 4:00"),
        # 2:30 does not exist: the opening begins at 3:30
        ("2:30-5:30", "3:30 4:30"),
        ("1:30-2:30", "1:30"),
        ("2:00-3:00", ""),
        ("9:00-11:00", "9:00 10:00"),
    ],
)
def test_spring_gap_moves_what_does_not_exist_forward(ouvert, offert):
    assert offerts(PRINTEMPS, ouvert) == offert


@pytest.mark.parametrize(
    ("ouvert", "duree", "offert"),
    [
        ("1:00-5:00", 60, "1:00 2:00 3:00 4:00"),
        ("2:00-3:00", 60, "2:00"),
        ("2:00-3:00", 30, "2:00 2:30"),
        ("2:30-4:00", 30, "2:30 3:00 3:30"),
        # nothing may straddle the repeated hour
        ("1:30-4:00", 60, "1:30 3:00"),
        ("9:00-11:00", 60, "9:00 10:00"),
    ],
)
def test_autumn_hour_is_offered_once(ouvert, duree, offert):
    assert offerts(AUTOMNE, ouvert, duree=duree) == offert


def test_the_second_pass_of_the_hour_cannot_be_booked_either():
    donnees = agendas(plage("1:00-5:00", AUTOMNE))
    premiere = datetime(2026, 10, 25, 0, tzinfo=UTC)
    seconde = datetime(2026, 10, 25, 1, tzinfo=UTC)
    libres = [
        is_free(
            donnees,
            recherche(),
            agent="Ana",
            debut=debut,
            fin=debut.replace(hour=debut.hour + 1),
            now=AVANT,
        )
        for debut in (premiere, seconde)
    ]
    assert libres == [True, False]


def test_an_absence_ends_at_its_wall_clock_on_both_nights():
    for jour in (PRINTEMPS, AUTOMNE):
        libre = offerts(jour, "6:00-9:00", indisponibilites=[absence("0:00-8:00", jour)])
        assert libre == "8:00"


def test_a_weekly_rule_keeps_its_hours_through_both_changes():
    donnees = agendas(plage("9:00-10:00", date(2026, 10, 19), recurrence=Hebdomadaire()))
    trouves = creneaux(donnees, du=date(2026, 10, 19), au=date(2027, 4, 5), now=AVANT)
    assert set(heures(trouves).split()) == {"9:00"}
    assert {creneau.debut.hour for creneau in trouves} == {7, 8}
    assert len(trouves) == 25


@pytest.mark.parametrize(
    ("zone", "heure_utc"),
    [("Indian/Reunion", 4), ("America/Guadeloupe", 12), ("Pacific/Noumea", 21)],
)
def test_overseas_hours_are_those_of_the_territory(zone, heure_utc):
    fuseau = ZoneInfo(zone)
    donnees = agendas(plage("8:00-9:00"), fuseau=fuseau)
    [creneau] = creneaux(donnees, now=datetime(2026, 11, 1, tzinfo=UTC))
    assert heures([creneau], fuseau) == "8:00"
    assert creneau.debut.hour == heure_utc


@pytest.mark.parametrize("zone", ["Indian/Reunion", "America/Guadeloupe", "Pacific/Noumea"])
def test_overseas_days_are_local_for_holidays_and_windows(zone):
    fuseau = ZoneInfo(zone)
    veille, ferie, lendemain = (date(2026, 12, jour) for jour in (24, 25, 26))
    donnees = agendas(
        *(
            plage(texte, jour)
            for jour in (veille, ferie, lendemain)
            for texte in ("0:00-1:00", "23:00-0:00")
        ),
        fuseau=fuseau,
        feries=[ferie],
    )
    trouves = creneaux(donnees, du=veille, au=lendemain, now=datetime(2026, 12, 1, tzinfo=UTC))
    locaux = [f"{creneau.debut.astimezone(fuseau):%d %H}" for creneau in trouves]
    assert locaux == ["24 00", "24 23", "26 00", "26 23"]
    assert creneaux(donnees, du=ferie, now=datetime(2026, 12, 1, tzinfo=UTC)) == []


def test_a_rdv_taken_in_utc_blocks_the_local_hour():
    fuseau = ZoneInfo("Pacific/Noumea")
    donnees = agendas(
        plage("8:00-10:00"), fuseau=fuseau, occupes=[occupe("8:00-9:00", fuseau=fuseau)]
    )
    assert heures(creneaux(donnees, now=AVANT), fuseau) == "9:00"


def test_a_clock_that_goes_back_over_midnight_is_repeated_in_the_day_it_closes():
    chili = ZoneInfo("America/Santiago")
    bascule = date(2027, 4, 3)
    donnees = agendas(plage("22:00-0:00", bascule), fuseau=chili)
    trouves = creneaux(donnees, du=bascule, now=AVANT)
    assert heures(trouves, chili) == "22:00 23:00"


def test_whole_days_are_local_days():
    assert jours_entiers(PRINTEMPS, PRINTEMPS, PARIS) == Intervalle(
        datetime(2027, 3, 27, 23, tzinfo=UTC), datetime(2027, 3, 28, 22, tzinfo=UTC)
    )


def test_windows_grow_and_cut_at_local_midnights():
    debut, fin = instant("2026-11-23 10:15"), instant("2027-02-20 9:00")
    decoupe = list(fenetres(debut, fin, PARIS))
    assert [fenetre.fin for fenetre in decoupe] == [
        instant("2026-11-30 0:00"),
        instant("2026-12-28 0:00"),
        fin,
    ]
    assert [fenetre.debut for fenetre in decoupe] == [debut, *(f.fin for f in decoupe[:-1])]


@pytest.mark.parametrize(
    ("fin", "nombre"),
    [
        ("2026-11-23 10:15", 0),
        ("2026-11-24 9:00", 1),
        ("2026-11-30 0:00", 1),
        ("2026-12-05 0:00", 2),
    ],
)
def test_short_searches_take_fewer_windows(fin, nombre):
    assert len(list(fenetres(instant("2026-11-23 10:15"), instant(fin), PARIS))) == nombre


def test_the_clock_reads_each_time_of_a_changing_day():
    horloge = Horloge(PARIS)
    for jour in (PRINTEMPS, AUTOMNE, date(2026, 11, 24)):
        for heure in range(24):
            midi = datetime(jour.year, jour.month, jour.day, heure, tzinfo=PARIS)
            assert horloge.instant(jour, midi.time()) == midi.timestamp()
