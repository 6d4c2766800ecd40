"""The screen "Équipe": who holds which role on the portail of the host, and inviting someone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from home import equipe
from home.errors import CourrielImpossible, DernierAdministrateur, RolePerdu
from home.perms import opens
from home.roles import FONCTIONS, RoleRedaction

CHOIX = [(int(f.role), f"{f.nom} : {f.resume[0].lower()}{f.resume[1:]}") for f in FONCTIONS]
NOMS = [(int(f.role), f.nom) for f in FONCTIONS]


class RoleForm(forms.Form):
    role = forms.TypedChoiceField(
        label="Rôle",
        choices=NOMS,
        coerce=lambda value: RoleRedaction(int(value)),
        error_messages={"invalid_choice": "Choisissez un rôle de la liste."},
    )


class InvitationForm(RoleForm):
    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="La personne reçoit un lien ; personne ne lui choisit de mot de passe.",
        error_messages={
            "required": "Écrivez l’adresse de la personne à inviter.",
            "invalid": "Écrivez une adresse complète, par exemple prenom.nom@exemple.fr.",
        },
    )
    field_order = ("email", "role")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = CHOIX
        self.fields["role"].widget = forms.RadioSelect(choices=CHOIX)
        self.fields["role"].error_messages["required"] = (
            "Choisissez ce que la personne pourra faire."
        )


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            equipe.invite(
                portail=request.portail,
                email=email,
                role=form.cleaned_data["role"],
                auteur=request.user,
            )
        except (CourrielImpossible, RolePerdu) as refusal:
            form.add_error(None, refusal.phrase)
        else:
            messages.success(request, f"Invitation envoyée à {email}.")
            return redirect("equipe")
    context = {
        "form": form,
        "media": form.media,
        "membres": equipe.list_team(request.portail),
        "fonctions": FONCTIONS,
        "page_title": "Équipe",
        "header_icon": "group",
    }
    refused = form.is_bound and not form.is_valid()
    return render(request, "home/cms/equipe.html", context, status=422 if refused else 200)


@require_POST
def change_role(request: HttpRequest, membre_id: int) -> HttpResponse:
    membre = _member(membre_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choisissez un rôle de la liste.")
        return redirect("equipe")
    role = form.cleaned_data["role"]
    try:
        equipe.change_role(portail=request.portail, membre=membre, role=role, auteur=request.user)
    except (DernierAdministrateur, RolePerdu) as refusal:
        messages.error(request, refusal.phrase)
    else:
        messages.success(request, f"C’est fait : {membre.email} a changé de rôle.")
    return _back(request)


@require_POST
def remove(request: HttpRequest, membre_id: int) -> HttpResponse:
    membre = _member(membre_id)
    try:
        equipe.remove(portail=request.portail, membre=membre, auteur=request.user)
    except (DernierAdministrateur, RolePerdu) as refusal:
        messages.error(request, refusal.phrase)
    else:
        messages.success(request, f"{membre.email} n’a plus de rôle sur ce portail.")
    return _back(request)


def _member(membre_id: int) -> Any:
    """The wall has checked that this person is of this portail."""
    return get_object_or_404(get_user_model(), pk=membre_id)


def _back(request: HttpRequest) -> HttpResponse:
    """Whoever gave up their own role is led to a screen that they may still open."""
    request.user = get_user_model().objects.get(pk=request.user.pk)
    if opens(request, "equipe"):
        return redirect("equipe")
    return redirect("wagtailadmin_home" if opens(request, "wagtailadmin_home") else "/")
