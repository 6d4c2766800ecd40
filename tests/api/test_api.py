"""The API answers what the pages show, within its territoire and its ceilings."""

from __future__ import annotations

import json
import uuid

import pytest
import time_machine
from django.urls import reverse

from booking.models import Etape, Niveau, Rattachement
from sectorisation.publication import publish
from tests.factories.booking import (
    LUNDI,
    NOW,
    AttributionFactory,
    LieuFactory,
    MotifFactory,
    PlageFactory,
    ServiceFactory,
)
from tests.factories.home import PortailFactory
from tests.factories.sectorisation import (
    CommuneFactory,
    CoucheFactory,
    RegleFactory,
    SecteurFactory,
)

HOTE = "api.example.test"


@pytest.fixture
def portail(db):
    return PortailFactory(site__hostname=HOTE)


@pytest.fixture
def get(client, portail):
    def ask(path: str, **parametres):
        with time_machine.travel(NOW, tick=False):
            return client.get(f"/api/v1{path}", parametres, headers={"host": HOTE})

    return ask


@pytest.fixture
def post(client, portail):
    def ask(path: str, corps):
        with time_machine.travel(NOW, tick=False):
            return client.post(
                f"/api/v1{path}",
                corps if isinstance(corps, str) else json.dumps(corps, default=str),
                content_type="application/json",
                headers={"host": HOTE},
            )

    return ask


@pytest.fixture
def plage(portail):
    lieu = LieuFactory(territoire=portail.territoire)
    motif = MotifFactory(territoire=portail.territoire)
    return PlageFactory(lieu=lieu, motifs=[motif])


def test_lists_are_paged(get, portail):
    for _ in range(3):
        ServiceFactory(territoire=portail.territoire)
    body = get("/services", taille=2, page=2).json()
    assert (len(body["items"]), body["page"], body["pages"], body["total"]) == (1, 2, 2, 3)


def test_a_page_past_the_end_is_empty(get, plage):
    assert get("/lieux", page=9).json()["items"] == []


def test_closed_services_and_motifs_are_left_out(get, portail):
    service = ServiceFactory(territoire=portail.territoire, actif=False)
    MotifFactory(territoire=portail.territoire, service=service)
    assert get("/services").json()["total"] == 0
    assert get("/motifs").json()["total"] == 0


def test_motifs_of_one_service_only(get, portail):
    wanted = MotifFactory(territoire=portail.territoire)
    MotifFactory(territoire=portail.territoire)
    body = get("/motifs", service=wanted.service.uid).json()
    assert [m["uid"] for m in body["items"]] == [str(wanted.uid)]
    assert body["items"][0]["reserver"].endswith(f"?motif={wanted.uid}")


def test_next_availability_is_that_of_the_pages(get, plage):
    motif = plage.motifs.get()
    [offre] = get(f"/motifs/{motif.uid}/prochains").json()
    assert offre["lieu"]["nom"] == plage.lieu.nom
    assert offre["prochain"] == "2027-01-11T09:00:00+01:00"
    assert offre["ouverture"] == "en_ligne"


def test_a_motif_kept_by_the_secretariat_shows_no_start(get, portail):
    motif = MotifFactory(territoire=portail.territoire, ouverture=Etape.SECRETARIAT)
    plage = PlageFactory(lieu=LieuFactory(territoire=portail.territoire), motifs=[motif])
    [offre] = get(f"/motifs/{motif.uid}/prochains").json()
    assert (offre["ouverture"], offre["prochain"]) == ("secretariat", None)
    body = get(f"/motifs/{motif.uid}/creneaux", lieu=plage.lieu.uid, semaine=LUNDI).json()
    assert body["total"] == 0


def test_starts_of_a_week(get, plage):
    motif = plage.motifs.get()
    body = get(f"/motifs/{motif.uid}/creneaux", lieu=plage.lieu.uid, semaine=LUNDI).json()
    assert body["lundi"] == LUNDI.isoformat()
    assert body["jours"][0]["debuts"][0] == "2027-01-11T09:00:00+01:00"
    assert body["total"] == 6


@pytest.mark.parametrize(
    "path",
    ["/services/{absent}", "/lieux/{absent}", "/motifs/{absent}/prochains", "/rien"],
)
def test_absent_things_are_404_in_one_shape(get, path):
    response = get(path.format(absent=uuid.uuid4()))
    assert response.status_code == 404


def test_another_territoire_answers_like_nothing(get):
    elsewhere = MotifFactory()
    response = get(f"/motifs/{elsewhere.uid}/prochains")
    absent = get(f"/motifs/{uuid.uuid4()}/prochains")
    assert response.status_code == absent.status_code == 404
    assert {**response.json(), "demande": ""} == {**absent.json(), "demande": ""}


@pytest.mark.parametrize(
    ("path", "parametres"),
    [
        ("/services", {"page": 0}),
        ("/services", {"page": "deux"}),
        ("/services", {"taille": 10_000}),
        ("/services/pas-un-uid", {}),
        ("/motifs/{motif}/creneaux", {"lieu": "x"}),
        ("/motifs/{motif}/creneaux", {"semaine": "9999-99-99"}),
    ],
)
def test_bad_input_is_422_and_names_the_field(get, plage, path, parametres):
    response = get(path.format(motif=plage.motifs.get().uid), **parametres)
    assert response.status_code == 422
    assert response.json()["code"] == "champs_invalides"
    assert response.json()["champs"]


def test_too_many_requests_are_told_when_to_come_back(get, settings):
    settings.PARVIS_API_PAR_MINUTE = 2
    assert [get("/services").status_code for _ in range(3)] == [200, 200, 429]
    response = get("/services")
    assert 0 < int(response["Retry-After"]) <= 60
    assert response.json()["code"] == "trop_de_demandes"


def test_address_searches_have_their_own_ceiling(post, portail, settings):
    settings.PARVIS_ADRESSES_PAR_MINUTE = 1
    service = ServiceFactory(territoire=portail.territoire)
    corps = {"adresse": "3 rue des Prés", "service": service.uid}
    assert post("/secteurs/recherche", corps).status_code == 400
    assert post("/secteurs/recherche", corps).status_code == 429


def test_an_address_leads_to_its_secteur_and_sites(post, portail, monkeypatch):
    from booking.api import secteurs
    from sectorisation.adresses.interface import Candidat

    class UneAdresse:
        def search(self, texte, *, limit=5):
            return [
                Candidat(
                    label="3 Rue des Prés 61900 Orval", type="housenumber", score=0.97,
                    housenumber="3", street="Rue des Prés", postcode="61900", city="Orval",
                    citycode="61901", lon=2.05, lat=44.05, id="61901_0101_00003",
                )
            ]  # fmt: skip

        def points(self, candidat):
            return [(candidat.lon, candidat.lat)]

        def is_elsewhere(self, texte):
            return False

    monkeypatch.setattr(secteurs, "geocodeur_for", lambda territoire: UneAdresse())
    couche = CoucheFactory(territoire=portail.territoire)
    CommuneFactory(territoire=portail.territoire, insee="61901")
    secteur = SecteurFactory(couche=couche)
    RegleFactory(secteur=secteur, communes=["61901"])
    publish(couche=couche, now=NOW)
    couche.refresh_from_db()
    service = ServiceFactory(territoire=portail.territoire, couche=couche)
    lieu = LieuFactory(territoire=portail.territoire)
    AttributionFactory(secteur=secteur, lieu=lieu)
    MotifFactory(territoire=portail.territoire, service=service, rattachement=Rattachement.IMPOSE)
    body = post(
        "/secteurs/recherche", {"adresse": "3 rue des prés orval", "service": service.uid}
    ).json()
    assert body["action"] == "router"
    assert body["secteur"] == secteur.code
    assert [x["nom"] for x in body["lieux"]] == [lieu.nom]


def test_a_body_with_unknown_keys_is_refused(post, portail):
    service = ServiceFactory(territoire=portail.territoire)
    corps = {"adresse": "x", "service": service.uid, "territoire": 2}
    assert post("/secteurs/recherche", corps).status_code == 422


def test_a_body_that_is_not_json_is_refused_in_the_same_shape(post):
    response = post("/secteurs/recherche", "{pas du json")
    assert response.status_code == 400
    assert set(response.json()) == {"code", "message", "champs", "demande"}


def test_the_contract_is_published(get):
    contract = get("/openapi.json").json()
    assert contract["info"]["title"] == "API de Parvis"
    assert "/api/v1/motifs/{uid}/creneaux" in contract["paths"]


def test_queries_do_not_grow_with_the_list(get, portail, django_assert_num_queries):
    for _ in range(12):
        MotifFactory(territoire=portail.territoire)
    with django_assert_num_queries(3):  # the portail, the count, the page
        get("/motifs")


def test_every_route_is_named_in_the_access_table():
    assert reverse("api-v1:openapi-json") == "/api/v1/openapi.json"


def test_a_secteur_answers_as_for_someone_who_lives_there(get, portail):
    territoire = portail.territoire
    couche = CoucheFactory(territoire=territoire)
    CommuneFactory(territoire=territoire, insee="61901")
    secteur = SecteurFactory(couche=couche)
    RegleFactory(secteur=secteur, communes=["61901"])
    publish(couche=couche, now=NOW)
    motif = MotifFactory(
        territoire=territoire,
        service=ServiceFactory(territoire=territoire, couche=couche),
        niveau=Niveau.AGENT,
        ouverture=Etape.EN_LIGNE,
    )
    charge = PlageFactory(lieu=LieuFactory(territoire=territoire), motifs=[motif])
    autre = PlageFactory(lieu=LieuFactory(territoire=territoire), motifs=[motif])
    AttributionFactory(secteur=secteur, agent=charge.agent)
    chemin = f"/motifs/{motif.uid}"
    (offre,) = get(f"{chemin}/prochains", secteur=secteur.code).json()
    assert (offre["lieu"]["uid"], offre["competent"]) == (str(charge.lieu.uid), True)
    assert len(get(f"{chemin}/prochains").json()) == 2
    week = {"lieu": autre.lieu.uid, "semaine": LUNDI.isoformat()}
    assert get(f"{chemin}/creneaux", **week).json()["total"] > 0
    assert get(f"{chemin}/creneaux", **week, secteur=secteur.code).json()["total"] == 0
    assert get(f"{chemin}/prochains", secteur="inconnu").status_code == 404
