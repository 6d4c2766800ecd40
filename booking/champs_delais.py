"""Fields where one writes a delay as one says it: « 30 minutes », « 1 h 30 », « 3 jours ».

Models keep minutes (delays, durations) or hours (reminders); nobody counts 129 600 minutes.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

MINUTES_PAR_HEURE, MINUTES_PAR_JOUR = 60, 24 * 60
_UNITES = {
    "m": 1, "mn": 1, "min": 1, "minute": 1, "minutes": 1,
    "h": MINUTES_PAR_HEURE, "heure": MINUTES_PAR_HEURE, "heures": MINUTES_PAR_HEURE,
    "j": MINUTES_PAR_JOUR, "jour": MINUTES_PAR_JOUR, "jours": MINUTES_PAR_JOUR,
    "semaine": 7 * MINUTES_PAR_JOUR, "semaines": 7 * MINUTES_PAR_JOUR,
    "mois": 30 * MINUTES_PAR_JOUR,
}  # fmt: skip
_HEURES_ET_MINUTES = re.compile(r"(\d{1,3}) ?h ?(\d{1,2})(?: ?(?:m|mn|min|minutes?))?")
_NOMBRE_ET_UNITE = re.compile(r"(\d{1,6}) ?([a-z]+)?")
_ILLISIBLE = "Écrivez un nombre et son unité : « 30 minutes », « 2 heures », « 3 jours »"


def write_delai(minutes: int) -> str:
    """A delay in the largest unit that says it exactly, with spaces that do not break."""
    jours, heures = divmod(minutes, MINUTES_PAR_JOUR)
    if jours and not heures:
        return f"{jours}\u00a0jour{'s' if jours > 1 else ''}"
    heures, reste = divmod(minutes, MINUTES_PAR_HEURE)
    if heures and reste:
        return f"{heures}\u00a0h\u00a0{reste:02d}"
    if heures:
        return f"{heures}\u00a0heure{'s' if heures > 1 else ''}"
    return f"{reste}\u00a0minute{'s' if reste > 1 else ''}"


def read_delai(text: str, *, unite: str = "") -> int:
    """Minutes of what was typed; `unite` is understood of a number alone. ValidationError else."""
    texte = " ".join(text.lower().split())
    if trouve := _HEURES_ET_MINUTES.fullmatch(texte):
        heures, reste = map(int, trouve.groups())
        if reste < MINUTES_PAR_HEURE:
            return heures * MINUTES_PAR_HEURE + reste
    elif trouve := _NOMBRE_ET_UNITE.fullmatch(texte):
        nombre, mot = trouve.groups()
        if facteur := _UNITES.get(mot or unite):
            return int(nombre) * facteur
    raise ValidationError(_ILLISIBLE, code="delai")


class DelaiField(forms.CharField):
    """Gives minutes, or None when left empty. `minimum` and `maximum` are minutes too."""

    default_error_messages = {"required": _ILLISIBLE}

    def __init__(
        self, *, minimum: int = 0, maximum: int | None = None, unite: str = "", **kwargs: Any
    ) -> None:
        self.minimum, self.maximum, self.unite = minimum, maximum, unite
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        text = super().clean(value)
        if not text:
            return None
        minutes = read_delai(text, unite=self.unite)
        if minutes < self.minimum:
            raise ValidationError(f"Au moins {write_delai(self.minimum)}", code="court")
        if self.maximum is not None and minutes > self.maximum:
            raise ValidationError(f"Au plus {write_delai(self.maximum)}", code="long")
        return minutes

    def prepare_value(self, value: Any) -> Any:
        return write_delai(value) if isinstance(value, int) else value


class RappelsField(forms.CharField):
    """Reminders, as hours before: « 2 jours, 3 heures ». Gives a list, the earliest first.

    With `aucun`, the word « aucun » gives an empty list, and nothing typed gives None.
    """

    MAXIMUM_HEURES = 60 * 24

    def __init__(self, *, aucun: bool = False, **kwargs: Any) -> None:
        self.aucun = aucun
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(max_length=120, required=False, **kwargs)

    def clean(self, value: Any) -> list[int] | None:  # type: ignore[override]
        text = super().clean(value)
        if not text:
            return None if self.aucun else []
        if self.aucun and text.strip().lower() == "aucun":
            return []
        return sorted({self._hours(part) for part in re.split(r"[,;]| et ", text)}, reverse=True)

    def _hours(self, part: str) -> int:
        minutes = read_delai(part, unite="h")
        if minutes % MINUTES_PAR_HEURE:
            raise ValidationError("Un rappel se compte en heures entières", code="heures")
        heures = minutes // MINUTES_PAR_HEURE
        if not 1 <= heures <= self.MAXIMUM_HEURES:
            raise ValidationError("Un rappel part entre 1 heure et 60 jours avant", code="rappel")
        return heures

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return write_rappels(value) or ("aucun" if self.aucun else "")
        return value


def write_rappels(heures: list[int]) -> str:
    """« 2 jours, 3 heures »."""
    return ", ".join(write_delai(h * MINUTES_PAR_HEURE) for h in sorted(heures, reverse=True))


class LignesField(forms.CharField):
    """One thing a line; gives the list."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        kwargs.setdefault("help_text", "Une par ligne.")
        super().__init__(required=False, max_length=4000, **kwargs)

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value
