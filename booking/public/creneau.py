"""Step 4: a week of starts at one site. Choosing one holds it (POST), then goes on."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from booking.errors import BookingError, CreneauImpossible, CreneauPris
from booking.models import Lieu, Motif
from booking.public import dossier as dossiers
from booking.public.dossier import Dossier
from booking.public.page import render_step, restart
from booking.public.parcours import Choix, read_choix
from booking.public.recapitulatif import choices_of
from booking.services.depart import Depart, read_depart
from booking.services.etat import EtatService, etats_of_choice
from booking.services.lecture import Sauf
from booking.services.rattachement import agents_for_address, is_allowed_at
from booking.services.semaine import APRES_MIDI, MATIN, Semaine, week
from booking.services.tenue import fingerprint, hold_creneau
from booking.visiteur import known_visiteur, visiteur_of

MOMENTS = ((_("Journée"), ""), (_("Matin"), MATIN), (_("Après-midi"), APRES_MIDI))


@require_http_methods(["GET", "HEAD", "POST"])
def choose_creneau(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    choix = read_choix(request)
    if missing := choix.missing("creneau"):
        return restart(choix, missing)
    adresse = choix.adresse.resolue if choix.adresse else None
    if not is_allowed_at(motif=choix.motif, lieu=choix.lieu, adresse=adresse):
        # Someone else's link, or another address since: one's own site, and why it is that one.
        return redirect(choix.but(lieu=None).url("lieu"))
    if request.method == "POST":
        return _hold(request, choix, now)
    return _show_week(request, choix, now)


def _show_week(request: HttpRequest, choix: Choix, now: dt.datetime) -> HttpResponse:
    # The start one already holds is still one's own to choose again.
    sauf = Sauf(visiteur=fingerprint(known_visiteur(request)))
    semaine = _week_for(request, choix, now, sauf=sauf)
    contexte = _context(semaine, choix, moment_of(request))
    return render_step(request, "creneau", choix, contexte)


def _week_for(request: HttpRequest, choix: Choix, now: dt.datetime, **extra: Any) -> Semaine:
    """The week of the site chosen, with the agents who may receive from this address."""
    adresse = choix.adresse.resolue if choix.adresse else None
    agents = agents_for_address(motif=choix.motif, adresse=adresse)
    return asked_week(request, motif=choix.motif, lieu=choix.lieu, now=now, agents=agents, **extra)


def _context(semaine: Semaine, choix: Choix, moment: str) -> dict[str, Any]:
    return {
        **week_context(semaine, moment, functools.partial(choix.url, "creneau")),
        "lignes": choices_of(choix, avant="creneau"),
        "etats": _disturbances(semaine, choix),
        "autres_url": choix.but(lieu=None).url("lieu"),
        "minutes_tenue": settings.PARVIS_TENUE_MINUTES if settings.PARVIS_TENUES else 0,
    }


def _disturbances(semaine: Semaine, choix: Choix) -> list[EtatService]:
    """What is announced during the week shown."""
    zone = choix.motif.territoire.zone
    premier, dernier = semaine.lundi, semaine.jours[-1].date + dt.timedelta(days=1)
    return etats_of_choice(
        service=choix.motif.service,
        lieu=None if choix.a_distance else choix.lieu,
        debut=dt.datetime.combine(premier, dt.time(), zone),
        fin=dt.datetime.combine(dernier, dt.time(), zone),
    )


def asked_week(
    request: HttpRequest, *, motif: Motif, lieu: Lieu | None, now: dt.datetime, **extra: Any
) -> Semaine:
    """The week in the address; without one, the first that has a start."""
    asked = read_day(request.GET.get("semaine", ""))
    today = now.astimezone(request.territoire.zone).date()
    moment = moment_of(request)
    semaine = week(
        motif=motif, lieu=lieu, lundi=asked or today, now=now, demi_journee=moment, **extra
    )
    if asked is None and not semaine.total and semaine.prochain:
        jour = semaine.prochain.astimezone(request.territoire.zone).date()
        return week(motif=motif, lieu=lieu, lundi=jour, now=now, demi_journee=moment, **extra)
    return semaine


def read_day(texte: str) -> dt.date | None:
    """A day of the week asked for; nonsense is the present week, never an error."""
    try:
        jour = dt.date.fromisoformat(texte)
    except ValueError:
        return None
    return jour if dt.date(2000, 1, 1) <= jour <= dt.date(2999, 1, 1) else None


def moment_of(request: HttpRequest) -> str:
    asked = request.GET.get("moment", "")
    return asked if asked in (MATIN, APRES_MIDI) else ""


def week_context(semaine: Semaine, moment: str, url: Callable[..., str]) -> dict[str, Any]:
    """The week, its neighbours and its filters, as links; `url` makes the address of the page."""

    def at(jour: dt.date | None, demi_journee: str = moment) -> str:
        return url(semaine=jour.isoformat(), moment=demi_journee) if jour else ""

    return {
        "semaine": semaine,
        "dernier_jour": semaine.jours[-1].date,
        "precedente": at(semaine.precedente),
        "suivante": at(semaine.suivante),
        "filtres": [(nom, at(semaine.lundi, code), code == moment) for nom, code in MOMENTS],
        "moment": moment,
        "journee_url": at(semaine.lundi, ""),
        "prochain_url": at(semaine.prochain.date() if semaine.prochain else None, ""),
        "action": url(),
    }


# --- Holding ------------------------------------------------------------------------------------------


def _hold(request: HttpRequest, choix: Choix, now: dt.datetime) -> HttpResponse:
    visiteur = visiteur_of(request)
    try:
        depart = read_chosen(request, choix, now)
        tenue = hold_creneau(
            motif=choix.motif,
            lieu=choix.lieu,
            debut=depart.debut,
            visiteur=visiteur,
            now=now,
            signe=depart.signe,
            adresse=choix.adresse.resolue if choix.adresse else None,
        )
    except CreneauPris as refusal:
        return show_taken(request, choix, refusal, now)
    except BookingError as refusal:
        return _refuse(request, choix, refusal, now)
    # Another motif may ask for other things: only what both ask for is shown again.
    dossier = dossiers.find(request, choix.cle, now=now) or Dossier(
        cle=dossiers.new_key(), motif=str(choix.motif.uid)
    )
    dossier.complet = dossier.complet and dossier.motif == str(choix.motif.uid)
    dossier.motif = str(choix.motif.uid)
    dossier.lieu = str(choix.lieu.uid) if choix.lieu else ""
    dossier.debut = depart.debut.isoformat()
    dossier.depart = request.POST["creneau"]
    dossier.mode = depart.mode
    dossier.tenu_jusqua = tenue.expire.isoformat() if tenue else ""
    dossier.prolongeable = tenue is not None
    dossiers.keep(request, dossier, now=now)
    suite = choix.but(cle=dossier.cle)
    # Someone who had typed everything, and only lost the start, goes back to the last page.
    return redirect(suite.url("verification" if dossier.complet else "coordonnees"))


def read_chosen(request: HttpRequest, choix: Choix, now: dt.datetime) -> Depart:
    """The start posted; it must be one we offered, for this motif, at this site."""
    depart = read_depart(request.POST.get("creneau", ""), now=now)
    if depart.motif_uid != choix.motif.uid:
        raise CreneauImpossible
    if depart.lieu_uid != (choix.lieu.uid if choix.lieu else None):
        raise CreneauImpossible
    return depart


def show_taken(
    request: HttpRequest, choix: Choix, refusal: CreneauPris, now: dt.datetime
) -> HttpResponse:
    """409: someone was quicker. Starts nearby, each one tap away; nothing typed is lost."""
    # Nearest first is how they were found; in order of time is how they are read.
    proches = sorted(refusal.alternatives, key=lambda proche: proche.debut)
    contexte = {
        "phrase": refusal.phrase,
        "proches": [
            {
                "debut": proche.debut,
                "valeur": proche.valeur,
                "autrement": proche.autrement,
                "action": choix.but(lieu=proche.lieu or choix.lieu).url("creneau"),
                "lieu": proche.lieu,
            }
            for proche in proches
        ],
        "garde": bool(choix.cle),
        "semaine_url": choix.url("creneau"),
        "autres_url": choix.but(lieu=None).url("lieu"),
    }
    return render_step(
        request, "creneau", choix, contexte, template="public/creneau_pris.html", status=409
    )


def _refuse(
    request: HttpRequest, choix: Choix, refusal: BookingError, now: dt.datetime
) -> HttpResponse:
    """Tampered, out of the grid, closed meanwhile: the week again, with the sentence."""
    semaine = _week_for(request, choix, now)
    contexte = _context(semaine, choix, moment_of(request))
    contexte["erreurs"] = [(refusal.phrase, "titre-semaine")]
    return render_step(request, "creneau", choix, contexte, status=422)
