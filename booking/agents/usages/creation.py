"""Opening a use case: from a model, from a file, or from motifs already there.

Each page says what will be made and what is kept before anything is written; what is made stands
in preparation until someone opens it.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from booking.agents.usages.formulaires import SUIVRE_LE_MODELE, CasForm, FichierForm, ModeleForm
from booking.cas_usage.bibliotheque import all_modeles, read_modele
from booking.cas_usage.format import OCTETS_MAX, CasDecrit, read_cas
from booking.errors import CasUsageInvalide
from booking.models import CasUsage, EtatCas
from booking.services.cas_usage import (
    BilanCas,
    create_cas_usage,
    create_from_modele,
    group_new_cas_usage,
)


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
    form = ModeleForm(request.POST or None, territoire=request.territoire, cas=cas)
    if request.method == "POST" and form.is_valid():
        saisie = form.cleaned_data
        etape = saisie.pop("etape")
        try:
            bilan = create_from_modele(
                territoire=request.territoire,
                code=code,
                etape=None if etape == SUIVRE_LE_MODELE else int(etape),
                today=timezone.now().astimezone(request.territoire.zone).date(),
                **saisie,
            )
        except CasUsageInvalide as refusal:
            form.add_error(None, refusal.phrase)
        else:
            return _made(request, bilan)
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
        data = form.cleaned_data["fichier"].read(OCTETS_MAX + 1)
    try:
        cas = read_cas(data)
        if "contenu" in request.POST:
            return _made(request, create_cas_usage(territoire=request.territoire, cas=cas))
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


def _made(request: HttpRequest, bilan: BilanCas) -> HttpResponse:
    made = bilan.cas_usage
    if not bilan.faits:
        phrase = "Tout était déjà là : rien n’a changé."
    elif made.etat == EtatCas.OUVERT:
        phrase = (
            f"« {made.nom} » est complété. Il est ouvert : ses nouveaux motifs suivent leur étape."
        )
    else:
        phrase = f"« {made.nom} » est prêt. Rien ne se réserve encore : vérifiez, puis ouvrez."
    messages.success(request, phrase)
    return redirect("agents:usages:cas", made.slug)


def _refused(request: HttpRequest, form: FichierForm) -> HttpResponse:
    known = set(CasUsage.objects.of(request.territoire).values_list("slug", flat=True))
    contexte = {
        "modeles": [{"modele": m, "present": m.cas.slug in known} for m in all_modeles()],
        "form": form,
    }
    return render(request, "agents/usages/choisir.html", contexte, status=422)
