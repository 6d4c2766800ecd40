"""How Parvis says no: each class carries the sentence shown to the person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _


class BookingError(Exception):
    """A refusal whose `phrase` is shown as is; `champ` names the form field concerned, if any."""

    phrase: Any = _("Cette action n’est pas possible.")
    champ: str | None = None

    def __init__(self, phrase: str = "", *, champ: str | None = None) -> None:
        # Said in the language of whoever is refused, once and for all.
        self.phrase = str(phrase or self.phrase)
        super().__init__(self.phrase)
        self.champ = champ or self.champ


class CreneauPris(BookingError):
    """The start was taken meanwhile. `alternatives`: free starts near it, nearest first."""

    phrase = _("Ce créneau vient d’être pris par une autre personne. Choisissez-en un autre.")

    def __init__(self, alternatives: Sequence[Any] = ()) -> None:
        super().__init__()
        self.alternatives = list(alternatives)


class CreneauImpossible(BookingError):
    """Tampered, out of grid, too early, too late, or a day that does not exist."""

    phrase = _(
        "Ce créneau n’existe pas ou n’est plus proposé. Choisissez un créneau dans la liste."
    )


class MotifFerme(BookingError):
    """The motif is not open to this person at this site (see Ouverture)."""

    phrase = _(
        "Ce rendez-vous ne se prend pas en ligne. Appelez le service : nous le fixerons ensemble."
    )


class AdressesIndisponibles(BookingError):
    """The address file is lost or damaged: nothing can be looked up."""

    phrase = _("La base d’adresses ne répond pas. Réessayez dans un instant.")


class TenueExpiree(BookingError):
    """The hold is over and cannot be renewed again."""

    phrase = _("Ce créneau n’est plus réservé pour vous. Choisissez-le de nouveau, ou un autre.")


class ContactManquant(BookingError):
    """The motif asks for a way to reach the person."""

    phrase = _("Donnez un numéro de téléphone ou une adresse électronique.")


class QuestionsChangees(BookingError):
    """What a use case asks was reworded after the answers were given."""

    phrase = _("Une question a changé entre-temps. Relisez vos réponses, puis confirmez.")


class DeplacementTardif(BookingError):
    """The deadline for moving has passed; cancelling stays open until the start."""

    phrase = _(
        "Il est trop tard pour déplacer ce rendez-vous en ligne. Appelez le service, ou annulez-le."
    )


class DejaAnnule(BookingError):
    """Cancelled before: nothing is done or sent twice."""

    phrase = _("Ce rendez-vous est déjà annulé.")


class RdvPasse(BookingError):
    """It has begun."""

    phrase = _("Ce rendez-vous est passé : il ne peut plus être changé en ligne.")


class NonModifiable(BookingError):
    """The motif does not let usagers do this online."""

    phrase = _("Ce rendez-vous ne se change pas en ligne. Appelez le service.")


class AgentOccupe(BookingError):
    """An agent books over something without having said so."""

    phrase = (
        "Cet agent est déjà pris à cette heure. Confirmez pour poser tout de même le rendez-vous."
    )


class PlageInvalide(BookingError):
    """An opening or absence that makes no sense; the sentence says why."""


class PerturbationInvalide(BookingError):
    """A disturbance or an alert that makes no sense; the sentence says why."""


class AConfirmer(BookingError):
    """Allowed, but unusual: `phrases` say why; the same call with `force=True` goes through."""

    phrase = "Vérifiez, puis confirmez."

    def __init__(self, phrases: Sequence[str]) -> None:
        super().__init__()
        self.phrases = list(phrases)


class AttributionRefusee(BookingError):
    """A secteur cannot be given to this organisation, site or agent; the sentence says why."""

    champ = "cible"


class CasUsageInvalide(BookingError):
    """A use case, or its file, that cannot be made. Several faults are on several lines."""

    phrase = "Ce cas d’usage ne peut pas être créé ainsi."


class CatalogueRefuse(BookingError):
    """A service, a motif, a step or a local line that cannot be so; the sentence says why."""


class LieuRefuse(BookingError):
    """A site that cannot be so; the sentence says why."""


class EquipeRefusee(BookingError):
    """A change to someone of the team that cannot be; the sentence says why."""
