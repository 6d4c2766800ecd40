"""Refusals of this room, each carrying the French sentence to show."""


class SectorisationError(Exception):
    """Base of what this room says no to; str() is the sentence shown."""


class ImportRefuse(SectorisationError):
    """A file cannot be imported. Nothing of it was kept."""

    def __init__(self, *phrases: str) -> None:
        super().__init__("\n".join(phrases))
        self.phrases = phrases


class PublicationRefusee(SectorisationError):
    """A couche cannot be published as it stands: one sentence a reason."""

    def __init__(self, *phrases: str) -> None:
        super().__init__("\n".join(phrases))
        self.phrases = phrases
