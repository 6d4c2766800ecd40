from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "Pages"

    def ready(self) -> None:
        from home import avis_relecture, droits, publication

        publication.connect()
        droits.register()
        avis_relecture.connect()
