"""The wall between territoires in /cms/: which of Wagtail's views open, and for which objects.

Wagtail is not multi-tenant: reports, tags, collections, users or redirects are those of the whole
installation. A view without a line here is closed to editors, and every object named by an address
must stand in the portail of the host. Technical superusers are not concerned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import ResolverMatch
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from booking.models import CasUsage, Lieu, Motif, Service
from home.models import DocumentPortail, ImagePortail, Portail, QuestionReponse, Synonyme

PAGE, IMAGE, DOCUMENT, SYNONYME = "page", "image", "document", "synonyme"
SERVICE, LIEU, MOTIF, QUESTION = "service", "lieu", "motif", "question"
CAS_USAGE = "cas_usage"
DU_TERRITOIRE = {
    IMAGE: ImagePortail,
    DOCUMENT: DocumentPortail,
    SERVICE: Service,
    LIEU: Lieu,
    MOTIF: Motif,
    QUESTION: QuestionReponse,
    CAS_USAGE: CasUsage,
}

# View name -> what each argument of its address names. Anything else in the address is harmless
# (a type of page), or checked by Wagtail against the object (a revision of that page).
OUVERTES: dict[str, dict[str, str]] = {
    "wagtailadmin_home": {},
    "wagtailadmin_account": {},
    "wagtailadmin_logout": {},
    "wagtailadmin_login": {},
    "wagtailadmin_dismissibles": {},
    "wagtailadmin_sprite": {},
    "wagtailadmin_javascript_catalog": {},
    "wagtailadmin_block_preview": {},
    # Pages.
    "wagtailadmin_explore_root": {},
    "wagtailadmin_explore": {"parent_page_id": PAGE},
    "wagtailadmin_explore_results": {"parent_page_id": PAGE},
    "wagtailadmin_pages:add": {"parent_page_id": PAGE},
    "wagtailadmin_pages:preview_on_add": {"parent_page_id": PAGE},
    "wagtailadmin_pages:add_subpage": {"parent_page_id": PAGE},
    "wagtailadmin_pages:edit": {"page_id": PAGE},
    "wagtailadmin_pages:preview_on_edit": {"page_id": PAGE},
    "wagtailadmin_pages:view_draft": {"page_id": PAGE},
    "wagtailadmin_pages:usage": {"page_id": PAGE},
    "wagtailadmin_pages:delete": {"page_id": PAGE},
    "wagtailadmin_pages:unpublish": {"page_id": PAGE},
    "wagtailadmin_pages:copy": {"page_id": PAGE},
    "wagtailadmin_pages:convert_alias": {"page_id": PAGE},
    "wagtailadmin_pages:move": {"page_to_move_id": PAGE},
    "wagtailadmin_pages:move_confirm": {"page_to_move_id": PAGE, "destination_id": PAGE},
    "wagtailadmin_pages:set_page_position": {"page_to_move_id": PAGE},
    "wagtailadmin_pages:lock": {"page_id": PAGE},
    "wagtailadmin_pages:unlock": {"page_id": PAGE},
    "wagtailadmin_pages:revisions_index": {"page_id": PAGE},
    "wagtailadmin_pages:revisions_view": {"page_id": PAGE},
    "wagtailadmin_pages:revisions_revert": {"page_id": PAGE},
    "wagtailadmin_pages:revisions_unschedule": {"page_id": PAGE},
    "wagtailadmin_pages:revisions_compare": {"pk": PAGE},
    "wagtailadmin_pages:history": {"page_id": PAGE},
    "wagtailadmin_pages:history_results": {"page_id": PAGE},
    "wagtailadmin_pages:search": {},
    "wagtailadmin_pages:search_results": {},
    "wagtailadmin_choose_page": {},
    "wagtailadmin_choose_page_child": {"parent_page_id": PAGE},
    "wagtailadmin_choose_page_search": {},
    "wagtailadmin_choose_page_external_link": {},
    "wagtailadmin_choose_page_email_link": {},
    "wagtailadmin_choose_page_phone_link": {},
    "wagtailadmin_choose_page_anchor_link": {},
    "wagtailadmin_api:pages:listing": {},
    "wagtailadmin_api:pages:detail": {"pk": PAGE},
    "wagtailadmin_editing_sessions:ping": {"object_id": PAGE},
    "wagtailadmin_editing_sessions:release": {},
    "wagtail_bulk_action": {},
    # Images.
    "wagtailimages:index": {},
    "wagtailimages:index_results": {},
    "wagtailimages:add": {},
    "wagtailimages:edit": {"image_id": IMAGE},
    "wagtailimages:delete": {"image_id": IMAGE},
    "wagtailimages:preview": {"image_id": IMAGE},
    "wagtailimages:image_usage": {"image_id": IMAGE},
    "wagtailimages:add_multiple": {},
    "wagtailimages:edit_multiple": {"image_id": IMAGE},
    "wagtailimages:delete_multiple": {"image_id": IMAGE},
    "wagtailimages:create_multiple_from_uploaded_image": {},
    "wagtailimages:delete_upload_multiple": {},
    "wagtailimages_chooser:choose": {},
    "wagtailimages_chooser:choose_results": {},
    "wagtailimages_chooser:chosen": {"pk": IMAGE},
    "wagtailimages_chooser:create": {},
    "wagtailimages_chooser:select_format": {"image_id": IMAGE},
    # Documents.
    "wagtaildocs:index": {},
    "wagtaildocs:index_results": {},
    "wagtaildocs:add": {},
    "wagtaildocs:edit": {"document_id": DOCUMENT},
    "wagtaildocs:delete": {"document_id": DOCUMENT},
    "wagtaildocs:document_usage": {"document_id": DOCUMENT},
    "wagtaildocs:add_multiple": {},
    "wagtaildocs:edit_multiple": {"doc_id": DOCUMENT},
    "wagtaildocs:delete_multiple": {"doc_id": DOCUMENT},
    "wagtaildocs:create_multiple_from_uploaded_document": {},
    "wagtaildocs:delete_upload_multiple": {},
    "wagtaildocs_chooser:choose": {},
    "wagtaildocs_chooser:choose_results": {},
    "wagtaildocs_chooser:chosen": {"pk": DOCUMENT},
    "wagtaildocs_chooser:create": {},
    # Ours.
    "marque": {},
    "marque_apercu": {},
    "liens_casses": {},
    "mots_cherches": {},
    "mots_retirer": {"synonyme_id": SYNONYME},
    "questions": {},
    "questions_ajouter": {},
    "questions_modifier": {"question_id": QUESTION},
    "questions_retirer": {"question_id": QUESTION},
    "faits": {},
    "cas_usage_page": {"cas_id": CAS_USAGE},
    "faits_service": {"service_id": SERVICE},
    "faits_motif": {"motif_id": MOTIF},
    "faits_lieu": {"lieu_id": LIEU},
    # Read in the territoire of the host by the views themselves.
    "annonces": {},
    "annonce_nouvelle": {},
    "annonce_fin": {},
    "annonce_terminer": {},
}

# All that is open to those who may only announce (the group "Alerte d'urgence").
OUVERTES_A_L_ALERTE = {
    "wagtailadmin_home",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "annonces",
    "annonce_nouvelle",
    "annonce_fin",
    "annonce_terminer",
}

# Bulk actions name their objects in the query string; tags are shared, so left out.
ACTIONS_GROUPEES = {
    ("wagtailcore", "page"): (PAGE, {"delete", "move", "publish", "unpublish"}),
    ("home", "imageportail"): (IMAGE, {"delete"}),
    ("home", "documentportail"): (DOCUMENT, {"delete"}),
}


def lets_in(request: HttpRequest, match: ResolverMatch) -> bool:
    """May an editor of this portail reach this view, for the objects its address names?"""
    named = OUVERTES.get(match.view_name)
    if named is None:
        return False
    portail: Portail = request.portail
    arguments = match.kwargs
    if match.view_name == "wagtail_bulk_action":
        return _bulk_stays_inside(request, arguments, portail)
    if match.view_name == "wagtailadmin_api:pages:listing":
        # The side menu always names the page whose children it unfolds.
        return stands_in(portail, PAGE, request.GET.getlist("child_of") or ["0"])
    if match.view_name == "wagtailadmin_editing_sessions:ping":
        return _session_stays_inside(arguments, portail)
    return all(stands_in(portail, kind, [arguments[name]]) for name, kind in named.items())


def keep_rights_of_host(user: Any, portail: Portail) -> None:
    """On this host, only this portail's rights count, for someone who edits several.

    Wagtail keeps a user's rights on the user for the length of a request: fill that first.
    """
    user._page_permission_cache = list(
        GroupPagePermission.objects.filter(
            group__user=user, page__path__startswith=portail.site.root_page.path
        ).select_related("page", "permission")
    )
    user._collection_permission_cache = list(
        GroupCollectionPermission.objects.filter(
            group__user=user, collection=portail.collection_id
        ).select_related("permission", "collection")
    )


def stands_in(portail: Portail, kind: str, keys: Iterable[Any]) -> bool:
    """Are all these objects in the tree, or in the library, of this portail?"""
    numbers = {_number(key) for key in keys}
    if None in numbers or not numbers:
        return False
    if kind == PAGE:
        found = Page.objects.filter(
            pk__in=numbers, path__startswith=portail.site.root_page.path
        ).count()
    else:
        if kind == SYNONYME:
            return Synonyme.objects.filter(pk__in=numbers, portail=portail).count() == len(numbers)
        model: Any = DU_TERRITOIRE[kind]
        found = model.objects.filter(pk__in=numbers, territoire=portail.territoire_id).count()
    return found == len(numbers)


def _bulk_stays_inside(
    request: HttpRequest, arguments: Mapping[str, Any], portail: Portail
) -> bool:
    kind, actions = ACTIONS_GROUPEES.get(
        (arguments["app_label"], arguments["model_name"]), ("", set())
    )
    ids = request.GET.getlist("id")
    if arguments["action"] not in actions or not ids:
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
