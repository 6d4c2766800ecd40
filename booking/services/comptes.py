"""Giving someone an account: without password, with a link to choose one."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from sectorisation.models import Territoire


@transaction.atomic
def find_or_create_account(*, email: str, prenom: str = "", nom: str = "") -> tuple[Any, bool]:
    """The account of this address, and whether it was just made."""
    user_model = get_user_model()
    user = user_model.objects.filter(email__iexact=email).first()
    if user:
        return user, False
    return user_model.objects.create_user(email, None, first_name=prenom, last_name=nom), True


def send_welcome(*, territoire: Territoire, portail: str, user: Any, entree: str) -> None:
    """A link to choose a password, or to sign in for whoever has one; nothing to a closed account.

    `portail` is its name, `entree` the view where one works. Raises OSError when nothing leaves.
    """
    if not user.is_active:
        return
    if user.has_usable_password():
        base = territoire.url_publique.rstrip("/")
        context = {"territoire": territoire, "portail": portail}
        _send(user, "acces", context | {"lien": f"{base}{reverse(entree)}"})
    else:
        send_invitation(territoire=territoire, portail=portail, user=user)


def send_invitation(*, territoire: Territoire, portail: str, user: Any) -> None:
    """The link to choose a password; it dies when used, or after PASSWORD_RESET_TIMEOUT."""
    path = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )
    context = {
        "territoire": territoire,
        "portail": portail,
        "lien": f"{territoire.url_publique.rstrip('/')}{path}",
        "jours": settings.PASSWORD_RESET_TIMEOUT // 86_400,
    }
    _send(user, "invitation", context)


def _send(user: Any, nom: str, context: dict[str, Any]) -> None:
    subject = render_to_string("messages/compte/objet.txt", context).strip()
    body = render_to_string(f"messages/compte/{nom}.txt", context)
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email])
