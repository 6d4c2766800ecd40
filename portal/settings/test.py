"""The test suite: SQLite in a file, or PostgreSQL when TEST_DATABASE=postgres."""

import hashlib
import os
import tempfile
from pathlib import Path

# One folder a checkout: two of them with other migrations would undo each other's databases.
_checkout = hashlib.sha256(str(Path(__file__).resolve().parents[2]).encode()).hexdigest()[:8]
_var = Path(tempfile.gettempdir()) / f"parvis-tests-{os.getuid()}-{_checkout}"
os.environ.setdefault("PARVIS_VAR", str(_var))

from portal.settings.base import *
from portal.settings.base import CACHES, VAR_DIR, WAGTAILSEARCH_BACKENDS, env

SECRET_KEY = "cle-de-test-0123456789abcdefghijklmnopqrstuvwxyz-0123456789"
if os.environ.get("TEST_DATABASE") == "postgres":
    DATABASES = {"default": env.database(os.environ["TEST_POSTGRES_URL"])}
    DATABASES["default"]["CONN_MAX_AGE"] = 0
else:
    DATABASES = {"default": env.database(f"sqlite:///{VAR_DIR / 'tests.sqlite3'}")}
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test_parvis.sqlite3")}
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
# Written at times of their own: tests that count queries would see them.
PARVIS_COMPTER_LECTURES = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_BROKER_URL = "memory://"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Wagtail's own index costs more than the page it follows: only the tests of the wall search in it
# (tests/home/conftest.py, `index_tenu`).
WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False
