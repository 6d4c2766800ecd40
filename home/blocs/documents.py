"""A file to download, with its format and weight said before one clicks."""

from __future__ import annotations

from typing import Any

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from home.blocs.apercu import ApercuDuPortail
from home.blocs.portee import own, own_page_url
from home.courant import territoire_courant

MONTRER = "Montrer"
LANGUES = [
    ("fr", "Français"),
    ("falc", "Français facile à lire (FALC)"),
    ("ar", "Arabe"),
    ("zh", "Chinois"),
    ("en", "Anglais"),
    ("es", "Espagnol"),
    ("pt", "Portugais"),
    ("ru", "Russe"),
    ("tr", "Turc"),
    ("uk", "Ukrainien"),
]
# As written after the format: "(PDF, 1,2 Mo, en ukrainien)".
LANGUES_ECRITES = {code: f"en {nom[0].lower()}{nom[1:]}" for code, nom in LANGUES}


class TelechargerBlock(ApercuDuPortail, blocks.StructBlock):
    """Format and weight are read from the file; a web page, when there is one, comes first."""

    document = DocumentChooserBlock(label="Document")
    titre = blocks.CharBlock(
        max_length=160,
        required=False,
        label="Titre",
        help_text="Vide : le titre du document. Le format et le poids s’ajoutent seuls.",
    )
    langue = blocks.ChoiceBlock(
        choices=LANGUES, default="fr", required=False, label="Langue du document"
    )
    page = blocks.PageChooserBlock(
        required=False,
        label="Une page web dit-elle la même chose ?",
        help_text="Si oui, choisissez-la : elle se lit sur un téléphone et s’écoute.",
    )

    class Meta:
        icon = "download"
        label = "Télécharger"
        group = MONTRER
        description = "Un fichier à télécharger. Préférez une page quand c’est possible."
        template = "home/blocs/telecharger.html"

    def preview_of_portail(self) -> dict[str, Any] | None:
        from home.models import DocumentPortail

        row = DocumentPortail.objects.filter(territoire=territoire_courant.get()).last()
        return {"document": row, "langue": "fr"} if row else None

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """A document of another territoire, deleted, or whose file is lost, is not shown."""
        context = super().get_context(value, parent_context=parent_context)
        document = own(value.get("document"), parent_context)
        poids = weight_of(document)
        context["document"] = document if poids else None
        if document and poids:
            langue = value.get("langue")
            langue = langue if langue in LANGUES_ECRITES else "fr"
            page = value.get("page")
            url = own_page_url(page, parent_context)
            titre = value.get("titre") or document.title
            details = ", ".join([poids, *([LANGUES_ECRITES[langue]] if langue != "fr" else [])])
            context |= {
                "texte": f"{titre} ({details})",
                "page_url": url,
                "page_titre": page.title if url else "",
            }
        return context


def weight_of(document: Any) -> str:
    """ "PDF, 1,2 Mo"; "" without a file."""
    size = document.get_file_size() if document else None
    if size is None:
        return ""
    return f"{document.file_extension.upper()}, {_size(size)}"


def _size(octets: int) -> str:
    """ "820 Ko", "1,2 Mo": thousands, as shops and telephones count; never "0 Ko"."""
    if octets < 1_000_000:
        return f"{max(1, round(octets / 1000))}\u00a0Ko"
    return f"{octets / 1_000_000:.1f}".replace(".", ",").removesuffix(",0") + "\u00a0Mo"
