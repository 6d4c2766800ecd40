"""Everything chosen and typed, line by line, each with the way to change it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
from django.utils.html import format_html
from django.utils.translation import gettext as _

from booking.langues import as_data, at_hour, day_in_words, hour_in_words, isolate, minutes_in_words
from booking.models import Mode
from booking.public.dossier import Dossier
from booking.public.formulaire_coordonnees import SOI, CoordonneesForm
from booking.public.page import step_url
from booking.public.parcours import Choix
from booking.services.raisons import explain_lieu


def choices_of(choix: Choix, *, avant: str) -> list[dict[str, Any]]:
    """Motif, address and site, as far as they are known before step `avant`."""
    motif = choix.motif
    lines = [
        _line(
            _("Motif"),
            as_data(motif.nom),
            step_url(choix, "motif"),
            _("le motif"),
            minutes_in_words(motif.duree),
        )
    ]
    if choix.adresse:
        secteur = choix.adresse.resolue.secteur_nom
        lines.append(
            _line(
                _("Votre adresse"),
                as_data(choix.adresse.libelle),
                step_url(choix, "adresse"),
                _("l’adresse"),
                format_html(_("Secteur {nom}"), nom=as_data(secteur)) if secteur else "",
            )
        )
    if avant != "lieu" and choix.lieu and not choix.a_distance:
        lines.append(
            _line(
                _("Lieu"),
                as_data(choix.lieu.nom),
                choix.but(lieu=None).url("lieu"),
                _("le lieu"),
                as_data(choix.lieu.adresse_complete),
            )
        )
        if avant == "verification" and (why := _why_here(choix)):
            lines.append(_line(_("Pourquoi ce lieu"), why))
    elif choix.lieu and choix.a_distance:
        mode = choix.motif.get_mode_display()
        lines.append(
            _line(
                _("Rendez-vous"),
                mode,
                precision=format_html(_("Avec l’équipe : {nom}"), nom=as_data(choix.lieu.nom)),
            )
        )
    return lines


def _why_here(choix: Choix) -> str:
    adresse = choix.adresse.resolue if choix.adresse else None
    return explain_lieu(motif=choix.motif, lieu=choix.lieu, adresse=adresse)


def lines_of(choix: Choix, dossier: Dossier, form: CoordonneesForm) -> list[dict[str, Any]]:
    """The check page: nothing that will be sent is left out."""
    typed = form.cleaned_data
    here = choix.url("coordonnees")
    lines = choices_of(choix, avant="verification")
    when = moment(dossier.instant, choix.motif.territoire.zone)
    lines.append(_line(_("Quand"), when, choix.url("creneau"), _("le créneau")))
    if dossier.mode:
        precision = _("Ce jour-là, on vous reçoit autrement que d’habitude.")
        lines.append(_line(_("Rendez-vous"), str(Mode(dossier.mode).label), precision=precision))
    proche = " ".join(filter(None, [typed.get("proche_prenom"), typed.get("proche_nom")]))
    usager = " ".join(filter(None, [typed.get("prenom"), typed.get("nom")]))
    if form.pour != SOI:
        lines.append(
            _line(_("Pour"), proche, here, _("la personne qui vient"), _born(typed, "proche_"))
        )
        lines.append(_line(_("Personne à prévenir"), usager, here, _("la personne à prévenir")))
    else:
        lines.append(_line(_("Pour"), usager, here, _("votre nom"), _born(typed, "")))
    phone, email = typed.get("telephone"), typed.get("email")
    if phone:
        detail = "" if phone.mobile else _("Sans SMS : ce n’est pas un mobile")
        lines.append(_line(_("Téléphone"), readable(phone.e164), here, _("le téléphone"), detail))
    if email:
        lines.append(_line(_("E-mail"), email, here, _("l’e-mail")))
    if not phone and not email:
        lines.append(
            _line(
                _("Contact"),
                _("Aucun"),
                here,
                _("le contact"),
                _("Vous noterez votre code à la fin"),
            )
        )
    if needs := needs_of(form.values()):
        lines.append(_line(_("Accueil"), " · ".join(needs), here, _("l’accueil")))
    for question, answer in form.answers_shown():
        quoi = _("la réponse : %(question)s") % {"question": question}
        lines.append(_line(as_data(question), answer, here, quoi))
    return lines


def needs_of(values: dict[str, Any]) -> list[str]:
    """What to prepare, in words; reads a form's values or an Rdv's attributes alike."""
    needs = []
    if values.get("besoin_interprete"):
        needs.append(_("Interprète : %(langue)s") % {"langue": values["besoin_interprete"]})
    if values.get("besoin_lsf"):
        needs.append(_("Interprète en langue des signes (LSF)"))
    if values.get("besoin_fauteuil"):
        needs.append(_("Fauteuil roulant"))
    if values.get("besoin_autre"):
        needs.append(values["besoin_autre"])
    return needs


def _line(
    terme: str, valeur: str, url: str = "", quoi: str = "", precision: str = ""
) -> dict[str, Any]:
    return {"terme": terme, "valeur": valeur, "url": url, "quoi": quoi, "precision": precision}


def moment(instant: dt.datetime, zone: ZoneInfo) -> str:
    """ "Mardi 24 novembre à 9 h 30", in the territoire's time."""
    local = instant.astimezone(zone)
    day = day_in_words(local)
    return at_hour(f"{day[:1].upper()}{day[1:]}", hour_in_words(local))


def _born(typed: dict[str, Any], prefix: str) -> str:
    born = typed.get(f"{prefix}naissance")
    return _("Date de naissance : %(jour)s") % {"jour": f"{born:%d/%m/%Y}"} if born else ""


def readable(e164: str) -> str:
    """In pairs for a French number, international otherwise."""
    return isolate(plain_number(e164))


def plain_number(e164: str) -> str:
    """The same, before it stands in a sentence of any direction."""
    number = phonenumbers.parse(e164, "FR")
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(
        number, form.NATIONAL if number.country_code == 33 else form.INTERNATIONAL
    )
