"""A table of data, which always says what it is about and what each column holds."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import (
    TypedTable,
    TypedTableBlock,
    TypedTableBlockValidationError,
)

from home.blocs.textes import ECRIRE

SANS_LEGENDE = "Écrivez la légende du tableau : elle dit ce qu’il montre."
SANS_ENTETE = "Écrivez le titre de chaque colonne."
SANS_LIGNE = "Ajoutez au moins deux colonnes et une ligne, ou écrivez une liste."


class TableauBlock(TypedTableBlock):
    """The first cell of each row names the row."""

    texte = blocks.CharBlock(required=False, max_length=300, label="Texte")
    nombre = blocks.CharBlock(
        required=False, max_length=40, label="Nombre", help_text="Avec son unité : « 12,50 € »."
    )

    class Meta:
        icon = "table"
        label = "Tableau"
        group = ECRIRE
        description = "Des tarifs, des horaires : ce qui se lit en lignes et en colonnes."
        help_text = "La première cellule nomme la ligne. Pas de tableau pour mettre en page."
        template = "home/blocs/tableau.html"
        preview_value = {
            "caption": "Participation selon les revenus",
            "columns": [
                {"type": "texte", "heading": "Revenus du foyer"},
                {"type": "nombre", "heading": "Participation"},
            ],
            "rows": [
                {"values": ["Moins de 1 000 €", "0 €"]},
                {"values": ["De 1 000 à 2 000 €", "5 €"]},
            ],
        }

    def clean(self, table: TypedTable) -> TypedTable:
        """A caption and named columns, unless a draft is being saved."""
        table = super().clean(table)
        faults = []
        if not self.is_deferred_validation:
            if not table.caption.strip():
                faults.append(SANS_LEGENDE)
            if len(table.columns) < 2 or not table.row_data:
                faults.append(SANS_LIGNE)
            elif not all(column["heading"].strip() for column in table.columns):
                faults.append(SANS_ENTETE)
        if faults:
            raise TypedTableBlockValidationError(non_block_errors=[ValidationError(faults)])
        return table

    def to_python(self, value: Any) -> TypedTable:
        """A table that this version cannot read shows nothing; the page still does."""
        try:
            return super().to_python(value)
        except (KeyError, IndexError, TypeError, AttributeError):
            return super().to_python(None)

    def get_context(
        self, value: TypedTable, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """`colonnes`: (heading, is a number); `lignes`: lists of (text, is a number)."""
        context = super().get_context(value, parent_context=parent_context)
        numbers = [column["block"].name == "nombre" for column in value.columns]
        context["colonnes"] = [
            (column["heading"], number)
            for column, number in zip(value.columns, numbers, strict=True)
        ]
        context["lignes"] = [
            list(zip(row["values"], numbers, strict=False)) for row in value.row_data
        ]
        return context
