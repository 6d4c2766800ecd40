"""Refusals of this room, each carrying the French sentence to show."""

from dataclasses import dataclass


class SectorisationError(Exception):
    """Base of what this room says no to; str() is the sentence shown."""


class ImportRefuse(SectorisationError):
    """A file cannot be imported. Nothing of it was kept."""

    def __init__(self, *phrases: str) -> None:
        super().__init__("\n".join(phrases))
        self.phrases = phrases


class ProjectionInconnue(ImportRefuse):
    """A drawing does not say how its numbers make a place. `proposee`: the likely EPSG code."""

    code = "PROJECTION_INCONNUE"

    def __init__(self, proposee: int | None = None) -> None:
        super().__init__(
            "Ce fichier ne dit pas dans quelle projection il est dessiné (.prj absent) : "
            "choisissez-la."
        )
        self.proposee = proposee


class PublicationRefusee(SectorisationError):
    """A couche cannot be published as it stands: one sentence a reason."""

    def __init__(self, *phrases: str) -> None:
        super().__init__("\n".join(phrases))
        self.phrases = phrases


class EditionRefusee(SectorisationError):
    """The draft cannot be written so. `champ` names the form field concerned, if any.

    `rang` is the place of the line concerned, where several are written at once.
    """

    def __init__(self, phrase: str, *, champ: str | None = None, rang: int = 0) -> None:
        super().__init__(phrase)
        self.phrase, self.champ, self.rang = phrase, champ, rang


@dataclass(frozen=True, slots=True)
class Faute:
    """What is wrong with a drawing, and where, in WGS84 degrees when one point shows it."""

    phrase: str
    point: tuple[float, float] | None = None


class ContourRefuse(SectorisationError):
    """What was drawn or typed is no ground that addresses can be in."""

    def __init__(self, *fautes: Faute) -> None:
        super().__init__("\n".join(faute.phrase for faute in fautes))
        self.fautes = fautes


class BrouillonChange(SectorisationError):
    """What was seen is no longer what would be done: the draft, or the version in service, moved."""


class FormatIllisible(SectorisationError):
    """An address file was built by another version of Parvis, too far from this one."""

    def __init__(self, fichier: str, ecrit: str) -> None:
        super().__init__(
            f"Le fichier d’adresses {fichier} est au format {ecrit}, que cette version de Parvis "
            "ne lit pas. Relancez importer_adresses pour le refaire."
        )
