"""The wall between territoires in /cms/: which of Wagtail's views open, and for which objects.

Wagtail is not multi-tenant: reports, tags, collections, users or redirects are those of the whole
installation. A view without a line in `home.cloison_vues` is closed to editors, and every object
named by an address must stand in the portail of the host. Technical superusers are not concerned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import ResolverMatch
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    TaskState,
    WorkflowState,
)

from booking.models import CasUsage, Lieu, Motif, Service
from home import cloison_vues as vues
from home.cloison_vues import (
    ACTIONS_GROUPEES,
    CAS_USAGE,
    DOCUMENT,
    IMAGE,
    LIEU,
    MOINDRE_ROLE,
    MOTIF,
    OUVERTES,
    PAGE,
    QUESTION,
    SERVICE,
)
from home.models import DocumentPortail, ImagePortail, Portail, QuestionReponse, Synonyme
from home.roles import RoleRedaction

DU_TERRITOIRE = {
    IMAGE: ImagePortail,
    DOCUMENT: DocumentPortail,
    SERVICE: Service,
    LIEU: Lieu,
    MOTIF: Motif,
    QUESTION: QuestionReponse,
    CAS_USAGE: CasUsage,
}


def lets_in(request: HttpRequest, match: ResolverMatch, *, role: RoleRedaction) -> bool:
    """May this role of this portail reach this view, for the objects its address names?"""
    named = OUVERTES.get(match.view_name)
    if named is None or role < MOINDRE_ROLE[match.view_name]:
        return False
    portail: Portail = request.portail
    arguments = match.kwargs
    if match.view_name == "wagtail_bulk_action":
        return _bulk_stays_inside(request, arguments, portail, role)
    if match.view_name == "wagtailadmin_api:pages:listing":
        # The side menu always names the page whose children it unfolds.
        return stands_in(portail, PAGE, request.GET.getlist("child_of") or ["0"])
    if match.view_name == "wagtailadmin_editing_sessions:ping":
        return _session_stays_inside(arguments, portail)
    return all(stands_in(portail, kind, [arguments[name]]) for name, kind in named.items())


def keep_rights_of_host(user: Any, portail: Portail) -> None:
    """On this host, only the roles held here count, for someone who edits several portails.

    Wagtail keeps a user's rights on the user for the length of a request: fill that first.
    """
    groups = groups_of(user, portail)
    user._page_permission_cache = list(
        GroupPagePermission.objects.filter(
            group__in=groups, page__path__startswith=portail.site.root_page.path
        ).select_related("page", "permission")
    )
    user._collection_permission_cache = list(
        GroupCollectionPermission.objects.filter(
            group__in=groups, collection=portail.collection_id
        ).select_related("permission", "collection")
    )


def groups_of(user: Any, portail: Portail) -> dict[int, RoleRedaction]:
    """Groups of this portail that this person is in, read once a request: key -> role."""
    known: dict[int, dict[int, RoleRedaction]] = getattr(user, "_groupes_par_portail", {})
    if portail.pk not in known:
        roles = portail.groupes
        held = user.groups.filter(pk__in=roles).values_list("pk", flat=True)
        known[portail.pk] = {pk: roles[pk] for pk in held}
        user._groupes_par_portail = known
    return known[portail.pk]


def stands_in(portail: Portail, kind: str, keys: Iterable[Any]) -> bool:
    """Are all these objects in the tree, or in the library, of this portail?"""
    numbers = {_number(key) for key in keys}
    if None in numbers or not numbers:
        return False
    return objects_of(portail, kind).filter(pk__in=numbers).distinct().count() == len(numbers)


def objects_of(portail: Portail, kind: str) -> QuerySet[Any]:
    """Every object of this kind in this portail."""
    groups = list(portail.groupes)
    match kind:
        case vues.PAGE:
            return Page.objects.filter(path__startswith=portail.site.root_page.path)
        case vues.SYNONYME:
            return Synonyme.objects.filter(portail=portail)
        case vues.REDIRECTION:
            return Redirect.objects.filter(site=portail.site_id)
        case vues.MEMBRE:
            return get_user_model().objects.filter(groups__in=groups)
        # A step of the portail's own workflow is that of its own groups.
        case vues.TACHE:
            return GroupApprovalTask.objects.filter(groups__in=groups)
        case vues.ETAPE:
            return TaskState.objects.filter(task__groupapprovaltask__groups__in=groups)
        case vues.CIRCUIT:
            steps = "workflow__workflow_tasks__task__groupapprovaltask__groups__in"
            return WorkflowState.objects.filter(**{steps: groups})
        case _:
            model: Any = DU_TERRITOIRE[kind]
            rows: QuerySet[Any] = model.objects.filter(territoire=portail.territoire_id)
            return rows


def _bulk_stays_inside(
    request: HttpRequest, arguments: Mapping[str, Any], portail: Portail, role: RoleRedaction
) -> bool:
    kind, actions = ACTIONS_GROUPEES.get(
        (arguments["app_label"], arguments["model_name"]), ("", {})
    )
    ids = request.GET.getlist("id")
    least = actions.get(arguments["action"])
    if least is None or role < least or not ids:
        return False
    if ids == ["all"]:
        # Wagtail lists them itself, within the rights of the host.
        parents = request.GET.getlist("childOf")
        return kind != PAGE or stands_in(portail, PAGE, parents)
    return stands_in(portail, kind, ids)


def _session_stays_inside(arguments: Mapping[str, Any], portail: Portail) -> bool:
    """Two people on one page are told of each other; only pages have such sessions here."""
    return stands_in(portail, PAGE, [arguments["object_id"]])


def _number(key: Any) -> int | None:
    try:
        return int(str(key))
    except ValueError:
        return None
