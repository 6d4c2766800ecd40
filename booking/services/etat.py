"""The state of services as people read it: disturbances announced, and sites closed for a day.

A closure of a Lieu is a disturbance by itself: derived here, never written twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from booking.langues import colon
from booking.models import Gene, Lieu, Mode, Perturbation, Rdv, Service
from booking.services.fermetures import closed_days
from sectorisation.models import Territoire

VERBES = {
    Gene.SUSPENDU: _("service suspendu"),
    Gene.REDUIT: _("service réduit"),
    Gene.MODIFIE: _("service modifié"),
}
ACCUEILS = {
    Gene.SUSPENDU: _("fermé au public"),
    Gene.REDUIT: _("accueil réduit"),
    Gene.MODIFIE: _("accueil modifié"),
}
FERME = _("Aucun accueil du public.")
# Closures further than this are not looked for: a year of them would be a list, not a state.
HORIZON = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class EtatService:
    """One disturbance. `debut` and `fin` are aware; `titre` names what is touched and how.

    `service` and `lieu` are primary keys, None when it is about every one.
    """

    titre: str
    texte: str
    gene: str
    debut: dt.datetime
    fin: dt.datetime
    service: int | None
    lieu: int | None
    # The same without the name of what is touched: beside that name already.
    quoi: str = ""
    # Is `texte` a sentence of ours, in the reader's language, or the territoire's own French?
    par_nous: bool = False
    # First and last local day, both included, when whole days are concerned.
    jours: tuple[dt.date, dt.date] | None = None

    def is_current(self, now: dt.datetime) -> bool:
        return self.debut <= now < self.fin


def etats_between(
    *,
    territoire: Territoire,
    debut: dt.datetime,
    fin: dt.datetime,
    services: Iterable[int] | None = None,
    lieux: Iterable[Lieu] | None = None,
) -> list[EtatService]:
    """What touches `[debut, fin)`, soonest first. One query, and one more when `lieux` is None.

    `services` and `lieux` keep what concerns one of these services and one of these sites; None
    keeps all. A disturbance of a whole service concerns each of its sites, and the reverse.
    """
    rows = Perturbation.objects.of(territoire).touching(debut, fin)
    # A closed service or site has no page left to say it on.
    rows = rows.exclude(service__actif=False).exclude(lieu__ouvert=False)
    if services is not None:
        rows = rows.filter(Q(service__isnull=True) | Q(service__in=list(services)))
    if lieux is None:
        places = list(Lieu.objects.of(territoire).receiving().exclude(fermetures=[]))
    else:
        places = list(lieux)
        rows = rows.filter(Q(lieu__isnull=True) | Q(lieu__in=[lieu.pk for lieu in places]))
    found = [_announced(row) for row in rows.select_related("service", "lieu")]
    for lieu in places:
        found += _closures(lieu, territoire, debut, fin)
    return sorted(found, key=lambda etat: (etat.debut, etat.titre))


def etats_now(
    *,
    territoire: Territoire,
    now: dt.datetime,
    services: Iterable[int] | None = None,
    lieux: Iterable[Lieu] | None = None,
) -> list[EtatService]:
    """What is disturbed at this very moment."""
    soon = now + dt.timedelta(seconds=1)
    return etats_between(territoire=territoire, debut=now, fin=soon, services=services, lieux=lieux)


def etats_of_rdv(rdv: Rdv) -> list[EtatService]:
    """What disturbs this appointment, on its own day; a site matters only to those who go there."""
    return etats_between(
        territoire=rdv.territoire,
        debut=rdv.debut,
        fin=rdv.fin,
        services=[rdv.motif.service_id],
        lieux=[rdv.lieu] if rdv.lieu and rdv.mode == Mode.SUR_PLACE else [],
    )


def etats_of_choice(
    *, service: Service, lieu: Lieu | None, debut: dt.datetime, fin: dt.datetime
) -> list[EtatService]:
    """What someone about to book this service at this site should know of these days."""
    return etats_between(
        territoire=service.territoire,
        debut=debut,
        fin=fin,
        services=[service.pk],
        lieux=[lieu] if lieu else [],
    )


def title_of(*, gene: str, service: Service | None, lieu: Lieu | None) -> str:
    """ "PMI : service réduit", "Maison d'Orval : fermé au public"."""
    touched = ", ".join(str(row) for row in (service, lieu) if row)
    return f"{touched}{colon()} {change_of(gene=gene, service=service)}"


def change_of(*, gene: str, service: Service | None) -> str:
    """ "service réduit", or "fermé au public" when a whole site is concerned."""
    return str(VERBES[Gene(gene)] if service else ACCUEILS[Gene(gene)])


def _announced(row: Perturbation) -> EtatService:
    return EtatService(
        titre=title_of(gene=row.gene, service=row.service, lieu=row.lieu),
        texte=row.texte,
        gene=row.gene,
        debut=row.debut,
        fin=row.fin,
        service=row.service_id,
        lieu=row.lieu_id,
        quoi=change_of(gene=row.gene, service=row.service),
    )


def _closures(
    lieu: Lieu, territoire: Territoire, debut: dt.datetime, fin: dt.datetime
) -> list[EtatService]:
    """Closed days in a row, for the same reason, are one; the days around are looked at too."""
    zone = territoire.zone
    premier = debut.astimezone(zone).date() - dt.timedelta(days=1)
    dernier = min(fin, debut + HORIZON).astimezone(zone).date() + HORIZON
    runs: list[tuple[dt.date, dt.date, str]] = []
    for jour, raison in sorted(closed_days(lieu, premier, dernier).items()):
        if runs and runs[-1][1] + dt.timedelta(days=1) == jour and runs[-1][2] == raison:
            runs[-1] = (runs[-1][0], jour, raison)
        else:
            runs.append((jour, jour, raison))
    etats = [
        EtatService(
            titre=title_of(gene=Gene.SUSPENDU, service=None, lieu=lieu),
            texte=raison[:300] or str(FERME),
            par_nous=not raison,
            gene=Gene.SUSPENDU,
            debut=dt.datetime.combine(first, dt.time(), zone),
            fin=dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone),
            service=None,
            lieu=lieu.pk,
            quoi=change_of(gene=Gene.SUSPENDU, service=None),
            jours=(first, last),
        )
        for first, last, raison in runs
    ]
    return [etat for etat in etats if etat.debut < fin and etat.fin > debut]
