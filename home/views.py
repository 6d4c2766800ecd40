"""The theme of a portail as a stylesheet."""

from django.http import HttpRequest, HttpResponse


def theme(request: HttpRequest, empreinte: str) -> HttpResponse:
    """Custom properties computed from one brand colour; the address changes with the colour."""
    from home.theme import compute_palette, render_css

    palette = compute_palette(request.portail.couleur, request.portail.couleur_action or None)
    response = HttpResponse(render_css(palette), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
