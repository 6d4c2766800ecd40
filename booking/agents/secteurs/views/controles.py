"""What to know of a draft before usagers follow it, one finding at a time, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from booking.agents.secteurs.contexte import couche_of, page_of
from booking.agents.secteurs.etude import Lecture, read_study, summary_of
from booking.agents.secteurs.formulaires.publication import NumeroForm
from booking.agents.secteurs.mots import TITRES
from booking.agents.secteurs.telechargements import csv_response
from booking.services.effet_secteurs import count_concerned
from sectorisation.adresses.lot import Lot, lot_for
from sectorisation.bilan import draft_index, draft_of
from sectorisation.controles import Constat
from sectorisation.controles.francais import surface
from sectorisation.corrections import apply_correction, compare_correction
from sectorisation.errors import BrouillonChange, EditionRefusee
from sectorisation.esquisse import sketch_constat
from sectorisation.models import Regle
from sectorisation.tableau import cell

_PAR_PAGE = 10


@require_safe
def controles(request: HttpRequest, couche: str) -> HttpResponse:
    """Every finding of the draft; `?code=` keeps those of one kind."""
    ici, now = couche_of(request, couche), timezone.now()
    lecture = read_study(ici, now)
    code = request.GET.get("code", "")
    constats = [c for c in lecture.rapport.constats if code in ("", c.code)]
    page = Paginator(constats, _PAR_PAGE).get_page(request.GET.get("page"))
    rdvs = count_concerned(couche=ici, constats=page.object_list, now=now)
    index = draft_index(ici, lecture.bilan, now)
    contexte = page_of(
        request,
        ici,
        lecture=lecture,
        bilan=lecture.bilan,
        page=page,
        filtres=_filters(lecture, code),
        lignes=[
            _line(constat, nombre) | {"esquisse": sketch_constat(index, constat)}
            for constat, nombre in zip(page.object_list, rdvs, strict=True)
        ],
    )
    return render(request, "agents/secteurs/controles.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def constat(request: HttpRequest, couche: str, cle: str) -> HttpResponse:
    """One finding on its ground; its proposal is made on POST only."""
    ici, now = couche_of(request, couche), timezone.now()
    lecture = read_study(ici, now)
    trouve = lecture.constat(cle)
    if trouve is None:
        messages.info(request, "Ce constat n’existe plus : le brouillon a changé.")
        return redirect("agents:secteurs:controles", ici.slug)
    refus = ""
    if request.method == "POST":
        if trouve.correction is None:
            raise Http404
        form = NumeroForm(request.POST)
        try:
            if not form.is_valid():
                raise BrouillonChange("Cette page est trop ancienne.")
            apply_correction(
                couche=ici, correction=trouve.correction, brouillon=form.cleaned_data["numero"]
            )
        except (BrouillonChange, EditionRefusee) as refuse:
            refus = str(refuse)
        else:
            messages.success(request, "Correction faite dans le brouillon. Rien n’est publié.")
            return redirect("agents:secteurs:controles", ici.slug)
    (rdvs,) = count_concerned(couche=ici, constats=[trouve], now=now)
    proposition = None
    if trouve.correction is not None:
        lot, brouillon = lot_for(ici.territoire), draft_of(ici, lecture.bilan, now)
        proposition = compare_correction(version=brouillon, correction=trouve.correction, lot=lot)
    contexte = page_of(
        request,
        ici,
        lecture=lecture,
        bilan=lecture.bilan,
        ligne=_line(trouve, rdvs),
        esquisse=sketch_constat(draft_index(ici, lecture.bilan, now), trouve),
        regles=Regle.objects.of_couche(ici)
        .filter(pk__in=trouve.regles)
        .select_related("secteur")
        .without_geometry(),
        secteurs=[s for s in lecture.secteurs if s.pk in trouve.secteurs],
        proposition=proposition,
        form=NumeroForm(initial={"numero": lecture.bilan.brouillon}),
        refus=refus,
    )
    status = 409 if refus else 200
    return render(request, "agents/secteurs/constat.html", contexte, status=status)


@require_safe
def controles_csv(request: HttpRequest, couche: str) -> StreamingHttpResponse:
    """The findings as a spreadsheet."""
    ici, now = couche_of(request, couche), timezone.now()
    constats = read_study(ici, now).rapport.constats
    rdvs = count_concerned(couche=ici, constats=constats, now=now)
    return csv_response(_rows(constats, rdvs), f"secteurs-{ici.slug}-controles")


@require_safe
def constat_adresses(request: HttpRequest, couche: str, cle: str) -> StreamingHttpResponse:
    """The addresses one finding is about."""
    ici = couche_of(request, couche)
    trouve = read_study(ici, timezone.now()).constat(cle)
    if trouve is None:
        raise Http404
    lot = lot_for(ici.territoire)
    return csv_response(_addresses(lot, trouve), f"secteurs-{ici.slug}-{trouve.code.lower()}")


def _line(constat: Constat, rdvs: int) -> dict[str, object]:
    return {
        "constat": constat,
        "titre": " ".join(TITRES[constat.code]).capitalize(),
        "surface": surface(constat.surface) if constat.surface else "",
        "rdvs": rdvs,
    }


def _filters(lecture: Lecture, code: str) -> list[tuple[str, str, bool]]:
    filtres = [(f"Tous ({len(lecture.rapport.constats)})", "?", not code)]
    filtres += [
        (f"{ligne['nombre']} {ligne['suite']}", f"?code={ligne['code']}", ligne["code"] == code)
        for ligne in summary_of(lecture)
    ]
    return filtres


def _rows(constats: Sequence[Constat], rdvs: Sequence[int]) -> Iterator[list[str]]:
    yield [
        "code",
        "gravite",
        "constat",
        "adresses",
        "rendez_vous_a_venir",
        "surface_m2",
        "exemples",
    ]
    for constat, nombre in zip(constats, rdvs, strict=True):
        yield [
            constat.code, constat.gravite, cell(constat.phrase), str(constat.adresses),
            str(nombre), f"{constat.surface:.0f}" if constat.surface else "",
            cell(" | ".join(constat.exemples)),
        ]  # fmt: skip


def _addresses(lot: Lot, constat: Constat) -> Iterator[list[str]]:
    yield ["adresse", "code_insee", "commune", "lon", "lat"]
    for i in np.flatnonzero(np.isin(lot.empreintes, constat.empreintes)).tolist():
        voie = lot.voies[i]
        yield [
            cell(lot.label(i)), lot.insees[voie], cell(lot.villes[voie]),
            f"{lot.lons[i]:.6f}", f"{lot.lats[i]:.6f}",
        ]  # fmt: skip
