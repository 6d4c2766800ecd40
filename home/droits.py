"""Where Wagtail's own rules let people delete more than their role says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.models import PagePermissionTester
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import register_permission_policy


class DroitsDePage(PagePermissionTester):
    """Wagtail lets whoever publishes delete a page without children: here deleting is a right."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        if not super().can_delete(ignore_bulk):
            return False
        # `ignore_bulk` is how Wagtail asks whether a page may move.
        return ignore_bulk or self.user.is_superuser or "bulk_delete" in self.permissions


class DroitsDeFichier(CollectionOwnershipPermissionPolicy):
    """Wagtail takes deleting for changing: a file that pages show would go with its author."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action == "delete":
            return bool(self._check_perm(user, ["delete"]))
        return bool(super().user_has_permission(user, action))

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Any
    ) -> bool:
        asked = set(actions)
        if "delete" in asked and self._check_perm(user, ["delete"], instance.collection):
            return True
        others = asked - {"delete"}
        return bool(others) and bool(
            super().user_has_any_permission_for_instance(user, others, instance)
        )


def register() -> None:
    """Exact classes come before what Wagtail registers itself, whoever is ready first."""
    from home.models import DocumentPortail, ImagePortail

    for model, rights in (
        (ImagePortail, "wagtailimages.Image"),
        (DocumentPortail, "wagtaildocs.Document"),
    ):
        policy = DroitsDeFichier(model, auth_model=rights, owner_field_name="uploaded_by_user")
        register_permission_policy(model, policy, exact_class=True)
