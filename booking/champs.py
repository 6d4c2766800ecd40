"""Form fields that usagers and agents fill in: a date in three parts, a phone number, a name.

Errors say in French what to do. What was typed is always given back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumbers import PhoneNumberType

# Where a number written without prefix may belong, tried in order: a number valid in several is
# the same everywhere except Réunion and Mayotte, which share +262.
REGIONS = ("FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF")

# Numbers the Arcep keeps for fiction: examples, demonstrations and tests need them accepted.
_FICTIFS = re.compile(r"\+33(19900|26191|35301|46571|53649|63998)\d{4}")

_MOBILES = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
_PREMIUM = {
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.UAN,
    PhoneNumberType.VOICEMAIL,
    PhoneNumberType.PAGER,
}
# Direction overrides and isolates: they let a name disguise what follows it on the page.
_BIDI = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


class Choix(str):
    """A choice's label with a line of help under it: `Choix("Consultation", "30 minutes")`."""

    aide: str

    def __new__(cls, texte: str, aide: str = "") -> Choix:
        label = super().__new__(cls, texte)
        label.aide = aide
        return label


def clean_text(value: str) -> str:
    """NFC, without NUL, control and direction characters, single spaces; apostrophes, emoji kept."""
    text = unicodedata.normalize("NFC", value).translate(_BIDI)
    text = "".join(" " if char in "\t\n\r" else char for char in text)
    text = "".join(char for char in text if unicodedata.category(char) not in {"Cc", "Cs"})
    return re.sub(r"\s+", " ", text).strip()


class NomField(forms.CharField):
    """A person's first or last name, in any script."""

    default_error_messages = {
        "required": _("Écrivez votre nom"),
        "max_length": _("Ce nom est trop long : %(limit_value)d caractères au plus"),
    }

    def __init__(self, *, max_length: int = 100, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, strip=True, **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_text(str(value)) if value not in self.empty_values else self.empty_value

    def clean(self, value: Any) -> str:
        # Django's own check on NUL would refuse what we can simply take out.
        value = self.to_python(value)
        self.validate(value)
        if self.max_length is not None and len(value) > self.max_length:
            raise ValidationError(
                self.error_messages["max_length"],
                code="max_length",
                params={"limit_value": self.max_length},
            )
        return value


@dataclass(frozen=True, slots=True)
class Telephone:
    """A checked number: `e164` is what is stored, `mobile` whether it can receive an SMS."""

    e164: str
    mobile: bool
    pays: str

    def __str__(self) -> str:
        return self.e164


def parse_telephone(text: str, *, region: str = "FR") -> Telephone:
    """Read a French, overseas or foreign (+) number; ValidationError says what to correct.

    `region` is tried first: it tells apart Réunion and Mayotte, or a territoire of the Pacific.
    """
    text = "".join(_ascii_digit(char) for char in text).replace("(0)", "")
    if re.search(r"[^\d\s.()/+–-]", text) or not re.search(r"\d", text):
        raise ValidationError(
            _("Écrivez un numéro avec des chiffres, par exemple 06 39 98 12 45"), code="chiffres"
        )
    typed = re.sub(r"^00", "+", re.sub(r"[^\d+]", "", text))
    digits = typed.lstrip("+")
    if len(digits) < 6:
        raise ValidationError(
            _("Un numéro court ne convient pas. Donnez un numéro à 10 chiffres"), code="court"
        )
    regions = (None,) if typed.startswith("+") else (region, *REGIONS)
    fictitious = re.sub(r"^0", "+33", typed)
    if _FICTIFS.fullmatch(fictitious):
        return Telephone(e164=fictitious, mobile=fictitious.startswith("+336"), pays="FR")
    for number in _candidates(typed, regions):
        kind = phonenumbers.number_type(number)
        if kind in _PREMIUM:
            break
        return Telephone(
            e164=phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
            mobile=kind in _MOBILES,
            pays=phonenumbers.region_code_for_number(number) or "",
        )
    raise ValidationError(_explain(typed, digits), code="invalide")


def _ascii_digit(char: str) -> str:
    """Arabic, Persian and other decimal digits as 0 to 9."""
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)


def _candidates(typed: str, regions: Iterable[str | None]) -> Iterator[phonenumbers.PhoneNumber]:
    for region in regions:
        try:
            number = phonenumbers.parse(typed, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            yield number


def _explain(typed: str, digits: str) -> str:
    if typed.startswith("+33"):
        digits = "0" + typed[3:]
    elif typed.startswith("+"):
        return _("Ce numéro étranger n’existe pas. Vérifiez l’indicatif après le +")
    if digits.startswith("08"):
        return _("Ce numéro est un numéro spécial (08). Donnez un numéro fixe ou mobile")
    missing = 10 - len(digits)
    if digits.startswith("0") and missing > 0:
        if missing == 1:
            return _("Il manque un chiffre. Un numéro en a 10, par exemple 06 39 98 12 45")
        return _("Il manque %(n)d chiffres. Un numéro en a 10, par exemple 06 39 98 12 45") % {
            "n": missing
        }
    if digits.startswith("0") and missing < 0:
        return _("Il y a trop de chiffres. Un numéro en a 10, par exemple 06 39 98 12 45")
    return _("Ce numéro n’existe pas. Pour un numéro étranger, commencez par + et l’indicatif")


class TelephoneField(forms.CharField):
    """Gives a `Telephone`, or None when left empty. `mobile_seulement` refuses landlines."""

    default_error_messages = {
        "required": _("Écrivez un numéro de téléphone"),
        "fixe": _("Ce numéro est un fixe : il ne reçoit pas de SMS. Donnez un mobile"),
    }

    def __init__(
        self, *, mobile_seulement: bool = False, region: str = "FR", **kwargs: Any
    ) -> None:
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
        )
        self.mobile_seulement, self.region = mobile_seulement, region
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Telephone | None:  # type: ignore[override]
        text = clean_text(str(value or ""))[:60]
        self.validate(text)
        if not text:
            return None
        number = parse_telephone(text, region=self.region)
        if self.mobile_seulement and not number.mobile:
            raise ValidationError(self.error_messages["fixe"], code="fixe")
        return number

    def prepare_value(self, value: Any) -> Any:
        return value.e164 if isinstance(value, Telephone) else value


class DateTroisChampsWidget(forms.MultiWidget):
    """Day, month, year: three short fields, quicker and surer than a calendar for a birth date."""

    template_name = "composants/date_trois_champs.html"
    use_fieldset = True
    parts = (("jour", _("Jour"), 2), ("mois", _("Mois"), 2), ("annee", _("Année"), 4))

    def __init__(self, attrs: dict[str, Any] | None = None, *, naissance: bool = False) -> None:
        autocomplete = {"jour": "bday-day", "mois": "bday-month", "annee": "bday-year"}
        widgets = {
            name: forms.TextInput(
                attrs={
                    "class": "ds-input",
                    "inputmode": "numeric",
                    "maxlength": length,
                    **({"autocomplete": autocomplete[name]} if naissance else {}),
                }
            )
            for name, _label, length in self.parts
        }
        self.faulty: set[str] = set()
        super().__init__(widgets, attrs)

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return ["", "", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django ties no description to the parts of a group: the faulty ones get theirs here."""
        context = super().get_context(name, value, attrs)
        for part, (key, label, _length) in zip(
            context["widget"]["subwidgets"], self.parts, strict=True
        ):
            part["libelle"] = label
            for name_ in ("aria-describedby", "aria-invalid"):
                part["attrs"].pop(name_, None)
            if key in self.faulty:
                part["attrs"]["aria-invalid"] = "true"
                part["attrs"]["aria-describedby"] = (
                    f"{context['widget']['attrs'].get('id', name)}_error"
                )
        return context

    def ancre_erreur(self, auto_id: str) -> str:
        """Identifier of the first faulty part, where the error summary leads."""
        ranks = [rank for rank, part in enumerate(self.parts) if part[0] in self.faulty]
        return f"{auto_id}_{min(ranks, default=0)}"


class DateTroisChamps(forms.MultiValueField):
    """A date typed as day, month, year; gives a `date` or None.

    `pas_apres` and `pas_avant` bound it (dates, or None); `naissance` sets the autocomplete.
    """

    default_error_messages = {"required": _("Écrivez la date")}

    def __init__(
        self,
        *,
        naissance: bool = False,
        pas_avant: date | None = date(1900, 1, 1),
        pas_apres: date | None = None,
        **kwargs: Any,
    ) -> None:
        self.pas_avant, self.pas_apres = pas_avant, pas_apres
        kwargs.setdefault("widget", DateTroisChampsWidget(naissance=naissance))
        fields = tuple(forms.CharField(required=False) for _part in range(3))
        super().__init__(fields, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> date | None:
        widget: DateTroisChampsWidget = self.widget
        widget.faulty = set()
        parts = [clean_text(str(part or "")) for part in (value or ["", "", ""])]
        if not any(parts):
            if self.required:
                widget.faulty = {"jour", "mois", "annee"}
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        return self._read(*parts, widget=widget)

    def _read(self, jour: str, mois: str, annee: str, *, widget: DateTroisChampsWidget) -> date:
        def refuse(message: Any, *faulty: str) -> ValidationError:
            widget.faulty = set(faulty)
            return ValidationError(message, code="date")

        missing = [k for k, v in (("jour", jour), ("mois", mois), ("annee", annee)) if not v]
        if missing:
            sentences = {
                ("jour",): _("Ajoutez le jour, par exemple 27"),
                ("mois",): _("Ajoutez le mois, en chiffres, par exemple 3"),
                ("annee",): _("Ajoutez l’année, en 4 chiffres"),
            }
            raise refuse(
                sentences.get(tuple(missing), _("Complétez la date : jour, mois et année")),
                *missing,
            )
        if not re.fullmatch(r"[0-9]{1,2}", jour) or not 1 <= int(jour) <= 31:
            raise refuse(_("Le jour va de 1 à 31"), "jour")
        if not re.fullmatch(r"[0-9]{1,2}", mois) or not 1 <= int(mois) <= 12:
            raise refuse(_("Le mois va de 1 à 12"), "mois")
        if not re.fullmatch(r"[0-9]{4}", annee):
            raise refuse(_("Écrivez l’année en 4 chiffres, par exemple 2024"), "annee")
        try:
            result = date(int(annee), int(mois), int(jour))
        except ValueError:
            raise refuse(
                _("Le %(jour)s/%(mois)s/%(annee)s n’existe pas. Vérifiez le jour et le mois")
                % {"jour": jour.zfill(2), "mois": mois.zfill(2), "annee": annee},
                "jour",
                "mois",
            ) from None
        if self.pas_avant and result < self.pas_avant:
            raise refuse(_("Cette date est trop ancienne. Vérifiez l’année"), "annee")
        if self.pas_apres and result > self.pas_apres:
            raise refuse(_("Cette date est à venir. Vérifiez l’année"), "annee")
        return result
