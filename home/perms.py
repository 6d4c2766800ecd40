"""Who may edit the pages of a portail."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.models import GroupPagePermission

from home.models import Portail


def edits_portail(user: Any, portail: Portail) -> bool:
    """A technical superuser, or a member of a group that holds a right in this portail's tree."""
    if user.is_superuser:
        return True
    root = portail.site.root_page
    return GroupPagePermission.objects.filter(
        group__user=user, page__path__startswith=root.path
    ).exists()


def announces(user: Any, portail: Portail) -> bool:
    """May announce a disturbance or an alert: an editor, or a member of "Alerte d'urgence"."""
    return edits_portail(user, portail) or belongs_to_alert(user, portail)


def belongs_to_alert(user: Any, portail: Portail) -> bool:
    group = portail.groupe_alerte_id
    return group is not None and user.groups.filter(pk=group).exists()


def only_announces(user: Any, portail: Portail) -> bool:
    """Someone for whom /cms/ is one screen."""
    return not edits_portail(user, portail) and belongs_to_alert(user, portail)


def reaches_cms(request: HttpRequest) -> bool:
    """May this person open this address of /cms/ on this host? (design, decision 5)"""
    from home import cloison

    user, portail = request.user, request.portail
    if user.is_superuser:
        return True
    cloison.keep_rights_of_host(user, portail)
    if not user._page_permission_cache:
        only_alert = request.resolver_match.view_name in cloison.OUVERTES_A_L_ALERTE
        return only_alert and belongs_to_alert(user, portail)
    return cloison.lets_in(request, request.resolver_match)
