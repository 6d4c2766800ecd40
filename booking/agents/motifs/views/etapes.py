"""By which way in a motif is booked, site by site: what is in force, and who says so."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from booking.agents.motifs.contexte import motif_of, page_of
from booking.agents.motifs.formulaires.cibles import PARTOUT
from booking.agents.motifs.formulaires.etapes import EtapeForm
from booking.agents.motifs.presentation import ETAPES
from booking.errors import CatalogueRefuse
from booking.models import Etape, Lieu, Motif, Organisation, Ouverture
from booking.services.etapes import Cible, clear_etape, lines_of, set_etape


@require_safe
def etapes(request: HttpRequest, motif: str) -> HttpResponse:
    """The motif's own step, then each organisation and site that holds it."""
    ici, today = motif_of(request, motif), _today(request)
    contexte = page_of(
        request,
        ici,
        etape=Etape(ici.ouverture).label,
        phrase=ETAPES[Etape(ici.ouverture)],
        plafond=Etape(ici.plafond).label if ici.plafond < Etape.EN_LIGNE else "",
        lignes=_rows(ici, today),
    )
    return render(request, "agents/motifs/etapes.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def changer(request: HttpRequest, motif: str) -> HttpResponse:
    """For a site, for an organisation, or everywhere."""
    ici, today = motif_of(request, motif), _today(request)
    initial = _stands(ici, request.GET.get("ou", PARTOUT), today)
    form = EtapeForm(request.POST or None, territoire=request.territoire, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_etape(motif=ici, today=today, **form.asked())
        except CatalogueRefuse as refus:
            form.add_error(refus.champ, refus.phrase)
        else:
            messages.success(
                request, "Étape enregistrée. Aucun rendez-vous déjà pris n’est touché."
            )
            return redirect("agents:motifs:etapes", ici.slug)
    status = 400 if form.errors else 200
    return render(
        request, "agents/motifs/etape_changer.html", page_of(request, ici, form=form), status=status
    )


@require_POST
def effacer(request: HttpRequest, motif: str) -> HttpResponse:
    """A site follows its organisation again, an organisation follows the motif."""
    ici = motif_of(request, motif)
    numero = request.POST.get("ligne", "")
    ligne = get_object_or_404(
        Ouverture.objects.select_related("lieu", "organisation"),
        motif=ici,
        pk=int(numero) if numero.isdecimal() and len(numero) < 19 else 0,
    )
    nom = str(ligne.lieu or ligne.organisation)
    clear_etape(ligne=ligne)
    messages.success(request, f"« {nom} » n’a plus d’étape à part.")
    return redirect("agents:motifs:etapes", ici.slug)


def _stands(motif: Motif, ou: str, today: dt.date) -> dict[str, Any]:
    """What the form shows first: how the motif stands there now."""
    row = next((row for row in _rows(motif, today) if row["ou"] == ou), None)
    if row is None:
        return {"cible": ou, "etape": motif.ouverture}
    line = row["ligne"] if row["le"] else None
    return {
        "cible": ou,
        "etape": row["etape"],
        "prochaine_etape": line.prochaine_etape if line else None,
        "a_partir_du": row["le"],
    }


def _today(request: HttpRequest) -> dt.date:
    return timezone.now().astimezone(request.territoire.zone).date()


def _rows(motif: Motif, today: dt.date) -> list[dict[str, Any]]:
    """Each organisation that says something of the motif or holds it, then its sites that do."""
    lines = lines_of(motif)
    lieux = list(Lieu.objects.offering(motif, today).select_related("organisation"))
    known = {lieu.pk for lieu in lieux}
    # A closed site may keep a line: it must be seen to be cleared.
    kept = [pk for _, pk in lines if pk is not None and pk not in known]
    lieux += Lieu.objects.filter(pk__in=kept).select_related("organisation")
    steps = Ouverture.objects.steps(motifs=[motif], lieux=lieux, today=today)
    organisations = {lieu.organisation_id: lieu.organisation for lieu in lieux}
    silent = [pk for pk, _ in lines if pk is not None and pk not in organisations]
    organisations |= {o.pk: o for o in Organisation.objects.filter(pk__in=silent)}
    rows = []
    for organisation in sorted(organisations.values(), key=lambda o: o.nom):
        line = lines.get((organisation.pk, None))
        step = line.step_on(today) if line else motif.ouverture
        step = min(step, motif.plafond)
        rows.append(_row(organisation, "organisation", step, line, "le motif", today))
        for lieu in sorted(lieux, key=lambda x: x.nom):
            if lieu.organisation_id == organisation.pk:
                above = "son organisation" if line else "le motif"
                own = lines.get((None, lieu.pk))
                rows.append(_row(lieu, "lieu", steps[motif.pk, lieu.pk], own, above, today))
    return rows


def _row(
    cible: Cible, genre: str, step: int, line: Ouverture | None, above: str, today: dt.date
) -> dict[str, Any]:
    ahead = line if line and line.a_partir_du and line.a_partir_du > today else None
    return {
        "cible": cible,
        "genre": genre,
        "etape": Etape(step),
        "ligne": line,
        "origine": "Dit ici" if line else f"Suit {above}",
        "suivante": Etape(ahead.prochaine_etape).label if ahead and ahead.prochaine_etape else "",
        "le": ahead.a_partir_du if ahead else None,
        "ou": f"{genre}:{cible.uid}",
    }
