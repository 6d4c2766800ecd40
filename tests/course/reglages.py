"""Settings of the servers that compete: the suite's, on a database of their own."""

import os
from pathlib import Path

from portal.settings.test import *  # noqa: F403
from portal.settings.test import CACHES, VAR_DIR, env

DATABASES = {"default": env.database(os.environ["PARVIS_COURSE_BASE"])}
DATABASES["default"]["CONN_MAX_AGE"] = 0
# Several processes share the throttle counters, as in production.
CACHES["default"] = {
    "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
    "LOCATION": str(Path(VAR_DIR) / "cache"),
}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
