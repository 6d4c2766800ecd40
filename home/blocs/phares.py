"""Démarches phares: at most four actions, each of a kind that says what happens next."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from wagtail import blocks

from home.blocs.cibles import CibleBlock

PHARES_MAX = 4
TELEPHONE_COURT = "Écrivez le numéro en entier, par exemple 02 61 91 61 00."


def _texte(exemple: str, *, required: bool = True) -> blocks.CharBlock:
    aide = f"« {exemple} »" if required else f"Vide : le nom du motif. Sinon « {exemple} »"
    return blocks.CharBlock(max_length=60, label="Texte", help_text=aide, required=required)


class PhareRendezVousBlock(blocks.StructBlock):
    """First by itself as long as it can be booked online; left out when it is closed."""

    cible = CibleBlock()
    texte = _texte("Faire peser mon bébé", required=False)

    class Meta:
        icon = "date"
        label = "Rendez-vous"


class PhareDemarcheBlock(blocks.StructBlock):
    texte = _texte("Demander une aide")
    adresse = blocks.URLBlock(label="Adresse de la démarche en ligne", help_text="https://…")

    class Meta:
        icon = "form"
        label = "Démarche en ligne"


class NumeroBlock(blocks.CharBlock):
    """A number that can be called."""

    def clean(self, value: str) -> str:
        value = super().clean(value)
        if value and not 2 <= sum(c.isdigit() for c in value) <= 15:
            raise ValidationError(TELEPHONE_COURT)
        return value


class PhareTelephoneBlock(blocks.StructBlock):
    texte = _texte("Signaler un enfant en danger")
    numero = NumeroBlock(max_length=20, label="Numéro")

    class Meta:
        icon = "mobile-alt"
        label = "Téléphone"


class PhareInformationBlock(blocks.StructBlock):
    texte = _texte("Bien choisir son mode de garde")
    page = blocks.PageChooserBlock(label="Page")

    class Meta:
        icon = "doc-empty"
        label = "Information"


class PharesBlock(blocks.StreamBlock):
    """The few things most people come for."""

    rendez_vous = PhareRendezVousBlock()
    demarche = PhareDemarcheBlock()
    telephone = PhareTelephoneBlock()
    information = PhareInformationBlock()

    class Meta:
        required = False
        max_num = PHARES_MAX
