"""Step 5: for whom, how to reach them. What is typed stays in the session, under the form key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from booking.errors import TenueExpiree
from booking.langues import as_data
from booking.models import Mode, Question
from booking.public import dossier as dossiers
from booking.public import memoire_adresse
from booking.public.dossier import Dossier
from booking.public.formulaire_coordonnees import (
    ENFANT,
    PROCHE,
    SOI,
    CoordonneesForm,
    possible_beneficiaries,
)
from booking.public.page import home_url, render_step
from booking.public.parcours import Choix, read_choix
from booking.public.reponses import personnelle
from booking.services.tenue import release_hold, renew_hold
from booking.visiteur import known_visiteur

POUR = {SOI: _("Pour moi"), ENFANT: _("Pour mon enfant"), PROCHE: _("Pour un proche")}


@personnelle
@require_http_methods(["GET", "HEAD", "POST"])
def give_coordonnees(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    choix = read_choix(request)
    dossier = find_dossier(request, choix, now)
    if isinstance(dossier, HttpResponse):
        return dossier
    pour = beneficiary_of(choix)
    if request.method == "POST":
        form = form_for(request, choix, dossier, now, request.POST)
        dossier.saisie = form.typed()
        dossier.complet = form.is_valid()
        dossier.reponses = form.reponses() if dossier.complet else []
        if form.filled_by_a_robot:
            dossier.saisie[form.pot] = "1"
        dossiers.keep(request, dossier, now=now)
        # Faults are shown after a redirect too: the back button never meets the result of a POST.
        if not dossier.complet:
            return redirect(choix.but(pour=pour).url("coordonnees", reponses="a-corriger"))
        return redirect(choix.but(pour=pour).url("verification"))
    judged = "reponses" in request.GET
    form = form_for(request, choix, dossier, now, dossier.saisie, judged=judged)
    return _show(request, choix, dossier, form, now)


@personnelle
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """Ten minutes more, once; the page says it plainly when that is no longer possible."""
    now = timezone.now()
    choix = read_choix(request)
    dossier = find_dossier(request, choix, now)
    if isinstance(dossier, HttpResponse):
        return dossier
    try:
        tenue = renew_hold(visiteur=known_visiteur(request), now=now)
    except TenueExpiree:
        tenue = None
    dossier.prolongeable = False
    if tenue is not None:
        dossier.tenu_jusqua = tenue.expire.isoformat()
    dossiers.keep(request, dossier, now=now)
    return redirect(choix.url("coordonnees"))


@personnelle
@require_POST
def give_up(request: HttpRequest) -> HttpResponse:
    """Let the start go, and forget everything that was typed."""
    choix = read_choix(request)
    if visiteur := known_visiteur(request):
        release_hold(visiteur=visiteur)
    dossiers.forget(request, choix.cle)
    memoire_adresse.forget_all(request)
    return redirect(home_url())


# --- Shared with step 6 -------------------------------------------------------------------------------


def find_dossier(request: HttpRequest, choix: Choix, now: dt.datetime) -> Dossier | HttpResponse:
    """The dossier of this form key, or a redirect to the first step that is missing."""
    if missing := choix.missing("creneau"):
        return redirect(choix.url(missing))
    dossier = dossiers.find(request, choix.cle, now=now)
    if dossier is None or not dossier.debut or dossier.motif != str(choix.motif.uid):
        return redirect(choix.url("creneau"))
    # The start was chosen at one site: going elsewhere means choosing a start again.
    if dossier.lieu != (str(choix.lieu.uid) if choix.lieu else ""):
        return redirect(choix.url("creneau"))
    return dossier


def beneficiary_of(choix: Choix) -> str:
    possible = possible_beneficiaries(choix.motif)
    return choix.pour if choix.pour in possible else possible[0]


def form_for(
    request: HttpRequest,
    choix: Choix,
    dossier: Dossier,
    now: dt.datetime,
    typed: Mapping[str, str],
    *,
    judged: bool = True,
) -> CoordonneesForm:
    """The form this motif asks for, with what was typed; not `judged`, it shows no fault."""
    form = CoordonneesForm(
        typed if judged else None,
        motif=choix.motif,
        pour=beneficiary_of(choix),
        today=now.astimezone(request.territoire.zone).date(),
        par_telephone=dossier.mode == Mode.TELEPHONE,
        questions=Question.objects.asked_for(choix.motif),
    )
    if not judged:
        form.restore(typed)
    return form


def _show(
    request: HttpRequest,
    choix: Choix,
    dossier: Dossier,
    form: CoordonneesForm,
    now: dt.datetime,
) -> HttpResponse:
    possible = possible_beneficiaries(choix.motif)
    contexte = {
        "form": form,
        "pour": form.pour,
        "choix_pour": [
            (POUR[code], choix.but(pour=code).url("coordonnees"), code == form.pour)
            for code in possible
        ]
        if len(possible) > 1
        else [],
        "action": choix.url("coordonnees"),
        "abandon_url": choix.url("abandon"),
        **held_context(choix, dossier, now),
    }
    return render_step(request, "coordonnees", choix, contexte)


def held_context(choix: Choix, dossier: Dossier, now: dt.datetime) -> dict:
    """The start in the margin, and how long it is kept."""
    fin = dossier.fin_tenue
    return {
        "debut": dossier.instant,
        "tenu_jusqua": fin if fin and fin > now else None,
        "tenue_finie": bool(fin and fin <= now),
        "prolonger_url": choix.url("prolonger") if dossier.prolongeable else "",
        "lignes_rdv": [as_data(choix.motif.nom), *_where(choix, dossier)],
        "creneau_url": choix.url("creneau"),
    }


def _where(choix: Choix, dossier: Dossier) -> list[str]:
    """Where one goes, or how one is received from afar; both where that day differs."""
    if dossier.mode:
        return [str(Mode(dossier.mode).label), *([as_data(choix.lieu.nom)] if choix.lieu else [])]
    if choix.a_distance or choix.lieu is None:
        return [choix.motif.get_mode_display()]
    return [as_data(choix.lieu.nom)]
