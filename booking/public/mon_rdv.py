"""One's appointment, behind its link: all there is to know, and what may still be done."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from booking.connecteurs.ics import invitation
from booking.langues import as_data, comma, isolate, minutes_in_words
from booking.models import Canal, EtatMessage, Genre, Mode, Participation, Rdv, Statut, held_for
from booking.public.acces_rdv import unknown_link
from booking.public.confirmation import has_booked
from booking.public.page import Appel, appel_for
from booking.public.recapitulatif import needs_of, plain_number
from booking.public.reponses import personnelle
from booking.services.etat import etats_of_rdv
from booking.services.liens import code_of, rdv_by_token

# A link goes on opening its page for a month after the appointment, then says nothing more.
VIE_APRES = dt.timedelta(days=30)

RdvView = Callable[[HttpRequest, str, Rdv, dt.datetime], HttpResponse]


def with_rdv(view: RdvView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Give the view the Rdv its token opens and the time; any other token gets the same 404."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, jeton: str) -> HttpResponse:
        now = timezone.now()
        rdv = rdv_by_token(territoire=request.territoire, jeton=jeton)
        if rdv is None or rdv.fin + VIE_APRES < now:
            return unknown_link(request)
        rdv.territoire = request.territoire  # already read, with the host
        return view(request, jeton, rdv, now)

    return personnelle(wrapper)


@require_safe
@with_rdv
def show_rdv(request: HttpRequest, jeton: str, rdv: Rdv, now: dt.datetime) -> HttpResponse:
    return render_rdv(request, jeton, rdv, now, "public/rdv.html")


@require_safe
@with_rdv
def agenda(request: HttpRequest, jeton: str, rdv: Rdv, now: dt.datetime) -> HttpResponse:
    """The calendar file; neutral for a discreet Rdv."""
    content, methode = invitation(rdv)
    response = HttpResponse(content, content_type=f"text/calendar; charset=utf-8; method={methode}")
    response["Content-Disposition"] = 'attachment; filename="rendez-vous.ics"'
    return response


def render_rdv(
    request: HttpRequest,
    jeton: str,
    rdv: Rdv,
    now: dt.datetime,
    template: str,
    contexte: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Any page about this Rdv; a discreet one names nothing unless it was booked right here."""
    here = has_booked(request, rdv)
    dit_tout = not rdv.discret or here
    return render(
        request,
        template,
        {
            "rdv": rdv,
            "jeton": jeton,
            "dit_tout": dit_tout,
            "confirme": here and rdv.sequence == 0 and not rdv.annule and rdv.debut > now,
            "passe": rdv.debut <= now,
            "appel": _whom_to_call(request, rdv, dit_tout),
            **(contexte or {}),
            **_who(rdv),
            **_what(rdv, dit_tout),
            "etats": etats_of_rdv(rdv) if rdv.statut == Statut.A_VENIR and rdv.fin > now else [],
            **_what_next(rdv, now),
        },
        status=status,
    )


def _whom_to_call(request: HttpRequest, rdv: Rdv, dit_tout: bool) -> Appel | None:
    """A discreet Rdv gives the number, not the name of who answers it."""
    appel = appel_for(request, service=rdv.motif.service, lieu=rdv.lieu)
    return appel if dit_tout or appel is None else replace(appel, qui="")


def first_participation(rdv: Rdv) -> Participation | None:
    """The person who booked, or comes: online there is one."""
    return next(iter(rdv.participations.all()), None)


def _who(rdv: Rdv) -> dict[str, Any]:
    participation = first_participation(rdv)
    usager = participation.usager if participation else None
    return {
        "usager": usager,
        "sans_contact": bool(usager and not usager.telephone and not usager.email),
        "code": _spaced(code_of(rdv)),
    }


def _what(rdv: Rdv, dit_tout: bool) -> dict[str, Any]:
    motif, lieu = held_for(rdv), rdv.lieu if rdv.mode == Mode.SUR_PLACE else None
    minutes = int((rdv.fin - rdv.debut).total_seconds() // 60)
    participation = first_participation(rdv)
    who = participation and (participation.proche or participation.usager)
    return {
        "lignes_billet": [
            format_html("{}{}{}", as_data(motif.nom), comma(), minutes_in_words(minutes)),
            _("Pour %(qui)s") % {"qui": who},
        ]
        if dit_tout
        else [],
        "lieu": lieu,
        "itineraire_url": _directions(lieu) if lieu else "",
        "pieces": motif.toutes_pieces if dit_tout else [],
        "consigne": motif.consigne if dit_tout else "",
        "besoins": needs_of(vars(rdv)) if dit_tout else [],
    }


def _what_next(rdv: Rdv, now: dt.datetime) -> dict[str, Any]:
    motif = rdv.motif
    a_venir = rdv.statut == Statut.A_VENIR and rdv.debut > now
    limite = rdv.debut - dt.timedelta(minutes=motif.delai_deplacement)
    return {
        "a_venir": a_venir,
        "deplacable": a_venir and motif.se_deplace and now < limite,
        "deplacement_limite": limite if a_venir and motif.se_deplace else None,
        "annulable": a_venir and motif.annulable,
        "messages_prevus": _told(rdv),
        "etat": _shown_state(rdv, a_venir),
    }


def _shown_state(rdv: Rdv, a_venir: bool) -> str:
    """The badge. "Absent" or "excusé" are the team's words: the title says it otherwise."""
    if rdv.statut == Statut.ANNULE_SERVICE:
        return str(rdv.statut)
    return "a_venir" if a_venir else ""


def _told(rdv: Rdv) -> dict[str, Any]:
    """What was sent, to which contact (masked), and when the next reminder is due."""
    rows = list(
        rdv.messages.exclude(etat__in=[EtatMessage.ANNULE, EtatMessage.EXPIRE]).order_by("du")
    )
    confirmation = [m for m in rows if m.genre == Genre.CONFIRMATION]
    rappels = [m for m in rows if m.genre == Genre.RAPPEL and m.etat == EtatMessage.A_ENVOYER]
    participation = first_participation(rdv)
    usager = participation.usager if participation else None
    by = {m.canal for m in confirmation}
    return {
        "sms": masked_phone(usager.telephone) if usager and Canal.SMS in by else "",
        "email": masked_email(usager.email) if usager and Canal.EMAIL in by else "",
        "rappel": rappels[0].du if rappels else None,
        "rappel_sms": any(m.canal == Canal.SMS for m in rappels),
    }


def masked_phone(e164: str) -> str:
    """ "06 39 98 •• 45": enough to recognise one's own number."""
    parts = plain_number(e164).split(" ")
    return isolate(" ".join([*parts[:-2], "••", parts[-1]])) if len(parts) > 2 else "••"


def masked_email(email: str) -> str:
    """ "c•••@exemple.fr"."""
    name, _at, domain = email.partition("@")
    return isolate(f"{name[:1]}•••@{domain}")


def _spaced(code: str) -> str:
    return isolate(f"{code[:4]} {code[4:]}")


def _directions(lieu) -> str:
    """A page of OpenStreetMap, opened only when asked for: nothing is fetched from elsewhere here."""
    if lieu.lat is None or lieu.lon is None:
        return ""
    query = urlencode({"mlat": lieu.lat, "mlon": lieu.lon})
    return f"https://www.openstreetmap.org/?{query}#map=17/{lieu.lat}/{lieu.lon}"
