"""Who sees what: role x view x object. What one may not see does not exist."""

import datetime as dt
import itertools

import pytest

from booking import perms
from booking.models import Role
from tests.agents.conftest import at, signed_in, with_account
from tests.factories.booking import (
    AbsenceFactory,
    AgentFactory,
    LieuFactory,
    MotifFactory,
    OrganisationFactory,
    PlageFactory,
    RdvFactory,
    ServiceFactory,
)
from tests.factories.home import PortailFactory


@pytest.fixture
def rdvs(equipe):
    """One Rdv of each kind, by name."""
    colleague = equipe.agent(equipe.pmi, equipe.discret)
    other_service = ServiceFactory(territoire=equipe.territoire)
    elsewhere = OrganisationFactory(territoire=equipe.territoire)
    far = LieuFactory(territoire=equipe.territoire, organisation=elsewhere)
    there = equipe.agent(equipe.pmi, organisations=[elsewhere])

    def rdv(motif, agent, lieu=equipe.lieu, hour=9):
        return RdvFactory(motif=motif, agent=agent, lieu=lieu, debut=at(hour))

    return {
        "mine": rdv(equipe.motif, equipe.sophie),
        "colleague": rdv(equipe.motif, colleague),
        "discreet": rdv(equipe.secret, colleague, hour=10),
        "other_service": rdv(
            MotifFactory(territoire=equipe.territoire, service=other_service),
            equipe.agent(other_service),
        ),
        "other_organisation": rdv(equipe.motif, there, far),
        "other_territoire": RdvFactory(),
    }


SEEN = {
    "agent": {"mine", "colleague"},
    "agent_of_discreet": {"colleague", "mine", "discreet"},
    "secretariat": {"mine", "colleague", "other_service"},
    "secretariat_of_discreet": {"mine", "colleague", "other_service", "discreet"},
    "referent": {"mine", "colleague", "other_service", "other_organisation"},
    "referent_of_discreet": {
        "mine",
        "colleague",
        "other_service",
        "other_organisation",
        "discreet",
    },
}
VIEWS = [
    ("get", ""),
    ("get", "annuler/"),
    ("post", "statut/"),
    ("post", "note/"),
    ("post", "annuler/"),
]


def reader(equipe, name):
    services = [equipe.discret] if name.endswith("_of_discreet") else []
    role = name.removesuffix("_of_discreet")
    if role == "agent":
        services = [equipe.pmi, *services]
    return equipe.sophie if name == "agent" else equipe.agent(*services, role=Role(role))


@pytest.mark.parametrize("name", SEEN)
def test_each_role_reads_exactly_its_rdv(equipe, rdvs, name):
    agent = reader(equipe, name)

    seen = set(perms.visible_rdvs(agent))

    assert {kind for kind, rdv in rdvs.items() if rdv in seen} == SEEN[name]


@pytest.mark.parametrize("name", SEEN)
def test_each_view_answers_404_for_what_is_not_seen(equipe, rdvs, name):
    browser = signed_in(reader(equipe, name))

    for (method, end), (kind, rdv) in itertools.product(VIEWS, rdvs.items()):
        answer = getattr(browser, method)(
            f"/agents/rdv/{rdv.uid}/{end}", {"statut": "honore", "note": "x", "prevenir": "non"}
        )
        assert (answer.status_code != 404) == (kind in SEEN[name]), (method, end, kind)


@pytest.mark.parametrize(
    ("role", "changeable"),
    [
        (Role.AGENT, {"mine"}),
        (Role.SECRETARIAT, {"mine", "colleague"}),
        (Role.REFERENT, {"mine", "colleague", "elsewhere"}),
    ],
)
def test_plages_and_absences_are_changed_by_their_agent_or_secretariat(equipe, role, changeable):
    me = equipe.sophie if role == Role.AGENT else equipe.agent(equipe.pmi, role=role)
    other = OrganisationFactory(territoire=equipe.territoire)
    agents = {
        "mine": me,
        "colleague": equipe.agent(equipe.pmi),
        "elsewhere": equipe.agent(equipe.pmi, organisations=[other]),
        "other_territoire": AgentFactory(),
    }
    browser = signed_in(me)

    for kind, agent in agents.items():
        lieu = LieuFactory(territoire=agent.territoire)
        plage = PlageFactory(agent=agent, lieu=lieu, territoire=agent.territoire)
        absence = AbsenceFactory(agent=agent)
        for path in (
            f"/agents/plages/{plage.uid}/",
            f"/agents/plages/{plage.uid}/supprimer/",
            f"/agents/absences/{absence.uid}/supprimer/",
        ):
            allowed = browser.get(path).status_code == 200
            assert allowed == (kind in changeable), (kind, path)


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        (Role.AGENT, {"colleague"}),
        (Role.SECRETARIAT, {"colleague", "other_service"}),
        (Role.REFERENT, {"colleague", "other_service", "elsewhere"}),
    ],
)
def test_diaries_are_opened_as_far_as_the_role_goes(equipe, role, opened):
    me = equipe.sophie if role == Role.AGENT else equipe.agent(equipe.pmi, role=role)
    other = OrganisationFactory(territoire=equipe.territoire)
    agents = {
        "colleague": equipe.agent(equipe.pmi),
        "other_service": equipe.agent(ServiceFactory(territoire=equipe.territoire)),
        "elsewhere": equipe.agent(equipe.pmi, organisations=[other]),
        "other_territoire": AgentFactory(),
    }
    browser = signed_in(me)

    for kind, agent in agents.items():
        answer = browser.get("/agents/", {"agent": str(agent.uid)})
        assert (answer.status_code == 200) == (kind in opened), kind


def test_a_colleagues_diary_hides_the_discreet_openings_and_rdv(equipe, lundi_matin):
    colleague = equipe.agent(equipe.pmi, equipe.discret)
    PlageFactory(agent=colleague, lieu=equipe.lieu, motifs=[equipe.secret])
    rdv = RdvFactory(motif=equipe.secret, agent=colleague, lieu=equipe.lieu)
    assert rdv.discret

    page = signed_in(equipe.sophie).get("/agents/", {"agent": str(colleague.uid)})

    assert str(rdv.uid) not in page.text
    assert "Maison d’Orval" not in page.text


def test_an_agent_of_another_portal_finds_nothing_here(equipe):
    elsewhere = PortailFactory(site__hostname="ailleurs.example.test")
    stranger = with_account(AgentFactory(territoire=elsewhere.territoire))

    assert signed_in(stranger).get("/agents/").status_code == 404
    assert signed_in(stranger, "ailleurs.example.test").get("/agents/").status_code == 200


def test_an_inactive_agent_finds_nothing(equipe):
    equipe.sophie.actif = False
    equipe.sophie.save()

    assert signed_in(equipe.sophie).get("/agents/").status_code == 404


def test_one_only_uses_motifs_and_sites_of_ones_own(equipe):
    MotifFactory(territoire=equipe.territoire)
    LieuFactory(territoire=equipe.territoire)
    inactive = MotifFactory(territoire=equipe.territoire, service=equipe.pmi, actif=False)

    assert list(perms.usable_motifs(equipe.sophie)) == [equipe.motif]
    assert list(perms.usable_lieux(equipe.sophie)) == [equipe.lieu]
    assert inactive not in perms.usable_motifs(equipe.sophie)


def test_a_service_made_discreet_later_closes_on_its_past(equipe):
    secretary = equipe.agent(role=Role.SECRETARIAT)
    rdv = RdvFactory(
        motif=equipe.motif,
        agent=equipe.sophie,
        lieu=equipe.lieu,
        debut=dt.datetime(2026, 6, 1, 8, tzinfo=dt.UTC),
    )
    equipe.pmi.discret = True
    equipe.pmi.save()

    assert rdv not in perms.visible_rdvs(secretary)
    assert rdv in perms.visible_rdvs(equipe.sophie)
