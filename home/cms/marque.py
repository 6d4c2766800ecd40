"""The brand of a portail, edited by its editors: name, colour, logo, how to be reached."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from wagtail.images.widgets import AdminImageChooser

from home.models import ImagePortail, Portail
from home.theme import CouleurIllisible, compute_palette

AUTRE_IMAGE = "Choisissez une image de votre portail."


class MarqueForm(forms.ModelForm):
    """Refuses a colour that cannot be read, and proposes the nearest that can."""

    class Meta:
        model = Portail
        fields = (
            "nom_affiche",
            "logo",
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
            "adresse": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["logo"].queryset = ImagePortail.objects.filter(
            territoire=self.instance.territoire_id
        )
        self.fields["logo"].error_messages["invalid_choice"] = AUTRE_IMAGE

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        couleur, action = cleaned.get("couleur"), cleaned.get("couleur_action")
        if couleur:
            try:
                compute_palette(couleur, action or None)
            except CouleurIllisible as error:
                self.add_error("couleur_action", str(error))
            except ValueError:
                # Not a colour at all: the model's own validator says so.
                pass
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Always the portail of the host: no address names another."""
    portail: Portail = request.portail
    # The middleware's row serves this request too: an invalid form must not change it.
    row = Portail.objects.select_related("site", "territoire").get(pk=portail.pk)
    form = MarqueForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "C’est enregistré. Les pages montrent déjà la nouvelle marque.")
        return redirect("marque")
    context = {
        "form": form,
        "media": form.media,
        "page_title": "Nom, couleur et contact",
        "header_icon": "cog",
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "home/cms/marque.html", context, status=status)
