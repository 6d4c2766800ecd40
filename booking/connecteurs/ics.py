"""A Rdv as a calendar event (RFC 5545): mails, the confirmation page, the agents' feed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from booking.models import Mode, Rdv
from booking.notifications.adresses import lien_du_rdv

PRODID = "-//Parvis//Rendez-vous//FR"
# Asked of subscribers; most read at their own pace, from one hour to one day.
RAFRAICHIR = dt.timedelta(hours=1)


def rdv_event(rdv: Rdv, *, pour_agent: bool) -> Event:
    """One VEVENT, in the territoire's zone, with a UID that never changes.

    An agent's feed goes to Outlook or Google: it names nobody and no motif. A discreet Rdv says
    neither what nor where to anyone, and carries no link: calendars are shared in families.
    Nothing in it depends on when it is built, so a feed that did not change has the same bytes.
    """
    zone = rdv.territoire.zone
    event = Event()
    event.add("uid", f"{rdv.uid}@{rdv.territoire.code}.parvis")
    changed = max(filter(None, (rdv.cree_le, rdv.statut_le, rdv.annule_le)))
    event.add("dtstamp", changed.astimezone(dt.UTC))
    event.add("dtstart", rdv.debut.astimezone(zone))
    event.add("dtend", rdv.fin.astimezone(zone))
    event.add("sequence", rdv.sequence)
    event.add("status", "CANCELLED" if rdv.annule else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if rdv.annule else "OPAQUE")
    event.add("summary", _summary(rdv, pour_agent=pour_agent))
    if not rdv.discret:
        event.add("location", _location(rdv))
        if not pour_agent:
            lien = lien_du_rdv(rdv)
            event.add("url", lien)
            event.add("description", _("Voir, déplacer ou annuler : %(lien)s") % {"lien": lien})
    if rdv.discret or pour_agent:
        event.add("class", "PRIVATE")
    return event


def calendrier(events: Iterable[Event], *, methode: str = "PUBLISH", nom: str = "") -> bytes:
    """The events as an iCalendar object, with the VTIMEZONE they need. `nom` makes it a feed."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", methode)
    if nom:
        calendar.add("x-wr-calname", nom)
        calendar.add("refresh-interval", RAFRAICHIR, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", RAFRAICHIR)
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def invitation(rdv: Rdv) -> tuple[bytes, str]:
    """(iCalendar object, its method) to give the usager: PUBLISH, or CANCEL once cancelled."""
    methode = "CANCEL" if rdv.annule else "PUBLISH"
    event = rdv_event(rdv, pour_agent=False)
    # Both methods require one (RFC 5546); ours, so that no answer goes to an agent.
    organisateur = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organisateur.params["cn"] = vText(rdv.territoire.nom)
    event.add("organizer", organisateur)
    return calendrier([event], methode=methode), methode


def _summary(rdv: Rdv, *, pour_agent: bool) -> str:
    if rdv.discret:
        return _("Rendez-vous")
    if pour_agent:
        return f"Rendez-vous ({rdv.get_mode_display().lower()})"
    return _("Rendez-vous : %(motif)s") % {"motif": rdv.motif.nom}


def _location(rdv: Rdv) -> str:
    if rdv.mode == Mode.SUR_PLACE and rdv.lieu:
        return f"{rdv.lieu.nom}, {rdv.lieu.adresse_complete}"
    return rdv.get_mode_display()
