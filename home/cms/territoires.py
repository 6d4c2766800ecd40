"""The two screens "Nouveau territoire", for the technical team: what it is, then where it is.

Nothing is stored before the last press; each screen carries what the other was told.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from home.models import Portail
from home.models.portail import COULEUR
from home.nouveau_territoire import (
    HOTE_PRIS,
    invite_first,
    open_portail,
    proposed_host,
    refuse_code,
    refuse_host,
)
from home.theme import compute_palette

FAIT = "territoires_ouverts"


def technical_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The wall keeps editors out of what it does not list; this says it where it is read."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_superuser:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapper


class IdentiteForm(forms.Form):
    nom = forms.CharField(
        label="Nom",
        max_length=100,
        help_text="Comme il se lit dans l’en-tête : Val-d’Orne.",
        error_messages={"required": "Écrivez le nom du territoire."},
    )
    sur_nom = forms.CharField(
        label="Ligne au-dessus du nom",
        max_length=60,
        required=False,
        initial="Département",
        help_text="Département de l’, Métropole de… Vide : rien.",
    )
    code = forms.SlugField(
        label="Code",
        max_length=20,
        help_text="Numéro du département ou mot court, sans accent ni espace : 61, val-d-orne. "
        "Il ne change plus.",
        error_messages={
            "required": "Écrivez le code du territoire.",
            "invalid": "Un code est fait de lettres sans accent, de chiffres et de tirets.",
        },
    )
    couleur = forms.CharField(
        label="Couleur",
        max_length=7,
        initial="#0d5c55",
        help_text="Boutons, liens et illustrations en sont déduits, toujours lisibles.",
        error_messages={"required": "Écrivez une couleur : #0d5c55."},
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].lower()
        if refusal := refuse_code(code):
            raise forms.ValidationError(refusal)
        return code

    def clean_couleur(self) -> str:
        couleur = f"#{self.cleaned_data['couleur'].strip().lstrip('#').lower()}"
        COULEUR(couleur)
        return couleur


class PlaceForm(forms.Form):
    hote = forms.CharField(
        label="Nom de domaine",
        max_length=253,
        help_text="Celui que les gens écriront, sans https://.",
        error_messages={"required": "Écrivez le nom de domaine du portail."},
    )
    email = forms.EmailField(
        label="Courriel de contact",
        required=False,
        help_text="Montré sur les pages. Il peut s’ajouter plus tard.",
        error_messages={"invalid": "Écrivez une adresse complète : contact@exemple.fr."},
    )
    administrateur = forms.EmailField(
        label="Adresse de la première administratrice ou du premier administrateur",
        help_text="Cette personne reçoit un lien pour choisir son mot de passe.",
        error_messages={
            "required": "Écrivez l’adresse de la personne qui administrera le portail.",
            "invalid": "Écrivez une adresse complète : prenom.nom@exemple.fr.",
        },
    )

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code = code

    def clean_hote(self) -> str:
        hote: str = self.cleaned_data["hote"].strip().lower().rstrip(".")
        if refusal := refuse_host(hote, code=self.code):
            raise forms.ValidationError(refusal)
        return hote


@require_http_methods(["GET", "HEAD", "POST"])
@technical_only
def nouveau(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _identity(request, IdentiteForm())
    typed = request.POST
    identite = IdentiteForm(typed)
    geste = typed.get("geste")
    if geste == "revenir":
        return _identity(request, IdentiteForm(initial=typed.dict()))
    if not identite.is_valid():
        return _identity(request, identite)
    code = identite.cleaned_data["code"]
    if geste != "creer":
        # The second screen for the first time, or again after a correction of the first.
        told = {name: typed.get(name, "") for name in PlaceForm.base_fields}
        told["hote"] = told["hote"] or proposed_host(code)
        return _place(request, identite, PlaceForm(initial=told, code=code))
    place = PlaceForm(typed, code=code)
    if not place.is_valid():
        return _place(request, identite, place)
    administrateur = place.cleaned_data.pop("administrateur")
    try:
        portail, made = open_portail(
            **identite.cleaned_data, **place.cleaned_data, port=request.portail.site.port
        )
    except ValueError:
        place.add_error("hote", HOTE_PRIS)
        return _place(request, identite, place)
    made += invite_first(portail=portail, email=administrateur)
    request.session[FAIT] = {**request.session.get(FAIT, {}), str(portail.pk): made}
    return redirect("territoire_ouvert", portail.pk)


@require_safe
@technical_only
def ouvert(request: HttpRequest, portail_id: int) -> HttpResponse:
    """What was made, and what nobody but people can do."""
    portail = Portail.objects.select_related("territoire").filter(pk=portail_id).first()
    if portail is None:
        raise Http404
    context = {
        "nouveau": portail,
        "fait": request.session.get(FAIT, {}).get(str(portail.pk), ()),
        "page_title": f"{portail.nom} est ouvert",
        "header_icon": "site",
    }
    return render(request, "home/cms/territoire_ouvert.html", context)


def _identity(request: HttpRequest, form: IdentiteForm) -> HttpResponse:
    kept = [(name, request.POST.get(name, "")) for name in PlaceForm.base_fields]
    context = {"form": form, "kept": [(n, v) for n, v in kept if v], "etape": 1}
    return _render(request, form, context)


def _place(request: HttpRequest, identite: IdentiteForm, form: PlaceForm) -> HttpResponse:
    values = identite.cleaned_data
    context = {
        "form": form,
        "kept": list(values.items()),
        "etape": 2,
        "identite": values,
        "action": compute_palette(values["couleur"]).action,
    }
    return _render(request, form, context)


def _render(request: HttpRequest, form: forms.Form, context: dict[str, Any]) -> HttpResponse:
    context |= {"page_title": "Nouveau territoire", "header_icon": "site"}
    refused = form.is_bound and not form.is_valid()
    return render(
        request, "home/cms/territoire_nouveau.html", context, status=422 if refused else 200
    )
