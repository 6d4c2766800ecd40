"""What a référent types about a use case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import slugify

from booking.cas_usage.bibliotheque import ORDRE, read_modele
from booking.cas_usage.format import OCTETS_MAX, CasDecrit, EtapeDecrite, agents_only
from booking.champs import TelephoneField
from booking.models import CasUsage, Etape, Motif, Organisation, SorteQuestion
from sectorisation.models import Territoire

SUIVRE_LE_MODELE = "modele"


def _etapes(agents_only: bool) -> list[tuple[int, str]]:
    """What the agents alone may fix is not offered to anyone else by a slip."""
    last = Etape.SECRETARIAT if agents_only else Etape.EN_LIGNE
    return [choice for choice in Etape.choices if choice[0] <= last]


class ModeleForm(forms.Form):
    """What a model cannot know: by which telephone, how far to open and where."""

    nom = forms.CharField(
        label="Nom", max_length=120, error_messages={"required": "Donnez un nom au cas d’usage"}
    )
    telephone = TelephoneField(
        label="Téléphone du service",
        required=False,
        help_text="Montré quand rien ne se réserve en ligne. Vide : celui du portail.",
    )
    horaires_telephone = forms.CharField(
        label="Horaires du téléphone",
        required=False,
        max_length=120,
        help_text="« Du lundi au vendredi, de 9 h à 17 h ».",
    )
    etape = forms.ChoiceField(
        label="Jusqu’où l’ouvrir",
        widget=forms.RadioSelect,
        initial=SUIVRE_LE_MODELE,
        choices=[(SUIVRE_LE_MODELE, "Comme le propose le modèle"), *Etape.choices],
        help_text="Rien ne se réserve tant que vous n’ouvrez pas le cas d’usage.",
        error_messages={"required": "Choisissez jusqu’où l’ouvrir"},
    )
    organisations = forms.ModelMultipleChoiceField(
        label="Organisations qui l’ouvrent",
        queryset=Organisation.objects.none(),
        to_field_name="uid",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Les autres restent au secrétariat. Aucune cochée : toutes l’ouvrent.",
        error_messages={
            "invalid_choice": "Choisissez dans la liste",
            "invalid_pk_value": "Choisissez dans la liste",
        },
    )

    def __init__(self, *args: Any, territoire: Territoire, cas: CasDecrit, **kwargs: Any) -> None:
        super().__init__(*args, initial={"nom": cas.nom}, **kwargs)
        self.fields["organisations"].queryset = Organisation.objects.of(territoire).order_by("nom")
        modele = "Comme le propose le modèle"
        if len(proposed := {motif.ouverture for motif in cas.motifs}) == 1:
            said = Etape[EtapeDecrite(proposed.pop()).name].label
            modele = f"{modele} : {said.lower()}"
        self.fields["etape"].choices = [(SUIVRE_LE_MODELE, modele), *_etapes(agents_only(cas))]

    def clean_nom(self) -> str:
        return " ".join(self.cleaned_data["nom"].split())


class FichierForm(forms.Form):
    """A file of another territoire; carried on as text to the page that makes it."""

    fichier = forms.FileField(
        label="Fichier",
        help_text=f"Un fichier « parvis-cas-usage », de {OCTETS_MAX // 1024} Ko au plus.",
        error_messages={"required": "Choisissez un fichier", "empty": "Ce fichier est vide"},
    )


class CasForm(forms.Form):
    """The names of a use case, and the motifs it groups: those of no other one."""

    nom = forms.CharField(
        label="Nom", max_length=120, error_messages={"required": "Donnez un nom au cas d’usage"}
    )
    accroche = forms.CharField(
        label="En une phrase",
        max_length=240,
        required=False,
        help_text="Ce que l’on y trouve, pour qui. Sa page commence par elle.",
    )
    motifs = forms.ModelMultipleChoiceField(
        label="Motifs",
        queryset=Motif.objects.none(),
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
        help_text="Un motif est d’un seul cas d’usage.",
        error_messages={
            "required": "Choisissez au moins un motif",
            "invalid_choice": "Ce motif n’est plus libre : choisissez dans la liste",
        },
    )

    def __init__(
        self, *args: Any, territoire: Territoire, cas_usage: CasUsage | None = None, **kwargs: Any
    ) -> None:
        # A closed motif of the use case stays ticked: saving a name must not put it out.
        offered = Motif.objects.of(territoire).filter(
            Q(cas_usage=None, actif=True) | Q(cas_usage=cas_usage or 0)
        )
        if cas_usage:
            kwargs["initial"] = {
                "nom": cas_usage.nom,
                "accroche": cas_usage.accroche,
                "motifs": [m.slug for m in cas_usage.motifs.all()],
            }
        super().__init__(*args, **kwargs)
        self.territoire, self.cas_usage = territoire, cas_usage
        self.fields["motifs"].queryset = offered.select_related("service").order_by(
            "service__ordre", "ordre", "nom"
        )
        self.fields["motifs"].label_from_instance = _named

    def clean_nom(self) -> str:
        nom = " ".join(self.cleaned_data["nom"].split())
        slug = slugify(nom)[:80]
        if not slug:
            raise forms.ValidationError("Donnez un nom qui contient des lettres")
        if self.cas_usage is None and CasUsage.objects.of(self.territoire).filter(slug=slug):
            raise forms.ValidationError("Un cas d’usage porte déjà ce nom")
        return nom


def _named(motif: Motif) -> str:
    return f"{motif.nom} ({motif.service.nom}{'' if motif.actif else ', fermé'})"


class EtapeForm(forms.Form):
    etape = forms.TypedChoiceField(
        label="Étape de tous ses motifs",
        coerce=int,
        choices=Etape.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une étape"},
    )

    def __init__(self, *args: Any, cas_usage: CasUsage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        closed = cas_usage.modele in ORDRE and agents_only(read_modele(cas_usage.modele))
        self.fields["etape"].choices = _etapes(closed)


class QuestionForm(forms.Form):
    """One question; the choices one a line."""

    libelle = forms.CharField(
        label="Question", max_length=160, error_messages={"required": "Écrivez la question"}
    )
    aide = forms.CharField(
        label="Aide", max_length=200, required=False, help_text="Une ligne sous la question."
    )
    sorte = forms.ChoiceField(
        label="Réponse attendue",
        choices=SorteQuestion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites quelle réponse vous attendez"},
    )
    choix = forms.CharField(
        label="Choix",
        required=False,
        max_length=2_200,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Un par ligne, pour « Un choix dans une liste ». 20 au plus.",
    )
    obligatoire = forms.BooleanField(label="Réponse obligatoire", required=False)
    motifs = forms.ModelMultipleChoiceField(
        label="Pour quels motifs",
        queryset=Motif.objects.none(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Aucun coché : pour tous.",
    )

    def __init__(self, *args: Any, cas_usage: CasUsage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["motifs"].queryset = cas_usage.motifs.filter(actif=True).order_by("ordre")

    def clean_choix(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["choix"].splitlines() if line.strip()]
        if len(lines) > 20:
            raise forms.ValidationError("20 choix au plus")
        if any(len(line) > 100 for line in lines):
            raise forms.ValidationError("Un choix tient en 100 caractères")
        return lines
