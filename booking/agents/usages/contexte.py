"""The use case named in the address."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from booking import perms
from booking.agents.contexte import agent_of
from booking.models import CasUsage, Question


def cas_of(request: HttpRequest, slug: str) -> CasUsage:
    """404 for one this agent may not keep."""
    return get_object_or_404(perms.kept_cas_usages(agent_of(request)), slug=slug)


def question_of(cas_usage: CasUsage, rang: int) -> Question:
    """The question that stands at this rank, from 1."""
    rows = list(cas_usage.questions.all())
    if not 1 <= rang <= len(rows):
        raise Http404
    return rows[rang - 1]
