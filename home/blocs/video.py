"""A film, never without its words: a file of the library, or a link opened elsewhere."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

from home.blocs.documents import MONTRER, weight_of
from home.blocs.portee import own, web_url
from home.blocs.textes import PARAGRAPHE, TexteRicheBlock

FILMS = {"mp4": "video/mp4", "webm": "video/webm"}
UN_SEUL = "Choisissez un fichier de la bibliothèque, ou donnez un lien : l’un des deux."
PAS_UN_FILM = "Ce fichier n’est pas un film : déposez-le en MP4 ou en WebM."
PAS_DES_SOUS_TITRES = "Les sous-titres sont un fichier WebVTT, qui finit par « .vtt »."
ADRESSE_WEB = URLValidator(schemes=["https"], message="Écrivez une adresse en https://.")


class VideoBlock(blocks.StructBlock):
    """No frame from elsewhere: another host would follow the visitor (design, decision 19)."""

    titre = blocks.CharBlock(max_length=120, label="Titre", help_text="De quoi parle le film ?")
    fichier = DocumentChooserBlock(
        required=False, label="Fichier", help_text="MP4 ou WebM, déposé dans la bibliothèque."
    )
    sous_titres = DocumentChooserBlock(
        required=False, label="Sous-titres", help_text="Un fichier WebVTT (.vtt)."
    )
    lien = blocks.URLBlock(
        required=False,
        validators=[ADRESSE_WEB],
        label="Ou un lien",
        help_text="Le film s’ouvre sur le site qui le garde : rien n’en est chargé ici.",
    )
    transcription = TexteRicheBlock(
        features=PARAGRAPHE,
        label="Transcription",
        help_text="Tout ce qui est dit, et ce qu’il faut voir pour comprendre.",
    )

    class Meta:
        icon = "media"
        label = "Vidéo"
        group = MONTRER
        description = "Un film, avec sa transcription. Jamais de lecture automatique."
        template = "home/blocs/video.html"
        preview_value = {
            "titre": "La première visite à la PMI",
            "lien": "https://video.example.org/premiere-visite",
            "transcription": "<p>Une puéricultrice vous accueille et pèse votre bébé.</p>",
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        faults = {}
        fichier, sous_titres = cleaned.get("fichier"), cleaned.get("sous_titres")
        if fichier and fichier.file_extension.lower() not in FILMS:
            faults["fichier"] = PAS_UN_FILM
        if sous_titres and sous_titres.file_extension.lower() != "vtt":
            faults["sous_titres"] = PAS_DES_SOUS_TITRES
        both = bool(fichier) == bool(cleaned.get("lien"))
        if both and not (self.is_deferred_validation and not fichier):
            faults["lien"] = UN_SEUL
        if faults:
            raise StructBlockValidationError(
                block_errors={name: ValidationError(phrase) for name, phrase in faults.items()}
            )
        return cleaned

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        film = own(value.get("fichier"), parent_context)
        kind = FILMS.get(film.file_extension.lower(), "") if film else ""
        poids = weight_of(film) if kind else ""
        captions = own(value.get("sous_titres"), parent_context)
        lien = web_url(value.get("lien"))
        context |= {
            "film": film if poids else None,
            "genre": kind,
            "poids": poids,
            "pistes": captions if captions and captions.file_extension.lower() == "vtt" else None,
            "lien": "" if poids else lien,
            "hote": urlsplit(lien).hostname or "" if lien else "",
        }
        return context
