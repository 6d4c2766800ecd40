"""The demonstration's settings, with messages kept as files: an invitation is read there."""

from tests.navigateur.reglages import *  # noqa: F403
from tests.navigateur.reglages import VAR_DIR

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(VAR_DIR / "courriels")
