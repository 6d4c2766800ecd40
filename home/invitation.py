"""Inviting someone into a territoire: an account without password, and a link to choose one."""

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

from booking.models import Agent, Role
from home.demarrage import Tell, _silent
from home.models import Portail


@transaction.atomic
def invite_administrator(
    *, portail: Portail, email: str, prenom: str = "", nom: str = "", tell: Tell = _silent
) -> None:
    """The first administrator: référent of the territoire, and administrator of its pages.

    Called again, the same person receives a new link; nobody is given a password.
    """
    user, made = find_or_create_account(email=email, prenom=prenom, nom=nom)
    if made:
        tell(f"Compte créé : {user.email}")
    if portail.groupe_administrateurs:
        user.groups.add(portail.groupe_administrateurs)
    if not hasattr(user, "agent"):
        Agent.objects.create(
            territoire=portail.territoire,
            user=user,
            prenom=prenom or "Administration",
            nom=nom or portail.territoire.nom,
            role=Role.REFERENT,
        )
    send_invitation(portail=portail, user=user)
    tell(f"Invitation envoyée : {user.email}")


def find_or_create_account(*, email: str, prenom: str = "", nom: str = "") -> tuple[Any, bool]:
    """The account of this address, and whether it was just made."""
    user_model = get_user_model()
    user = user_model.objects.filter(email__iexact=email).first()
    if user:
        return user, False
    return user_model.objects.create_user(email, None, first_name=prenom, last_name=nom), True


def send_welcome(*, portail: Portail, user: Any) -> None:
    """A link to choose a password, or to sign in for whoever has one; nothing to a closed account."""
    if not user.is_active:
        return
    if user.has_usable_password():
        base = portail.territoire.url_publique.rstrip("/")
        _send(portail, user, "acces", {"lien": f"{base}{reverse('wagtailadmin_home')}"})
    else:
        send_invitation(portail=portail, user=user)


def send_invitation(*, portail: Portail, user: Any) -> None:
    """The link to choose a password; it dies when used, or after PASSWORD_RESET_TIMEOUT."""
    path = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )
    lien = f"{portail.territoire.url_publique.rstrip('/')}{path}"
    jours = settings.PASSWORD_RESET_TIMEOUT // 86_400
    _send(portail, user, "invitation", {"lien": lien, "jours": jours})


def _send(portail: Portail, user: Any, nom: str, context: dict[str, Any]) -> None:
    context |= {"portail": portail, "territoire": portail.territoire}
    subject = render_to_string("home/messages/invitation_objet.txt", context).strip()
    body = render_to_string(f"home/messages/{nom}.txt", context)
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email])
