"""`python -m tests.navigateur.preparer`: fill the demonstration, name an example of what is secret.

Runs in a process of its own, with tests.navigateur.reglages: it fills another database than the
suite's, and PARVIS_VAR says where.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django

TEMOINS = "temoins.json"


def prepare() -> dict[str, str]:
    """Fill both territoires; give the link, the code and the page of one coming Rdv of an agent's."""
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from booking.models import Rdv
    from booking.services.liens import code_of, token_of
    from home.models import Portail
    from portal.demonstration.remplissage import MOT_DE_PASSE, VAL_DORNE, fill_demonstration
    from tests.navigateur.blocs import write_all_blocks

    now = timezone.now()
    call_command("migrate", verbosity=0, interactive=False)
    fill_demonstration(now=now, port=8000, tell=lambda _line: None)
    for portail in Portail.objects.select_related("site", "territoire", "collection"):
        write_all_blocks(portail)

    def email_of(wanted: str) -> str:
        return next(email for email, role in VAL_DORNE.comptes.values() if role == wanted)

    email = email_of("agent")
    rdv = Rdv.objects.upcoming(now).filter(agent__user__email=email).order_by("debut").first()
    assert rdv, "aucun rendez-vous à venir dans la démonstration"
    found = {
        "email": email,
        "referent": email_of("referent"),
        "mot_de_passe": MOT_DE_PASSE,
        "rdv": str(rdv.uid),
        "jeton": token_of(rdv),
        "code": code_of(rdv),
    }
    (Path(settings.VAR_DIR) / TEMOINS).write_text(json.dumps(found), encoding="utf-8")
    return found


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(prepare()) + "\n")
