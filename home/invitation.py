"""Inviting the first administrator of a portail."""

from __future__ import annotations

from django.db import transaction

from booking.models import Agent, Role
from booking.services.comptes import find_or_create_account, send_invitation
from home.demarrage import Tell, _silent
from home.models import Portail


@transaction.atomic
def invite_administrator(
    *, portail: Portail, email: str, prenom: str = "", nom: str = "", tell: Tell = _silent
) -> None:
    """The first administrator: référent of the territoire, and administrator of its pages.

    Called again, the same person receives a new link; nobody is given a password.
    """
    user, made = find_or_create_account(email=email, prenom=prenom, nom=nom)
    if made:
        tell(f"Compte créé : {user.email}")
    if portail.groupe_administrateurs:
        user.groups.add(portail.groupe_administrateurs)
    if not hasattr(user, "agent"):
        Agent.objects.create(
            territoire=portail.territoire,
            user=user,
            prenom=prenom or "Administration",
            nom=nom or portail.territoire.nom,
            role=Role.REFERENT,
        )
    send_invitation(territoire=portail.territoire, portail=portail.nom, user=user)
    tell(f"Invitation envoyée : {user.email}")
