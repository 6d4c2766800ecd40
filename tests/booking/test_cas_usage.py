"""A use case is made from a description, opened, closed, written to a file and read elsewhere."""

import json

import pytest
from django.core.management import CommandError, call_command

from booking.cas_usage.bibliotheque import ORDRE, all_modeles, read_modele
from booking.cas_usage.format import OCTETS_MAX, QUESTIONS_MAX, read_cas, write_cas
from booking.errors import CasUsageInvalide
from booking.models import CasUsage, Etape, EtatCas, Motif, Question, Service, Statut
from booking.services.cas_usage import (
    close_cas_usage,
    coming_rdvs,
    create_cas_usage,
    describe_cas_usage,
    group_motifs,
    open_cas_usage,
)
from booking.services.questions import move_question, write_question
from portal.icones import ICONES
from tests.booking.monde import NOW, book, monde
from tests.factories.booking import MotifFactory, OuvertureFactory
from tests.factories.sectorisation import TerritoireFactory


def make(code="pass-numerique", territoire=None):
    territoire = territoire or TerritoireFactory()
    return create_cas_usage(territoire=territoire, cas=read_modele(code), modele=code).cas_usage


def fichier(**changes):
    raw = json.loads(write_cas(read_modele("pass-numerique"))) | changes
    return json.dumps(raw).encode()


def motif(**changes):
    [one, *_] = json.loads(write_cas(read_modele("pass-numerique")))["motifs"]
    return fichier(motifs=[one | changes], questions=[])


def test_the_ten_models_read_and_name_icons_that_exist():
    modeles = all_modeles()
    assert len(modeles) == len(ORDRE) == 10
    assert all(s.icone in ICONES for m in modeles for s in m.cas.services)


def test_no_model_of_child_protection_may_be_booked_online():
    assert {m.ouverture for m in read_modele("protection-enfance").motifs} == {"secretariat"}


def test_discreet_models_are_those_of_secret_services():
    secrets = {m.code for m in all_modeles() if any(s.discret for s in m.cas.services)}
    assert secrets == {"sante-sexuelle", "protection-enfance"}


@pytest.mark.django_db
def test_every_model_makes_what_its_file_says_and_is_written_back_the_same():
    territoire = TerritoireFactory()
    for modele in all_modeles():
        cas = make(modele.code, territoire)
        assert cas.etat == EtatCas.PREPARATION
        again = describe_cas_usage(cas)
        for service in again.services:
            service.conservation_mois = None
        for service in (s for m in [modele] for s in m.cas.services):
            service = service.model_copy(update={"conservation_mois": None})
            assert service in again.services
        assert again.motifs == modele.cas.motifs
        assert again.questions == modele.cas.questions


@pytest.mark.django_db
def test_made_twice_it_keeps_what_was_changed_meanwhile():
    cas = make()
    Motif.objects.filter(slug="bilan-pass-numerique").update(duree=90)
    bilan = create_cas_usage(territoire=cas.territoire, cas=read_modele("pass-numerique"))
    assert bilan.faits == []
    assert Motif.objects.get(slug="bilan-pass-numerique").duree == 90
    assert Question.objects.count() == 1


@pytest.mark.django_db
def test_a_dry_run_writes_nothing():
    bilan = create_cas_usage(territoire=TerritoireFactory(), cas=read_modele("mdph"), simulate=True)
    assert len(bilan.faits) == 5
    assert not CasUsage.objects.exists()
    assert not Service.objects.exists()


@pytest.mark.django_db
def test_a_motif_that_was_booked_goes_on_while_its_use_case_is_prepared():
    territoire = TerritoireFactory()
    before = MotifFactory(territoire=territoire, slug="bilan-pass-numerique")
    make(territoire=territoire)
    before.refresh_from_db()
    assert before.etape == Etape.EN_LIGNE


@pytest.mark.django_db
def test_a_motif_belongs_to_one_use_case():
    territoire = TerritoireFactory()
    autre = CasUsage.objects.create(territoire=territoire, nom="Autre")
    MotifFactory(territoire=territoire, slug="bilan-pass-numerique", cas_usage=autre)
    with pytest.raises(CasUsageInvalide, match="Autre"):
        make(territoire=territoire)
    assert not CasUsage.objects.filter(slug="pass-numerique").exists()


@pytest.mark.django_db
def test_closing_keeps_every_rdv_and_opening_again_every_line_of_a_site():
    m = monde(delai_min=0)
    cas = CasUsage.objects.create(territoire=m.territoire, nom="Cas")
    group_motifs(cas_usage=cas, motifs=[m.motif])
    OuvertureFactory(motif=m.motif, lieu=m.lieu, etape=Etape.EN_LIGNE)
    open_cas_usage(cas_usage=cas)
    m.motif.refresh_from_db()
    rdv = book(m).rdv
    close_cas_usage(cas_usage=cas)
    assert list(coming_rdvs(cas_usage=cas, now=NOW)) == [rdv]
    rdv.refresh_from_db()
    assert rdv.statut == Statut.A_VENIR
    assert rdv.messages.waiting().exists()
    m.motif.refresh_from_db()
    assert m.motif.etape == Etape.SECRETARIAT
    open_cas_usage(cas_usage=cas)
    m.motif.refresh_from_db()
    assert m.motif.etape == Etape.EN_LIGNE
    assert m.motif.ouvertures.get().etape == Etape.EN_LIGNE


@pytest.mark.django_db
def test_a_motif_taken_out_of_a_closed_use_case_stands_by_itself():
    cas = make()
    close_cas_usage(cas_usage=cas)
    kept, left = cas.motifs.order_by("pk")
    group_motifs(cas_usage=cas, motifs=[kept])
    left.refresh_from_db()
    assert (left.cas_usage, left.etape) == (None, left.ouverture)


@pytest.mark.django_db
def test_a_motif_that_joins_an_open_use_case_by_file_follows_it():
    cas = make()
    open_cas_usage(cas_usage=cas)
    cas.motifs.first().delete()
    create_cas_usage(territoire=cas.territoire, cas=read_modele("pass-numerique"))
    assert {m.etape for m in cas.motifs.all()} == {Etape.EN_LIGNE}


@pytest.mark.django_db
def test_a_motif_cannot_take_the_name_of_a_page():
    with pytest.raises(CasUsageInvalide, match="ajouter"):
        create_cas_usage(territoire=TerritoireFactory(), cas=read_cas(motif(slug="ajouter")))


@pytest.mark.django_db
def test_words_no_file_takes_are_said_when_exporting():
    cas = make()
    cas.motifs.update(consigne="<b>Venez tôt</b>")
    with pytest.raises(CasUsageInvalide, match="consigne"):
        describe_cas_usage(cas)


@pytest.mark.django_db
def test_the_motif_of_a_neighbour_is_refused():
    with pytest.raises(CasUsageInvalide):
        group_motifs(cas_usage=make(), motifs=[MotifFactory()])


@pytest.mark.django_db
def test_questions_are_changed_and_moved():
    cas = make()
    [first] = cas.questions.all()
    second = write_question(cas_usage=cas, libelle="Venez-vous en bus ?", sorte="oui_non")
    move_question(question=second, plus_haut=True)
    assert list(cas.questions.all()) == [second, first]
    move_question(question=second, plus_haut=True)
    assert list(cas.questions.all()) == [second, first]
    with pytest.raises(CasUsageInvalide, match="deux choix"):
        write_question(cas_usage=cas, libelle="?", sorte="choix", choix=["Un", " "])
    with pytest.raises(CasUsageInvalide, match="au plus"):
        for _ in range(QUESTIONS_MAX):
            write_question(cas_usage=cas, libelle="?", sorte="texte")


@pytest.mark.parametrize(
    ("data", "dit"),
    [
        (b"\xff\xfe", "JSON"),
        (b"[" * 100_000, "JSON"),
        (b"x" * (OCTETS_MAX + 1), "256 Ko"),
        (b"[]", "au format"),
        (fichier(format="parvis-cas-usage/2"), "au format"),
        (fichier(telephone="0102030405"), "telephone : ce nom n’est pas connu"),
        (fichier(nom="<script>alert(1)</script>"), "sans balise"),
        (fichier(nom="a\u202eb"), "invisible"),
        (fichier(nom="a\ud800b"), "illisible"),
        (fichier(slug="../../etc"), "minuscules"),
        (fichier(nom="x" * 121), "120 caractères"),
        (fichier(motifs=[]), "motifs"),
        (fichier(services=[]), "services"),
        (motif(duree="30"), "motifs, 1e, duree : un nombre entier"),
        (motif(duree=0), "hors des bornes"),
        (motif(mode="pigeon"), "choisissez parmi"),
        (motif(service="ailleurs"), "absent du fichier"),
        (motif(delai_min=900, delai_max=60), "delai_max"),
        (motif(contacts=[]), "contacts"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(data, dit):
    with pytest.raises(CasUsageInvalide) as refusal:
        read_cas(data)
    assert dit in refusal.value.phrase
    assert len(refusal.value.phrase.splitlines()) <= 9


@pytest.mark.django_db
def test_a_use_case_goes_from_a_territoire_to_another_by_file(tmp_path, capsys):
    cas, autre = make("insertion"), TerritoireFactory()
    Service.objects.update(telephone="+33102030405")
    path = tmp_path / "insertion.json"
    call_command("exporter_cas_usage", "insertion", str(path), territoire=cas.territoire.code)
    assert "33102030405" not in path.read_text()
    call_command("importer_cas_usage", str(path), territoire=autre.code, ouvrir=True)
    made = CasUsage.objects.get(territoire=autre)
    assert made.etat == EtatCas.OUVERT
    assert made.motifs.count() == cas.motifs.count()
    assert "Créé : Motif" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Aucun territoire"):
        call_command("importer_cas_usage", territoire="zz", modele="pmi")
