from django.apps import AppConfig


class SectorisationConfig(AppConfig):
    """The room that turns an address into a point, and a point into a secteur."""

    name = "sectorisation"
    verbose_name = "Sectorisation"
    default_auto_field = "django.db.models.BigAutoField"
