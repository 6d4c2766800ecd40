"""Agent: who receives."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from booking.models.base import DuTerritoire, ReferenceExterne, reference_unique


class Role(models.TextChoices):
    """What an agent may do in the agents' space; `perms.py` reads it."""

    AGENT = "agent", "Agent"
    SECRETARIAT = "secretariat", "Secrétariat"
    REFERENT = "referent", "Référent"


class AgentQuerySet(models.QuerySet["Agent"]):
    def of(self, territoire) -> AgentQuerySet:
        return self.filter(territoire=territoire)

    def receiving(self) -> AgentQuerySet:
        return self.filter(actif=True)


class Agent(DuTerritoire, ReferenceExterne):
    """Une personne qui reçoit, dans un territoire. À ne pas confondre avec le compte : un agent
    peut n'avoir qu'un agenda et aucun accès."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="compte",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="agent",
    )
    prenom = models.CharField("prénom", max_length=80)
    nom = models.CharField(max_length=80)
    fonction = models.CharField(max_length=80, blank=True)
    role = models.CharField("rôle", max_length=12, choices=Role, default=Role.AGENT)
    organisations = models.ManyToManyField("booking.Organisation", related_name="agents")
    services = models.ManyToManyField("booking.Service", related_name="agents")
    # SHA-256 of the private calendar address; empty = no feed. Changing it revokes the old one.
    calendrier_empreinte = models.CharField(max_length=64, blank=True, default="", db_index=True)
    actif = models.BooleanField(default=True)

    objects = AgentQuerySet.as_manager()

    class Meta:
        ordering = ["nom", "prenom"]
        constraints = [reference_unique("agent_reference_unique")]

    def __str__(self) -> str:
        return f"{self.prenom} {self.nom}"
