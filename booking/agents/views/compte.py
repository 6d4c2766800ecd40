"""My account: how one signs in, one's private calendar, signing out."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def compte(request: HttpRequest) -> HttpResponse:
    """Also reached by an editor without a diary."""
    return render(request, "agents/compte.html", {"double": is_mfa_enabled(request.user)})
