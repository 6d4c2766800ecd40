"""The questions a use case asks before a booking."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from booking.agents.usages.contexte import cas_of, question_of, same_question
from booking.agents.usages.formulaires import QuestionForm
from booking.errors import CasUsageInvalide
from booking.models import CasUsage, Question
from booking.services.questions import delete_question, move_question, write_question


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: HttpRequest, cas: str) -> HttpResponse:
    return _write(request, cas_of(request, cas), None)


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, cas: str, rang: int) -> HttpResponse:
    ici = cas_of(request, cas)
    if request.method != "POST":
        return _write(request, ici, question_of(ici, rang))
    try:
        question = same_question(request, ici, rang)
    except CasUsageInvalide as refusal:
        return _back(request, ici, refusal)
    return _write(request, ici, question)


@require_POST
def ranger(request: HttpRequest, cas: str, rang: int) -> HttpResponse:
    ici = cas_of(request, cas)
    plus_haut = request.POST.get("sens") == "haut"
    try:
        move_question(question=same_question(request, ici, rang), plus_haut=plus_haut)
    except CasUsageInvalide as refusal:
        return _back(request, ici, refusal)
    return redirect("agents:usages:cas", ici.slug)


@require_POST
def retirer(request: HttpRequest, cas: str, rang: int) -> HttpResponse:
    ici = cas_of(request, cas)
    try:
        delete_question(question=same_question(request, ici, rang))
    except CasUsageInvalide as refusal:
        return _back(request, ici, refusal)
    messages.success(request, "La question n’est plus posée. Les réponses données restent.")
    return redirect("agents:usages:cas", ici.slug)


def _write(request: HttpRequest, cas: CasUsage, question: Question | None) -> HttpResponse:
    form = QuestionForm(request.POST or None, cas_usage=cas, initial=_known(question))
    if request.method == "POST" and form.is_valid():
        try:
            write_question(cas_usage=cas, question=question, **form.cleaned_data)
        except CasUsageInvalide as refusal:
            form.add_error(refusal.champ, refusal.phrase)
        else:
            messages.success(request, "La question est enregistrée.")
            return redirect("agents:usages:cas", cas.slug)
    contexte = {"cas": cas, "form": form, "question": question}
    status = 422 if form.errors else 200
    return render(request, "agents/usages/question.html", contexte, status=status)


def _back(request: HttpRequest, cas: CasUsage, refusal: CasUsageInvalide) -> HttpResponse:
    messages.warning(request, refusal.phrase)
    return redirect("agents:usages:cas", cas.slug)


def _known(question: Question | None) -> dict[str, Any]:
    if question is None:
        return {}
    return {
        "libelle": question.libelle,
        "aide": question.aide,
        "sorte": question.sorte,
        "choix": "\n".join(question.choix),
        "obligatoire": question.obligatoire,
        "motifs": [motif.slug for motif in question.motifs.all()],
    }
