"""Same fields for the rooms above booking; booking itself may not import portal."""

from booking.champs import (
    Choix,
    DateTroisChamps,
    NomField,
    Telephone,
    TelephoneField,
    clean_text,
    parse_telephone,
)

__all__ = [
    "Choix",
    "DateTroisChamps",
    "NomField",
    "Telephone",
    "TelephoneField",
    "clean_text",
    "parse_telephone",
]
