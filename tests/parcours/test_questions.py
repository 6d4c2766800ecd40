"""Step 5 asks what the use case wants to know; the answers follow to the Rdv, and nowhere else."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from booking.models import CasUsage, Message, Motif, Question, Rdv, SorteQuestion
from booking.notifications.textes import compose_email

LISTE = ["Carte d’identité", "Passeport", "Permis"]


@pytest.fixture
def cas(monde):
    cas = CasUsage.objects.create(territoire=monde.territoire, nom="France services")
    Motif.objects.filter(pk__in=[monde.demarche.pk, monde.secret.pk]).update(cas_usage=cas)
    return cas


def ask(cas, libelle, sorte=SorteQuestion.TEXTE, **faits):
    rang = cas.questions.count()
    return Question.objects.create(
        cas_usage=cas, libelle=libelle, sorte=sorte, **{"ordre": rang} | faits
    )


@pytest.fixture
def trois(cas):
    """One of each kind; the first two must be answered."""
    return [
        ask(cas, "Êtes-vous déjà venu", SorteQuestion.OUI_NON, obligatoire=True),
        ask(cas, "Quelle pièce ?", SorteQuestion.CHOIX, choix=LISTE, obligatoire=True),
        ask(cas, "Votre question", aide="En quelques mots"),
    ]


def answers(questions, *values):
    return {f"question_{q.pk}": value for q, value in zip(questions, values, strict=True) if value}


def test_each_kind_is_asked_with_its_help_and_what_is_optional(visite, monde, trois):
    text = visite.hold(monde.demarche, monde.orval).texte
    assert text.count('type="radio"') == 5
    assert "En quelques mots" in text
    deja, _piece, mots = trois
    assert "facultatif" not in text.split(deja.libelle)[1].split("</legend>")[0]
    assert "facultatif" in text.split(mots.libelle)[1].split("</label>")[0]


def test_a_motif_without_use_case_is_asked_nothing_more(visite, monde, trois):
    assert "question_" not in visite.hold(monde.telephone, monde.orval).texte


def test_eight_choices_make_a_list_and_an_optional_radio_can_say_nothing(visite, monde, cas):
    ask(cas, "Commune", SorteQuestion.CHOIX, choix=[f"Choix {n}" for n in range(8)])
    ask(cas, "Pièce", SorteQuestion.CHOIX, choix=LISTE)
    ask(cas, "Liste vidée", SorteQuestion.CHOIX, choix=[], obligatoire=True)
    page = visite.hold(monde.demarche, monde.orval)
    assert page.texte.count("<select") == 1
    assert page.texte.count('type="radio"') == 4
    assert page.lisible.count("Sans réponse") == 2
    assert "Liste vidée" not in page.lisible
    assert "/verification/" in visite.fill(page).url


def test_what_is_missing_or_forged_is_said_at_its_place_and_nothing_is_lost(visite, monde, trois):
    page = visite.hold(monde.demarche, monde.orval)
    page = visite.fill(page, **answers(trois, "", "Pièce forgée", "a" * 201))
    deja, piece, mots = (f"id_question_{q.pk}" for q in trois)
    assert page.erreurs == [
        (f"{deja}_0", "Répondez à la question : Êtes-vous déjà venu"),
        (f"{piece}_0", "Cette liste a changé. Choisissez de nouveau votre réponse"),
        (mots, "Ce texte est trop long : 200 caractères au plus"),
    ]
    assert {anchor for anchor, _ in page.erreurs} <= page.ids()
    assert "a" * 201 in page.texte
    page = visite.fill(page, **answers(trois, "oui", "Passeport", "Un dossier"))
    assert "/verification/" in page.url


def test_the_answers_are_read_again_then_kept_in_words_and_told_to_nobody(visite, monde, trois):
    page = visite.hold(monde.demarche, monde.orval, rang=-1)
    typed = answers(trois, "non", "Passeport", " Dossier ")
    check = visite.fill(page, email="claire@example.org", **typed)
    for question, answer in zip(trois, ("Non", "Passeport", "Dossier"), strict=True):
        assert f"{question} {answer} Modifier la réponse : {question}" in check.lisible
    back = visite.get(check.links("/rendez-vous/coordonnees/")[-1])
    assert re.search(r'value="non"[^>]* checked', back.texte)
    assert 'value=" Dossier "' in back.texte

    mine = visite.post(check.url, {"accord": "on"})
    assert visite.post(check.url, {"accord": "on"}).url == mine.url

    kept = [
        {"question": "Êtes-vous déjà venu", "reponse": "Non"},
        {"question": "Quelle pièce ?", "reponse": "Passeport"},
        {"question": "Votre question", "reponse": "Dossier"},
    ]
    assert Rdv.objects.get().reponses == kept
    week = visite.get(mine.url + "deplacer/")
    moved = visite.post(week.url, {"creneau": week.values("creneau")[-3]})
    mine = visite.post(moved.actions()[0], {"creneau": moved.values("creneau")[0]})
    rdv = Rdv.objects.get()
    assert (rdv.sequence, rdv.reponses) == (1, kept)
    calendar = visite.client.get(f"{mine.url}agenda.ics", headers={"host": monde.hote})
    assert calendar.status_code == 200
    for seen in (
        mine.texte,
        calendar.content.decode(),
        [compose_email(message, rdv) for message in Message.objects.filter(canal="email")],
        dict(visite.client.session),
        visite.adresses + visite.titres,
    ):
        assert "Dossier" not in str(seen)


def test_a_discreet_service_asks_and_keeps_in_the_same_way(visite, monde, cas):
    question = ask(cas, "Votre question")
    page = visite.hold(monde.secret, monde.orval)
    page = visite.post(page.url, {"prenom": "Zoé", f"question_{question.pk}": "Un mot"})
    assert "Un mot" in page.lisible
    visite.post(page.url)
    assert Rdv.objects.get().reponses == [{"question": "Votre question", "reponse": "Un mot"}]
    assert all("no-store" in seen.entetes["Cache-Control"] for seen in visite.pages)


def test_a_question_added_meanwhile_is_asked_and_nothing_is_lost(visite, monde, cas, trois):
    check = visite.fill(
        visite.hold(monde.demarche, monde.orval), **answers(trois, "oui", "Permis", "Un dossier")
    )
    added = ask(cas, "Votre département", obligatoire=True)
    page = visite.post(check.url, {"accord": "on"})
    assert page.erreurs == [
        (f"id_question_{added.pk}", "Répondez à la question : Votre département")
    ]
    assert 'value="Un dossier"' in page.texte
    assert not Rdv.objects.exists()


def test_a_question_reworded_or_removed_meanwhile_is_read_again_first(visite, monde, trois):
    check = visite.fill(
        visite.hold(monde.demarche, monde.orval), **answers(trois, "oui", "Permis", "Un dossier")
    )
    deja, piece, _mots = trois
    piece.delete()
    Question.objects.filter(pk=deja.pk).update(libelle="Venez-vous seul ?")
    page = visite.post(check.url, {"accord": "on"})
    assert page.status == 422
    assert "Une question a changé entre-temps" in page.lisible
    assert "Venez-vous seul ? Oui" in page.lisible
    visite.post(check.url, {"accord": "on"})
    assert [r["question"] for r in Rdv.objects.get().reponses] == [
        "Venez-vous seul ?",
        "Votre question",
    ]


def test_a_choice_withdrawn_while_one_types_is_asked_again(visite, monde, trois):
    page = visite.hold(monde.demarche, monde.orval)
    Question.objects.filter(pk=trois[1].pk).update(choix=["Passeport"])
    page = visite.fill(page, **answers(trois, "oui", "Permis", "Un dossier"))
    assert [anchor for anchor, _ in page.erreurs] == [f"id_question_{trois[1].pk}_0"]
    assert 'value="Un dossier"' in page.texte


def test_the_questions_cost_one_query(visite, monde, trois):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            visite.get(page.url)
        return len(seen)

    page = visite.hold(monde.demarche, monde.orval)
    asked = cost()
    Motif.objects.update(cas_usage=None)
    assert cost() == asked - 1
