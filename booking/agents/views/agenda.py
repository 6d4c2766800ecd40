"""The diary: week, day or list, of oneself or of a colleague one may see."""

from __future__ import annotations

import datetime as dt
import uuid
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from booking import perms
from booking.agents.agenda import UN_JOUR, Jour, load_jours
from booking.agents.contexte import agent_of
from booking.agents.formulaires.agenda import ChoixAgenda
from booking.agents.presentation import cell_of
from booking.agents.semaine import build_semaine, hours_of
from booking.models import Agent

VUES = {"semaine": "Semaine", "jour": "Jour", "liste": "Liste"}
# Days a diary may be opened at: far enough, and safe to add a week to.
PREMIER, DERNIER = dt.date(2000, 1, 1), dt.date(2100, 1, 1)
SAMEDI = 5


@never_cache
@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """`date` (ISO), `vue` and `agent` (uid) are the whole state; nonsense falls back on today."""
    moi = agent_of(request)
    local_now = timezone.localtime(timezone.now())
    vue = request.GET.get("vue", "")
    vue = vue if vue in VUES else "semaine"
    jour = _read_date(request.GET.get("date", ""), local_now.date())
    colleagues = list(perms.visible_agents(moi))
    cible = _chosen(request.GET.get("agent", ""), moi, colleagues)
    premier, dernier = (jour, jour) if vue == "jour" else _week(jour)
    jours = load_jours(agent=cible, lecteur=moi, premier=premier, dernier=dernier)
    if vue != "jour":
        jours = [j for j in jours if j.date.weekday() < SAMEDI or not j.vide]
    legende = ("" if vue == "jour" else "Semaine du ") + date_format(premier, "l j F Y")

    def link(**changes: object) -> str:
        state = {"vue": vue, "date": jour.isoformat()}
        if cible != moi:
            state["agent"] = str(cible.uid)
        return f"{reverse('agents:agenda')}?{urlencode({**state, **changes})}"

    step = UN_JOUR if vue == "jour" else 7 * UN_JOUR
    context = {
        "vue": vue,
        "premier": jours[0].date,
        "dernier": jours[-1].date,
        "cible": cible,
        "est_moi": cible == moi,
        "semaine": build_semaine(jours, titre=f"{legende}, heure par heure", local_now=local_now)
        if vue != "liste"
        else None,
        "jours": [_as_list(j, local_now.date()) for j in jours],
        "jours_a_choisir": [
            {
                "date": j.date,
                "url": link(vue="jour", date=j.date.isoformat()),
                "nombre": j.nombre,
                "courant": j.date == local_now.date(),
            }
            for j in jours
        ]
        if vue == "semaine"
        else [],
        "precedente": link(date=(jour - step).isoformat()),
        "suivante": link(date=(jour + step).isoformat()),
        "aujourdhui": link(date=local_now.date().isoformat()),
        "quoi": "jour" if vue == "jour" else "semaine",
        "vues": [(nom, link(vue=code), code == vue) for code, nom in VUES.items()],
        "choix": ChoixAgenda(colleagues, moi=moi, cible=cible) if len(colleagues) > 1 else None,
        "etat_courant": {"vue": vue, "date": jour.isoformat()},
    }
    return render(request, "agents/agenda.html", context)


def _read_date(text: str, today: dt.date) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return today
    return day if PREMIER <= day <= DERNIER else today


def _week(jour: dt.date) -> tuple[dt.date, dt.date]:
    monday = jour - UN_JOUR * jour.weekday()
    return monday, monday + 6 * UN_JOUR


def _chosen(text: str, moi: Agent, colleagues: list[Agent]) -> Agent:
    if not text:
        return moi
    try:
        uid = uuid.UUID(text)
    except ValueError:
        raise Http404 from None
    for agent in colleagues:
        if agent.uid == uid:
            return agent
    raise Http404


def _as_list(jour: Jour, today: dt.date) -> dict[str, object]:
    """One day for the list component: Rdv and absences in order."""
    elements = [cell_of(rdv) for rdv in jour.rdvs]
    elements += [
        {"sorte": "absence", "titre": r.titre, "detail": hours_of(r), "debut": r.debut}
        for r in jour.retraits
    ]
    elements.sort(key=lambda e: e["debut"])
    return {"date": jour.date, "aujourdhui": jour.date == today, "elements": elements}
