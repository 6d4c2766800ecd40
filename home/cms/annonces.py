""" "Annoncer une perturbation": what is touched, what and until when, a last look.

The three pages are one form carried on in POST, so that nothing is stored before the last one, and
that "Modifier" loses nothing. All of it works without script.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from booking.errors import PerturbationInvalide
from booking.models import Gene, Perturbation
from booking.services.perturbations import check_dates, rdvs_touched
from home import annonces
from home.cms.annonces_formulaires import AnnonceForm, CibleForm, FinForm, find_target
from home.cms.annonces_portee import where_it_shows
from home.models import Alerte, GesteAlerte, Portail

MODELES: dict[str, Any] = {"perturbation": Perturbation, "alerte": Alerte}
TRACES = 20


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """What is announced and not over, then who did what lately."""
    now = timezone.now()
    territoire = request.territoire
    rows: list[Any] = [
        *Perturbation.objects.of(territoire).not_over(now).select_related("service", "lieu", "auteur"),
        *Alerte.objects.of(territoire).not_over(now).select_related("page", "lieu", "auteur"),
    ]  # fmt: skip
    rows.sort(key=lambda row: row.debut)
    lignes = [_line(row, now) for row in rows]
    gestes = GesteAlerte.objects.filter(territoire=territoire).select_related("auteur")
    return _render(
        request,
        "liste",
        {
            "courantes": [ligne for ligne in lignes if not ligne["a_venir"]],
            "a_venir": [ligne for ligne in lignes if ligne["a_venir"]],
            "gestes": gestes.order_by("-le", "-pk")[:TRACES],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def annoncer(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    portail: Portail = request.portail
    data = request.POST if request.method == "POST" else request.GET
    cible = data.get("cible", "")
    choix = CibleForm(data if "cible" in data else None, portail=portail)
    touche = find_target(cible, portail=portail) if cible else None
    if touche is None or not choix.is_valid():
        # Known here, but closed or unpublished since the list was made.
        return _render(request, "cible", {"form": choix, "etape": 1})
    if request.method != "POST":
        return _step_two(request, cible, AnnonceForm(touche=touche, now=now))
    form = AnnonceForm(request.POST, touche=touche, now=now)
    geste = request.POST.get("geste")
    if geste == "modifier":
        typed = dict(form.told())
        return _step_two(request, cible, AnnonceForm(initial=typed, touche=touche, now=now))
    if not form.is_valid():
        return _step_two(request, cible, form)
    try:
        if geste == "annoncer":
            return _write(request, form, now)
        check_dates(debut=form.cleaned_data["debut"] or now, fin=form.cleaned_data["fin"], now=now)
    except PerturbationInvalide as refusal:
        form.add_error(refusal.champ if refusal.champ in form.fields else None, refusal.phrase)
        return _step_two(request, cible, form)
    return _check(request, cible, form, now)


@require_http_methods(["GET", "HEAD", "POST"])
def changer_fin(request: HttpRequest, sorte: str, numero: int) -> HttpResponse:
    now = timezone.now()
    annonce = _find(request, sorte, numero, now)
    form = FinForm(request.POST or None, initial={"fin": annonce.fin})
    if request.method == "POST" and form.is_valid():
        try:
            annonces.change_end(
                portail=request.portail, annonce=annonce, fin=form.cleaned_data["fin"], now=now,
                auteur=request.user,
            )  # fmt: skip
        except PerturbationInvalide as refusal:
            form.add_error("fin", refusal.phrase)
        else:
            messages.success(request, "La fin est changée.")
            return redirect("annonces")
    return _render(request, "fin", {"form": form, "ligne": _line(annonce, now)})


@require_POST
def terminer(request: HttpRequest, sorte: str, numero: int) -> HttpResponse:
    now = timezone.now()
    model = _model(sorte)
    annonce = model.objects.of(request.territoire).filter(pk=numero).first()
    if annonce is None:
        raise Http404
    annonces.end_now(portail=request.portail, annonce=annonce, now=now, auteur=request.user)
    messages.success(request, "C’est terminé : le message ne paraît plus.")
    return redirect("annonces")


def _step_two(request: HttpRequest, cible: str, form: AnnonceForm) -> HttpResponse:
    contexte = {"form": form, "cible": cible, "touche": form.touche, "etape": 2}
    return _render(request, "quoi", contexte)


def _check(request: HttpRequest, cible: str, form: AnnonceForm, now: dt.datetime) -> HttpResponse:
    """The last look: where it will show, and who is booked on these days."""
    values, touche = form.cleaned_data, form.whole_target()
    alerte = touche.makes_alert(values["nature"])
    debut = values["debut"] or now
    concernes = 0
    if not alerte:
        concernes = rdvs_touched(
            territoire=request.territoire, debut=debut, fin=values["fin"], now=now,
            service=touche.service, lieu=touche.lieu,
        ).count()  # fmt: skip
    contexte = {
        "cible": cible,
        "touche": touche,
        "nature": dict(form.fields["nature"].choices)[values["nature"]],
        "texte": values["texte"],
        "lien": values.get("lien", ""),
        "debut": debut,
        "des_maintenant": values["debut"] is None,
        "fin": values["fin"],
        "saisie": [(k, v) for k, v in form.told() if k != "cle"] + [("cle", values["cle"])],
        "ou": where_it_shows(
            touche, alerte=alerte, nature=values["nature"], portail=request.portail
        ),
        "alerte": alerte,
        "concernes": concernes,
        "suspend": not alerte and values["nature"] == Gene.SUSPENDU,
        "etape": 3,
    }
    return _render(request, "verifier", contexte)


def _write(request: HttpRequest, form: AnnonceForm, now: dt.datetime) -> HttpResponse:
    values = form.cleaned_data
    _row, told = annonces.announce(
        portail=request.portail,
        touche=form.whole_target(),
        nature=values["nature"],
        texte=values["texte"],
        lien=values.get("lien", ""),
        debut=values["debut"],
        fin=values["fin"],
        now=now,
        auteur=request.user,
        cle_formulaire=values["cle"],
        prevenir=request.POST.get("prevenir") == "oui",
    )
    texte = "C’est annoncé. Les pages le montrent dans la minute."
    if told:
        texte += f" Messages préparés pour {told} rendez-vous."
    messages.success(request, texte)
    return redirect("annonces")


def _model(sorte: str) -> Any:
    try:
        return MODELES[sorte]
    except KeyError:
        raise Http404 from None


def _find(request: HttpRequest, sorte: str, numero: int, now: dt.datetime) -> Any:
    """One of this territoire that is not over; 404 otherwise."""
    found = _model(sorte).objects.of(request.territoire).not_over(now).filter(pk=numero).first()
    if found is None:
        raise Http404
    return found


def _line(row: Any, now: dt.datetime) -> dict[str, Any]:
    sorte = "perturbation" if isinstance(row, Perturbation) else "alerte"
    return {
        "titre": annonces.name_of(row),
        "texte": row.texte,
        "debut": row.debut,
        "fin": row.fin,
        "auteur": row.auteur,
        "a_venir": row.debut > now,
        "orpheline": getattr(row, "orpheline", False),
        "url_fin": reverse("annonce_fin", args=[sorte, row.pk]),
        "url_terminer": reverse("annonce_terminer", args=[sorte, row.pk]),
    }


def _render(request: HttpRequest, page: str, contexte: dict[str, Any]) -> HttpResponse:
    form = contexte.get("form")
    status = 422 if form is not None and form.is_bound and form.errors else 200
    contexte |= {"page_title": "Annoncer une perturbation", "header_icon": "warning"}
    return render(request, f"home/cms/annonces/{page}.html", contexte, status=status)
