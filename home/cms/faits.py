"""The facts of services and sites, edited by the editors of the portail of the host.

The views are open to editors in home/cloison.py, object by object; each also reads within the
territoire of the host, for technical superusers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from booking.models import CasUsage, Lieu, Motif, Service
from booking.saisie_horaires import (
    JOURS,
    SaisieIllisible,
    parse_closures,
    parse_openings,
    parse_permanences,
    write_closures,
    write_openings,
    write_permanences,
)
from booking.services.faits import (
    FAITS_LIEU,
    FAITS_MOTIF,
    FAITS_SERVICE,
    write_faits_lieu,
    write_faits_motif,
    write_faits_service,
)
from home.demarrage import publish
from home.page_cas_usage import create_landing_page, landing_pages

ENREGISTRE = "C’est enregistré. Les pages, le parcours et les messages le disent déjà."
A_CORRIGER = "Rien n’est enregistré : corrigez ce qui est indiqué plus bas."


class SaisieField(forms.CharField):
    """A text that `parse` turns into what the model keeps; refused in its own sentence."""

    def __init__(self, parse: Callable[[str], Any], **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.parse = parse

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return self.parse(text)
        except SaisieIllisible as error:
            raise forms.ValidationError(error.phrase) from error


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class FaitsServiceForm(forms.ModelForm):
    pieces = SaisieField(
        _lines, label="Pièces à apporter", help_text="Une par ligne.", widget=forms.Textarea
    )

    class Meta:
        model = Service
        fields = FAITS_SERVICE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["pieces"] = "\n".join(str(piece) for piece in self.instance.pieces)
        for name in ("public", "conditions"):
            self.fields[name].help_text = "Une idée par ligne."
        self.fields["urgence"].help_text = "Un numéro par ligne : « 15 : Samu, jour et nuit »."

    def faits(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FAITS_SERVICE}


class FaitsLieuForm(forms.ModelForm):
    fermetures = SaisieField(
        parse_closures,
        label="Fermetures",
        help_text="Une par ligne : « 24/12/2026 au 26/12/2026 : Noël ». Aucun créneau n’y est "
        "proposé ; les rendez-vous déjà pris restent à déplacer.",
        widget=forms.Textarea,
    )
    permanences = SaisieField(
        parse_permanences,
        label="Permanences sans rendez-vous",
        help_text="Une par ligne : « Pesée des bébés : mardi 9:00-11:00 ».",
        widget=forms.Textarea,
    )

    class Meta:
        model = Lieu
        fields = tuple(name for name in FAITS_LIEU if name != "horaires")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lieu = self.instance
        self.initial["fermetures"] = write_closures(lieu.fermetures)
        self.initial["permanences"] = write_permanences(lieu.permanences)
        days = {}
        for day, nom in enumerate(JOURS):
            days[f"jour_{day}"] = SaisieField(
                parse_openings,
                label=f"Horaires du {nom}",
                help_text="« 8:30-12:00, 13:30-17:00 ». Vide : fermé.",
            )
            self.initial[f"jour_{day}"] = write_openings(lieu.horaires.get(str(day)))
        self.fields = {**days, **self.fields}

    def faits(self) -> dict[str, Any]:
        data = self.cleaned_data
        horaires = {str(d): data[f"jour_{d}"] for d in range(7) if data[f"jour_{d}"]}
        return {"horaires": horaires} | {name: data[name] for name in self.Meta.fields}


class FaitsMotifForm(forms.ModelForm):
    """A motif held in another agenda says whose, and where."""

    ailleurs_url = forms.URLField(
        required=False,
        assume_scheme="https",
        label="Adresse de réservation",
        help_text="En https://. Le parcours mène au lieu, puis à cette adresse.",
    )

    class Meta:
        model = Motif
        fields = FAITS_MOTIF
        labels = {"ailleurs_nom": "Chez qui"}
        help_texts = {"ailleurs_nom": "« la mairie d’Orval », « l’hôpital ». Vide : réservé ici."}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        nom, url = cleaned.get("ailleurs_nom"), cleaned.get("ailleurs_url")
        if nom and not url and "ailleurs_url" not in self.errors:
            self.add_error("ailleurs_url", "Écrivez aussi l’adresse, ou effacez le nom.")
        if url and not nom:
            self.add_error("ailleurs_nom", "Écrivez aussi chez qui : les gens lisent ce nom.")
        return cleaned

    def faits(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FAITS_MOTIF}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    cas_usages = list(CasUsage.objects.of(request.territoire))
    pages = landing_pages(request.portail, cas_usages) if cas_usages else {}
    context = {
        "cas_usages": [(cas, pages.get(cas.pk)) for cas in cas_usages],
        "services": Service.objects.of(request.territoire).open(),
        "motifs": Motif.objects.of(request.territoire)
        .active()
        .select_related("service")
        .in_order(),
        "lieux": Lieu.objects.of(request.territoire).receiving().order_by("commune", "nom"),
        "page_title": "Services et lieux",
        "header_icon": "list-ul",
    }
    return render(request, "home/cms/faits.html", context)


@require_POST
def create_page(request: HttpRequest, cas_id: int) -> HttpResponse:
    """The landing page of a use case, as a draft, opened to be read again and published."""
    cas = get_object_or_404(CasUsage.objects.of(request.territoire), pk=cas_id)
    if not request.portail.site.root_page.permissions_for_user(request.user).can_add_subpage():
        raise Http404
    page = create_landing_page(portail=request.portail, cas_usage=cas, auteur=request.user)
    messages.success(request, "La page est prête : relisez-la, puis publiez-la.")
    return redirect("wagtailadmin_pages:edit", page.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_service(request: HttpRequest, service_id: int) -> HttpResponse:
    service = get_object_or_404(Service.objects.of(request.territoire), pk=service_id)

    def save(faits: dict[str, Any]) -> None:
        write_faits_service(service=service, faits=faits)

    return _edit(request, FaitsServiceForm, service, save)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_lieu(request: HttpRequest, lieu_id: int) -> HttpResponse:
    lieu = get_object_or_404(Lieu.objects.of(request.territoire), pk=lieu_id)

    def save(faits: dict[str, Any]) -> None:
        write_faits_lieu(lieu=lieu, faits=faits)

    return _edit(request, FaitsLieuForm, lieu, save)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_motif(request: HttpRequest, motif_id: int) -> HttpResponse:
    motif = get_object_or_404(Motif.objects.of(request.territoire), pk=motif_id)

    def save(faits: dict[str, Any]) -> None:
        write_faits_motif(motif=motif, faits=faits)

    return _edit(request, FaitsMotifForm, motif, save)


def _edit(
    request: HttpRequest,
    form_class: type[FaitsServiceForm] | type[FaitsLieuForm] | type[FaitsMotifForm],
    row: Model,
    save: Callable[[dict[str, Any]], None],
) -> HttpResponse:
    nom = str(row)
    form = form_class(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        save(form.faits())
        publish(request.portail)
        messages.success(request, ENREGISTRE)
        return redirect("faits")
    refused = form.is_bound and not form.is_valid()
    if refused:
        messages.error(request, A_CORRIGER)
    context = {"form": form, "page_title": nom, "header_icon": "list-ul"}
    return render(request, "home/cms/faits_form.html", context, status=422 if refused else 200)
