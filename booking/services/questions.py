"""What a use case asks before a booking, written by a référent."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from booking.cas_usage.format import QUESTIONS_MAX
from booking.errors import CasUsageInvalide
from booking.models import CasUsage, Motif, Question

PAS = 10


@transaction.atomic
def write_question(
    *,
    cas_usage: CasUsage,
    libelle: str,
    sorte: str,
    aide: str = "",
    choix: Sequence[str] = (),
    obligatoire: bool = False,
    motifs: Sequence[Motif] = (),
    question: Question | None = None,
) -> Question:
    """Add a question, or change one. Answers already given keep the words they were asked in."""
    lines = list(dict.fromkeys(text for line in choix if (text := line.strip())))
    if sorte == "choix" and len(lines) < 2:
        raise CasUsageInvalide("Proposez au moins deux choix, un par ligne.", champ="choix")
    if question is None and cas_usage.questions.count() >= QUESTIONS_MAX:
        raise CasUsageInvalide(
            f"{QUESTIONS_MAX} questions au plus : retirez-en une d’abord.", champ="libelle"
        )
    if any(motif.cas_usage_id != cas_usage.pk for motif in motifs):
        raise CasUsageInvalide("Ce motif n’est pas de ce cas d’usage.", champ="motifs")
    row = question or Question(cas_usage=cas_usage, ordre=_last(cas_usage) + PAS)
    row.libelle, row.aide, row.sorte, row.obligatoire = libelle, aide, sorte, obligatoire
    row.choix = lines if sorte == "choix" else []
    row.save()
    row.motifs.set(motifs)
    return row


@transaction.atomic
def delete_question(*, question: Question) -> None:
    question.delete()


@transaction.atomic
def move_question(*, question: Question, plus_haut: bool) -> None:
    """One line up or down; at either end, nothing moves."""
    rows = list(question.cas_usage.questions.all())
    at = rows.index(question)
    to = at - 1 if plus_haut else at + 1
    if not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for rang, row in enumerate(rows, start=1):
        row.ordre = rang * PAS
    Question.objects.bulk_update(rows, ["ordre"])


def _last(cas_usage: CasUsage) -> int:
    last: int | None = cas_usage.questions.aggregate(dernier=Max("ordre"))["dernier"]
    return last or 0
