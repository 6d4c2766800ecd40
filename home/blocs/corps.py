"""The blocks of a page's body. A deployment extends them by subclassing `CorpsBlock`.

None offers a layout: what a block means decides how it looks, and it stays accessible.
"""

from __future__ import annotations

from typing import Any

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from home.blocs.rendez_vous import RendezVousBlock

TEXTE = ["h2", "h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]
PARAGRAPHE = ["bold", "ul", "link"]


class TexteBlock(blocks.RichTextBlock):
    """Headings and paragraphs."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=TEXTE, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = "Texte"
        description = "Titres, paragraphes, listes et liens."
        template = "home/blocs/texte.html"
        preview_value = (
            "<h2>Comment ça se passe ?</h2><p>Vous êtes reçu par une personne du service.</p>"
        )


class EncadreBlock(blocks.StructBlock):
    """What must not be missed; its level is written in words, never told by colour alone."""

    niveau = blocks.ChoiceBlock(
        choices=[("info", "Bon à savoir"), ("attention", "Attention")],
        default="info",
        label="Ce que c'est",
    )
    titre = blocks.CharBlock(max_length=120, label="Titre")
    texte = blocks.RichTextBlock(features=PARAGRAPHE, label="Texte")

    class Meta:
        icon = "info-circle"
        label = "Encadré"
        description = "Une information à ne pas manquer. Un ou deux par page, pas plus."
        template = "home/blocs/encadre.html"
        preview_value = {
            "niveau": "info",
            "titre": "C'est gratuit",
            "texte": "<p>Aucun document de paiement n'est demandé.</p>",
        }


class EtapeBlock(blocks.StructBlock):
    titre = blocks.CharBlock(max_length=120, label="Titre")
    texte = blocks.RichTextBlock(features=PARAGRAPHE, required=False, label="Texte")

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
        description = "Ce qu'il faut faire, dans l'ordre. Chaque étape commence par un verbe."
        template = "home/blocs/etapes.html"
        preview_value = {
            "titre": "Votre demande, pas à pas",
            "etapes": [
                {"titre": "Prenez rendez-vous", "texte": "<p>En ligne ou par téléphone.</p>"},
                {"titre": "Venez avec vos pièces", "texte": ""},
            ],
        }


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(max_length=160, label="Question")
    reponse = blocks.RichTextBlock(features=PARAGRAPHE, label="Réponse")

    class Meta:
        icon = "help"
        label = "Question"


class QuestionsBlock(blocks.StructBlock):
    """Questions people really ask, each opened on demand."""

    titre = blocks.CharBlock(max_length=120, default="Questions fréquentes", label="Titre")
    questions = blocks.ListBlock(QuestionBlock(), min_num=1, label="Questions")

    class Meta:
        icon = "help"
        label = "Questions"
        description = "Des questions posées pour de vrai, avec les mots des usagers."
        template = "home/blocs/questions.html"
        preview_value = {
            "titre": "Questions fréquentes",
            "questions": [
                {
                    "question": "Puis-je venir sans rendez-vous ?",
                    "reponse": "<p>Oui, le mercredi matin.</p>",
                }
            ],
        }

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["couples"] = [(item["question"], item["reponse"]) for item in value["questions"]]
        return context


class TelechargerBlock(blocks.StructBlock):
    """A document, with its format and weight said before one clicks."""

    document = DocumentChooserBlock(label="Document")
    titre = blocks.CharBlock(
        max_length=160,
        required=False,
        label="Titre",
        help_text="Vide : le titre du document. Le format et le poids s'ajoutent seuls.",
    )

    class Meta:
        icon = "download"
        label = "Télécharger"
        description = "Un fichier à télécharger. Préférez une page quand c'est possible."
        template = "home/blocs/telecharger.html"

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """A document of another territoire, or deleted, is not shown."""
        context = super().get_context(value, parent_context=parent_context)
        request = (parent_context or {}).get("request")
        document = value.get("document")
        territoire = getattr(request, "territoire", None)
        if document and territoire and document.territoire_id != territoire.pk:
            document = None
        context["document"] = document
        return context


class CorpsBlock(blocks.StreamBlock):
    """The body of a page."""

    texte = TexteBlock()
    encadre = EncadreBlock()
    etapes = EtapesBlock()
    questions = QuestionsBlock()
    telecharger = TelechargerBlock()
    rendez_vous = RendezVousBlock()

    class Meta:
        required = False
