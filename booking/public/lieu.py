"""Step 3: the site, the one that answers for the usager's secteur first or alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from booking.langues import as_data, colon
from booking.models import Lieu
from booking.public.page import render_step, restart
from booking.public.parcours import Choix, read_choix
from booking.services.ailleurs import leads_elsewhere
from booking.services.choix_lieux import LieuPropose, lieux_for
from booking.services.disponibilites import Face
from booking.services.etat import EtatService, etats_now


@require_safe
def choose_lieu(request: HttpRequest) -> HttpResponse:
    """Sites that may receive, each with its next start; the others only by phone."""
    now = timezone.now()
    choix = read_choix(request)
    if missing := choix.missing("lieu"):
        return restart(choix, missing)
    found = lieux_for(
        motif=choix.motif,
        now=now,
        adresse=choix.adresse.resolue if choix.adresse else None,
        face=Face.USAGER,
    )
    ailleurs = choix.motif.ailleurs
    if (
        choix.a_distance
        and not ailleurs
        and not (found.joindre or found.personne or len(found.proposes) > 1)
    ):
        # One team, or openings tied to no site: nothing to choose, straight to the hours.
        seul = found.proposes[0].lieu if found.proposes else None
        return redirect(choix.but(lieu=seul, sans_lieu=seul is None).url("creneau"))
    montres = [p.lieu for p in found.proposes] + list(found.joindre)
    etats = etats_now(
        territoire=request.territoire,
        now=now,
        services=[choix.motif.service_id],
        lieux=[] if choix.a_distance else montres,
    )
    contexte = {
        "etats": [etat for etat in etats if etat.lieu is None],
        "lieux": [card(p, choix, etats, seul=found.impose) for p in found.proposes],
        "impose": found.impose,
        "raison": found.raison,
        "orphelin": found.orphelin,
        "joindre": [phone_card(lieu, etats) for lieu in found.joindre],
        "ailleurs_url": "" if found.personne else _way_out(choix, now),
        "aucun_creneau": not ailleurs
        and bool(found.proposes)
        and not any(p.prochain for p in found.proposes),
    }
    return render_step(request, "lieu", choix, contexte)


def card(
    propose: LieuPropose, choix: Choix, etats: Sequence[EtatService], *, seul: bool = False
) -> dict[str, Any]:
    """A site as the `lieux` component reads it."""
    lieu = propose.lieu
    prochain = propose.prochain
    return {
        "nom": as_data(lieu.nom),
        "adresse": "" if choix.a_distance else as_data(lieu.adresse_complete),
        "distance": distance_in_words(propose.distance_km),
        "secteur": propose.competent,
        "prochain": prochain.debut if prochain else None,
        "absence": "" if prochain else _no_start(choix),
        "sans": _("Réservé sur un autre site") if choix.motif and choix.motif.ailleurs else "",
        "infos": [] if choix.a_distance else facts(lieu, etats),
        "url": choix.but(lieu=lieu).url("creneau") if prochain else "",
        "telephone": lieu.telephone or lieu.organisation.telephone,
    }


def _way_out(choix: Choix, now: dt.datetime) -> str:
    """Where a motif booked elsewhere leads, counted on the way; "" for any other."""
    if choix.motif is None or not leads_elsewhere(motif=choix.motif, now=now):
        return ""
    return reverse("public:ailleurs", args=[choix.motif.uid])


def _no_start(choix: Choix) -> str:
    if choix.motif and choix.motif.ailleurs:
        return format_html(_("Celui de {nom}."), nom=as_data(choix.motif.ailleurs_nom))
    return _("Aucun créneau libre pour le moment.")


def phone_card(lieu: Lieu, etats: Sequence[EtatService]) -> dict[str, Any]:
    """A site that does not book online for this motif."""
    return {
        "nom": as_data(lieu.nom),
        "adresse": as_data(lieu.adresse_complete),
        "prochain": None,
        "absence": _("Sur rendez-vous, par téléphone."),
        "infos": facts(lieu, etats),
        "telephone": lieu.telephone or lieu.organisation.telephone,
    }


def facts(lieu: Lieu, etats: Sequence[EtatService]) -> list[tuple[str, str]]:
    """What helps to choose: access, and what is unusual these days."""
    lines = []
    if lieu.fauteuil:
        lines.append(("fauteuil", _("accès en fauteuil roulant")))
    here = [etat for etat in etats if etat.lieu == lieu.pk]
    return lines + [("attention", _disturbed(etat)) for etat in here]


def _disturbed(etat: EtatService) -> str:
    texte = etat.texte if etat.par_nous else as_data(etat.texte)
    return format_html("{}{} {}", etat.quoi.capitalize(), colon(), texte)


def distance_in_words(km: float | None) -> str:
    """ "à 1,2 km", "à 800 m": nobody needs more precision to choose."""
    if km is None:
        return ""
    if km < 1:
        return _("à %(metres)d m") % {"metres": max(100, round(km * 10) * 100)}
    figure = number_format(km, 1) if km < 10 else f"{km:.0f}"
    return _("à %(km)s km") % {"km": figure}
