"""How accounts behave: no sign-up, agents land in their space."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class CompteAdapter(DefaultAccountAdapter):
    """An account is given by a référent, never taken."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "L’adresse ou le mot de passe ne correspond pas. Vérifiez les deux",
        "too_many_login_attempts": "Trop d’essais. Attendez cinq minutes, puis recommencez",
        "incorrect_password": "Ce mot de passe ne correspond pas",
        "incorrect_code": "Ce code ne correspond pas. Recopiez celui qui est affiché maintenant",
        "rate_limited": "Trop d’essais. Attendez un peu, puis recommencez",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/agents/" if hasattr(request.user, "agent") else "/cms/"
