"""The groups of a portail, one a role: rights on its tree and its library, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from home.models import Portail
from home.roles import FONCTIONS, Fonction

MEDIAS = (("wagtailimages", "image"), ("wagtaildocs", "document"))


def start_roles(*, portail: Portail, tell: Callable[[str], object]) -> None:
    """Make the groups that are missing. Those that stand only get back rights they lost."""
    made = []
    for fonction in FONCTIONS:
        group = getattr(portail, fonction.champ)
        if group is None:
            group, _new = Group.objects.get_or_create(
                name=f"{fonction.groupe} : {portail.territoire.code}"
            )
            setattr(portail, fonction.champ, group)
            made.append(fonction)
        _give_rights(portail, group, fonction)
    if made:
        portail.save(update_fields=[fonction.champ for fonction in made])
    for fonction in made:
        tell(f"Groupe créé : {getattr(portail, fonction.champ).name}")


def _give_rights(portail: Portail, group: Group, fonction: Fonction) -> None:
    group.permissions.add(_permission("wagtailadmin", "access_admin"))
    for codename in fonction.pages:
        GroupPagePermission.objects.get_or_create(
            group=group,
            page=portail.site.root_page,
            permission=_permission("wagtailcore", codename),
        )
    for app, model in MEDIAS:
        for action in fonction.medias:
            GroupCollectionPermission.objects.get_or_create(
                group=group,
                collection=portail.collection,
                permission=_permission(app, f"{action}_{model}"),
            )


def _permission(app_label: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)
