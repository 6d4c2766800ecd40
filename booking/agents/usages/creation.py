"""Opening a use case: from a model, from a file, or from motifs already there.

Each page says what will be made and what is kept before anything is written; what is made stands
in preparation until someone opens it.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from booking.agents.usages.formulaires import SUIVRE_LE_MODELE, CasForm, FichierForm, ModeleForm
from booking.cas_usage.bibliotheque import all_modeles, read_modele
from booking.cas_usage.format import CasDecrit, read_cas
from booking.errors import CasUsageInvalide
from booking.models import CasUsage
from booking.services.cas_usage import create_cas_usage, group_new_cas_usage, set_up

PRET = "« {} » est prêt. Rien ne se réserve encore : vérifiez, puis ouvrez."


@require_safe
def choisir(request: HttpRequest) -> HttpResponse:
    known = set(CasUsage.objects.of(request.territoire).values_list("slug", flat=True))
    contexte = {
        "modeles": [{"modele": m, "present": m.cas.slug in known} for m in all_modeles()],
        "form": FichierForm(),
    }
    return render(request, "agents/usages/choisir.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def depuis_modele(request: HttpRequest, code: str) -> HttpResponse:
    try:
        cas = read_modele(code)
    except CasUsageInvalide as error:
        raise Http404 from error
    form = ModeleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        etape = form.cleaned_data["etape"]
        try:
            made = create_cas_usage(territoire=request.territoire, cas=cas, modele=code).cas_usage
        except CasUsageInvalide as refusal:
            form.add_error(None, refusal.phrase)
        else:
            set_up(
                cas_usage=made,
                telephone=form.cleaned_data["telephone"],
                horaires_telephone=form.cleaned_data["horaires_telephone"],
                etape=None if etape == SUIVRE_LE_MODELE else int(etape),
            )
            messages.success(request, PRET.format(made.nom))
            return redirect("agents:usages:cas", made.slug)
    contexte = {"cas": cas, "form": form, **_preview(request, cas)}
    status = 422 if form.errors else 200
    return render(request, "agents/usages/modele.html", contexte, status=status)


@require_http_methods(["POST"])
def depuis_fichier(request: HttpRequest) -> HttpResponse:
    """First the file, then the same words sent again by the page that shows what they make."""
    if "contenu" in request.POST:
        data = request.POST["contenu"].encode()
    else:
        form = FichierForm(request.POST, request.FILES)
        if not form.is_valid():
            return _refused(request, form)
        data = form.cleaned_data["fichier"].read()
    try:
        cas = read_cas(data)
        if "contenu" in request.POST:
            made = create_cas_usage(territoire=request.territoire, cas=cas).cas_usage
            messages.success(request, PRET.format(made.nom))
            return redirect("agents:usages:cas", made.slug)
        preview = _preview(request, cas)
        if "refus" in preview:
            raise CasUsageInvalide(preview["refus"])
    except CasUsageInvalide as refusal:
        form = FichierForm(request.POST, request.FILES)
        for line in refusal.phrase.splitlines():
            form.add_error("fichier", line)
        return _refused(request, form)
    contexte = {"cas": cas, "contenu": data.decode("utf-8-sig"), **preview}
    return render(request, "agents/usages/fichier.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def depuis_motifs(request: HttpRequest) -> HttpResponse:
    form = CasForm(request.POST or None, territoire=request.territoire)
    if request.method == "POST" and form.is_valid():
        try:
            made = group_new_cas_usage(territoire=request.territoire, **form.cleaned_data)
        except CasUsageInvalide as refusal:
            form.add_error(refusal.champ, refusal.phrase)
        else:
            messages.success(request, f"« {made.nom} » est créé.")
            return redirect("agents:usages:cas", made.slug)
    status = 422 if form.errors else 200
    return render(request, "agents/usages/motifs.html", {"form": form}, status=status)


def _preview(request: HttpRequest, cas: CasDecrit) -> dict[str, Any]:
    """What creating would make and keep, or why it cannot."""
    try:
        bilan = create_cas_usage(territoire=request.territoire, cas=cas, simulate=True)
    except CasUsageInvalide as refusal:
        return {"refus": refusal.phrase}
    return {"faits": bilan.faits, "gardes": bilan.gardes}


def _refused(request: HttpRequest, form: FichierForm) -> HttpResponse:
    known = set(CasUsage.objects.of(request.territoire).values_list("slug", flat=True))
    contexte = {
        "modeles": [{"modele": m, "present": m.cas.slug in known} for m in all_modeles()],
        "form": form,
    }
    return render(request, "agents/usages/choisir.html", contexte, status=422)
