"""Step 6: read everything once, accept what must be, confirm. Then the Rdv exists."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from booking.errors import BookingError, ContactManquant, CreneauPris, QuestionsChangees
from booking.freins import CONFIRMATIONS
from booking.models import Mode
from booking.public import dossier as dossiers
from booking.public import memoire_adresse
from booking.public.confirmation import remember_booked
from booking.public.coordonnees import find_dossier, form_for, held_context
from booking.public.creneau import show_taken
from booking.public.dossier import Dossier
from booking.public.formulaire_coordonnees import CoordonneesForm
from booking.public.formulaires import AccordForm
from booking.public.page import render_step
from booking.public.parcours import Choix, read_choix
from booking.public.recapitulatif import lines_of
from booking.public.reponses import personnelle, too_many
from booking.services.depart import read_depart
from booking.services.liens import token_of
from booking.services.reservation import Demande, Reservation, book_rdv, find_by_form
from booking.visiteur import known_visiteur


@personnelle
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    choix = read_choix(request)
    if dossiers.is_done(request, choix.cle):
        return _already_done(request, choix)
    dossier = find_dossier(request, choix, now)
    if isinstance(dossier, HttpResponse):
        return dossier
    form = form_for(request, choix, dossier, now, dossier.saisie)
    if not form.is_valid():
        # What was complete and no longer is (a question added meanwhile) is said in its place.
        changed = "a-corriger" if dossier.complet else ""
        return redirect(choix.url("coordonnees", reponses=changed))
    restricted = bool(choix.motif.restriction)
    if request.method == "POST":
        if restricted and not AccordForm(request.POST).is_valid():
            return redirect(choix.url("verification", accord="absent"))
        if form.reponses() != dossier.reponses:
            # Nobody answers a question that they have not read.
            dossier.reponses = form.reponses()
            dossiers.keep(request, dossier, now=now)
            return _show(request, choix, dossier, form, now, refusal=QuestionsChangees())
        return _confirm(request, choix, dossier, form, now)
    return _show(request, choix, dossier, form, now)


def _show(
    request: HttpRequest,
    choix: Choix,
    dossier: Dossier,
    form: CoordonneesForm,
    now: dt.datetime,
    *,
    refusal: BookingError | None = None,
) -> HttpResponse:
    accord = None
    if choix.motif.restriction:
        accord = AccordForm({} if "accord" in request.GET else None)
    contexte: dict[str, Any] = {
        "lignes": lines_of(choix, dossier, form),
        "accord": accord,
        "action": choix.url("verification"),
        "abandon_url": choix.url("abandon"),
        **held_context(choix, dossier, now),
    }
    if accord is not None and accord.errors:
        contexte["form"] = accord
    if refusal:
        contexte["erreurs"] = [(refusal.phrase, "")]
    return render_step(request, "verification", choix, contexte, status=422 if refusal else 200)


def _confirm(
    request: HttpRequest, choix: Choix, dossier: Dossier, form: CoordonneesForm, now: dt.datetime
) -> HttpResponse:
    if wait := CONFIRMATIONS.seconds_to_wait(request, now=now):
        return too_many(request, wait)
    at_home = choix.motif.mode == Mode.DOMICILE and choix.adresse
    try:
        reservation = book_rdv(
            motif=choix.motif,
            lieu=choix.lieu,
            debut=dossier.instant,
            demande=Demande(**form.values(), adresse=choix.adresse.libelle if at_home else ""),
            cle_formulaire=dossier.cle,
            now=now,
            visiteur=known_visiteur(request),
            adresse=choix.adresse.resolue if choix.adresse else None,
            signe=read_depart(dossier.depart, now=now).signe,
            langue=get_language() or settings.LANGUAGE_CODE,
        )
    except CreneauPris as refusal:
        return show_taken(request, choix, refusal, now)
    except ContactManquant:
        # An opening turned to the phone asks for a number that its motif does not.
        dossier.mode, dossier.complet = Mode.TELEPHONE, False
        dossiers.keep(request, dossier, now=now)
        return redirect(choix.url("coordonnees", reponses="a-corriger"))
    except BookingError as refusal:
        return _show(request, choix, dossier, form, now, refusal=refusal)
    return _to_confirmation(request, dossier, reservation)


def _to_confirmation(
    request: HttpRequest, dossier: Dossier, reservation: Reservation
) -> HttpResponse:
    # A replay leaves the session alone: saved twice at once, it would lose what the first wrote.
    if not reservation.deja:
        dossiers.mark_done(request, dossier.cle)
        memoire_adresse.forget_all(request)
        remember_booked(request, reservation.rdv)
    return redirect("public:rdv", jeton=reservation.jeton)


def _already_done(request: HttpRequest, choix: Choix) -> HttpResponse:
    """The same form sent again, or the back button after confirming: the same Rdv."""
    rdv = find_by_form(motif=choix.motif, cle_formulaire=choix.cle) if choix.motif else None
    if rdv is None:
        return redirect(choix.but(cle="").url("creneau"))
    return redirect("public:rdv", jeton=token_of(rdv))
