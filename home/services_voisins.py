"""Services shown at the foot of another: chosen by hand, or else drawn from the tree and sites."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from booking.models import PlageOuverture
from home.models import PageRubrique, PageService
from home.presentation_pages import Carte, card_of

VOISINS_MAX = 3


def related_pages(page: PageService, *, request: Any) -> list[Carte]:
    """Published pages of active services of this portail, this one left out; three at most.

    Derived ones: same rubrique first, then a site in common, then the same public.
    """
    portail = request.portail
    eligible = (
        PageService.objects.descendant_of(portail.site.root_page)
        .live()
        .filter(service__territoire=portail.territoire_id, service__actif=True)
        .exclude(pk=page.pk)
        .select_related("service", "content_type")
    )
    chosen: list[Any] = [block.value.pk for block in page.voisins if block.value]
    if chosen:
        found = {other.pk: other for other in eligible.filter(pk__in=chosen)}
        return [card_of(found[pk], request=request) for pk in chosen if pk in found][:VOISINS_MAX]
    return [card_of(other, request=request) for other in _derive(page, eligible)][:VOISINS_MAX]


def _derive(page: PageService, eligible: Any) -> list[PageService]:
    same = Q(pk__in=())
    rubrique = next((p.path for p in page.above() if p.specific_class is PageRubrique), "")
    if rubrique:
        same |= Q(path__startswith=rubrique)
    public = page.service.public.strip() if page.service else ""
    if public:
        same |= Q(service__public=page.service.public)
    near = eligible.annotate(
        meme_lieu=Exists(
            _plages_sharing_a_site(page.service_id).filter(motifs__service=OuterRef("service"))
        )
    )
    found = list(near.filter(same | Q(meme_lieu=True)).order_by("service__ordre", "service__nom"))
    found.sort(
        key=lambda other: (
            not (rubrique and other.path.startswith(rubrique)),
            not other.meme_lieu,
        )
    )
    return found


def _plages_sharing_a_site(service_id: int | None) -> QuerySet[PlageOuverture]:
    """Plages still running at one of the sites where this service receives."""
    today = timezone.localdate(timezone.now())
    current = PlageOuverture.objects.filter(jusqu_au__gte=today)
    return current.filter(lieu__in=current.filter(motifs__service=service_id).values("lieu"))
