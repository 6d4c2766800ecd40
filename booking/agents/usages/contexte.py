"""The use case named in the address."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from booking import perms
from booking.agents.contexte import agent_of
from booking.errors import CasUsageInvalide
from booking.models import CasUsage, Question

CHANGEES = (
    "Les questions ont changé depuis que cette page s’est affichée. Regardez-les, puis recommencez."
)


def cas_of(request: HttpRequest, slug: str) -> CasUsage:
    """404 for one this agent may not keep."""
    return get_object_or_404(perms.kept_cas_usages(agent_of(request)), slug=slug)


def question_of(cas_usage: CasUsage, rang: int) -> Question:
    """The question that stands at this rank, from 1."""
    rows = list(cas_usage.questions.all())
    if not 1 <= rang <= len(rows):
        raise Http404
    return rows[rang - 1]


def same_question(request: HttpRequest, cas_usage: CasUsage, rang: int) -> Question:
    """The question that the page named (`avant`), still at the rank where it showed it.

    A button pressed twice, or a page left open, would otherwise reach the next one. Raises
    CasUsageInvalide.
    """
    try:
        question = question_of(cas_usage, rang)
    except Http404:
        raise CasUsageInvalide(CHANGEES) from None
    if request.POST.get("avant") != question.libelle:
        raise CasUsageInvalide(CHANGEES)
    return question
