"""One door to the environment: every variable read here is listed in docs/reglages.md.

The registry is what `manage.py documenter_reglages` prints; a test fails when the page is stale.
"""

import os
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Reglage:
    """One environment variable: its name, default as written in the docs, and meaning (French)."""

    nom: str
    defaut: str
    aide: str


REGLAGES: dict[str, Reglage] = {}


def _read(nom: str, defaut: str, aide: str, *, montre: str | None = None) -> str:
    REGLAGES[nom] = Reglage(nom, defaut if montre is None else montre, aide)
    return os.environ.get(nom, defaut)


def text(nom: str, defaut: str, aide: str, *, montre: str | None = None) -> str:
    """Text; `montre` replaces a default that depends on the machine in the docs."""
    return _read(nom, defaut, aide, montre=montre)


def integer(nom: str, defaut: int, aide: str) -> int:
    return int(_read(nom, str(defaut), aide))


def boolean(nom: str, defaut: bool, aide: str) -> bool:
    return _read(nom, "oui" if defaut else "non", aide).lower() in {"oui", "1", "true", "yes", "on"}


def listing(nom: str, defaut: str, aide: str) -> list[str]:
    """Comma-separated values."""
    return [v.strip() for v in _read(nom, defaut, aide).split(",") if v.strip()]


def database(url: str) -> dict[str, object]:
    """Django DATABASES entry of `sqlite:///chemin` or `postgres://user:pass@host:port/name`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path[1:] if parts.netloc == "" else parts.netloc + parts.path,
            "OPTIONS": {
                # One writer at a time, taken at BEGIN: a reader that becomes a writer would
                # otherwise fail at once whatever the timeout (design, decision 2).
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000"
                ),
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ValueError(f"DATABASE_URL: schéma inconnu « {parts.scheme} » (sqlite ou postgres).")
