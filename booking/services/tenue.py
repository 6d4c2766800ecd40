"""The slot hold: ten minutes during which nobody else gets the start one has chosen (decision 11)."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.conf import settings

from booking import moteur
from booking.errors import TenueExpiree
from booking.models import Lieu, Motif, Nature, Occupation, Rdv
from booking.services.lecture import Lecture, Sauf
from booking.services.prise import Prise, Souhait, candidates, take, taken
from booking.services.rattachement import AdresseResolue
from booking.services.recherche import Face, horizon, local_day

PART_MAXIMUM = 0.2
"""Share of a site's free starts that may be held at once; beyond, the journey goes on without."""
TOUJOURS_PERMISES = 10


def fingerprint(visiteur: str) -> str:
    """What is kept of a visitor's secret; empty for none."""
    return hashlib.sha256(visiteur.encode()).hexdigest() if visiteur else ""


def hold_creneau(
    *,
    motif: Motif,
    lieu: Lieu | None,
    debut: dt.datetime,
    visiteur: str,
    now: dt.datetime,
    signe: bool,
    face: Face = Face.USAGER,
    adresse: AdresseResolue | None = None,
    rdv: Rdv | None = None,
) -> Occupation | None:
    """Hold a start for this visitor, in place of any they held. Chosen again, it is the same hold.

    None: too many are held at this site, or holds are off; the start is free, the last page
    decides. `rdv`: the one this visitor is moving, which does not stand in their way; a start that
    overlaps it cannot be held (the constraint stands), and needs not to be.

    Raises CreneauPris with alternatives, CreneauImpossible or MotifFerme.
    """
    empreinte = fingerprint(visiteur)
    known = find_hold(empreinte=empreinte, motif=motif, lieu=lieu, debut=debut)
    if known and known.expire and known.expire > now:
        return known
    sauf = Sauf(visiteur=empreinte, rdv=rdv.pk if rdv else None)
    souhait = Souhait(
        motif,
        lieu,
        debut,
        face=face,
        sauf=sauf,
        adresse=adresse,
        suivi=rdv.agent_id if rdv else None,
    )
    agents = candidates(souhait, now=now, signe=signe)
    own = rdv is not None and rdv.debut < souhait.fin and souhait.debut < rdv.fin
    if own or not settings.PARVIS_TENUES or not empreinte or _too_many(souhait, now=now):
        release_hold(visiteur=visiteur)
        return None

    def write(prise: Prise) -> Occupation:
        Occupation.objects.held_by(empreinte).delete()
        return Occupation.objects.create(
            agent_id=prise.agent_id,
            debut=prise.debut,
            fin=prise.fin,
            nature=Nature.TENUE,
            visiteur=empreinte,
            expire=now + _duree(),
            motif=motif,
            lieu=lieu,
        )

    occupation = take(souhait, agents=agents, now=now, write=write)
    # A double click: the twin request of this visitor may have taken it.
    occupation = occupation or find_hold(empreinte=empreinte, motif=motif, lieu=lieu, debut=debut)
    if occupation is None:
        raise taken(souhait, now=now)
    return occupation


def renew_hold(*, visiteur: str, now: dt.datetime) -> Occupation:
    """Ten more minutes, once. Raises TenueExpiree when it is over, or was renewed before."""
    renewed = (
        Occupation.objects.held_by(fingerprint(visiteur))
        .filter(renouvelee=False, expire__gt=now)
        .update(expire=now + _duree(), renouvelee=True)
    )
    occupation = current_hold(visiteur=visiteur, now=now) if renewed else None
    if occupation is None:
        raise TenueExpiree()
    return occupation


def release_hold(*, visiteur: str) -> None:
    """Give the start back at once: the visitor goes elsewhere."""
    if visiteur:
        Occupation.objects.held_by(fingerprint(visiteur)).delete()


def drop_expired(*, now: dt.datetime) -> int:
    """Remove the holds whose time is over; they block nobody, this only tidies. How many."""
    return Occupation.objects.expired(now).delete()[0]


def current_hold(*, visiteur: str, now: dt.datetime) -> Occupation | None:
    """What this visitor holds now."""
    if not visiteur:
        return None
    return (
        Occupation.objects.held_by(fingerprint(visiteur))
        .filter(expire__gt=now)
        .select_related("motif__service", "motif__territoire", "lieu")
        .first()
    )


def find_hold(
    *, empreinte: str, motif: Motif, lieu: Lieu | None, debut: dt.datetime
) -> Occupation | None:
    """The hold of this very start by this visitor, even expired as long as nobody removed it."""
    if not empreinte or debut.tzinfo is None:
        return None
    return Occupation.objects.held_by(empreinte).filter(motif=motif, lieu=lieu, debut=debut).first()


def minutes_of(hold: Occupation | None) -> int | None:
    """How long the interval held is: what its visitor was promised."""
    return int((hold.fin - hold.debut).total_seconds() // 60) if hold else None


def _duree() -> dt.timedelta:
    return dt.timedelta(minutes=settings.PARVIS_TENUE_MINUTES)


def _too_many(souhait: Souhait, *, now: dt.datetime) -> bool:
    """Whether the holds of others weigh too much on this site. Few holds cost one query."""
    held = (
        Occupation.objects.holds()
        .filter(lieu=souhait.lieu, expire__gt=now)
        .exclude(visiteur=souhait.sauf.visiteur)
    )
    if souhait.lieu is None:
        held = held.filter(motif=souhait.motif)
    count = held.count()
    if count < TOUJOURS_PERMISES:
        return False
    sites = None if souhait.lieu is None else [souhait.lieu]
    debut, fin = horizon(souhait.motif, now=now, face=souhait.face, lieux=sites)
    lecture = Lecture(
        territoire=souhait.motif.territoire,
        motifs=[souhait.motif.pk],
        lieux=sites,
        premier=local_day(debut, souhait.motif),
        dernier=local_day(fin, souhait.motif),
        now=now,
    )
    free = moteur.find_creneaux(
        lecture.agendas(debut, fin), souhait.recherche, debut=debut, fin=fin, now=now
    )
    return count >= max(TOUJOURS_PERMISES, PART_MAXIMUM * len(free))
