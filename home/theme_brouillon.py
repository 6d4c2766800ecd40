"""A theme being tried: its colours travel signed in its address, so that nothing is saved."""

from __future__ import annotations

from django.core import signing

from home.theme import compute_palette, render_css

_SEL = "parvis.theme"
DUREE_SECONDES = 3600


def sign_draft(couleur: str, action: str) -> str:
    """Name of the stylesheet of these colours, good for an hour."""
    return signing.dumps([couleur, action], salt=_SEL)


def read_draft(name: str) -> str | None:
    """The stylesheet; None for a name we did not write."""
    try:
        couleur, action = signing.loads(name, salt=_SEL, max_age=DUREE_SECONDES)
        return render_css(compute_palette(couleur, action or None))
    except (signing.BadSignature, ValueError):
        return None
