"""What a référent types about someone of the team."""

from __future__ import annotations

from typing import Any

from django import forms

from booking.champs import Choix, NomField
from booking.models import Agent, Organisation, Role, Service
from booking.services.equipe import FaitsDeLAgent
from sectorisation.models import Territoire

ROLES = (
    (
        Role.AGENT.value,
        Choix(Role.AGENT.label, "Son agenda, et celui de ses collègues de service."),
    ),
    (
        Role.SECRETARIAT.value,
        Choix(Role.SECRETARIAT.label, "Les agendas et les plages de ses organisations."),
    ),
    (
        Role.REFERENT.value,
        Choix(Role.REFERENT.label, "Tout le territoire : motifs, lieux, équipe, secteurs."),
    ),
)


class AgentForm(forms.Form):
    """Someone who receives or answers; an address invites them to an account."""

    prenom = NomField(
        label="Prénom", max_length=80, error_messages={"required": "Écrivez le prénom"}
    )
    nom = NomField(label="Nom", max_length=80, error_messages={"required": "Écrivez le nom"})
    fonction = NomField(
        label="Fonction",
        max_length=80,
        required=False,
        help_text="« Puéricultrice », « Assistante sociale ».",
    )
    email = forms.EmailField(
        label="Courriel",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="La personne reçoit un lien pour choisir son mot de passe. "
        "Chacun écrit ses plages d’ouverture : il faut un accès pour en ajouter.",
        error_messages={"invalid": "Écrivez une adresse complète : prenom.nom@exemple.fr"},
    )
    role = forms.ChoiceField(
        label="Rôle",
        choices=ROLES,
        widget=forms.RadioSelect,
        initial=Role.AGENT.value,
        error_messages={
            "required": "Choisissez un rôle",
            "invalid_choice": "Choisissez un rôle de la liste",
        },
    )
    organisations = forms.ModelMultipleChoiceField(
        label="Organisations",
        queryset=Organisation.objects.none(),
        to_field_name="uid",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Là où la personne peut recevoir.",
        error_messages={"invalid_choice": "Choisissez des organisations de la liste"},
    )
    services = forms.ModelMultipleChoiceField(
        label="Services",
        queryset=Service.objects.none(),
        to_field_name="uid",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ce pour quoi la personne peut recevoir.",
        error_messages={"invalid_choice": "Choisissez des services de la liste"},
    )

    def __init__(
        self, *args: Any, territoire: Territoire, agent: Agent | None = None, **kwargs: Any
    ) -> None:
        if agent:
            kwargs["initial"] = {
                name: getattr(agent, name) for name in ("prenom", "nom", "fonction", "role")
            } | {
                "organisations": [o.uid for o in agent.organisations.all()],
                "services": [s.uid for s in agent.services.all()],
            }
        super().__init__(*args, **kwargs)
        if agent and agent.user_id:
            del self.fields["email"]
        services = Service.objects.of(territoire).order_by("ordre", "nom")
        self._offer("organisations", Organisation.objects.of(territoire).order_by("nom"))
        self._offer("services", services)
        if "services" in self.fields:
            self.fields["services"].label_from_instance = _service

    def _offer(self, name: str, rows: Any) -> None:
        """Nothing to tick is no question."""
        if rows:
            self.fields[name].queryset = rows
        else:
            del self.fields[name]

    def adresse(self) -> str:
        return self.cleaned_data.get("email", "")

    def faits(self) -> FaitsDeLAgent:
        lu = self.cleaned_data
        return FaitsDeLAgent(
            prenom=lu["prenom"],
            nom=lu["nom"],
            fonction=lu["fonction"],
            role=Role(lu["role"]),
            organisations=tuple(lu.get("organisations", ())),
            services=tuple(lu.get("services", ())),
        )


def _service(service: Service) -> Choix:
    aide = "Discret : la personne lira ses rendez-vous." if service.discret else ""
    return Choix(service.nom, aide)
