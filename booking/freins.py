"""Ceilings on what one visitor, or one network address, may try in a while. No captcha anywhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from booking.visiteur import fingerprint, ip_of, known_visiteur


@dataclass(frozen=True, slots=True)
class Frein:
    """`par_visiteur` tries a minute; a whole network address, often shared, has `par_ip`."""

    nom: str
    par_visiteur: int
    par_ip: int

    def seconds_to_wait(self, request: HttpRequest, *, now: dt.datetime) -> int:
        """Count this try; 0 when it is allowed, otherwise the seconds before the next one."""
        counters = [(f"ip:{ip_of(request)}", self.par_ip)]
        if visiteur := known_visiteur(request):
            counters.append((f"v:{visiteur}", self.par_visiteur))
        over = [self._count(who, now) > ceiling for who, ceiling in counters]
        return 60 - int(now.timestamp()) % 60 if any(over) else 0

    def _count(self, who: str, now: dt.datetime) -> int:
        key = f"frein:{self.nom}:{fingerprint(who)}:{int(now.timestamp()) // 60}"
        if cache.add(key, 1, timeout=120):
            return 1
        try:
            return cache.incr(key)
        except ValueError:  # it expired in between
            return 1


def frein_adresses() -> Frein:
    """Address searches; the ceiling is a setting."""
    limite = settings.PARVIS_ADRESSES_PAR_MINUTE
    return Frein("adresses", par_visiteur=limite, par_ip=limite * 10)


def frein_suggestions() -> Frein:
    """Completions while an address is typed: several for each search."""
    limite = settings.PARVIS_ADRESSES_PAR_MINUTE * 6
    return Frein("suggestions", par_visiteur=limite, par_ip=limite * 10)


CODES = Frein("codes", par_visiteur=5, par_ip=20)
LIENS_PERDUS = Frein("liens-perdus", par_visiteur=3, par_ip=12)
CONFIRMATIONS = Frein("confirmations", par_visiteur=10, par_ip=600)
ESSAIS = Frein("essais", par_visiteur=60, par_ip=300)
DEPARTS = Frein("departs", par_visiteur=10, par_ip=60)
LOTS = Frein("lots", par_visiteur=6, par_ip=30)
