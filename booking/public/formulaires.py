"""What usagers type: an address, who they are, a code. Every error says what to do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from booking.champs import clean_text

ADRESSE_MAX = 200


class TexteField(forms.CharField):
    """One line of free text, cleaned like a name: no NUL, no direction trick, single spaces."""

    default_error_messages = {"max_length": _("Ce texte est trop long : 200 caractères au plus")}

    def clean(self, value: Any) -> str:
        text = clean_text(str(value or ""))
        self.validate(text)
        if self.max_length is not None and len(text) > self.max_length:
            raise ValidationError(self.error_messages["max_length"], code="max_length")
        return text


class PotDeMielMixin:
    """A field nobody sees: what fills it is not a person."""

    pot = "site_web"
    data: Any

    @property
    def filled_by_a_robot(self) -> bool:
        return bool(self.data.get(self.pot))


class AdresseForm(PotDeMielMixin, forms.Form):
    """The address as people write it."""

    adresse = TexteField(
        label=_("Votre adresse"),
        help_text=_("Numéro, rue et commune. Par exemple : 8 rue des Prés, Orval"),
        max_length=ADRESSE_MAX,
        error_messages={
            "required": _("Écrivez votre adresse, ou choisissez une autre façon de continuer"),
            "max_length": _(
                "Cette adresse est trop longue. Gardez le numéro, la rue et la commune"
            ),
        },
        widget=forms.TextInput(attrs={"autocomplete": "address-line1", "maxlength": "400"}),
    )


class ChoixAdresseForm(forms.Form):
    """One of the matches found; each value is a sealed candidate."""

    choix = forms.ChoiceField(
        label=_("Quelle est votre adresse ?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choisissez une adresse dans la liste"),
            "invalid_choice": _("Cette liste a changé. Choisissez de nouveau votre adresse"),
        },
    )

    def __init__(self, *args: Any, candidats: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choix"].choices = candidats


class CommuneForm(forms.Form):
    """The commune where one sleeps, for people without an address or whose address is unknown."""

    commune = forms.ChoiceField(
        label=_("Votre commune"),
        error_messages={
            "required": _("Choisissez votre commune dans la liste"),
            "invalid_choice": _("Choisissez votre commune dans la liste"),
        },
    )

    def __init__(self, *args: Any, communes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].choices = [("", _("Choisissez")), *communes]


class DomiciliationForm(forms.Form):
    """Who receives the mail of someone without a fixed address; each value is a sealed candidate."""

    organisme = forms.ChoiceField(
        label=_("Qui reçoit votre courrier ?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez un organisme dans la liste")},
    )

    def __init__(self, *args: Any, organismes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisme"].choices = organismes


class AccordForm(forms.Form):
    """What the motif asks to accept before booking."""

    accord = forms.BooleanField(
        label=_("J’ai lu et j’accepte"),
        error_messages={"required": _("Cochez la case pour accepter, ou appelez-nous")},
    )


class LienPerduForm(PotDeMielMixin, forms.Form):
    """The phone or e-mail given when booking."""

    contact = TexteField(
        label=_("Votre téléphone ou votre e-mail"),
        help_text=_("Celui que vous avez donné en prenant rendez-vous"),
        max_length=254,
        error_messages={"required": _("Écrivez votre numéro de téléphone ou votre e-mail")},
        widget=forms.TextInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
