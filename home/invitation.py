"""Inviting someone into a territoire: an account without password, and a link to choose one."""

from __future__ import annotations

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
    """The first administrator: référent of the territoire, and editor of its pages.

    Called again, the same person receives a new link; nobody is given a password.
    """
    user_model = get_user_model()
    user = user_model.objects.filter(email__iexact=email).first()
    if user is None:
        user = user_model.objects.create_user(email, None, first_name=prenom, last_name=nom)
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


def send_invitation(*, portail: Portail, user) -> None:
    """The link to choose a password; it dies when used, or after PASSWORD_RESET_TIMEOUT."""
    path = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )
    context = {
        "portail": portail,
        "territoire": portail.territoire,
        "lien": f"{portail.territoire.url_publique.rstrip('/')}{path}",
        "jours": settings.PASSWORD_RESET_TIMEOUT // 86_400,
    }
    subject = render_to_string("home/messages/invitation_objet.txt", context).strip()
    body = render_to_string("home/messages/invitation.txt", context)
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email])
