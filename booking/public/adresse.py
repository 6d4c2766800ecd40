"""Step 2: where one lives, to find the site that answers for it.

The address is POSTed, remembered in the session just long enough to show its matches, and leaves
the step as a sealed reference (see scelles.py). One never lands in a site on a doubtful match.
"""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from booking.freins import frein_adresses
from booking.langues import as_data
from booking.public import memoire_adresse as memoire
from booking.public.adresse_donnee import read_candidat, seal_adresse, seal_candidat
from booking.public.ailleurs import portail_of_citycode, portail_of_text
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
from booking.public.page import render_step
from booking.public.parcours import Choix, read_choix
from booking.public.reponses import too_many
from booking.visiteur import visiteur_of
from sectorisation.adresses.interface import Candidat

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
        return _GESTES.get(request.POST.get("geste", ""), _type)(request, choix, now)
    typed = memoire.find(request, request.GET.get("recherche", ""), now=now)
    if typed and not typed.demande and "modifier" not in request.GET:
        return _show_matches(request, choix, typed.texte)
    return _ask(request, choix, typed)


# --- Typing ---------------------------------------------------------------------------------------


def _ask(request: HttpRequest, choix: Choix, typed: memoire.Recherche | None) -> HttpResponse:
    if typed and typed.demande in (INVALIDE, REFUSEE):
        form = AdresseForm({"adresse": typed.texte})
        if typed.demande == REFUSEE:
            form.add_error(None, _("Votre demande n’est pas partie. Appelez-nous."))
    else:
        form = AdresseForm(initial={"adresse": typed.texte} if typed else None)
    contexte = {
        "form": form,
        "demande": typed.demande if typed else "",
        "oubliee": bool(request.GET.get("recherche")) and typed is None,
        "perimee": bool(request.GET.get("ou")) and choix.adresse is None,
        "action": choix.url("adresse"),
        "suggestions_url": reverse("public:adresse_suggestions"),
        "sans_fixe_url": choix.url("adresse_commune", situation="sans-adresse"),
        "sans_numero_url": choix.url("adresse_commune", situation="pas-trouvee"),
        "sans_url": "" if choix.adresse_obligatoire else choix.without_address().url("lieu"),
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
        return show_outside(request, choix, texte)
    if not found:
        return _not_found(request, choix, texte)
    options = [(seal_candidat(c, territoire_id=territoire.pk), as_data(label_of(c))) for c in found]
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
    name = request.GET.get("recherche", "")
    typed = memoire.find(request, name, now=now)
    if candidat:
        return route(request, choix, candidat, now, texte=typed.texte if typed else "")
    if typed is None:
        return redirect(choix.url("adresse", recherche="oubliee"))
    return redirect(choix.url("adresse", recherche=name, reponse="absente"))


def route(
    request: HttpRequest, choix: Choix, candidat: Candidat, now: dt.datetime, *, texte: str = ""
) -> HttpResponse:
    """Send a chosen place on, unless its street or its commune lies in several secteurs.

    `texte`, what was typed to find it, may hold a number that only a rule knows.
    """
    territoire, service = request.territoire, choix.service
    decision = decision_on(service, territoire, [candidat], texte=texte, chosen=True)
    if missing := missing_from(decision):
        given = texte if missing == NUMERO_INCONNU else candidat.label
        name = memoire.keep(request, memoire.Recherche(given, missing), now=now)
        return redirect(choix.url("adresse", recherche=name))
    if decision and decision.rattachement.statut == "hors_territoire":
        return show_outside(request, choix, "", citycode=candidat.citycode)
    adresse = place_of(service, candidat, decision)
    token = seal_adresse(adresse, territoire_id=territoire.pk)
    return redirect(choix.but(ou=token, adresse=adresse, sans_adresse=False, lieu=None).url("lieu"))


def _keep_secret(request: HttpRequest, choix: Choix, now: dt.datetime) -> HttpResponse:
    """An address one hides: any site, and not even what was typed before is kept."""
    memoire.forget_all(request)
    return redirect(choix.without_address().url("lieu"))


_GESTES = {"choisir": _pick, "taire": _keep_secret}


# --- Ways out -----------------------------------------------------------------------------------------


def show_outside(
    request: HttpRequest, choix: Choix, texte: str, *, citycode: str = ""
) -> HttpResponse:
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
