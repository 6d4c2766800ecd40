"""Everything chosen and typed, line by line, each with the way to change it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
from django.utils.dateformat import format as date_format

from booking.models import Mode
from booking.public.dossier import Dossier
from booking.public.formulaire_coordonnees import SOI, CoordonneesForm
from booking.public.page import step_url
from booking.public.parcours import Choix
from booking.services.raisons import explain_lieu


def choices_of(choix: Choix, *, avant: str) -> list[dict[str, Any]]:
    """Motif, address and site, as far as they are known before step `avant`."""
    motif = choix.motif
    lines = [_line("Motif", motif.nom, step_url(choix, "motif"), "le motif", duree(motif.duree))]
    if choix.adresse:
        secteur = choix.adresse.resolue.secteur_nom
        lines.append(
            _line(
                "Votre adresse",
                choix.adresse.libelle,
                step_url(choix, "adresse"),
                "l’adresse",
                f"Secteur {secteur}" if secteur else "",
            )
        )
    if avant != "lieu" and choix.lieu and not choix.a_distance:
        lines.append(
            _line(
                "Lieu",
                choix.lieu.nom,
                choix.but(lieu=None).url("lieu"),
                "le lieu",
                choix.lieu.adresse_complete,
            )
        )
        if avant == "verification" and (why := _why_here(choix)):
            lines.append(_line("Pourquoi ce lieu", why))
    elif choix.lieu and choix.a_distance:
        mode = choix.motif.get_mode_display()
        lines.append(_line("Comment", mode, precision=f"Avec l’équipe : {choix.lieu.nom}"))
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
    lines.append(_line("Quand", when, choix.url("creneau"), "le créneau"))
    if dossier.mode:
        precision = "Ce jour-là, on vous reçoit autrement que d’habitude."
        lines.append(_line("Comment", str(Mode(dossier.mode).label), precision=precision))
    proche = " ".join(filter(None, [typed.get("proche_prenom"), typed.get("proche_nom")]))
    usager = " ".join(filter(None, [typed.get("prenom"), typed.get("nom")]))
    if form.pour != SOI:
        lines.append(_line("Pour", proche, here, "la personne qui vient", _born(typed, "proche_")))
        lines.append(_line("Personne à prévenir", usager, here, "la personne à prévenir"))
    else:
        lines.append(_line("Pour", usager, here, "votre nom", _born(typed, "")))
    phone, email = typed.get("telephone"), typed.get("email")
    if phone:
        detail = "" if phone.mobile else "Sans SMS : ce n’est pas un mobile"
        lines.append(_line("Téléphone", readable(phone.e164), here, "le téléphone", detail))
    if email:
        lines.append(_line("E-mail", email, here, "l’e-mail"))
    if not phone and not email:
        lines.append(
            _line("Contact", "Aucun", here, "le contact", "Vous noterez votre code à la fin")
        )
    if needs := needs_of(form.values()):
        lines.append(_line("Accueil", " · ".join(needs), here, "l’accueil"))
    for question, answer in form.answers_shown():
        lines.append(_line(question, answer, here, f"la réponse : {question}"))
    return lines


def needs_of(values: dict[str, Any]) -> list[str]:
    """What to prepare, in words; reads a form's values or an Rdv's attributes alike."""
    needs = []
    if values.get("besoin_interprete"):
        needs.append(f"Interprète : {values['besoin_interprete']}")
    if values.get("besoin_lsf"):
        needs.append("Interprète en langue des signes (LSF)")
    if values.get("besoin_fauteuil"):
        needs.append("Fauteuil roulant")
    if values.get("besoin_autre"):
        needs.append(values["besoin_autre"])
    return needs


def _line(
    terme: str, valeur: str, url: str = "", quoi: str = "", precision: str = ""
) -> dict[str, Any]:
    return {"terme": terme, "valeur": valeur, "url": url, "quoi": quoi, "precision": precision}


def duree(minutes: int) -> str:
    """In words, with spaces that never break."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}\u00a0minutes"
    return f"{hours}\u00a0h" + (f"\u00a0{rest:02d}" if rest else "")


def moment(instant: dt.datetime, zone: ZoneInfo) -> str:
    """ "Mardi 24 novembre à 9 h 30", in the territoire's time."""
    local = instant.astimezone(zone)
    day = date_format(local, "l j F" if local.day > 1 else r"l 1\e\r F")
    minutes = f"\u00a0{local:%M}" if local.minute else ""
    return f"{day[:1].upper()}{day[1:]} à\u00a0{local.hour}\u00a0h{minutes}"


def _born(typed: dict[str, Any], prefix: str) -> str:
    born = typed.get(f"{prefix}naissance")
    return f"Date de naissance : {born:%d/%m/%Y}" if born else ""


def readable(e164: str) -> str:
    """In pairs for a French number, international otherwise."""
    number = phonenumbers.parse(e164, "FR")
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(
        number, form.NATIONAL if number.country_code == 33 else form.INTERNATIONAL
    )
