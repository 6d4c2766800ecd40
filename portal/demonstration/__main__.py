"""`make demo`: migrate, fill, serve on the loopback, and say where to look.

One Python process prepares, then becomes the supervisor of the web server and of Celery.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import socket
import sys

HOTE = "127.0.0.1"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make demo")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--preparer", action="store_true", help="préparer sans servir")
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demo")
    if not arguments.preparer:
        _refuse_taken_port(arguments.port)
    _say("[4/5] Base, pages et agendas de démonstration")
    _prepare(arguments.port)
    _say("[5/5] Serveur et envoi des messages")
    if not arguments.preparer:
        from portal import superviseur

        superviseur.run(port=arguments.port, ready=lambda: _welcome(arguments.port))


def _refuse_taken_port(port: int) -> None:
    """Before any work: nobody waits three minutes to learn that the door is shut."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOTE, port))
        except OSError:
            sys.exit(
                f"Le port {port} est déjà pris. Arrêtez ce qui l’occupe, ou lancez "
                f"make demo PORT={port + 1}."
            )


def _prepare(port: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from portal.demonstration.remplissage import fill_demonstration

    call_command("migrate", verbosity=0, interactive=False)
    fill_demonstration(now=timezone.now(), port=port, tell=lambda line: _say(f"      {line}"))
    call_command("collectstatic", verbosity=0, interactive=False)


def _welcome(port: int) -> None:
    """Addresses, logins, and a service page with a free start on the next open day."""
    from django.utils import timezone

    from portal.demonstration.remplissage import HAUTS_PLATEAUX, MOT_DE_PASSE, VAL_DORNE

    racine = f"http://{HOTE}:{port}"
    page, creneau = _page_with_start(racine, now=timezone.now())
    _say(
        f"""
  Parvis est prêt.

  Le portail           {racine}/
  Un service           {page}
                       prochain créneau : {creneau}
  Un autre territoire  http://{HAUTS_PLATEAUX.hote}:{port}/

  Espace agents        {racine}/agents/
                       {VAL_DORNE.comptes["Delaunay"][0]}   mot de passe : {MOT_DE_PASSE}
  Pages (CMS)          {racine}/cms/
                       {VAL_DORNE.redaction}   mot de passe : {MOT_DE_PASSE}
  Messages envoyés     {racine}/demonstration/messages/

  Pour arrêter : Ctrl+C
"""
    )


def _page_with_start(racine: str, *, now: dt.datetime) -> tuple[str, str]:
    """The service whose next free start comes first, as its page shows it."""
    from django.utils import timezone

    from booking.models import Service
    from booking.services.disponibilites import next_par_service
    from home.models import PageService
    from portal.templatetags.dates_fr import jour_heure
    from sectorisation.models import Territoire

    territoire = Territoire.objects.get(code="val-d-orne")
    services = list(Service.objects.of(territoire).open())
    with timezone.override(territoire.zone):
        found = {k: v for k, v in next_par_service(services=services, now=now).items() if v}
        service_id, prochain = min(found.items(), key=lambda pair: pair[1].debut)
        page = PageService.objects.live().get(service_id=service_id)
        return f"{racine}/{page.slug}/", str(jour_heure(prochain.debut))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
