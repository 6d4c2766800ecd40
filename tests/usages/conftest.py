"""A référent, signed in."""

from tests.agents.conftest import equipe, lundi_matin
from tests.secteurs.conftest import client, referent

__all__ = ["client", "equipe", "lundi_matin", "referent"]
