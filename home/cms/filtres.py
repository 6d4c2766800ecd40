"""Filters of Wagtail's lists of pages: they offered the people and the hosts of every portail."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.views.pages.listing import GenericPageFilterSet, PageFilterSet


def people_of_host(request: HttpRequest) -> QuerySet[Any]:
    """Whoever holds a role on the portail of the host."""
    return get_user_model().objects.filter(groups__in=list(request.portail.groupes)).distinct()


def keep_own() -> None:
    """Called once. A host shows one site: choosing among them says nothing but their names."""
    for filters in (PageFilterSet.base_filters, GenericPageFilterSet.base_filters):
        filters.pop("site", None)
        for name in ("owner", "edited_by"):
            filters[name].queryset = people_of_host
