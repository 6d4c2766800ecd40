"""A référent, signed in, and the addresses of tests/sectorisation."""

from tests.agents.conftest import equipe, lundi_matin
from tests.secteurs.conftest import adresses, client, referent

__all__ = ["adresses", "client", "equipe", "lundi_matin", "referent"]
