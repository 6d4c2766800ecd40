"""How accounts behave: no sign-up, agents land in their space."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class CompteAdapter(DefaultAccountAdapter):
    """An account is given by a référent, never taken."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/agents/" if hasattr(request.user, "agent") else "/cms/"
