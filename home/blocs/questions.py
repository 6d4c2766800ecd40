"""Questions and answers: written on the page, or taken from those the portail shares."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.rich_text import RichText

from home.blocs.portee import Contexte, territoire_of
from home.blocs.textes import ECRIRE, PARAGRAPHE, TexteRicheBlock
from home.courant import territoire_courant

AUCUNE = "Écrivez une question, ou reprenez-en une du portail."


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(max_length=160, label="Question")
    reponse = TexteRicheBlock(features=PARAGRAPHE, label="Réponse")

    class Meta:
        icon = "help"
        label = "Question"


def shared_choices() -> list[tuple[str, str]]:
    """Questions shared by the pages of the host being edited, by uid."""
    from home.models import QuestionReponse

    territoire = territoire_courant.get()
    if territoire is None:
        return []
    rows = QuestionReponse.objects.of(territoire)
    return [(str(uid), question) for uid, question in rows.values_list("uid", "question")]


class RepriseBlock(blocks.ChoiceBlock):
    """A shared question: corrected once, correct on every page."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Question du portail")
        kwargs["choices"] = shared_choices
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        return blocks.Block.deconstruct(self)


class QuestionsBlock(blocks.StructBlock):
    """Questions people really ask, each opened on demand."""

    titre = blocks.CharBlock(max_length=120, default="Questions fréquentes", label="Titre")
    questions = blocks.ListBlock(QuestionBlock(), label="Questions de cette page")
    reprises = blocks.ListBlock(
        RepriseBlock(),
        default=[],
        label="Questions du portail",
        help_text="Elles s’écrivent une fois, dans « Questions », pour toutes les pages.",
    )

    class Meta:
        icon = "help"
        label = "Questions"
        group = ECRIRE
        description = "Des questions posées pour de vrai, avec les mots des usagers."
        template = "home/blocs/questions.html"
        preview_value = {
            "titre": "Questions fréquentes",
            "questions": [
                {
                    "question": "Puis-je venir sans rendez-vous ?",
                    "reponse": "<p>Oui, le mercredi matin.</p>",
                }
            ],
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not (self.is_deferred_validation or cleaned["questions"] or cleaned.get("reprises")):
            raise StructBlockValidationError(block_errors={"questions": ValidationError(AUCUNE)})
        return cleaned

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["couples"] = couples_of(value, parent_context)
        return context


def couples_of(value: Any, contexte: Contexte) -> list[tuple[str, RichText]]:
    """(question, answer) of one block: its own, then the shared ones of this territoire."""
    own = [(item["question"], item["reponse"]) for item in value.get("questions") or []]
    return own + _shared(value.get("reprises") or [], contexte)


def questions_in(corps: Any, contexte: Contexte = None) -> list[tuple[str, str]]:
    """(question, answer in HTML) of every question block of a body, in order: what a FAQPage
    says. Shared questions are read within the territoire of the host."""
    return [
        (question, str(reponse))
        for block in corps or []
        if block.block_type == "questions"
        for question, reponse in couples_of(block.value, contexte)
    ]


def _shared(keys: Any, contexte: Contexte) -> list[tuple[str, RichText]]:
    from home.models import QuestionReponse

    territoire = territoire_of(contexte)
    uids = [uid for key in keys if (uid := _uid(key))]
    if territoire is None or not uids:
        return []
    rows = {row.uid: row for row in QuestionReponse.objects.of(territoire).filter(uid__in=uids)}
    return [(rows[u].question, RichText(rows[u].reponse)) for u in uids if u in rows]


def _uid(key: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(key))
    except ValueError:
        return None
