"""/statistiques/: what the portail did, for everyone to read and take away."""

from __future__ import annotations

import csv
from io import StringIO

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.cache import lecture
from home.fil import trail_to
from home.statistiques import PERIODE, PERIODES, Presentees, present_statistiques


@require_safe
@lecture
def statistiques(request: HttpRequest, periode: str = PERIODE) -> HttpResponse:
    found = _found(request, periode)
    context = {
        "fil": trail_to(_("Statistiques")),
        "statistiques": found,
        "periode": periode,
        "periodes": [
            (_("%(nombre)s mois") % {"nombre": mois}, _address(cle), cle == periode)
            for cle, mois in PERIODES.items()
        ],
        "barres": [(s.nom, s.valeur, s.texte) for s in found.services if s.valeur],
        "courbe": [(m.court, m.part, m.part_texte) for m in found.mois],
        "manques": any(m.part is not None for m in found.mois),
    }
    return render(request, "home/statistiques.html", context)


@require_safe
@lecture
def tableau(request: HttpRequest, periode: str, table: str) -> HttpResponse:
    """The same figures for a spreadsheet: semicolons, UTF-8 said by its mark."""
    found = _found(request, periode)
    if table == "services":
        lines = [("Service", "Rendez-vous", "Part")]
        lines += [(s.nom, s.texte, s.part_texte) for s in found.services]
    elif table == "mois":
        lines = [("Mois", "Rendez-vous", "Manqués")]
        lines += [(m.nom, m.texte, m.part_texte) for m in found.mois]
    else:
        raise Http404
    text = StringIO()
    csv.writer(text, delimiter=";").writerows(lines)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rendez-vous-par-{table}.csv"'
    return response


def _found(request: HttpRequest, periode: str) -> Presentees:
    if periode not in PERIODES:
        raise Http404
    return present_statistiques(portail=request.portail, periode=periode, now=timezone.now())


def _address(periode: str) -> str:
    if periode == PERIODE:
        return reverse("statistiques")
    return reverse("statistiques_periode", args=[periode])
