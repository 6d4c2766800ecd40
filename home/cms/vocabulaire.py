"""What people look for and do not find, and the synonyms that lead them there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from home.models import Portail, RechercheVaine, Synonyme
from home.vocabulaire import PARTOUT, terms_of

MOIS_MONTRES = 3
RECHERCHES_MONTREES = 50


class SynonymeForm(forms.ModelForm):
    class Meta:
        model = Synonyme
        fields = ("mots",)

    def clean_mots(self) -> str:
        terms = terms_of(self.cleaned_data["mots"])
        if len(terms) < 2:
            raise forms.ValidationError(
                "Écrivez au moins deux mots, séparés par une virgule : « bébé, PMI »."
            )
        return ", ".join(terms)


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    """`?mots=` starts a synonym from a search that found nothing."""
    portail: Portail = request.portail
    start = request.GET.get("mots", "")[:60]
    form = SynonymeForm(
        request.POST or None,
        instance=Synonyme(portail=portail),
        initial={"mots": f"{start}, " if start else ""},
    )
    if request.method == "POST" and form.is_valid():
        form.save()
        Portail.objects.filter(pk=portail.pk).publish()
        messages.success(request, "C’est enregistré. La recherche s’en sert déjà.")
        return redirect("mots_cherches")
    context: dict[str, Any] = {
        "form": form,
        "vaines": _vain(portail),
        "synonymes": Synonyme.objects.filter(portail=portail),
        "partout": PARTOUT,
        "page_title": "Recherches",
        "header_icon": "search",
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "home/cms/mots.html", context, status=status)


@require_POST
def delete(request: HttpRequest, synonyme_id: int) -> HttpResponse:
    row = get_object_or_404(Synonyme, pk=synonyme_id, portail=request.portail)
    row.delete()
    Portail.objects.filter(pk=request.portail.pk).publish()
    messages.success(request, f"« {row} » est retiré.")
    return redirect("mots_cherches")


def _vain(portail: Portail) -> list[tuple[str, int]]:
    """Words of the last months, most asked first."""
    today = timezone.localdate()
    year, month = divmod(today.year * 12 + today.month - MOIS_MONTRES, 12)
    rows = RechercheVaine.objects.filter(
        portail=portail, mois__gte=today.replace(year=year, month=month + 1, day=1)
    )
    sums: dict[str, int] = {}
    for mots, fois in rows.values_list("mots", "fois"):
        sums[mots] = sums.get(mots, 0) + fois
    return sorted(sums.items(), key=lambda item: (-item[1], item[0]))[:RECHERCHES_MONTREES]
