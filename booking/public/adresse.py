"""Step 2: where one lives, to find the site that answers for it.

The address is POSTed, remembered in the session just long enough to show its matches, and leaves
the step as a sealed reference (see scelles.py). One never lands in a site on a doubtful match.
"""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from booking.freins import frein_adresses
from booking.public import memoire_adresse as memoire
from booking.public.adresse_donnee import read_candidat, seal_adresse, seal_candidat
from booking.public.ailleurs import portail_of_citycode, portail_of_text
from booking.public.formulaires import AdresseForm, ChoixAdresseForm, CommuneForm
from booking.public.orientation import (
    DEMANDES,
    commune_as_candidat,
    decision_on,
    is_outside,
    label_of,
    place_of,
    search,
)
from booking.public.page import render_step
from booking.public.parcours import Choix, read_choix
from booking.public.reponses import too_many
from booking.visiteur import visiteur_of
from sectorisation.adresses.interface import Candidat
from sectorisation.models import Commune

# Why what was typed is asked again, beside sectorisation's own questions.
INVALIDE, REFUSEE = "invalide", "refusee"
# Of an address far too long, this much is given back to be shortened.
GARDE = 1000


@require_http_methods(["GET", "HEAD", "POST"])
def give_adresse(request: HttpRequest) -> HttpResponse:
    """Type an address (POST, then redirected), or see the matches of the one just typed (GET)."""
    now = timezone.now()
    choix = read_choix(request)
    if choix.motif is None:
        return redirect(choix.url("motif"))
    if choix.adresse_inutile:
        return redirect(choix.url("lieu"))
    if request.method == "POST":
        return _pick(request, choix, now) if "geste" in request.POST else _type(request, choix, now)
    typed = memoire.find(request, request.GET.get("recherche", ""), now=now)
    if typed and not typed.demande and "modifier" not in request.GET:
        return _show_matches(request, choix, typed.texte)
    return _ask(request, choix, typed)


@require_http_methods(["GET", "HEAD", "POST"])
def give_commune(request: HttpRequest) -> HttpResponse:
    """Without an address, or with one we do not know: the commune, or any site."""
    now = timezone.now()
    choix = read_choix(request)
    if choix.motif is None:
        return redirect(choix.url("motif"))
    situation = request.GET.get("situation", "")[:20]
    rows = Commune.objects.of(request.territoire).without_contour().order_by("nom")
    communes = [(row.insee, row.nom) for row in rows]
    if request.method == "POST":
        form = CommuneForm(request.POST, communes=communes)
        if not form.is_valid():
            return redirect(choix.url("adresse_commune", situation=situation, reponse="absente"))
        commune = Commune.objects.of(request.territoire).get(insee=form.cleaned_data["commune"])
        return _route(request, choix, commune_as_candidat(commune), now)
    contexte = {
        "form": CommuneForm({} if "reponse" in request.GET else None, communes=communes),
        "communes": communes,
        "situation": situation,
        "sans_url": choix.but(ou="", adresse=None, sans_adresse=True).url("lieu"),
        "adresse_url": choix.url("adresse"),
    }
    return render_step(request, "adresse", choix, contexte, template="public/adresse_commune.html")


# --- Typing ---------------------------------------------------------------------------------------


def _ask(request: HttpRequest, choix: Choix, typed: memoire.Recherche | None) -> HttpResponse:
    if typed and typed.demande in (INVALIDE, REFUSEE):
        form = AdresseForm({"adresse": typed.texte})
        if typed.demande == REFUSEE:
            form.add_error(None, "Votre demande n’est pas partie. Appelez-nous.")
    else:
        form = AdresseForm(initial={"adresse": typed.texte} if typed else None)
    contexte = {
        "form": form,
        "demande": typed.demande if typed else "",
        "oubliee": bool(request.GET.get("recherche")) and typed is None,
        "perimee": bool(request.GET.get("ou")) and choix.adresse is None,
        "action": choix.url("adresse"),
        "commune_url": choix.url("adresse_commune", situation="sans-adresse"),
        "sans_url": ""
        if choix.adresse_obligatoire
        else choix.but(ou="", adresse=None, sans_adresse=True).url("lieu"),
    }
    return render_step(request, "adresse", choix, contexte)


def _type(request: HttpRequest, choix: Choix, now: dt.datetime) -> HttpResponse:
    """Always a redirect, faults included: the back button never meets the result of a POST."""
    visiteur_of(request)
    form = AdresseForm(request.POST)
    if form.filled_by_a_robot:
        typed = memoire.Recherche(form.data.get("adresse", "")[:GARDE], REFUSEE)
    elif not form.is_valid():
        typed = memoire.Recherche(form.data.get("adresse", "")[:GARDE], INVALIDE)
    elif wait := frein_adresses().seconds_to_wait(request, now=now):
        return too_many(request, wait)
    else:
        typed = memoire.Recherche(form.cleaned_data["adresse"])
    return redirect(choix.url("adresse", recherche=memoire.keep(request, typed, now=now)))


# --- Choosing among the matches -----------------------------------------------------------------------


def _show_matches(request: HttpRequest, choix: Choix, texte: str) -> HttpResponse:
    territoire = request.territoire
    found = search(territoire, texte)
    if found is None:
        return redirect(choix.url("adresse_commune", situation="panne"))
    decision = decision_on(choix.service, territoire, found, texte=texte)
    if is_outside(decision, found, territoire, texte):
        return _outside(request, choix, texte)
    if not found:
        return _not_found(request, choix, texte)
    options = [(seal_candidat(c, territoire_id=territoire.pk), label_of(c)) for c in found]
    sure = len(found) == 1 or (decision is not None and decision.action == "router")
    form = ChoixAdresseForm(
        {} if "reponse" in request.GET else None,
        candidats=options,
        initial={"choix": options[0][0]} if sure else None,
    )
    name = request.GET.get("recherche", "")
    contexte = {
        "form": form,
        "texte": texte,
        "action": choix.url("adresse", recherche=name),
        "modifier_url": choix.url("adresse", recherche=name, modifier="1"),
        "absente_url": choix.url("adresse_commune", situation="pas-trouvee"),
    }
    return render_step(request, "adresse", choix, contexte, template="public/adresse_choix.html")


def _pick(request: HttpRequest, choix: Choix, now: dt.datetime) -> HttpResponse:
    """The radio chosen; a value that is not ours, or too old, asks again."""
    candidat = read_candidat(request.POST.get("choix", ""), territoire_id=request.territoire.pk)
    if candidat:
        return _route(request, choix, candidat, now)
    name = request.GET.get("recherche", "")
    if memoire.find(request, name, now=now) is None:
        return redirect(choix.url("adresse", recherche="oubliee"))
    return redirect(choix.url("adresse", recherche=name, reponse="absente"))


def _route(
    request: HttpRequest, choix: Choix, candidat: Candidat, now: dt.datetime
) -> HttpResponse:
    """Send a chosen place on, unless its street or its commune lies in several secteurs."""
    territoire = request.territoire
    decision = decision_on(choix.service, territoire, [candidat], chosen=True)
    missing = DEMANDES.get(decision.action) if decision else None
    if missing:
        name = memoire.keep(request, memoire.Recherche(candidat.label, missing), now=now)
        return redirect(choix.url("adresse", recherche=name))
    if decision and decision.rattachement.statut == "hors_territoire":
        return _outside(request, choix, "", citycode=candidat.citycode)
    adresse = place_of(choix.service, territoire, candidat)
    token = seal_adresse(adresse, territoire_id=territoire.pk)
    return redirect(choix.but(ou=token, adresse=adresse, sans_adresse=False, lieu=None).url("lieu"))


# --- Ways out -----------------------------------------------------------------------------------------


def _outside(request: HttpRequest, choix: Choix, texte: str, *, citycode: str = "") -> HttpResponse:
    territoire = request.territoire
    contexte = {
        "ailleurs": portail_of_citycode(citycode, ici=territoire)
        or portail_of_text(texte, ici=territoire),
        "adresse_url": choix.url("adresse"),
        "commune_url": choix.url("adresse_commune", situation="sans-adresse"),
    }
    return render_step(request, "adresse", choix, contexte, template="public/adresse_ailleurs.html")


def _not_found(request: HttpRequest, choix: Choix, texte: str) -> HttpResponse:
    contexte = {
        "texte": texte,
        "modifier_url": choix.url(
            "adresse", recherche=request.GET.get("recherche", ""), modifier="1"
        ),
        "commune_url": choix.url("adresse_commune", situation="pas-trouvee"),
    }
    return render_step(
        request, "adresse", choix, contexte, template="public/adresse_introuvable.html"
    )
