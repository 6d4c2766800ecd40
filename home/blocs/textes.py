"""Blocks one writes in: texts, framed notes, steps."""

from __future__ import annotations

import html
import re
from typing import Any

from wagtail import blocks
from wagtail.rich_text import RichText
from wagtail.whitelist import check_url

# No h1 (the page has its own), no image, no frame: what is pasted from elsewhere loses the rest.
TEXTE = ["h2", "h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]
PARAGRAPHE = ["bold", "ul", "link"]

ECRIRE = "Écrire"
NIVEAUX = [("info", "Bon à savoir"), ("attention", "Attention"), ("important", "Important")]


_HREF = re.compile(r'\bhref="([^"]*)"', re.IGNORECASE)


class TexteRicheBlock(blocks.RichTextBlock):
    """A rich text whose links all lead somewhere.

    The editor refuses an address that would run something; a body written by code or copied may
    hold one.
    """

    def normalize(self, value: Any) -> RichText:
        source = value.source if isinstance(value, RichText) else value or ""
        return RichText(_HREF.sub(_safe, source))

    def to_python(self, value: Any) -> RichText:
        return self.normalize(value)


def _safe(match: re.Match[str]) -> str:
    return match[0] if check_url(html.unescape(match[1])) else 'href=""'


class TexteBlock(TexteRicheBlock):
    """Headings and paragraphs."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=TEXTE, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = "Texte"
        group = ECRIRE
        description = "Titres, paragraphes, listes et liens."
        help_text = "Un texte collé depuis Word garde ses titres, listes et liens, rien d’autre."
        template = "home/blocs/texte.html"
        preview_value = (
            "<h2>Comment ça se passe ?</h2><p>Vous êtes reçu par une personne du service.</p>"
        )


class EncadreBlock(blocks.StructBlock):
    """What must not be missed; its level is written in words, never told by colour alone."""

    niveau = blocks.ChoiceBlock(
        choices=NIVEAUX,
        default="info",
        label="Ce que c’est",
        help_text="Ce mot s’écrit devant le titre.",
    )
    titre = blocks.CharBlock(max_length=120, label="Titre")
    texte = TexteRicheBlock(features=PARAGRAPHE, label="Texte")

    class Meta:
        icon = "info-circle"
        label = "Encadré"
        group = ECRIRE
        description = "Une information à ne pas manquer. Un ou deux par page, pas plus."
        template = "home/blocs/encadre.html"
        preview_value = {
            "niveau": "info",
            "titre": "c’est gratuit",
            "texte": "<p>Aucun document de paiement n’est demandé.</p>",
        }

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        niveau = value.get("niveau") or "info"
        context["titre"] = f"{dict(NIVEAUX).get(niveau, NIVEAUX[0][1])}\u00a0: {value['titre']}"
        context["nature"] = "info" if niveau == "info" else "attention"
        return context


class EtapeBlock(blocks.StructBlock):
    titre = blocks.CharBlock(max_length=120, label="Titre")
    texte = TexteRicheBlock(features=PARAGRAPHE, required=False, label="Texte")

    class Meta:
        icon = "list-ol"
        label = "Étape"


class EtapesBlock(blocks.StructBlock):
    """What to do, in order."""

    titre = blocks.CharBlock(max_length=120, required=False, label="Titre")
    etapes = blocks.ListBlock(EtapeBlock(), min_num=2, label="Étapes")

    class Meta:
        icon = "list-ol"
        label = "Étapes"
        group = ECRIRE
        description = "Ce qu’il faut faire, dans l’ordre. Chaque étape commence par un verbe."
        template = "home/blocs/etapes.html"
        preview_value = {
            "titre": "Votre demande, pas à pas",
            "etapes": [
                {"titre": "Prenez rendez-vous", "texte": "<p>En ligne ou par téléphone.</p>"},
                {"titre": "Venez avec vos pièces", "texte": ""},
            ],
        }
