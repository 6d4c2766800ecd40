"""The people of a portail: who holds which role, given and taken back by its administration.

One role a person on each portail. Nothing here tells whether an address is known elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from booking.services.comptes import find_or_create_account, send_welcome
from home.errors import CourrielImpossible, DernierAdministrateur, RolePerdu
from home.models import Portail
from home.perms import role_on
from home.roles import FONCTION_DE, Fonction, RoleRedaction


@dataclass(frozen=True, slots=True)
class Membre:
    """Shown by address only: a name would tell that the person has an account elsewhere."""

    pk: int
    email: str
    fonction: Fonction


def list_team(portail: Portail) -> list[Membre]:
    """Everyone with a role here, the highest when several, by role then address."""
    roles = portail.groupes
    rows = get_user_model().objects.filter(groups__in=roles).values_list("pk", "email", "groups")
    highest: dict[tuple[int, str], RoleRedaction] = {}
    for pk, email, group in rows:
        if group in roles:
            highest[pk, email] = max(roles[group], highest.get((pk, email), roles[group]))
    team = [Membre(pk, email, FONCTION_DE[role]) for (pk, email), role in highest.items()]
    return sorted(team, key=lambda m: (-m.fonction.role, m.email))


@transaction.atomic
def invite(*, portail: Portail, email: str, role: RoleRedaction, auteur: Any) -> None:
    """The same for an address known or unknown. Raises CourrielImpossible, RolePerdu."""
    portail = _take(portail, auteur)
    user, _made = find_or_create_account(email=email)
    if role_on(user, portail) is None:
        _put(portail, user, role)
    try:
        send_welcome(
            territoire=portail.territoire,
            portail=portail.nom,
            user=user,
            entree="wagtailadmin_home",
        )
    except OSError as error:
        raise CourrielImpossible from error


@transaction.atomic
def change_role(*, portail: Portail, membre: Any, role: RoleRedaction, auteur: Any) -> None:
    """Raises DernierAdministrateur, RolePerdu."""
    portail = _take(portail, auteur)
    if role is not RoleRedaction.ADMINISTRATEUR:
        _keep_one(portail, sauf=membre)
    _put(portail, membre, role)


@transaction.atomic
def remove(*, portail: Portail, membre: Any, auteur: Any) -> None:
    """Takes every role of this portail; the account and its other roles stay.

    Raises DernierAdministrateur, RolePerdu.
    """
    portail = _take(portail, auteur)
    _keep_one(portail, sauf=membre)
    membre.groups.remove(*portail.groupes)


def _take(portail: Portail, auteur: Any) -> Portail:
    """One change at a time: two administrators could otherwise remove each other at once."""
    row = Portail.objects.select_for_update(of=("self",)).get(pk=portail.pk)
    admins = row.groupe_administrateurs_id
    if not (auteur.is_superuser or auteur.groups.filter(pk=admins).exists()):
        raise RolePerdu
    return row


def _keep_one(portail: Portail, *, sauf: Any) -> None:
    admins = get_user_model().objects.filter(groups=portail.groupe_administrateurs_id)
    if admins.filter(pk=sauf.pk).exists() and not (
        admins.filter(is_active=True).exclude(pk=sauf.pk).exists()
    ):
        raise DernierAdministrateur


def _put(portail: Portail, user: Any, role: RoleRedaction) -> None:
    user.groups.remove(*portail.groupes)
    user.groups.add(getattr(portail, f"{FONCTION_DE[role].champ}_id"))
