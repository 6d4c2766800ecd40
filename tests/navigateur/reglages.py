"""Settings of the demonstration served to chromium: the suite's, on files of their own."""

from pathlib import Path

from portal.settings.test import *  # noqa: F403
from portal.settings.test import CACHES, VAR_DIR, env

PARVIS_DEMO = True
DATABASES = {"default": env.database(f"sqlite:///{VAR_DIR / 'parvis.sqlite3'}")}
CACHES["default"] = {
    "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
    "LOCATION": str(Path(VAR_DIR) / "cache"),
}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# No collectstatic: WhiteNoise serves the sources, as built by the finders.
WHITENOISE_USE_FINDERS = True
