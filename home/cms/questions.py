"""Questions shared by the pages of the portail of the host: written, corrected, withdrawn."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.forms import WagtailAdminModelForm

from home.demarrage import publish
from home.models import QuestionReponse

ENREGISTREE = "C’est enregistré. Toutes les pages qui la reprennent le disent déjà."


class QuestionForm(WagtailAdminModelForm):
    class Meta:
        model = QuestionReponse
        fields = ("question", "reponse")

    def clean_question(self) -> str:
        question: str = self.cleaned_data["question"].strip()
        twins = QuestionReponse.objects.of(self.instance.territoire).exclude(pk=self.instance.pk)
        if twins.filter(question__iexact=question).exists():
            raise forms.ValidationError("Cette question existe déjà : corrigez-la plutôt.")
        return question


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    contexte = {
        "questions": QuestionReponse.objects.of(request.territoire),
        "page_title": "Questions",
        "header_icon": "help",
    }
    return render(request, "home/cms/questions.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    return _edit(request, QuestionReponse(territoire=request.territoire), "Nouvelle question")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, question_id: int) -> HttpResponse:
    row = get_object_or_404(QuestionReponse.objects.of(request.territoire), pk=question_id)
    return _edit(request, row, "Corriger une question")


@require_POST
def delete(request: HttpRequest, question_id: int) -> HttpResponse:
    """Pages that took it up go on without it."""
    row = get_object_or_404(QuestionReponse.objects.of(request.territoire), pk=question_id)
    row.delete()
    publish(request.portail)
    messages.success(request, f"« {row} » est retirée de toutes les pages.")
    return redirect("questions")


def _edit(request: HttpRequest, row: QuestionReponse, titre: str) -> HttpResponse:
    form = QuestionForm(request.POST or None, instance=row, for_user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        publish(request.portail)
        messages.success(request, ENREGISTREE)
        return redirect("questions")
    refused = form.is_bound and not form.is_valid()
    if refused:
        messages.error(request, "Rien n’est enregistré : corrigez ce qui est indiqué plus bas.")
    contexte = {"form": form, "media": form.media, "page_title": titre, "header_icon": "help"}
    return render(request, "home/cms/question.html", contexte, status=422 if refused else 200)
