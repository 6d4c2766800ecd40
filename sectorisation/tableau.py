"""Cells of the spreadsheets this room gives."""

ENTETE_CHANGEMENTS = (
    "adresse", "code_insee", "commune", "lon", "lat", "secteur_avant", "secteur_apres",
)  # fmt: skip
_FORMULES = ("=", "+", "-", "@", "\t", "\r")


def cell(texte: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{texte}" if texte.startswith(_FORMULES) else texte


def uncell(texte: str) -> str:
    """The text that `cell` was given."""
    return texte[1:] if texte.startswith("'") and texte[1:].startswith(_FORMULES) else texte
