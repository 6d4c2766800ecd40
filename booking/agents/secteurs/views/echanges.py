"""What comes into a couche and what leaves it: files."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from booking.agents.contexte import agent_of
from booking.agents.secteurs.contexte import couche_of, page_of
from booking.agents.secteurs.formulaires.depots import DepotForm
from sectorisation import depots, exports
from sectorisation.adresses.lot import lot_for
from sectorisation.errors import SectorisationError
from sectorisation.imports.sig import processus
from sectorisation.models import Couche, Depot
from sectorisation.rattachement import published_index


@require_http_methods(["GET", "HEAD", "POST"])
def echanges(request: HttpRequest, couche: str) -> HttpResponse:
    """A file to lay down, those under way, and what can be taken away."""
    ici = couche_of(request, couche)
    form = DepotForm(request.POST, request.FILES) if request.method == "POST" else DepotForm()
    if form.is_valid():
        fichier = form.cleaned_data["fichier"]
        depose = depots.deposit(
            couche=ici,
            nom=fichier.nom_lisible,
            octets=fichier.chunks(),
            now=timezone.now(),
            par=str(agent_of(request)),
        )
        return redirect("agents:secteurs:echange_depot", ici.slug, depose.uid)
    contexte = page_of(
        request, ici, form=form, depots=Depot.objects.of_couche(ici), sig=processus.available()
    )
    status = 400 if form.errors else 200
    return render(request, "agents/secteurs/echanges.html", contexte, status=status)


@require_safe
def exporter(request: HttpRequest, couche: str, forme: str) -> HttpResponse:
    """One of the files a couche leaves as; 404 for what is not published yet."""
    ici = couche_of(request, couche)
    try:
        return _FORMES[forme](ici)
    except KeyError:
        raise Http404 from None
    except SectorisationError as refus:
        messages.warning(request, str(refus))
        return redirect("agents:secteurs:echanges", ici.slug)


def _rules(couche: Couche) -> HttpResponse:
    # Excel reads UTF-8 only behind this mark.
    return _table(exports.rules_rows(couche), f"{couche.slug}-regles.csv", ";", "\ufeff")


def _zones(couche: Couche) -> HttpResponse:
    return _table(exports.zones_rows(couche), f"{couche.slug}-rdv-service-public.csv", ",", "")


def _drawn(couche: Couche) -> HttpResponse:
    return _geojson(exports.drawn_polygons(couche), f"{couche.slug}-dessins.geojson")


def _compiled(couche: Couche) -> HttpResponse:
    return _geojson(_published(couche), f"{couche.slug}-secteurs.geojson")


def _geopackage(couche: Couche) -> HttpResponse:
    octets = exports.geopackage(_published(couche))
    return _file(octets, "application/geopackage+sqlite3", f"{couche.slug}-secteurs.gpkg")


_FORMES = {
    "regles": _rules,
    "rdv-service-public": _zones,
    "dessins": _drawn,
    "secteurs": _compiled,
    "geopackage": _geopackage,
}


def _published(couche: Couche) -> dict[str, object]:
    index = published_index(couche)
    if index is None:
        raise Http404
    return exports.compiled_polygons(couche, index, lot_for(couche.territoire))


def _table(lignes: Iterable[list[str]], nom: str, separateur: str, marque: str) -> HttpResponse:
    answer = _file(marque.encode(), "text/csv; charset=utf-8", nom)
    csv.writer(answer, delimiter=separateur).writerows(lignes)
    return answer


def _geojson(collection: dict[str, object], nom: str) -> HttpResponse:
    texte = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    return _file(texte.encode(), "application/geo+json", nom)


def _file(octets: bytes, nature: str, nom: str) -> HttpResponse:
    disposition = f'attachment; filename="{nom}"'
    return HttpResponse(octets, nature, headers={"Content-Disposition": disposition})
