"""What one types to announce: nothing that cannot be typed with a thumb, nothing lost by an error."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from wagtail.models import Page

from booking.models import Gene, Lieu, Service
from booking.services.perturbations import TEXTE_MAX
from home.annonces import INFORMATION, Touche
from home.models import Niveau, Portail

PORTAIL = "portail"
DATES = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y %Hh%M", "%d/%m/%Y"]
DATE_ILLISIBLE = "Écrivez une date et une heure, par exemple 24/12/2026 18:00."
LIEN = re.compile(r"/(?!/)[^\s\\]*|https://[^\s\\]+")
ACCUEIL = {
    Gene.SUSPENDU: "Fermé au public",
    Gene.REDUIT: "Accueil réduit",
    Gene.MODIFIE: "Accueil modifié",
    INFORMATION: "Rien ne change : une information",
}
SERVICE = {
    Gene.SUSPENDU: "Service suspendu",
    Gene.REDUIT: "Service réduit",
    Gene.MODIFIE: "Service modifié",
}
NIVEAUX = {
    Niveau.INFORMATION: "Information : bon à savoir",
    Niveau.ATTENTION: "Attention : cela peut changer une démarche",
    Niveau.URGENCE: "Urgence : à lire tout de suite",
}


def target_groups(portail: Portail) -> list[tuple[str, list[tuple[str, str]]]]:
    """What may be touched on this portail, for a drop-down list."""
    territoire = portail.territoire
    root = portail.site.root_page
    pages = Page.objects.child_of(root).live().order_by("path")
    return [
        ("Partout", [(PORTAIL, "Tout le portail")]),
        ("Un lieu", [(f"lieu:{x.uid}", str(x)) for x in _lieux(territoire)]),
        ("Un service", [(f"service:{x.uid}", str(x)) for x in Service.objects.of(territoire).open()]),
        ("Une rubrique, avec ses pages", [(f"page:{p.pk}", p.title) for p in pages]),
    ]  # fmt: skip


def find_target(value: str, *, portail: Portail) -> Touche:
    """What a value of the list names on this portail; anything else is 404."""
    kind, _, key = value.partition(":")
    if value == PORTAIL:
        return Touche()
    if kind == "page":
        page = Page.objects.child_of(portail.site.root_page).live()
        found = page.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 12 else None
        if found:
            return Touche(page=found)
    elif kind in ("lieu", "service") and (uid := _uid(key)):
        model = Lieu if kind == "lieu" else Service
        row = model.objects.of(portail.territoire).filter(uid=uid).first()
        if row:
            return Touche(lieu=row) if kind == "lieu" else Touche(service=row)
    raise Http404


class CibleForm(forms.Form):
    """Step 1."""

    cible = forms.ChoiceField(
        label="Qu’est-ce qui est touché ?",
        error_messages={
            "required": "Choisissez ce qui est touché.",
            "invalid_choice": "Ce choix n’existe plus ou ne reçoit plus : choisissez dans la liste.",
        },
    )

    def __init__(self, *args: Any, portail: Portail, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(nom, choix) for nom, choix in target_groups(portail) if choix]
        self.fields["cible"].choices = [("", "Choisir…"), *groups]


def date_field(label: str, help_text: str, *, required: bool) -> forms.DateTimeField:
    """A day and an hour, in the zone of the territoire."""
    return forms.DateTimeField(
        label=label,
        help_text=help_text,
        required=required,
        input_formats=DATES,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": "Donnez une fin : sans elle, l’annonce resterait pour toujours.",
            "invalid": DATE_ILLISIBLE,
            "ambiguous_timezone": "Cette heure revient deux fois, la nuit du changement d’heure.",
        },
    )


class AnnonceForm(forms.Form):
    """Step 2: what happens and until when. Its fields follow what is touched."""

    nature = forms.ChoiceField(
        label="Que se passe-t-il ?",
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce qui change.", "invalid_choice": "Choisissez dans la liste."},
    )  # fmt: skip
    lieu = forms.ChoiceField(
        label="Dans quel lieu ?",
        required=False,
        error_messages={"invalid_choice": "Ce lieu ne reçoit plus : choisissez-en un autre."},
    )
    texte = forms.CharField(
        label="Le message",
        help_text=f"Ce qui se passe, puis quoi faire. {TEXTE_MAX} caractères au plus.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Dites en une phrase ce qui se passe."},
    )
    lien = forms.CharField(
        label="Pour en savoir plus (facultatif)",
        help_text="L’adresse d’une page : /ma-page/ ou https://…",
        required=False,
        max_length=300,
    )
    debut = date_field("Début (facultatif)", "Vide : dès maintenant.", required=False)
    fin = date_field("Fin", "Le message disparaît de lui-même à cette heure.", required=True)
    cle = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, touche: Touche, now: dt.datetime, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"cle": uuid.uuid4().hex})
        super().__init__(*args, **kwargs)
        self.touche, self.now = touche, now
        words: dict[Any, str] = NIVEAUX
        if touche.service:
            words = SERVICE
        elif touche.lieu:
            words = ACCUEIL
        self.fields["nature"].choices = [(str(value), text) for value, text in words.items()]
        if touche.service:
            lieux = _lieux(touche.service.territoire_id)
            self.fields["lieu"].choices = [
                ("", "Tous les lieux"),
                *((str(lieu.uid), str(lieu)) for lieu in lieux),
            ]
        else:
            del self.fields["lieu"]
        if touche.service or touche.lieu:
            del self.fields["lien"]

    def clean_texte(self) -> str:
        texte = " ".join(self.cleaned_data["texte"].split())
        if len(texte) > TEXTE_MAX:
            raise ValidationError(f"Ce texte a {len(texte)} caractères : {TEXTE_MAX} au plus.")
        return texte

    def clean_lien(self) -> str:
        lien = self.cleaned_data["lien"].strip()
        if lien and not LIEN.fullmatch(lien):
            raise ValidationError("Écrivez /ma-page/ ou une adresse qui commence par https://.")
        return lien

    def clean_cle(self) -> str:
        return self.cleaned_data["cle"] or uuid.uuid4().hex

    def whole_target(self) -> Touche:
        """What is touched, the site chosen included."""
        uid = self.cleaned_data.get("lieu")
        if not (self.touche.service and uid):
            return self.touche
        lieu = _lieux(self.touche.service.territoire_id).get(uid=uid)
        return Touche(service=self.touche.service, lieu=lieu)

    def told(self) -> Iterator[tuple[str, str]]:
        """`(name, value)` of everything typed, to carry on to the next page."""
        for name in self.fields:
            yield name, self.data.get(name, "")


class FinForm(forms.Form):
    """Another end."""

    fin = date_field(
        "Nouvelle fin", "Le message disparaît de lui-même à cette heure.", required=True
    )


def _lieux(territoire: Any) -> Any:
    return Lieu.objects.of(territoire).receiving().order_by("nom")


def _uid(key: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(key)
    except ValueError:
        return None
