"""Who may edit the pages of a portail."""

from __future__ import annotations

from wagtail.models import GroupPagePermission

from home.models import Portail


def edits_portail(user, portail: Portail) -> bool:
    """A technical superuser, or a member of a group that holds a right in this portail's tree."""
    if user.is_superuser:
        return True
    root = portail.site.root_page
    return GroupPagePermission.objects.filter(
        group__user=user, page__path__startswith=root.path
    ).exists()
