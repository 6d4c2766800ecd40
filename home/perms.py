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


def reaches_cms(request: HttpRequest) -> bool:
    """May this person open this address of /cms/ on this host? (design, decision 5)"""
    from home import cloison

    user, portail = request.user, request.portail
    if user.is_superuser:
        return True
    cloison.keep_rights_of_host(user, portail)
    if not user._page_permission_cache:
        return False
    return cloison.lets_in(request, request.resolver_match)
