"""Mon rendez-vous is tested in the world of the journey."""

from tests.parcours.conftest import horloge, monde, monde_du_module, visite

__all__ = ["horloge", "monde", "monde_du_module", "visite"]
