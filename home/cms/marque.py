"""The brand of a portail, edited by its editors: name, colour, logo, how to be reached."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.images.widgets import AdminImageChooser

from home.models import ImagePortail, Portail
from home.presentation import present_draft
from home.theme import CouleurIllisible, compute_palette
from home.theme_brouillon import sign_draft

AUTRE_IMAGE = "Choisissez une image de votre portail."


class MarqueForm(forms.ModelForm):
    """Refuses a colour that cannot be read, and proposes the nearest that can."""

    class Meta:
        model = Portail
        fields = (
            "nom_affiche",
            "logo",
            "icone",
            "couleur",
            "couleur_action",
            "telephone",
            "horaires_telephone",
            "email",
            "adresse",
            "directeur_publication",
            "email_donnees",
        )
        widgets = {
            "logo": AdminImageChooser,
            "icone": AdminImageChooser,
            "adresse": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("logo", "icone"):
            self.fields[name].queryset = ImagePortail.objects.filter(
                territoire=self.instance.territoire_id
            )
            self.fields[name].error_messages["invalid_choice"] = AUTRE_IMAGE
        # A colour that can be read, offered in one press when the one asked for cannot.
        self.proposition = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        couleur, action = cleaned.get("couleur"), cleaned.get("couleur_action")
        if couleur:
            try:
                compute_palette(couleur, action or None)
            except CouleurIllisible as error:
                self.add_error("couleur_action", str(error))
                self.proposition = error.proposition
            except ValueError:
                # Not a colour at all: the model's own validator says so.
                pass
        return cleaned


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The home page in the brand being written; nothing is saved."""
    row = _row(request)
    form = MarqueForm(request.POST, instance=row)
    if not form.is_valid():
        return _show(request, form, status=422)
    request.portail = row
    theme_url = reverse("theme", args=[sign_draft(row.couleur, row.couleur_action)])
    request._portail_presente = present_draft(row, theme_url=theme_url)
    response = row.site.root_page.specific.serve(request)
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Always the portail of the host: no address names another."""
    form = MarqueForm(request.POST or None, instance=_row(request))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "C’est enregistré. Les pages montrent déjà la nouvelle marque.")
        return redirect("marque")
    return _show(request, form, status=422 if form.is_bound and not form.is_valid() else 200)


def _row(request: HttpRequest) -> Portail:
    """The middleware's row serves this request too: an invalid form must not change it."""
    portails = Portail.objects.select_related("site__root_page", "territoire", "logo", "icone")
    return portails.get(pk=request.portail.pk)


def _show(request: HttpRequest, form: MarqueForm, *, status: int) -> HttpResponse:
    context = {
        "form": form,
        "media": form.media,
        "page_title": "Nom, couleur et contact",
        "header_icon": "cog",
    }
    return render(request, "home/cms/marque.html", context, status=status)
