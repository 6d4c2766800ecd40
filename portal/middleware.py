"""From the host to the territoire, and the headers every answer carries."""

from __future__ import annotations

import re
import time
import uuid
import zoneinfo
from collections.abc import Callable

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.datastructures import MultiValueDictKeyError
from django.views.defaults import bad_request
from wagtail.models.sites import SiteRootPath

from home.courant import territoire_courant
from home.models import Portail
from portal import health
from portal.journal import log_access

GetResponse = Callable[[HttpRequest], HttpResponse]
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestIdMiddleware:
    """Give the request an identifier: in the answer, on error pages and on every log line."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        received = request.headers.get("X-Request-ID", "")
        request.request_id = received if _REQUEST_ID.fullmatch(received) else uuid.uuid4().hex
        request.recu = time.monotonic()
        response = self.get_response(request)
        response["X-Request-ID"] = request.request_id
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        return response


class JournalMiddleware:
    """One line a request, pages kept in memory included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        log_access(request, response)
        return response


class SanteMiddleware:
    """Probes answer whatever the host: an orchestrator calls them by address."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = health.PROBES.get(request.path)
        return probe(request) if probe else self.get_response(request)


class TerritoireMiddleware:
    """The host names the territoire; an unknown host is 404, never the default site (decision 5)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        portail = getattr(request, "portail", None)
        portail = portail or Portail.objects.for_host(request.get_host())
        if portail is None:
            return render(request, "hote_inconnu.html", status=404)
        request.portail = portail
        request.territoire = portail.territoire
        # Wagtail would otherwise fall back on the default site.
        site = portail.site
        request._wagtail_site = site
        # Addresses of pages are those of this host, without asking for every other.
        request._wagtail_cached_site_root_paths = [
            SiteRootPath(site.pk, site.root_page.url_path, site.root_url, settings.LANGUAGE_CODE)
        ]
        token = territoire_courant.set(portail.territoire)
        try:
            with timezone.override(zoneinfo.ZoneInfo(portail.territoire.fuseau)):
                return self.get_response(request)
        finally:
            territoire_courant.reset(token)


class PortalCSPMiddleware(CSPMiddleware):
    """The strict policy everywhere; under /cms/ only, what Wagtail's admin needs (decision 19)."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path.startswith("/cms/"):
            response._csp_update = {
                "script-src": ["'unsafe-inline'", "'unsafe-eval'"],
                "style-src": ["'unsafe-inline'"],
                "img-src": ["blob:"],
                "frame-src": ["'self'"],
                "worker-src": ["'self'", "blob:"],
            }
            response._csp_replace = {"frame-ancestors": ["'self'"]}
        elif getattr(request, "is_dummy", False):
            # The preview of a page, shown in a frame of /cms/: as strict as the page itself.
            response._csp_replace = {"frame-ancestors": ["'self'"]}
        return super().process_response(request, response)


class AccesMiddleware:
    """/agents/, /api/ and /cms/ are closed unless the table of `portal.acces` opens the view."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/agents/"):
            # A shared screen: going back after signing out must show nothing.
            response.setdefault("Cache-Control", "no-store, private")
        return response

    def process_view(self, request, view, args, kwargs):
        from portal.acces import answer_for

        return answer_for(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Wagtail reads the counters of a page's form without asking whether they came whole."""
        if not (request.path.startswith("/cms/") and request.method == "POST"):
            return None
        broken = isinstance(exception, MultiValueDictKeyError) or (
            isinstance(exception, ValueError)
            and any(k.endswith("-count") and not v.isdigit() for k, v in request.POST.items())
        )
        return bad_request(request, exception) if broken else None


def not_found(request: HttpRequest) -> None:
    """Raise what an absent and a foreign object both answer."""
    raise Http404
