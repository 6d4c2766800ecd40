"""Old addresses of the portail of the host, and where they lead: listed, added, withdrawn."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from home.chemins import reserved_roots
from home.demarrage import publish
from home.models import Portail

PAR_PAGE = 50
# Nothing of these roots leads elsewhere, not even what is absent: see portal/acces.py.
FERMEES = frozenset(("agents", "api", "cms", "rdv", "rendez-vous"))
UN_SEUL_BUT = "Choisissez une page, ou écrivez une adresse : l’une des deux, pas les deux."
DEJA_REPOND = "Cette adresse répond déjà : une redirection n’y servirait à rien."
DEJA_DITE = "Cette adresse est déjà redirigée : retirez d’abord l’autre redirection."


class PageDuPortail(forms.ModelChoiceField):
    def label_from_instance(self, page: Page) -> str:
        """Set in by its depth, as in a plan."""
        return f"{'– ' * (page.depth - 2)}{page.title}"


class RedirectionForm(forms.Form):
    ancienne = forms.CharField(
        label="Ancienne adresse",
        max_length=255,
        help_text="Ce qui suit le nom de domaine : /services/pmi.html",
        error_messages={"required": "Écrivez l’ancienne adresse."},
    )
    page = PageDuPortail(
        label="Page d’arrivée",
        queryset=Page.objects.none(),
        required=False,
        empty_label="Aucune",
        error_messages={"invalid_choice": "Choisissez une page de votre portail."},
    )
    lien = forms.URLField(
        label="Ou adresse d’un autre site",
        required=False,
        max_length=255,
        assume_scheme="https",
        error_messages={"invalid": "Écrivez une adresse entière : https://exemple.fr/page"},
    )

    def __init__(self, *args: Any, portail: Portail, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.portail = portail
        root = portail.site.root_page
        self.fields["page"].queryset = Page.objects.descendant_of(root, inclusive=True).live()

    def clean_ancienne(self) -> str:
        """A whole address pasted from a browser is taken for its path."""
        typed = self.cleaned_data["ancienne"].strip()
        path = urlsplit(typed).path if "://" in typed else f"/{typed.lstrip('/')}"
        path = Redirect.normalise_path(path)
        root = self.portail.site.root_page
        first, _slash, rest = path.strip("/").partition("/")
        ours = first in FERMEES or (first in reserved_roots() and not rest)
        below = f"{root.url_path.rstrip('/')}{path.rstrip('/')}/"
        if ours or Page.objects.filter(url_path=below, live=True).exists():
            raise forms.ValidationError(DEJA_REPOND)
        if Redirect.objects.filter(site=self.portail.site, old_path=path).exists():
            raise forms.ValidationError(DEJA_DITE)
        return path

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        lost = self.errors.keys() & {"page", "lien"}
        if not lost and bool(cleaned.get("page")) == bool(cleaned.get("lien")):
            self.add_error("page", UN_SEUL_BUT)
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    portail = request.portail
    form = RedirectionForm(request.POST or None, portail=portail)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        Redirect.objects.create(
            site=portail.site,
            old_path=values["ancienne"],
            redirect_page=values["page"],
            redirect_link=values["lien"],
        )
        publish(portail)
        messages.success(request, "C’est enregistré : l’ancienne adresse mène déjà à la nouvelle.")
        return redirect("redirections")
    rows = Redirect.objects.filter(site=portail.site).select_related("redirect_page")
    context = {
        "form": form,
        "media": form.media,
        "redirections": Paginator(rows.order_by("old_path"), PAR_PAGE).get_page(
            request.GET.get("p")
        ),
        "page_title": "Redirections",
        "header_icon": "redirect",
    }
    refused = form.is_bound and not form.is_valid()
    return render(request, "home/cms/redirections.html", context, status=422 if refused else 200)


@require_POST
def delete(request: HttpRequest, redirection_id: int) -> HttpResponse:
    row = get_object_or_404(Redirect, pk=redirection_id, site=request.portail.site)
    row.delete()
    publish(request.portail)
    messages.success(request, f"{row.old_path} n’est plus redirigée.")
    return redirect("redirections")
