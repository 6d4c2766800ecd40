"""A référent of the team, who keeps the catalogue."""

from tests.secteurs.conftest import client, equipe, referent

__all__ = ["client", "equipe", "referent"]
