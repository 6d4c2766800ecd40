"""Who may do what in /cms/ on a portail."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from home.models import Portail
from home.roles import RoleRedaction


def role_on(user: Any, portail: Portail) -> RoleRedaction | None:
    """The highest role this person holds on this portail; a technical superuser holds the last."""
    from home.cloison import groups_of

    if user.is_superuser:
        return RoleRedaction.ADMINISTRATEUR
    return max(groups_of(user, portail).values(), default=None)


def holds(user: Any, portail: Portail, least: RoleRedaction) -> bool:
    role = role_on(user, portail)
    return role is not None and role >= least


def edits_portail(user: Any, portail: Portail) -> bool:
    return holds(user, portail, RoleRedaction.REDACTEUR)


def announces(user: Any, portail: Portail) -> bool:
    """An announcement is published at once: whoever publishes, or is of "Alerte d'urgence"."""
    return holds(user, portail, RoleRedaction.RELECTEUR) or belongs_to_alert(user, portail)


def belongs_to_alert(user: Any, portail: Portail) -> bool:
    from home.cloison import groups_of

    return RoleRedaction.ALERTE in groups_of(user, portail).values()


def only_announces(user: Any, portail: Portail) -> bool:
    """Someone for whom /cms/ is one screen."""
    return role_on(user, portail) is RoleRedaction.ALERTE


def opens(request: HttpRequest, view_name: str) -> bool:
    """Does the role held on this host open this view? For menus and doors."""
    from home.cloison_vues import MOINDRE_ROLE, OUVERTES_A_L_ALERTE

    if view_name in OUVERTES_A_L_ALERTE and belongs_to_alert(request.user, request.portail):
        return True
    least = MOINDRE_ROLE.get(view_name)
    return least is not None and holds(request.user, request.portail, least)


def reaches_cms(request: HttpRequest) -> bool:
    """May this person open this address of /cms/ on this host? (design, decision 5)"""
    from home import cloison
    from home.cloison_vues import OUVERTES_A_L_ALERTE

    user, portail = request.user, request.portail
    if user.is_superuser:
        return True
    role = role_on(user, portail)
    if role is None:
        return False
    cloison.keep_rights_of_host(user, portail)
    match = request.resolver_match
    if match.view_name in OUVERTES_A_L_ALERTE and belongs_to_alert(user, portail):
        return True
    return role is not RoleRedaction.ALERTE and cloison.lets_in(request, match, role=role)
