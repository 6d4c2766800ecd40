"""Without an address, or with one we do not know: the commune, who receives one's mail, any site.

None of these ways asks for a proof, and none is a dead end.
"""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from booking.langues import as_data
from booking.public.adresse import route
from booking.public.adresse_donnee import read_candidat, seal_adresse, seal_candidat
from booking.public.formulaires import CommuneForm, DomiciliationForm
from booking.public.orientation import commune_as_candidat, decision_on, named_bodies, place_of
from booking.public.page import render_step
from booking.public.parcours import Choix, read_choix
from sectorisation.models import Commune

SANS_ADRESSE = "sans-adresse"


@require_http_methods(["GET", "HEAD", "POST"])
def give_commune(request: HttpRequest) -> HttpResponse:
    """`situation` says what brought the person here: the page speaks to them accordingly."""
    now = timezone.now()
    choix = read_choix(request)
    if choix.motif is None:
        return redirect(choix.url("motif"))
    situation = request.GET.get("situation", "")[:20]
    forms = _Formulaires(request, choix, situation)
    if request.method == "POST":
        if request.POST.get("geste") == "domicilier":
            return _pick_body(request, choix, forms, now)
        return _pick_commune(request, choix, forms, now)
    contexte = {
        "form": forms.faulty or forms.commune,
        "commune": forms.commune,
        "communes": forms.communes,
        "domiciliation": forms.domiciliation if forms.domiciliations else None,
        "situation": situation,
        "action": choix.url("adresse_commune", situation=situation),
        "sans_url": "" if choix.a_domicile else choix.without_address().url("lieu"),
        "adresse_url": choix.url("adresse"),
    }
    return render_step(request, "adresse", choix, contexte, template="public/adresse_commune.html")


class _Formulaires:
    """The two lists of the page; the one that was sent empty comes back with its error."""

    def __init__(self, request: HttpRequest, choix: Choix, situation: str) -> None:
        territoire = request.territoire
        self.choix, self.situation = choix, situation
        rows = Commune.objects.of(territoire).without_contour().order_by("nom")
        self.communes = [(row.insee, row.nom) for row in rows]
        bodies = named_bodies(territoire, choix.service) if situation == SANS_ADRESSE else []
        self.domiciliations = [
            (seal_candidat(body.candidat, territoire_id=territoire.pk), as_data(body.libelle))
            for body in bodies
        ]
        posted = {
            nom: {} for nom in ("commune", "domiciliation") if nom == request.GET.get("reponse")
        }
        self.commune = CommuneForm(posted.get("commune"), communes=self.communes)
        self.domiciliation = DomiciliationForm(
            posted.get("domiciliation"), organismes=self.domiciliations
        )
        self.faulty = next((f for f in (self.commune, self.domiciliation) if f.is_bound), None)

    def ask_again(self, nom: str) -> HttpResponse:
        return redirect(self.choix.url("adresse_commune", situation=self.situation, reponse=nom))


def _pick_commune(
    request: HttpRequest, choix: Choix, forms: _Formulaires, now: dt.datetime
) -> HttpResponse:
    form = CommuneForm(request.POST, communes=forms.communes)
    if not form.is_valid():
        return forms.ask_again("commune")
    territoire = request.territoire
    commune = Commune.objects.of(territoire).get(insee=form.cleaned_data["commune"])
    candidat = commune_as_candidat(commune)
    decision = decision_on(choix.service, territoire, [candidat], chosen=True)
    if decision is None or decision.action != "demander_voie" or choix.service is None:
        return route(request, choix, candidat, now)
    # Whoever has only a commune to give is not asked for a street: they choose the site.
    adresse = place_of(choix.service, candidat, decision)
    token = seal_adresse(adresse, territoire_id=territoire.pk)
    return redirect(choix.but(ou=token, adresse=adresse, sans_adresse=False, lieu=None).url("lieu"))


def _pick_body(
    request: HttpRequest, choix: Choix, forms: _Formulaires, now: dt.datetime
) -> HttpResponse:
    candidat = read_candidat(request.POST.get("organisme", ""), territoire_id=request.territoire.pk)
    if candidat is None:
        return forms.ask_again("domiciliation")
    return route(request, choix, candidat, now)
