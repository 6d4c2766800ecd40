"""Step 5, as the motif wants it: for whom, how to reach them, what to prepare for the welcome."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from booking.champs import (
    DateTroisChamps,
    DateTroisChampsWidget,
    NomField,
    Telephone,
    TelephoneField,
)
from booking.models import Contact, Mode, Motif, Question
from booking.public.formulaire_questions import (
    control_name,
    fields_for,
    libelle_of,
    shown_in,
    words_of,
)
from booking.public.formulaires import PotDeMielMixin, TexteField

SOI, ENFANT, PROCHE = "soi", "enfant", "proche"
_TELEPHONES = {Contact.MOBILE, Contact.FIXE}


def possible_beneficiaries(motif: Motif) -> tuple[str, ...]:
    """For whom this motif is booked online; a discreet service asks about nobody else."""
    if motif.pour_enfant:
        return (ENFANT,)
    if motif.service.discret:
        return (SOI,)
    return (SOI, ENFANT, PROCHE)


class CoordonneesForm(PotDeMielMixin, forms.Form):
    """Its fields follow the motif; `pour` is one of `possible_beneficiaries`."""

    def __init__(
        self,
        *args: Any,
        motif: Motif,
        pour: str,
        today: dt.date,
        region: str = "FR",
        par_telephone: bool = False,
        questions: Iterable[Question] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.motif, self.pour = motif, pour
        self.discret = motif.service.discret
        # An opening may be turned to the phone: its motif alone would not tell.
        self.par_telephone = par_telephone or motif.mode == Mode.TELEPHONE
        if pour != SOI:
            self._add_proche(today)
        self._add_usager(today)
        self._add_contacts(region)
        if motif.demande_besoins:
            self._add_besoins()
        asked = fields_for(questions := list(questions))
        self.fields |= asked
        self._asked = {name: q for q in questions if (name := control_name(q)) in asked}

    # --- fields -----------------------------------------------------------------------------------

    def _add_proche(self, today: dt.date) -> None:
        child = self.pour == ENFANT
        self.fields["proche_prenom"] = NomField(
            label=_("Prénom de l’enfant") if child else _("Prénom"),
            max_length=80,
            error_messages={
                "required": _("Écrivez le prénom de l’enfant") if child else _("Écrivez son prénom")
            },
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
        self.fields["proche_nom"] = NomField(
            label=_("Nom de l’enfant") if child else _("Nom de famille"),
            max_length=80,
            error_messages={
                "required": _("Écrivez le nom de l’enfant") if child else _("Écrivez son nom")
            },
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
        if self.motif.naissance:
            self.fields["proche_naissance"] = DateTroisChamps(
                label=_("Date de naissance"),
                help_text=_("Par exemple : 27 3 2024"),
                pas_apres=today,
                error_messages={"required": _("Écrivez sa date de naissance")},
            )

    def _add_usager(self, today: dt.date) -> None:
        yours = self.pour != SOI
        self.fields["prenom"] = NomField(
            label=_("Prénom ou pseudonyme")
            if self.discret
            else (_("Votre prénom") if yours else _("Prénom")),
            help_text=_("Le nom que vous voulez : nous vous appellerons ainsi")
            if self.discret
            else "",
            max_length=80,
            error_messages={
                "required": _("Écrivez un prénom ou un pseudonyme")
                if self.discret
                else _("Écrivez votre prénom")
            },
            widget=forms.TextInput(attrs={"autocomplete": "off" if self.discret else "given-name"}),
        )
        if not self.discret:
            self.fields["nom"] = NomField(
                label=_("Votre nom de famille") if yours else _("Nom de famille"),
                max_length=80,
                error_messages={"required": _("Écrivez votre nom de famille")},
                widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
            )
        if self.motif.naissance and not yours:
            self.fields["naissance"] = DateTroisChamps(
                label=_("Date de naissance"),
                help_text=_("Par exemple : 27 3 1984"),
                naissance=not self.discret,
                pas_apres=today,
                required=not self.discret,
                error_messages={"required": _("Écrivez votre date de naissance")},
            )

    def _add_contacts(self, region: str) -> None:
        accepted = set(self.motif.contacts)
        by_phone = self.par_telephone
        free = not by_phone and (self.discret or Contact.AUCUN in accepted)
        wants_phone = bool(accepted & _TELEPHONES) or by_phone
        wants_email = Contact.EMAIL in accepted
        either = wants_phone and wants_email and not free and not by_phone
        if wants_phone:
            only_mobile = accepted & _TELEPHONES == {Contact.MOBILE} and not by_phone
            field = TelephoneField(
                label=_("Téléphone mobile") if only_mobile else _("Téléphone"),
                help_text=self._phone_hint(by_phone=by_phone, only_mobile=only_mobile),
                mobile_seulement=only_mobile,
                region=region,
                required=not free and not either,
            )
            field.au_choix = either
            self.fields["telephone"] = field
        if wants_email:
            email = forms.EmailField(
                label=_("E-mail"),
                max_length=254,
                required=not wants_phone and not free,
                error_messages={
                    "required": _("Écrivez votre e-mail"),
                    "invalid": _("Vérifiez cet e-mail. Il s’écrit comme nom@exemple.fr"),
                    "max_length": _("Cet e-mail est trop long"),
                },
                widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
            )
            email.au_choix = either
            self.fields["email"] = email
        self.contact_facultatif, self.contact_au_choix = free, either

    def _phone_hint(self, *, by_phone: bool, only_mobile: bool) -> Any:
        if by_phone:
            return _("Nous vous appellerons à ce numéro")
        if only_mobile:
            return _("Nous envoyons un SMS de confirmation, puis un rappel")
        return _("Un mobile reçoit un SMS de confirmation, puis un rappel")

    def _add_besoins(self) -> None:
        self.fields["interprete"] = forms.BooleanField(
            label=_("J’ai besoin d’un interprète"), required=False
        )
        self.fields["langue"] = TexteField(
            label=_("Langue de l’interprète"),
            help_text=_(
                "Si vous avez coché la case ci-dessus. Par exemple : arabe, dari, portugais"
            ),
            max_length=60,
            required=False,
        )
        self.fields["lsf"] = forms.BooleanField(
            label=_("J’ai besoin d’un interprète en langue des signes (LSF)"), required=False
        )
        self.fields["fauteuil"] = forms.BooleanField(
            label=_("Je viens en fauteuil roulant"), required=False
        )
        self.fields["autre"] = TexteField(
            label=_("Un autre besoin pour vous accueillir"),
            help_text=_("200 caractères au plus. N’écrivez rien sur votre santé"),
            max_length=200,
            required=False,
        )

    # --- checks -----------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        given = data.get("telephone") or data.get("email")
        if self.contact_au_choix and not given and not ({"telephone", "email"} & set(self.errors)):
            self.add_error("telephone", _("Donnez un téléphone ou un e-mail pour vous prévenir"))
        if data.get("interprete") and not data.get("langue") and "langue" not in self.errors:
            self.add_error("langue", _("Écrivez la langue que vous parlez"))
        if self.filled_by_a_robot:
            raise ValidationError(_("Votre demande n’est pas partie. Appelez-nous."))
        return data

    # --- what is left in the session, and what booking receives ---------------------------------------

    def typed(self) -> dict[str, str]:
        """The values as posted, under their control names; nothing else is kept."""
        names = [part for name in self.fields for part in self._controls(name)]
        return {name: str(self.data[name])[:500] for name in names if self.data.get(name)}

    def restore(self, typed: Mapping[str, str]) -> None:
        """Show again what `typed` kept, faults included, without judging it."""
        for name in self.fields:
            parts = [typed.get(part, "") for part in self._controls(name)]
            self.initial[name] = parts if len(parts) > 1 else parts[0]

    def _controls(self, name: str) -> list[str]:
        if isinstance(self.fields[name], DateTroisChamps):
            return [f"{name}_{key}" for key, *_ in DateTroisChampsWidget.parts]
        return [name]

    def values(self) -> dict[str, Any]:
        """The fields of `services.reservation.Demande`, from a valid form."""
        data = self.cleaned_data
        phone: Telephone | None = data.get("telephone")
        return {
            "prenom": data["prenom"],
            "nom": data.get("nom", ""),
            "naissance": data.get("naissance"),
            "telephone": phone.e164 if phone else "",
            "telephone_mobile": bool(phone and phone.mobile),
            "email": data.get("email", ""),
            "proche_prenom": data.get("proche_prenom", ""),
            "proche_nom": data.get("proche_nom", ""),
            "proche_naissance": data.get("proche_naissance"),
            "besoin_interprete": data.get("langue", ""),
            "besoin_lsf": data.get("lsf", False),
            "besoin_fauteuil": data.get("fauteuil", False),
            "besoin_autre": data.get("autre", ""),
            "reponses": self.reponses(),
        }

    # --- the questions of the use case ----------------------------------------------------------------

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[name] for name in self._asked]

    def reponses(self) -> list[dict[str, str]]:
        """The answers given, in words, as the Rdv keeps them; from a valid form."""
        return [
            {"question": question.libelle, "reponse": words_of(question, value)}
            for question, _shown, value in self._answered()
        ]

    def answers_shown(self) -> list[tuple[str, str]]:
        """(question, answer) as the check page says them."""
        return [(libelle_of(question), shown) for question, shown, _value in self._answered()]

    def _answered(self) -> Iterator[tuple[Question, str, str]]:
        for name, question in self._asked.items():
            if value := self.cleaned_data.get(name):
                yield question, shown_in(self.fields[name], value), value
