"""`make demo` and everyday development: SQLite, files for messages, loopback only."""

from portal.settings.base import *
from portal.settings.base import CELERY_BEAT_SCHEDULE, VAR_DIR

DEBUG = False
PARVIS_DEMO = True
SECRET_KEY = SECRET_KEY or "cle-de-demonstration-jamais-en-production-0123456789abcdef"
EMAIL_BACKEND = "booking.notifications.demo.FichierEmailBackend"
PARVIS_SMS = "fichier"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
STATIC_ROOT = VAR_DIR / "static"
CELERY_BEAT_SCHEDULE["envoyer-dus"]["schedule"] = 20
