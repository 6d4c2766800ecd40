"""The race server's settings, serving static files as the finders build them."""

from tests.course.reglages import *  # noqa: F403

WHITENOISE_USE_FINDERS = True
