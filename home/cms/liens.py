"""The links to mend, for editors of the portail of the host."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from home.liens_casses import broken_links


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    context = {
        "liens": broken_links(request.portail),
        "page_title": "Liens à corriger",
        "header_icon": "link",
    }
    return render(request, "home/cms/liens.html", context)
