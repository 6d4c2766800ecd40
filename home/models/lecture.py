"""Pages read with the facts they show."""

from __future__ import annotations

from typing import Any, ClassVar

from wagtail.models import PageManager, PageQuerySet


class PageAvecFaitsQuerySet(PageQuerySet):
    def select_for_update(self, *args: Any, **kwargs: Any) -> Any:
        """The page alone: PostgreSQL locks nothing through an outer join."""
        return PageQuerySet.select_for_update(self.select_related(None), *args, **kwargs)


class PageAvecFaitsManager(PageManager):
    """`faits` is the path of the row whose facts a page of this type shows.

    Said by a subclass: Django makes managers of its own from the class alone.
    """

    faits: ClassVar[str]
    _queryset_class = PageAvecFaitsQuerySet

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related(self.faits)

    def select_for_update(self, *args: Any, **kwargs: Any) -> Any:
        return self.get_queryset().select_for_update(*args, **kwargs)


class PageServiceManager(PageAvecFaitsManager):
    faits = "service"


class PageLieuManager(PageAvecFaitsManager):
    faits = "lieu__organisation"
