"""A référent opens, changes and closes a use case on screen."""

import datetime as dt
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from booking.cas_usage.bibliotheque import read_modele
from booking.cas_usage.format import write_cas
from booking.models import CasUsage, Etape, EtatCas, Motif, Service
from booking.services.cas_usage import create_cas_usage
from tests.agents.conftest import signed_in
from tests.factories.booking import NOW, RdvFactory
from tests.factories.sectorisation import TerritoireFactory

RACINE = "/agents/usages/"


@pytest.fixture
def cas(equipe):
    modele = read_modele("pass-numerique")
    return create_cas_usage(territoire=equipe.territoire, cas=modele).cas_usage


def text(response):
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def depose(client, data, nom="cas.json"):
    return client.post(f"{RACINE}ouvrir/fichier/", {"fichier": SimpleUploadedFile(nom, data)})


def test_from_a_model_to_an_open_use_case(client):
    assert "Protection de l’enfance" in text(client.get(f"{RACINE}ouvrir/"))
    page = client.get(f"{RACINE}ouvrir/modele/insertion/")
    assert "Motif « Rendez-vous d’orientation »" in text(page)
    assert not CasUsage.objects.exists()
    answer = client.post(
        f"{RACINE}ouvrir/modele/insertion/",
        {"nom": "Insertion", "telephone": "02 61 91 61 50", "etape": Etape.EN_LIGNE},
    )
    assert answer.url == f"{RACINE}cas/insertion/"
    assert Service.objects.get(slug="insertion").telephone == "+33261916150"
    page = text(client.get(answer.url))
    assert "État : en préparation" in page
    assert "Personne ne reçoit encore pour" in page
    client.post(f"{answer.url}ouvrir/")
    assert {m.etape for m in Motif.objects.filter(cas_usage__slug="insertion")} == {Etape.EN_LIGNE}


def test_only_the_organisations_chosen_open_and_what_was_there_is_left(client, equipe):
    Motif.objects.filter(pk=equipe.motif.pk).update(slug="mdph-telephone", cas_usage=None)
    page = client.post(
        f"{RACINE}ouvrir/modele/mdph/",
        {
            "nom": "Handicap",
            "etape": "modele",
            "organisations": [equipe.lieu.organisation.uid],
        },
    )
    cas = CasUsage.objects.get(slug="mdph")
    assert (page.status_code, cas.nom) == (302, "Handicap")
    for motif in cas.motifs.exclude(pk=equipe.motif.pk):
        assert motif.ouverture == Etape.SECRETARIAT
        line = motif.ouvertures.get()
        assert (line.organisation, line.etape) == (equipe.lieu.organisation, Etape.EN_LIGNE)
    assert not equipe.motif.ouvertures.exists()
    assert "Tout est déjà" in text(client.get(f"{RACINE}ouvrir/modele/mdph/"))


@pytest.mark.parametrize(
    ("code", "saisie"),
    [
        ("mdph", {"etape": "99"}),
        ("mdph", {"etape": ""}),
        ("mdph", {"telephone": "12"}),
        ("mdph", {"organisations": ["x"]}),
        ("protection-enfance", {"etape": Etape.EN_LIGNE}),
    ],
)
def test_bad_input_keeps_what_was_typed_and_makes_nothing(client, code, saisie):
    saisie = {"nom": "Nom", "horaires_telephone": "Le matin", "etape": "modele"} | saisie
    page = client.post(f"{RACINE}ouvrir/modele/{code}/", saisie)
    assert page.status_code == 422
    assert "Le matin" in text(page)
    assert not CasUsage.objects.exists()


def test_a_file_is_shown_before_it_is_made(client, equipe):
    data = write_cas(read_modele("mdph"))
    page = depose(client, data)
    assert "Motif « Être rappelé »" in text(page)
    assert not CasUsage.objects.exists()
    client.post(f"{RACINE}ouvrir/fichier/", {"contenu": data.decode()})
    assert CasUsage.objects.get(territoire=equipe.territoire).etat == EtatCas.PREPARATION


@pytest.mark.parametrize("data", [b"\x00", b"{}", b'{"format": "parvis-cas-usage/1"}', b""])
def test_a_bad_file_is_refused_on_the_page(client, data):
    page = depose(client, data)
    assert page.status_code == 422
    assert "pv-erreurs" in text(page) or "aria-invalid" in text(page)


def test_motifs_already_written_make_a_use_case_without_closing_them(client, equipe):
    page = client.post(
        f"{RACINE}ouvrir/motifs/",
        {"nom": "Petite enfance", "accroche": "", "motifs": [equipe.motif.slug]},
    )
    assert page.url == f"{RACINE}cas/petite-enfance/"
    equipe.motif.refresh_from_db()
    assert equipe.motif.etape == equipe.motif.ouverture
    assert client.post(f"{RACINE}ouvrir/motifs/", {"nom": "Petite enfance"}).status_code == 422


def test_changing_a_use_case_keeps_its_closed_motifs_and_frees_those_unticked(client, cas):
    cas.motifs.filter(slug="bilan-pass-numerique").update(actif=False)
    url = f"{RACINE}cas/pass-numerique/modifier/"
    assert "fermé)" in text(client.get(url))
    client.post(url, {"nom": "Le pass", "accroche": "", "motifs": ["bilan-pass-numerique"]})
    cas.refresh_from_db()
    assert (cas.nom, [m.slug for m in cas.motifs.all()]) == ("Le pass", ["bilan-pass-numerique"])


def test_closing_is_confirmed_and_says_what_stays(lundi_matin, client, equipe, cas):
    client.post(f"{RACINE}cas/pass-numerique/ouvrir/")
    motif = cas.motifs.first()
    RdvFactory(motif=motif, lieu=equipe.lieu, debut=NOW + dt.timedelta(hours=2))
    page = client.get(f"{RACINE}cas/pass-numerique/fermer/")
    assert "reste pris" in text(page)
    cas.refresh_from_db()
    assert cas.etat == EtatCas.OUVERT
    client.post(f"{RACINE}cas/pass-numerique/fermer/")
    cas.refresh_from_db()
    assert cas.etat == EtatCas.FERME


def test_questions_are_added_changed_moved_and_taken_away(client, cas):
    base = f"{RACINE}cas/pass-numerique/questions/"
    saisie = {"libelle": "Venez-vous en bus ?", "sorte": "oui_non", "choix": "", "aide": ""}
    client.post(f"{base}ajouter/", saisie)
    client.post(f"{base}2/ranger/", {"sens": "haut", "avant": "Venez-vous en bus ?"})
    assert cas.questions.first().libelle == "Venez-vous en bus ?"
    page = client.post(
        f"{base}1/", saisie | {"sorte": "choix", "choix": "Un seul", "avant": saisie["libelle"]}
    )
    assert page.status_code == 422
    assert "Un seul" in text(page)
    for _ in "pressed twice":
        client.post(f"{base}1/retirer/", {"avant": "Venez-vous en bus ?"})
    assert [q.libelle for q in cas.questions.all()] == ["Qui vous oriente ?"]
    assert client.get(f"{base}9/").status_code == 404


def test_one_gesture_changes_the_step_of_all_and_the_file_says_it(client, cas):
    client.post(f"{RACINE}cas/pass-numerique/etape/", {"etape": Etape.PRESCRIPTEURS})
    answer = client.get(f"{RACINE}cas/pass-numerique/fichier/")
    assert answer["Content-Disposition"].endswith('"pass-numerique.json"')
    assert {m["ouverture"] for m in json.loads(answer.content)["motifs"]} == {"prescripteurs"}


def test_what_agents_alone_fix_is_not_opened_in_one_gesture(client, equipe):
    cas = read_modele("protection-enfance")
    create_cas_usage(territoire=equipe.territoire, cas=cas, modele="protection-enfance")
    url = f"{RACINE}cas/protection-enfance/etape/"
    assert client.post(url, {"etape": Etape.EN_LIGNE}).status_code == 422
    assert client.post(url, {"etape": Etape.RAPPELS}).status_code == 302


def test_only_a_referent_of_the_territoire_reaches_it(client, equipe, cas):
    elsewhere = create_cas_usage(territoire=TerritoireFactory(), cas=read_modele("mdph"))
    assert client.get(f"{RACINE}cas/{elsewhere.cas_usage.slug}/").status_code == 404
    assert client.get(f"{RACINE}ouvrir/modele/inconnu/").status_code == 404
    assert "Cas d’usage" in text(client.get(RACINE))
    assert signed_in(equipe.sophie).get(RACINE).status_code == 404
