"""Settings of the bench: those of production, over plain http on the loopback."""

import os

os.environ.setdefault("PARVIS_CLE_SECRETE", "cle-du-banc-de-mesure-" * 3)
os.environ.setdefault("PARVIS_HTTPS", "non")
os.environ.setdefault("PARVIS_EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend")

from portal.settings.production import *  # noqa: F403

# No style sheet is served here: pages name them without a manifest to build first.
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Whitenoise serves what is written there before the server starts: the yardstick of kept pages.
WHITENOISE_ROOT = VAR_DIR / "etalon"  # noqa: F405
