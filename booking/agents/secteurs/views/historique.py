"""Which version was in service when, by whom, and putting one back."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from booking.agents.contexte import agent_of
from booking.agents.secteurs.contexte import couche_of, page_of
from booking.agents.secteurs.formulaires.publication import ComparerForm, NumeroForm
from booking.agents.secteurs.telechargements import csv_response
from booking.services.effet_secteurs import count_moved
from sectorisation.bilan import ecart_of
from sectorisation.errors import BrouillonChange, PublicationRefusee
from sectorisation.models import Couche, Parution, Version
from sectorisation.publication import compare_versions, roll_back

_PAR_PAGE = 20


@require_safe
def historique(request: HttpRequest, couche: str) -> HttpResponse:
    """Every time a version was put into service; `?avant=&apres=` puts two side by side."""
    ici = couche_of(request, couche)
    return _page(request, ici)


@require_safe
def historique_adresses(
    request: HttpRequest, couche: str, avant: int, apres: int
) -> StreamingHttpResponse:
    """The addresses that change secteur between two versions."""
    ici = couche_of(request, couche)
    comparaison = compare_versions(avant=_version(ici, avant), apres=_version(ici, apres))
    return csv_response(comparaison.rows(), f"secteurs-{ici.slug}-versions-{avant}-{apres}")


@require_POST
def historique_remettre(request: HttpRequest, couche: str, numero: int) -> HttpResponse:
    """Puts a past version back into service. The draft is left as it is written."""
    ici = couche_of(request, couche)
    version = _version(ici, numero)
    form = NumeroForm(request.POST)
    try:
        if not form.is_valid():
            raise BrouillonChange("Cette page est trop ancienne.")
        roll_back(
            couche=ici,
            now=timezone.now(),
            par=str(agent_of(request)),
            version=version,
            publiee=form.cleaned_data["numero"],
        )
    except (BrouillonChange, PublicationRefusee) as refus:
        return _page(request, ici, refus=str(refus), status=409)
    messages.success(request, f"Version {version.numero} remise en service.")
    return redirect("agents:secteurs:historique", ici.slug)


def _version(couche: Couche, numero: int) -> Version:
    return get_object_or_404(
        Version.objects.select_related("territoire"), couche=couche, numero=numero
    )


def _page(
    request: HttpRequest, couche: Couche, *, refus: str = "", status: int = 200
) -> HttpResponse:
    parutions = Parution.objects.of_couche(couche).select_related("version")
    page = Paginator(parutions.defer("version__contenu", "version__table"), _PAR_PAGE).get_page(
        request.GET.get("page")
    )
    numeros = [
        (numero, f"Version {numero}")
        for numero in Version.objects.filter(couche=couche, publiee_le__isnull=False).values_list(
            "numero", flat=True
        )
    ]
    publiee = couche.version_publiee
    form = ComparerForm(
        request.GET if {"avant", "apres"} <= request.GET.keys() else None,
        numeros=numeros,
        initial={
            "avant": next((n for n, _ in numeros if publiee and n != publiee.numero), None),
            "apres": publiee.numero if publiee else None,
        },
    )
    contexte = page_of(
        request,
        couche,
        page=page,
        publiee=publiee,
        plusieurs=len(numeros) > 1,
        form=form,
        comparaison=_compared(couche, form),
        refus=refus,
    )
    return render(request, "agents/secteurs/historique.html", contexte, status=status)


def _compared(couche: Couche, form: ComparerForm) -> dict[str, object] | None:
    if not form.is_bound or not form.is_valid():
        return None
    avant = _version(couche, form.cleaned_data["avant"])
    apres = _version(couche, form.cleaned_data["apres"])
    comptes = count_moved(couche=couche, avant=avant, apres=apres, now=timezone.now())
    return {
        "avant": avant,
        "apres": apres,
        "ecart": ecart_of(avant=avant, apres=apres),
        "comptes": comptes,
    }
