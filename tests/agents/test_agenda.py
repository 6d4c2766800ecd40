"""The week as a table and as a list."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup

from booking.models import Statut
from tests.agents.conftest import at
from tests.factories.booking import (
    LUNDI,
    AbsenceFactory,
    PlageFactory,
    RdvFactory,
    UsagerFactory,
)

pytestmark = pytest.mark.usefixtures("lundi_matin")


def soup(answer) -> BeautifulSoup:
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def text_of(node) -> str:
    return " ".join(node.get_text(" ", strip=True).split())


@pytest.fixture
def plage(equipe):
    return PlageFactory(
        agent=equipe.sophie, lieu=equipe.lieu, motifs=[equipe.motif], chaque_semaine=True
    )


def rdv_at(equipe, debut, **extra):
    return RdvFactory(
        motif=equipe.motif, agent=equipe.sophie, lieu=equipe.lieu, debut=debut, **extra
    )


def test_the_week_is_a_table_with_caption_and_headers(client, equipe, plage):
    rdv_at(equipe, at(9, 30))

    table = soup(client.get("/agents/")).table

    assert "Semaine du lundi 11 janvier 2027" in text_of(table.caption)
    assert text_of(table.find("th", scope="col")) == "Lundi 11 Maison d’Orval"
    assert text_of(table.find("th", scope="row")) == "9 h"
    assert "lundi 11 janvier à 9 h 30" in text_of(table.find("a", class_="pv-rv"))


@pytest.mark.parametrize(
    ("statut", "word"),
    [
        (Statut.A_VENIR, "À venir"),
        (Statut.HONORE, "Honoré"),
        (Statut.ABSENT, "Absent"),
        (Statut.EXCUSE, "Excusé"),
        (Statut.ANNULE_SERVICE, "Annulé par le service"),
    ],
)
def test_each_status_is_an_icon_and_a_word(client, equipe, plage, statut, word):
    rdv_at(equipe, at(9), statut=statut)

    page = soup(client.get("/agents/"))

    cell = page.find("a", class_="pv-rv")
    assert cell.svg and word in text_of(cell)
    assert word in text_of(page.find("ul", class_="pv-liste-agent"))


def test_a_long_rdv_covers_its_rows_and_every_row_has_the_same_width(client, equipe, plage):
    equipe.motif.duree = 90
    equipe.motif.save()
    rdv_at(equipe, at(9))
    AbsenceFactory(agent=equipe.sophie, heure_debut=dt.time(11), heure_fin=dt.time(12))

    table = soup(client.get("/agents/")).table

    covered = [0] * 20
    for index, row in enumerate(table.tbody.find_all("tr")):
        cells = row.find_all("td")
        for cell in cells:
            for extra in range(1, int(cell.get("rowspan", 1))):
                covered[index + extra] += 1
        assert len(cells) + covered[index] == 5
    assert table.find("a", class_="pv-rv").parent["rowspan"] == "3"
    assert table.find("td", class_="pv-case--absence")["rowspan"] == "2"


def test_rdv_at_the_same_hour_share_a_cell(client, equipe, plage):
    rdv_at(equipe, at(9), statut=Statut.ANNULE_SERVICE)
    rdv_at(equipe, at(9))

    cell = soup(client.get("/agents/")).table.find("td", class_="pv-case--rdv")

    assert len(cell.find_all("a", class_="pv-rv")) == 2


def test_saturday_shows_only_when_it_holds_something(client, equipe, plage):
    assert len(soup(client.get("/agents/")).table.find_all("th", scope="col")) == 5

    rdv_at(equipe, at(10, day=16))

    assert len(soup(client.get("/agents/")).table.find_all("th", scope="col")) == 6


def test_an_absence_of_several_days_hatches_each(client, equipe, plage):
    AbsenceFactory(
        agent=equipe.sophie,
        titre="Congé",
        premier_jour=LUNDI + dt.timedelta(days=1),
        heure_debut=dt.time(0),
        dernier_jour=LUNDI + dt.timedelta(days=3),
        heure_fin=dt.time(23, 59),
    )

    cells = soup(client.get("/agents/")).table.find_all("td", class_="pv-case--absence")

    assert [text_of(c) for c in cells] == ["Congé Toute la journée"] * 3


def test_an_occurrence_cancelled_or_changed_shows_so(client, equipe):
    PlageFactory(
        agent=equipe.sophie,
        lieu=equipe.lieu,
        motifs=[equipe.motif],
        premier_jour=LUNDI,
        recurrence={"every": "week", "interval": 1, "on": ["monday", "tuesday"]},
        jusqu_au=dt.date.max,
        exceptions={"2027-01-11": {"annulee": True}},
    )

    columns = soup(client.get("/agents/")).table.find_all("th", scope="col")

    assert text_of(columns[0]) == "Lundi 11"
    assert text_of(columns[1]) == "Mardi 12 Maison d’Orval"


def test_previous_next_and_today_move_by_a_week(client, equipe):
    links = {text_of(a): a["href"] for a in soup(client.get("/agents/?date=2027-01-13")).main("a")}

    assert "date=2027-01-06" in links["Semaine avant"]
    assert "date=2027-01-20" in links["Semaine après"]
    assert "date=2027-01-11" in links["Aujourd’hui"]
    assert {"Semaine", "Jour", "Liste"} <= set(links)


@pytest.mark.parametrize("date", ["", "hier", "2027-02-30", "0001-01-01", "9999-12-31", "2027-1"])
def test_a_date_that_makes_no_sense_shows_this_week(client, date):
    assert "11 au 15 janvier" in text_of(soup(client.get("/agents/", {"date": date})).h1)


def test_day_and_list_show_their_rdv(client, equipe, plage):
    rdv_at(equipe, at(9), usager=UsagerFactory(territoire=equipe.territoire, nom="Benali"))
    rdv_at(equipe, at(9, day=12), usager=UsagerFactory(territoire=equipe.territoire, nom="Haddad"))

    day = soup(client.get("/agents/?vue=jour&date=2027-01-12"))
    listed = soup(client.get("/agents/?vue=liste"))

    assert "Haddad" in text_of(day.table) and "Benali" not in text_of(day)
    assert listed.table is None
    assert "Haddad" in text_of(listed.main) and "Benali" in text_of(listed.main)


def test_night_hours_and_the_end_of_the_day_do_not_break_the_table(client, equipe):
    rdv_at(equipe, dt.datetime(2027, 1, 11, 22, 45, tzinfo=dt.UTC))
    rdv_at(equipe, dt.datetime(2027, 1, 11, 23, 15, tzinfo=dt.UTC))

    cells = soup(client.get("/agents/")).table.find_all("a", class_="pv-rv")

    assert len(cells) == 2


def test_the_day_clocks_change_keeps_wall_clock(client, equipe):
    rdv_at(equipe, dt.datetime(2027, 3, 28, 7, 0, tzinfo=dt.UTC))

    table = soup(client.get("/agents/?date=2027-03-28")).table

    assert "dimanche 28 mars à 9 h" in text_of(table.find("a", class_="pv-rv"))


@pytest.mark.parametrize("vue", ["semaine", "jour", "liste"])
def test_the_number_of_queries_does_not_grow_with_rdv(
    client, equipe, plage, django_assert_max_num_queries, vue
):
    AbsenceFactory(agent=equipe.sophie)
    for hour in (9, 10, 11, 14, 15):
        for day in (11, 12, 13):
            rdv_at(equipe, at(hour, day=day))
    client.get("/agents/")

    with django_assert_max_num_queries(12):
        client.get(f"/agents/?vue={vue}")


def test_the_address_of_the_page_names_nobody(client, equipe, plage):
    rdv_at(equipe, at(9), usager=UsagerFactory(territoire=equipe.territoire, nom="Benali"))

    page = soup(client.get("/agents/"))

    assert "Benali" not in page.title.text
    assert not any("benali" in a["href"].lower() for a in page("a"))
