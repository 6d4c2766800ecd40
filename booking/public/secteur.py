"""Which site answers for where one lives: the address field that pages show.

The same questions as step 2 of the journey, before any motif is chosen. The address is POSTed,
remembered in the session, and leaves as a sealed reference that the journey takes up.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from booking.freins import frein_adresses
from booking.langues import as_data
from booking.public import memoire_adresse as memoire
from booking.public.adresse import GARDE, INVALIDE
from booking.public.adresse_donnee import read_candidat, seal_adresse, seal_candidat
from booking.public.formulaires import AdresseForm, ChoixAdresseForm
from booking.public.orientation import (
    NUMERO_INCONNU,
    decision_on,
    is_outside,
    label_of,
    missing_from,
    place_of,
    search,
)
from booking.public.page import appel_for
from booking.public.parcours import Choix, read_choix
from booking.public.reponses import personnelle, too_many
from booking.services.offre import LieuOffert, read_offre
from booking.services.rattachement import lieux_of
from booking.visiteur import visiteur_of
from sectorisation.adresses.interface import Candidat

# What else may be wrong with what was typed, beside sectorisation's own questions.
INTROUVABLE, AILLEURS, PANNE = "introuvable", "ailleurs", "panne"
LIEUX_MONTRES = 5


# Pages post here and set no cookie, so no form token. Nothing is at stake: an answer is shown.
@csrf_exempt
@personnelle
@require_http_methods(["GET", "HEAD", "POST"])
def locate(request: HttpRequest) -> HttpResponse:
    """Type an address or pick a match (POST, then redirected); see the matches or the sites."""
    now = timezone.now()
    choix = read_choix(request)
    if choix.service is None:
        return redirect(choix.url("motif"))
    if request.method == "POST":
        picks = request.POST.get("geste") == "choisir"
        return (_pick if picks else _type)(request, choix, now)
    if choix.adresse:
        return _show_lieux(request, choix, now)
    typed = memoire.find(request, request.GET.get("recherche", ""), now=now)
    if typed and not typed.demande and "modifier" not in request.GET:
        return _show_matches(request, choix, typed.texte)
    return _ask(request, choix, typed.texte if typed else "", typed.demande if typed else "")


def _type(request: HttpRequest, choix: Choix, now: dt.datetime) -> HttpResponse:
    visiteur_of(request)
    form = AdresseForm(request.POST)
    if not form.is_valid():
        typed = memoire.Recherche(form.data.get("adresse", "")[:GARDE], INVALIDE)
    elif wait := frein_adresses().seconds_to_wait(request, now=now):
        return too_many(request, wait)
    else:
        typed = memoire.Recherche(form.cleaned_data["adresse"])
    return redirect(choix.url("secteur", recherche=memoire.keep(request, typed, now=now)))


def _show_matches(request: HttpRequest, choix: Choix, texte: str) -> HttpResponse:
    territoire = request.territoire
    found = search(territoire, texte)
    if found is None:
        return _ask(request, choix, texte, PANNE)
    decision = decision_on(choix.service, territoire, found, texte=texte)
    if is_outside(decision, found, territoire, texte):
        return _ask(request, choix, texte, AILLEURS)
    if not found:
        return _ask(request, choix, texte, INTROUVABLE)
    options = [(seal_candidat(c, territoire_id=territoire.pk), as_data(label_of(c))) for c in found]
    sure = len(found) == 1 or (decision is not None and decision.action == "router")
    form = ChoixAdresseForm(
        {} if "reponse" in request.GET else None,
        candidats=options,
        initial={"choix": options[0][0]} if sure else None,
    )
    name = request.GET.get("recherche", "")
    contexte = {
        "texte": texte,
        "form": form,
        "action": choix.url("secteur", recherche=name),
        "modifier_url": choix.url("secteur", recherche=name, modifier="1"),
    }
    return _render(request, "public/secteur_choix.html", choix, contexte)


def _pick(request: HttpRequest, choix: Choix, now: dt.datetime) -> HttpResponse:
    """The match chosen, in a list or while typing; a value that is not ours asks again."""
    candidat = read_candidat(request.POST.get("choix", ""), territoire_id=request.territoire.pk)
    name = request.GET.get("recherche", "")
    typed = memoire.find(request, name, now=now)
    if candidat is None:
        again = {"recherche": name, "reponse": "absente"} if typed else {}
        return redirect(choix.url("secteur", **again))
    return _route(request, choix, candidat, now, texte=typed.texte if typed else "")


def _route(
    request: HttpRequest, choix: Choix, candidat: Candidat, now: dt.datetime, *, texte: str
) -> HttpResponse:
    territoire, service = request.territoire, choix.service
    decision = decision_on(service, territoire, [candidat], texte=texte, chosen=True)
    demande = missing_from(decision)
    if not demande and decision and decision.rattachement.statut == "hors_territoire":
        demande = AILLEURS
    if demande:
        given = texte if demande == NUMERO_INCONNU else candidat.label
        name = memoire.keep(request, memoire.Recherche(given, demande), now=now)
        return redirect(choix.url("secteur", recherche=name))
    adresse = place_of(service, candidat, decision)
    token = seal_adresse(adresse, territoire_id=territoire.pk)
    return redirect(choix.but(ou=token, adresse=adresse).url("secteur"))


def _ask(request: HttpRequest, choix: Choix, texte: str, demande: str) -> HttpResponse:
    form = (
        AdresseForm({"adresse": texte})
        if demande == INVALIDE
        else AdresseForm(initial={"adresse": texte})
    )
    contexte = {"form": form, "demande": demande, "action": choix.but(ou="").url("secteur")}
    return _render(request, "public/secteur.html", choix, contexte)


def _show_lieux(request: HttpRequest, choix: Choix, now: dt.datetime) -> HttpResponse:
    """The competent sites; without a secteur, some sites of the service, soonest first."""
    resolue = choix.adresse.resolue
    offre = read_offre(service=choix.service, now=now)
    offered = {x.lieu.pk: x for x in offre.lieux}
    lieux = lieux_of(secteur_id=resolue.secteur_id) if resolue.secteur_id else []
    here = [offered.get(x.pk) or LieuOffert(x, False, None) for x in lieux if x.ouvert]
    shown = here or offre.lieux[:LIEUX_MONTRES]
    contexte = {
        "competents": bool(here),
        "secteur": resolue.secteur_nom,
        "libelle": choix.adresse.libelle,
        "lieux": [_card(x, competent=bool(here)) for x in shown],
        "reserver_url": choix.url("motif") if offre.en_ligne else "",
        "autre_url": choix.but(ou="", adresse=None).url("secteur"),
    }
    return _render(request, "public/secteur_lieux.html", choix, contexte)


def _card(offert: LieuOffert, *, competent: bool) -> dict[str, Any]:
    lieu = offert.lieu
    return {
        "nom": as_data(lieu.nom),
        "adresse": as_data(lieu.adresse_complete),
        "secteur": competent,
        "prochain": offert.prochain.debut if offert.prochain else None,
        "absence": "" if offert.prochain else _("Par téléphone ou sur place."),
        "infos": [("fauteuil", _("accès en fauteuil roulant"))] if lieu.fauteuil else [],
        "telephone": lieu.telephone or lieu.organisation.telephone,
    }


def _render(
    request: HttpRequest, template: str, choix: Choix, contexte: dict[str, Any]
) -> HttpResponse:
    service = choix.service
    contexte |= {
        "service": service,
        "appel": appel_for(request, service=service),
        # A discreet service is named by no title: histories and tabs show them.
        "sujet": "" if service is None or service.discret else service.nom,
    }
    return render(request, template, contexte)
