"""Reaching one's appointment without the link: by its code, or by having the link sent again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from booking.freins import CODES, LIENS_PERDUS
from booking.public.formulaires import LienPerduForm
from booking.public.page import appel_for
from booking.public.reponses import personnelle, too_many
from booking.services.liens import ask_lost_link, rdv_by_code, token_of
from booking.visiteur import visiteur_of

MAUVAIS_CODE = _("Ce code n’ouvre aucun rendez-vous. Vérifiez les 8 lettres et chiffres.")


@personnelle
@require_safe
def ask_code(request: HttpRequest) -> HttpResponse:
    return _form(request)


# The home page posts here and sets no cookie, so no form token. Nothing is at stake: the code
# itself opens the appointment, and opening changes nothing.
@csrf_exempt
@personnelle
@require_http_methods(["GET", "HEAD", "POST"])
def open_by_code(request: HttpRequest) -> HttpResponse:
    """A code leads to the appointment's page; a wrong one says nothing about the others."""
    if request.method != "POST":
        return redirect("public:acces_rdv")
    now = timezone.now()
    visiteur_of(request)
    if wait := CODES.seconds_to_wait(request, now=now):
        return too_many(request, wait)
    code = request.POST.get("code", "").strip()
    rdv = rdv_by_code(territoire=request.territoire, code=code) if code else None
    if rdv is None:
        phrase = MAUVAIS_CODE if code else _("Écrivez le code de 8 lettres et chiffres.")
        return _form(request, erreur=phrase, valeur=code[:20], status=422)
    return redirect("public:rdv", jeton=token_of(rdv))


@personnelle
@require_http_methods(["GET", "HEAD", "POST"])
def lost_link(request: HttpRequest) -> HttpResponse:
    """Send the link again to the contact on file; the answer never says whether there was one."""
    form = LienPerduForm(request.POST or None)
    contexte = {"form": form, "appel": appel_for(request)}
    if request.method != "POST":
        return render(request, "public/lien_perdu.html", contexte)
    now = timezone.now()
    visiteur_of(request)
    if not form.is_valid():
        return render(request, "public/lien_perdu.html", contexte, status=422)
    if wait := LIENS_PERDUS.seconds_to_wait(request, now=now):
        return too_many(request, wait)
    if not form.filled_by_a_robot:
        ask_lost_link(territoire=request.territoire, contact=form.cleaned_data["contact"], now=now)
    return render(request, "public/lien_envoye.html", contexte)


def unknown_link(request: HttpRequest) -> HttpResponse:
    """404 for a link that never was, is over, or was replaced: the three look the same."""
    return _form(request, lien_inconnu=True, status=404)


def _form(
    request: HttpRequest,
    *,
    erreur: str = "",
    valeur: str = "",
    lien_inconnu: bool = False,
    status: int = 200,
) -> HttpResponse:
    contexte = {
        "erreur": erreur,
        "erreurs": [(erreur, "code")] if erreur else [],
        "valeur": valeur,
        "lien_inconnu": lien_inconnu,
        "appel": appel_for(request),
    }
    return render(request, "public/acces_rdv.html", contexte, status=status)
