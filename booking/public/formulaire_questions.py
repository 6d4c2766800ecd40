"""Step 5: what a use case asks, one field a question, and its answers in words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from booking.langues import as_data
from booking.models import Question, SorteQuestion
from booking.public.formulaires import TexteField

TEXTE_MAX = 200
# Beyond, a list to open is read faster than a column of radios.
LISTE_COURTE = 7
# What agents read, whatever the language of the page.
OUI_NON = {"oui": "Oui", "non": "Non"}


def control_name(question: Question) -> str:
    """It follows the question, not its rank: another one added or removed moves no answer."""
    return f"question_{question.pk}"


def libelle_of(question: Question) -> str:
    """Its words as the page shows them: a question mark never stands alone on a line."""
    return re.sub(r" (?=[?!:;»])|(?<=«) ", "\u00a0", question.libelle)


def fields_for(questions: Iterable[Question]) -> dict[str, forms.Field]:
    """By control name. A list emptied of its choices cannot be answered, and is not asked."""
    return {control_name(q): field for q in questions if (field := _field(q)) is not None}


def words_of(question: Question, value: str) -> str:
    """The answer as the Rdv keeps it."""
    return OUI_NON[value] if question.sorte == SorteQuestion.OUI_NON else value


def shown_in(field: forms.Field, value: str) -> str:
    """The answer as the page says it, in the language of its choices."""
    return str(dict(getattr(field, "choices", ())).get(value, value))


def _field(question: Question) -> forms.Field | None:
    if question.sorte == SorteQuestion.TEXTE:
        return TexteField(
            label=as_data(libelle_of(question)),
            help_text=as_data(question.aide) or _("200 caractères au plus"),
            max_length=TEXTE_MAX,
            required=question.obligatoire,
            error_messages={"required": _required(question)},
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
    choices = _choices(question)
    if not choices:
        return None
    # A radio cannot be taken back: what is optional needs a choice that says nothing.
    none = [("", _("Sans réponse"))]
    long_list = len(choices) > LISTE_COURTE
    if not question.obligatoire:
        choices = none + choices if long_list else choices + none
    elif long_list:
        choices = [("", _("Choisissez")), *choices]
    return forms.ChoiceField(
        label=as_data(libelle_of(question)),
        help_text=as_data(question.aide),
        choices=choices,
        required=question.obligatoire,
        widget=forms.Select if long_list else forms.RadioSelect,
        error_messages={
            "required": _required(question),
            "invalid_choice": _("Cette liste a changé. Choisissez de nouveau votre réponse"),
        },
    )


def _choices(question: Question) -> list[tuple[str, object]]:
    """Each value is the words themselves: a list put in another order keeps its answers."""
    if question.sorte == SorteQuestion.OUI_NON:
        return [("oui", _("Oui")), ("non", _("Non"))]
    said = [words for words in dict.fromkeys(map(str, question.choix)) if words.strip()]
    # The options of a list to open hold text alone.
    return [(w, w if len(said) > LISTE_COURTE else as_data(w)) for w in said]


def _required(question: Question) -> object:
    return _("Répondez à la question : %(question)s") % {"question": libelle_of(question)}
