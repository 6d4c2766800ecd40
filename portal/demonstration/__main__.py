"""`make demo`: migrate, fill, serve on the loopback, and say where to look.

One Python process prepares, then becomes the supervisor of the web server and of Celery.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import os
import sys

from portal.superviseur import BOUCLE_LOCALE, DEMONSTRATION, Superviseur, refusal


def main() -> int:
    parser = argparse.ArgumentParser(prog="make demo")
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", DEMONSTRATION)
    # Before any work: nobody waits three minutes to learn that the door is shut.
    if why := refusal(hote=BOUCLE_LOCALE, port=port, demonstration=True):
        sys.stderr.write(f"{why}\n")
        return 1
    _say("[4/5] Base, pages et agendas de démonstration")
    _prepare(port)
    _say("[5/5] Serveur et envoi des messages")
    return Superviseur(
        hote=BOUCLE_LOCALE, port=port, dire=_say, accueil=lambda: _welcome(port)
    ).run()


def _prepare(port: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from portal.demonstration.remplissage import fill_demonstration
    from portal.health import has_pending_migrations

    if has_pending_migrations():
        call_command("migrate", verbosity=0, interactive=False)
    fill_demonstration(now=timezone.now(), port=port, tell=lambda line: _say(f"      {line}"))
    _collect_static()


def _collect_static() -> None:
    """Gather and compress stylesheets, unless none has changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stamp = storage.get_modified_time(path).isoformat() if storage else ""
            digest.update(f"{path} {stamp}".encode())
    mark = settings.STATIC_ROOT / ".empreinte"
    if not mark.exists() or mark.read_text() != digest.hexdigest():
        call_command("collectstatic", verbosity=0, interactive=False)
        mark.write_text(digest.hexdigest())


def _welcome(port: int) -> str:
    """Addresses, logins, and a service page with a free start on the next open day."""
    from django.utils import timezone

    from portal.demonstration.remplissage import HAUTS_PLATEAUX, MOT_DE_PASSE, VAL_DORNE

    racine = f"http://{BOUCLE_LOCALE}:{port}"
    page, creneau = _page_with_start(racine, now=timezone.now())
    return f"""
  Parvis est prêt.

  Le portail           {racine}/
  Un service           {page}
                       prochain créneau : {creneau}
  Un autre territoire  http://{HAUTS_PLATEAUX.hote}:{port}/

  Espace agents        {racine}/agents/
                       {VAL_DORNE.comptes["Delaunay"][0]}   mot de passe : {MOT_DE_PASSE}
  Pages (CMS)          {racine}/cms/
                       {VAL_DORNE.redaction}   mot de passe : {MOT_DE_PASSE}
                       {VAL_DORNE.redaction.replace("redaction", "plume")} rédige,
                       {VAL_DORNE.redaction.replace("redaction", "relecture")} relit et publie
  Alerte d’urgence     {VAL_DORNE.astreinte}   mot de passe : {MOT_DE_PASSE}
  Messages envoyés     {racine}/demonstration/messages/

  Pour arrêter : Ctrl+C
"""


def _page_with_start(racine: str, *, now: dt.datetime) -> tuple[str, str]:
    """The service whose next free start comes first, as its page shows it."""
    from django.utils import timezone

    from booking.models import Service
    from booking.services.disponibilites import next_par_service
    from home.arbre import path_under
    from home.models import PageService
    from portal.templatetags.dates import jour_heure
    from sectorisation.models import Territoire

    territoire = Territoire.objects.get(code="val-d-orne")
    services = list(Service.objects.of(territoire).open())
    with timezone.override(territoire.zone):
        found = {k: v for k, v in next_par_service(services=services, now=now).items() if v}
        service_id, prochain = min(found.items(), key=lambda pair: pair[1].debut)
        page = PageService.objects.live().get(service_id=service_id)
        return f"{racine}{path_under(page.get_site().root_page, page.url_path)}", str(
            jour_heure(prochain.debut)
        )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
