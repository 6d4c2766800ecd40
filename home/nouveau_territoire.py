"""Opening a territoire from the screen: what is refused before anything is made, then all of it."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from home.demarrage import start_territoire
from home.invitation import invite_administrator
from home.models import Portail
from sectorisation.models import Territoire

# First labels that mail, name servers or the installation itself expect elsewhere.
RESERVES = frozenset(
    ("admin", "api", "autoconfig", "autodiscover", "cms", "ftp", "imap", "mail", "mta-sts", "ns1",
     "ns2", "pop", "smtp", "static", "webmail", "www")
)  # fmt: skip
_MOT = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOTE = re.compile(rf"(?=.{{1,253}}$){_MOT}(?:\.{_MOT})+")

CODE_PRIS = "Ce code est déjà celui d’un territoire. Choisissez-en un autre."
HOTE_ILLISIBLE = "Écrivez un nom de domaine seul, sans https:// ni barre : rendez-vous.exemple.fr."
HOTE_PRIS = "Ce nom de domaine sert déjà un portail. Choisissez-en un autre."
HOTE_RESERVE = "Ce nom de domaine est réservé. Choisissez-en un autre, par exemple %(exemple)s."


def port_of_installation() -> int:
    """The port people see, from PARVIS_URL."""
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    return base.port or (443 if base.scheme == "https" else 80)


def proposed_host(code: str) -> str:
    return f"{code}.{settings.PARVIS_DOMAINE_RACINE}"


def refuse_code(code: str) -> str:
    """Why this code cannot be a new one; empty when it can."""
    taken = Territoire.objects.filter(code=code).exists()
    # Its home page takes the code as its slug, beside those of all others.
    return CODE_PRIS if taken or Page.objects.filter(depth=2, slug=code).exists() else ""


def refuse_host(hote: str, *, code: str) -> str:
    """Why this host cannot serve a new portail; empty when it can."""
    if not _HOTE.fullmatch(hote) or _is_address(hote):
        return HOTE_ILLISIBLE
    if hote.partition(".")[0] in RESERVES:
        return HOTE_RESERVE % {"exemple": proposed_host(code)}
    return HOTE_PRIS if Site.objects.filter(hostname=hote).exists() else ""


@transaction.atomic
def open_portail(
    *, code: str, nom: str, sur_nom: str, couleur: str, hote: str, port: int, email: str
) -> tuple[Portail, list[str]]:
    """The portail, and what was made, in the words shown. Raises ValueError for a host just taken.

    `port` is the one people see: that of the portail next to which this one stands.
    """
    made: list[str] = []
    portail = start_territoire(
        code=code,
        nom=nom,
        sur_nom=sur_nom,
        hote=hote,
        port=port,
        couleur=couleur,
        email=email,
        tell=made.append,
    )
    return portail, made


def invite_first(*, portail: Portail, email: str) -> list[str]:
    """After the portail is kept: a mail server that does not answer must not undo it."""
    told: list[str] = []
    try:
        invite_administrator(portail=portail, email=email, tell=told.append)
    except OSError:
        return [f"L’invitation de {email} n’est pas partie : renvoyez-la depuis l’écran Équipe."]
    return told


def _is_address(hote: str) -> bool:
    try:
        ipaddress.ip_address(hote)
    except ValueError:
        return False
    return True
