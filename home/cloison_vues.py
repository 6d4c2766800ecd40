"""Which views of /cms/ open, from which role on, and what each address names.

Read by the wall (`home.cloison`), the menus and the tests. A view without a line is closed.
"""

from __future__ import annotations

from home.roles import RoleRedaction

PAGE, IMAGE, DOCUMENT, SYNONYME = "page", "image", "document", "synonyme"
SERVICE, LIEU, MOTIF, QUESTION = "service", "lieu", "motif", "question"
CAS_USAGE, MEMBRE = "cas_usage", "membre"
ETAPE, TACHE, CIRCUIT = "etape", "tache", "circuit"
REDIRECTION = "redirection"

# View name -> what each argument of its address names. Anything else in the address is harmless
# (a type of page), or checked by Wagtail against the object (a revision of that page).
AUX_REDACTEURS: dict[str, dict[str, str]] = {
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
    "wagtailadmin_pages:copy": {"page_id": PAGE},
    "wagtailadmin_pages:convert_alias": {"page_id": PAGE},
    "wagtailadmin_pages:move": {"page_to_move_id": PAGE},
    "wagtailadmin_pages:move_confirm": {"page_to_move_id": PAGE, "destination_id": PAGE},
    "wagtailadmin_pages:revisions_index": {"page_id": PAGE},
    "wagtailadmin_pages:revisions_view": {"page_id": PAGE},
    "wagtailadmin_pages:revisions_revert": {"page_id": PAGE},
    "wagtailadmin_pages:revisions_compare": {"pk": PAGE},
    "wagtailadmin_pages:history": {"page_id": PAGE},
    "wagtailadmin_pages:history_results": {"page_id": PAGE},
    "wagtailadmin_pages:workflow_history": {"page_id": PAGE},
    "wagtailadmin_pages:workflow_history_detail": {
        "page_id": PAGE,
        "workflow_state_id": CIRCUIT,
    },
    "wagtailadmin_pages:confirm_workflow_cancellation": {"page_id": PAGE},
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
    "wagtailimages:preview": {"image_id": IMAGE},
    "wagtailimages:image_usage": {"image_id": IMAGE},
    "wagtailimages:add_multiple": {},
    "wagtailimages:edit_multiple": {"image_id": IMAGE},
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
    "wagtaildocs:document_usage": {"document_id": DOCUMENT},
    "wagtaildocs:add_multiple": {},
    "wagtaildocs:edit_multiple": {"doc_id": DOCUMENT},
    "wagtaildocs:create_multiple_from_uploaded_document": {},
    "wagtaildocs:delete_upload_multiple": {},
    "wagtaildocs_chooser:choose": {},
    "wagtaildocs_chooser:choose_results": {},
    "wagtaildocs_chooser:chosen": {"pk": DOCUMENT},
    "wagtaildocs_chooser:create": {},
    # Ours.
    "liens_casses": {},
}

AUX_RELECTEURS: dict[str, dict[str, str]] = {
    "wagtailadmin_pages:workflow_action": {"page_id": PAGE, "task_state_id": ETAPE},
    "wagtailadmin_pages:collect_workflow_action_data": {"page_id": PAGE, "task_state_id": ETAPE},
    "wagtailadmin_pages:workflow_preview": {"page_id": PAGE, "task_id": TACHE},
    "wagtailadmin_pages:unpublish": {"page_id": PAGE},
    "wagtailadmin_pages:set_page_position": {"page_to_move_id": PAGE},
    "wagtailadmin_pages:lock": {"page_id": PAGE},
    "wagtailadmin_pages:unlock": {"page_id": PAGE},
    "wagtailadmin_pages:revisions_unschedule": {"page_id": PAGE},
    "questions": {},
    "questions_ajouter": {},
    "questions_modifier": {"question_id": QUESTION},
    "questions_retirer": {"question_id": QUESTION},
    # Read in the territoire of the host by the views themselves.
    "annonces": {},
    "annonce_nouvelle": {},
    "annonce_fin": {},
    "annonce_terminer": {},
}

AUX_ADMINISTRATEURS: dict[str, dict[str, str]] = {
    "wagtailadmin_pages:delete": {"page_id": PAGE},
    "wagtailimages:delete": {"image_id": IMAGE},
    "wagtailimages:delete_multiple": {"image_id": IMAGE},
    "wagtaildocs:delete": {"document_id": DOCUMENT},
    "wagtaildocs:delete_multiple": {"doc_id": DOCUMENT},
    "marque": {},
    "marque_apercu": {},
    "equipe": {},
    "redirections": {},
    "redirections_retirer": {"redirection_id": REDIRECTION},
    "equipe_role": {"membre_id": MEMBRE},
    "equipe_retirer": {"membre_id": MEMBRE},
    "mots_cherches": {},
    "mots_retirer": {"synonyme_id": SYNONYME},
    "faits": {},
    "cas_usage_page": {"cas_id": CAS_USAGE},
    "faits_service": {"service_id": SERVICE},
    "faits_motif": {"motif_id": MOTIF},
    "faits_lieu": {"lieu_id": LIEU},
}

OUVERTES = AUX_REDACTEURS | AUX_RELECTEURS | AUX_ADMINISTRATEURS

# The least of the roles that edit; each may all that those below may.
MOINDRE_ROLE: dict[str, RoleRedaction] = (
    dict.fromkeys(AUX_REDACTEURS, RoleRedaction.REDACTEUR)
    | dict.fromkeys(AUX_RELECTEURS, RoleRedaction.RELECTEUR)
    | dict.fromkeys(AUX_ADMINISTRATEURS, RoleRedaction.ADMINISTRATEUR)
)

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
ACTIONS_GROUPEES: dict[tuple[str, str], tuple[str, dict[str, RoleRedaction]]] = {
    ("wagtailcore", "page"): (
        PAGE,
        {
            "move": RoleRedaction.REDACTEUR,
            "publish": RoleRedaction.RELECTEUR,
            "unpublish": RoleRedaction.RELECTEUR,
            "delete": RoleRedaction.ADMINISTRATEUR,
        },
    ),
    ("home", "imageportail"): (IMAGE, {"delete": RoleRedaction.ADMINISTRATEUR}),
    ("home", "documentportail"): (DOCUMENT, {"delete": RoleRedaction.ADMINISTRATEUR}),
}
