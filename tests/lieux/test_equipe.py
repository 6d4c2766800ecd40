"""A référent adds, changes and stops the people of a territoire on screen."""

import datetime as dt
import re

import pytest
from django.core import mail

from booking.models import Agent, Lieu, Rdv, Role
from booking.services.disponibilites import next_par_lieu
from portal.models import User
from tests.agents.conftest import signed_in, with_account
from tests.factories.booking import NOW, AgentFactory, PlageFactory, RdvFactory

RACINE = "/agents/equipe/"


def text(response):
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


@pytest.fixture
def saisie(equipe):
    return {
        "prenom": "Awa",
        "nom": "Diallo",
        "fonction": "Puéricultrice",
        "email": "",
        "role": "agent",
        "organisations": [str(equipe.organisation.uid)],
        "services": [str(equipe.pmi.uid), str(equipe.discret.uid)],
    }


def of(agent, **changes):
    """What the form of this agent sends when nothing is touched, but `changes`."""
    return {
        "prenom": agent.prenom,
        "nom": agent.nom,
        "role": agent.role,
        "organisations": [str(o.uid) for o in agent.organisations.all()],
        "services": [str(s.uid) for s in agent.services.all()],
    } | changes


def test_someone_invited_chooses_a_password_and_signs_in(client, equipe, saisie):
    assert "Discret" in text(client.get(f"{RACINE}ajouter/"))
    page = client.post(f"{RACINE}ajouter/", saisie | {"email": "Awa@Example.org"}, follow=True)
    assert "L’invitation est partie" in text(page)
    awa = Agent.objects.get(nom="Diallo")
    assert (awa.territoire, awa.user.email) == (equipe.territoire, "awa@example.org")
    assert {*awa.services.all()} == {equipe.pmi, equipe.discret}
    assert re.search(r"/agents/compte/\S*password/reset/key/\S+", mail.outbox[0].body)
    assert "Renvoyer l’invitation" in text(client.get(f"{RACINE}{awa.uid}/"))
    client.post(f"{RACINE}{awa.uid}/inviter/")
    assert len(mail.outbox) == 2
    assert signed_in(awa).get("/agents/").status_code == 200


def test_from_an_empty_territoire_to_a_motif_bookable_online(lundi_matin, client, equipe, referent):
    referent.organisations.clear()
    referent.services.clear()
    assert "Aucun motif encore" in text(client.get("/agents/plages/ajouter/"))
    site = {"nom": "Maison neuve", "nouvelle": "MDS neuve", "adresse": "1 rue Neuve"}
    client.post("/agents/lieux/ajouter/", site | {"code_postal": "61900", "commune": "Orval"})
    neuve = Lieu.objects.get(nom="Maison neuve")
    soi = of(referent, organisations=[str(neuve.organisation.uid)], services=[str(equipe.pmi.uid)])
    assert client.post(f"{RACINE}{referent.uid}/", soi).url == RACINE
    plage = {"rythme": "0", "premier_jour": "2027-01-12", "heure_debut": "09:00"}
    plage |= {"heure_fin": "12:00", "lieu": str(neuve.uid), "motifs": [str(equipe.motif.uid)]}
    assert client.post("/agents/plages/ajouter/", plage).status_code == 302
    found = next_par_lieu(motif=equipe.motif, lieux=[neuve], now=NOW)
    assert found[neuve.pk].debut == NOW + dt.timedelta(days=1, hours=1)


def test_without_an_address_someone_is_named_without_access(client, saisie):
    page = text(client.post(f"{RACINE}ajouter/", saisie, follow=True))
    assert "Awa Diallo" in page and "Sans compte" in page
    assert not mail.outbox


@pytest.mark.parametrize(
    "autre",
    [
        {"prenom": " "},
        {"email": "awa"},
        {"role": "chef"},
        {"services": ["ailleurs"]},
        {"email": "sophie@example.org"},
        {"email": "loin@example.org"},
        {"email": "ferme@example.org"},
    ],
)
def test_bad_input_keeps_what_was_typed_and_makes_nobody(client, equipe, saisie, autre):
    User.objects.filter(pk=equipe.sophie.user.pk).update(email="sophie@example.org")
    loin = with_account(AgentFactory())
    User.objects.filter(pk=loin.user.pk).update(email="loin@example.org")
    User.objects.create_user("ferme@example.org", is_active=False)
    page = client.post(f"{RACINE}ajouter/", saisie | autre)
    assert page.status_code == 422
    assert 'value="Diallo"' in text(page)
    assert str(loin) not in text(page)
    assert not Agent.objects.filter(nom="Diallo").exists()
    assert not mail.outbox


def test_a_mail_that_cannot_leave_makes_nobody(client, saisie, monkeypatch):
    def fail(*args):
        raise OSError

    monkeypatch.setattr("booking.services.comptes.send_mail", fail)
    page = client.post(f"{RACINE}ajouter/", saisie | {"email": "awa@example.org"})
    assert "Le courriel n’est pas parti" in text(page)
    assert not Agent.objects.filter(nom="Diallo").exists()
    assert not User.objects.filter(email="awa@example.org").exists()


def test_the_last_referent_keeps_the_role_until_there_is_another(client, equipe, referent):
    base = f"{RACINE}{referent.uid}/"
    AgentFactory(territoire=equipe.territoire, role=Role.REFERENT)  # without an account
    page = client.post(base, of(referent, role="agent"))
    assert page.status_code == 422
    assert "seul référent" in text(page)
    client.post(f"{base}arreter/")
    referent.refresh_from_db()
    assert (referent.role, referent.actif) == (Role.REFERENT, True)
    equipe.agent(role=Role.REFERENT)
    assert client.post(base, of(referent, role="agent")).url == "/agents/"
    assert client.get(RACINE).status_code == 404


def test_a_service_or_an_organisation_still_received_for_is_kept(
    lundi_matin, client, equipe, referent
):
    PlageFactory(agent=equipe.sophie, lieu=equipe.lieu, motifs=[equipe.motif])
    base = f"{RACINE}{equipe.sophie.uid}/"
    for champ in ("services", "organisations"):
        page = client.post(base, of(equipe.sophie, **{champ: []}))
        assert "Ses plages d’ouverture reçoivent encore" in text(page)
    equipe.sophie.services.add(equipe.discret)
    RdvFactory(motif=equipe.secret, agent=equipe.sophie, debut=NOW + dt.timedelta(days=1))
    page = client.post(base, of(equipe.sophie, services=[str(equipe.pmi.uid)]))
    assert "Des rendez-vous à venir restent à tenir" in text(page)
    assert equipe.sophie.services.count() == 2


def test_stopping_someone_says_how_many_rdvs_stay_and_closes_the_door(lundi_matin, client, equipe):
    sophie = equipe.sophie
    RdvFactory(motif=equipe.motif, agent=sophie, debut=NOW + dt.timedelta(hours=2))
    base = f"{RACINE}{sophie.uid}/"
    assert "1 rendez-vous à venir reste pris" in text(client.get(f"{base}arreter/"))
    assert signed_in(sophie).get("/agents/").status_code == 200
    client.post(f"{base}arreter/")
    assert signed_in(sophie).get("/agents/").status_code == 404
    assert Rdv.objects.upcoming(NOW).filter(agent=sophie).count() == 1
    client.post(f"{base}reprendre/")
    assert signed_in(sophie).get("/agents/").status_code == 200


def test_a_longer_team_asks_no_more_of_the_database(client, equipe, django_assert_max_num_queries):
    for _ in range(5):
        equipe.agent(equipe.pmi)
    with django_assert_max_num_queries(12):
        client.get(RACINE)


def test_only_a_referent_and_only_here(client, equipe):
    ailleurs = AgentFactory()
    for path in ("", "arreter/"):
        assert client.get(f"{RACINE}{ailleurs.uid}/{path}").status_code == 404
    for path in ("inviter/", "reprendre/"):
        assert client.post(f"{RACINE}{ailleurs.uid}/{path}").status_code == 404
    assert str(ailleurs) not in text(client.get(RACINE))
    assert signed_in(equipe.sophie).get(RACINE).status_code == 404
