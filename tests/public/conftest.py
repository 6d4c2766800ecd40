"""Mon rendez-vous is tested in the world of the journey."""

from tests.parcours.conftest import horloge, monde, visite

__all__ = ["horloge", "monde", "visite"]
