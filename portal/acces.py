"""One table says which role reaches which view of /agents/, /api/ and /cms/ (design, decision 5).

A view under these roots without a line is closed to everyone; a test walks the URLconf and fails
on a view without a line. Public faces are elsewhere and need none.
"""

from __future__ import annotations

from enum import Enum

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

RACINES = ("/agents/", "/api/", "/cms/")


class Acces(Enum):
    """Who reaches a view."""

    PERSONNE = "personne"
    TOUS = "tous"
    CONNECTE = "connecté"
    AGENT = "agent du territoire"
    REFERENT = "référent du territoire"
    REDACTION = "rédaction du territoire"


# View name (or namespace ending with a colon) -> who. The longest match wins.
TABLE: dict[str, Acces] = {
    # Accounts are given: no sign-up, no change of address, no sign-in by e-mailed code.
    "account_signup": Acces.PERSONNE,
    "account_email": Acces.PERSONNE,
    "account_email_verification_sent": Acces.PERSONNE,
    "account_confirm_email": Acces.PERSONNE,
    "account_confirm_login_code": Acces.PERSONNE,
    "account_login": Acces.TOUS,
    "account_logout": Acces.TOUS,
    "account_reset_password": Acces.TOUS,
    "account_reset_password_done": Acces.TOUS,
    "account_reset_password_from_key": Acces.TOUS,
    "account_reset_password_from_key_done": Acces.TOUS,
    "account_reauthenticate": Acces.CONNECTE,
    "account_change_password": Acces.CONNECTE,
    "account_set_password": Acces.CONNECTE,
    "account_inactive": Acces.TOUS,
    "mfa_authenticate": Acces.TOUS,
    "mfa_reauthenticate": Acces.CONNECTE,
    "mfa_index": Acces.CONNECTE,
    "mfa_activate_totp": Acces.CONNECTE,
    "mfa_deactivate_totp": Acces.CONNECTE,
    "mfa_generate_recovery_codes": Acces.CONNECTE,
    "mfa_view_recovery_codes": Acces.CONNECTE,
    "mfa_download_recovery_codes": Acces.CONNECTE,
    "agents:compte": Acces.CONNECTE,
    "agents:usages:": Acces.REFERENT,
    "agents:secteurs:": Acces.REFERENT,
    "agents:motifs:": Acces.REFERENT,
    "agents:lieux:": Acces.REFERENT,
    "agents:equipe:": Acces.REFERENT,
    "agents:": Acces.AGENT,
    "api-v1:": Acces.TOUS,
    "api_inconnue": Acces.TOUS,
}


def access_of(view_name: str) -> Acces | None:
    """The line of a view: its own name first, then its namespaces from the inside out."""
    if view_name in TABLE:
        return TABLE[view_name]
    parts = view_name.split(":")
    for size in range(len(parts) - 1, 0, -1):
        line = TABLE.get(":".join(parts[:size]) + ":")
        if line:
            return line
    return None


def answer_for(request: HttpRequest) -> HttpResponse | None:
    """None to let the view run, a redirect to sign in, or Http404: a closed door is not shown."""
    if not request.path.startswith(RACINES):
        return None
    match = request.resolver_match
    from home.cms.role_perdu import give_back

    if request.path.startswith("/cms/"):
        access: Acces | None = Acces.REDACTION
    else:
        access = access_of(match.view_name) if match else None
    if access is None or access is Acces.PERSONNE:
        raise Http404
    if access is Acces.TOUS:
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if access is Acces.CONNECTE or may_reach(request, access):
        return _enter_cms(request) if access is Acces.REDACTION else None
    answer = give_back(request) if access is Acces.REDACTION else None
    if answer is None:
        raise Http404
    return answer


def _enter_cms(request: HttpRequest) -> HttpResponse | None:
    """Wagtail's first screen is about pages: whoever may only announce is led to what is theirs."""
    from home.cms.horloge import keep_local_time
    from home.perms import only_announces

    keep_local_time(request)
    if request.resolver_match.view_name != "wagtailadmin_home":
        return None
    return redirect("annonces") if only_announces(request.user, request.portail) else None


def may_reach(request: HttpRequest, access: Acces) -> bool:
    """Does the signed-in person hold this role in the territoire of the host?"""
    user = request.user
    if access is Acces.REDACTION:
        from home.perms import reaches_cms

        return reaches_cms(request)
    agent = getattr(user, "agent", None)
    if agent is None or not agent.actif or agent.territoire_id != request.territoire.pk:
        return False
    return access is Acces.AGENT or agent.role == "referent"
