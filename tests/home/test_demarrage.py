"""Starting a portail, twice, and inviting its first administrator."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from wagtail.models import Page, Site

import sectorisation.calendriers
from booking.models import Role
from booking.services.feries import feries_between
from home.demarrage import create_service_pages, start_territoire
from home.models import PageService, Portail
from tests.factories.booking import ServiceFactory
from tests.factories.home import make_portail


def test_a_second_start_makes_nothing(portail):
    said: list[str] = []
    before = (Page.objects.count(), Site.objects.count())
    start_territoire(code="a", nom="Autre nom", hote="a.example.test", tell=said.append)
    assert said == []
    assert (Page.objects.count(), Site.objects.count()) == before


def test_a_page_deleted_by_an_editor_does_not_come_back(portail):
    portail.site.root_page.get_children().get(slug="nous-joindre").specific.delete()
    make_portail("a")
    assert not portail.site.root_page.get_children().filter(slug="nous-joindre").exists()


def test_a_host_serves_one_territoire(portail):
    with pytest.raises(ValueError, match="sert déjà"):
        start_territoire(code="c", nom="C", hote="a.example.test")


def test_every_active_service_gets_one_page(portail):
    ServiceFactory(territoire=portail.territoire, nom="PMI", resume="Santé des enfants.")
    ServiceFactory(territoire=portail.territoire, nom="Fermé", actif=False)
    ServiceFactory(nom="Ailleurs")
    assert [page.title for page in create_service_pages(portail)] == ["PMI"]
    assert create_service_pages(portail) == []
    assert PageService.objects.get().chapo == "Santé des enfants."


def test_the_command_invites_without_a_password(db, mailoutbox):
    call_command(
        "demarrer_territoire",
        code="neuf",
        nom="Neuf",
        hote="neuf.example.test",
        contact="chef@neuf.example.test",
        verbosity=0,
    )
    user = get_user_model().objects.get(email="chef@neuf.example.test")
    assert not user.has_usable_password()
    assert user.agent.role == Role.REFERENT
    assert user.groups.get().name == "Administration éditoriale : neuf"
    link = re.search(r"http://neuf\.example\.test\S*(/agents/compte/\S+)", mailoutbox[0].body)
    assert link


def test_the_invitation_opens_the_password_form(db, mailoutbox, client):
    call_command(
        "demarrer_territoire",
        code="neuf",
        nom="Neuf",
        hote="neuf.example.test",
        contact="chef@neuf.example.test",
        verbosity=0,
    )
    path = re.search(r"https?://[^/]+(\S+/key/\S+)", mailoutbox[0].body)[1]
    response = client.get(path, headers={"host": "neuf.example.test"}, follow=True)
    assert response.status_code == 200
    assert b'type="password"' in response.content


@pytest.mark.parametrize(
    ("code", "fuseau", "ferie"),
    [
        ("974", "Indian/Reunion", dt.date(2026, 12, 20)),  # the end of slavery
        ("973", "America/Cayenne", dt.date(2026, 6, 10)),
        ("67", "Europe/Paris", dt.date(2026, 12, 26)),  # Saint Stephen's day
        ("12", "Europe/Paris", dt.date(2026, 7, 14)),
        ("val-d-orne", "Europe/Paris", dt.date(2026, 7, 14)),
    ],
)
def test_a_departement_starts_with_its_own_clock_and_holidays(db, code, fuseau, ferie):
    territoire = start_territoire(code=code, nom="N", hote="n.example.test").territoire

    assert territoire.fuseau == fuseau
    assert ferie in feries_between(territoire.jours_feries_region, ferie, ferie)


def test_every_known_clock_exists_and_every_known_region_has_holidays_of_its_own():
    nationaux = set(feries_between("", dt.date(2026, 1, 1), dt.date(2026, 12, 31)))
    for code, calendrier in sectorisation.calendriers._CALENDRIERS.items():
        ZoneInfo(calendrier.fuseau)
        region = calendrier.jours_feries_region
        if not region:
            continue
        siens = set(feries_between(region, dt.date(2026, 1, 1), dt.date(2026, 12, 31)))
        assert siens != nationaux, code


def test_an_unknown_time_zone_is_refused(db):
    with pytest.raises(CommandError, match="fuseau"):
        call_command("demarrer_territoire", "--code=n", "--nom=N", "--fuseau=Europe/Pariss")
    assert not Portail.objects.filter(territoire__code="n").exists()


def test_a_bad_colour_is_refused_in_french(db):
    with pytest.raises(CommandError, match="dièse"):
        call_command("demarrer_territoire", code="n", nom="N", couleur="bleu")
    assert not Portail.objects.filter(territoire__code="n").exists()
