"""A real deployment: https behind a reverse proxy, secrets from the environment."""

from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import *
from portal.settings.base import SECRET_KEY

if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "PARVIS_CLE_SECRETE est absente ou trop courte : donnez-lui 50 caractères aléatoires."
    )

SECURE_SSL_REDIRECT = PARVIS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz", r"^readyz"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
