"""What an operator checks before opening to the public: one line each, green or red."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.cache import cache
from django.core.mail import get_connection
from django.db import connection
from django.db.models import Count

from booking.models import Message, Motif, Occupation
from home.models import Portail
from home.views_legales import security_expiry
from portal.health import has_pending_migrations
from sectorisation.models import Couche, Territoire


@dataclass(frozen=True, slots=True)
class Constat:
    """One thing looked at; `conseil` says what to do when it is not well."""

    sujet: str
    bon: bool
    conseil: str = ""


def verify_installation(*, now: dt.datetime) -> Iterator[Constat]:
    """Every check, cheapest first. Nothing is changed."""
    yield Constat(
        "Migrations appliquées", not has_pending_migrations(), "Lancez manage.py migrate."
    )
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode")
            mode = cursor.fetchone()[0]
        yield Constat("SQLite en mode WAL", mode == "wal", f"Mode lu : {mode}.")
    else:
        version = connection.cursor().connection.info.server_version
        yield Constat("PostgreSQL 15 ou plus récent", version >= 150000, f"Lu : {version}.")
    yield Constat(
        "Aucun rendez-vous en double",
        not double_bookings(),
        "Deux rendez-vous se chevauchent pour un agent sans avoir été voulus : appelez à l’aide.",
    )
    if not settings.DEBUG and not settings.PARVIS_DEMO:
        warnings = checks.run_checks(include_deployment_checks=True)
        yield Constat(
            "SMS confiés à un fournisseur",
            settings.PARVIS_SMS == "http",
            f"PARVIS_SMS vaut « {settings.PARVIS_SMS} » : les messages restent sur ce serveur, en clair.",
        )
        yield Constat(
            "Réglages de production", not warnings, " ; ".join(str(w.msg) for w in warnings)[:300]
        )
    yield Constat(
        "Médias inscriptibles", _writable(Path(settings.MEDIA_ROOT)), "Droits du dossier."
    )
    cache.set("verification", "ok", 10)
    yield Constat("Cache partagé", cache.get("verification") == "ok", "Vérifiez REDIS_URL.")
    yield Constat("Courtier joignable", _broker_answers(), "Vérifiez CELERY_BROKER_URL.")
    yield Constat("Serveur de courriel joignable", _mail_answers(), "Vérifiez PARVIS_SMTP_HOTE.")
    oldest = Message.objects.due(now).values_list("du", flat=True).first()
    late = oldest is not None and now - oldest > dt.timedelta(minutes=15)
    yield Constat("Messages à l’heure", not late, "Le travailleur Celery ne tourne pas.")
    review = (security_expiry(now) - now.date()).days
    yield Constat(
        "security.txt valable",
        30 <= review <= 366,
        f"Il finit dans {review} jours : relisez le contact, puis PARVIS_SECURITE_EXPIRE.",
    )
    yield from _territoires()


def _territoires() -> Iterator[Constat]:
    portails = set(Portail.objects.values_list("territoire_id", flat=True))
    for territoire in Territoire.objects.all():
        nom = territoire.code
        yield Constat(
            f"{nom} : a un portail", territoire.pk in portails, "manage.py demarrer_territoire"
        )
        fichier = Path(settings.PARVIS_DONNEES_DIR) / "adresses" / territoire.adresses_fichier
        yield Constat(
            f"{nom} : adresses", bool(territoire.adresses_fichier) and fichier.is_file(),
            "manage.py importer_adresses",
        )  # fmt: skip
        couches = Couche.objects.of(territoire)
        yield Constat(
            f"{nom} : secteurs publiés",
            all(c.version_publiee_id for c in couches),
            "manage.py publier_secteurs",
        )
        vides = (
            Motif.objects.of(territoire)
            .active()
            .annotate(n=Count("plages"))
            .filter(n=0, ouverture__gte=40, plafond__gte=40)
        )
        yield Constat(
            f"{nom} : motifs en ligne avec une plage",
            not vides,
            ", ".join(m.nom for m in vides[:5]),
        )


def double_bookings() -> bool:
    """Two unforced Rdv or holds of one agent that overlap: must be impossible, so it is counted."""
    from django.db.models import Exists, F, OuterRef

    blocking = Occupation.objects.filter(force=False, nature__in=["rdv", "tenue"])
    other = blocking.filter(
        agent=OuterRef("agent"),
        pk__gt=OuterRef("pk"),
        debut__lt=OuterRef("fin"),
        debut__gte=OuterRef("debut") - dt.timedelta(days=1),
        fin__gt=OuterRef("debut"),
    )
    return blocking.filter(fin__gt=F("debut")).filter(Exists(other)).exists()


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".sonde").write_bytes(b"")
        (folder / ".sonde").unlink()
    except OSError:
        return False
    return True


def _broker_answers() -> bool:
    url = urlsplit(settings.CELERY_BROKER_URL)
    if url.scheme in {"filesystem", "memory"}:
        return True
    try:
        with socket.create_connection((url.hostname or "localhost", url.port or 6379), timeout=2):
            return True
    except OSError:
        return False


def _mail_answers() -> bool:
    try:
        backend = get_connection()
        backend.open()
        backend.close()
    except OSError:
        return False
    return True
