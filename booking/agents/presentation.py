"""How an Rdv reads to an agent: who comes, in which words, with what needs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from booking.models import Message, Mode, Participation, Proche, Rdv, Usager
from booking.models.message import Canal, EtatMessage

BADGES = {Mode.TELEPHONE: "Téléphone", Mode.DOMICILE: "À domicile", Mode.VISIO: "Visio"}


def person_of(participation: Participation) -> Usager | Proche:
    """Who is received: the proche one books for, otherwise the usager."""
    return participation.proche or participation.usager


def names_of(rdv: Rdv) -> str:
    """Who comes: "Inès Moreau", or "Inès Moreau + 2"."""
    people = [str(person_of(p)) for p in rdv.participations.all()]
    if not people:
        return "Sans nom"
    return people[0] if len(people) == 1 else f"{people[0]} + {len(people) - 1}"


def badge_of(rdv: Rdv) -> str:
    """What must be prepared, in a word or two."""
    words = [BADGES[Mode(rdv.mode)]] if rdv.mode in BADGES else []
    if rdv.besoin_interprete:
        words.append("Interprète")
    if rdv.besoin_lsf:
        words.append("LSF")
    if rdv.besoin_fauteuil:
        words.append("Fauteuil")
    return ", ".join(words)


def cell_of(rdv: Rdv) -> dict[str, Any]:
    """One Rdv as the week, the day and the list components read it."""
    return {
        "sorte": "rdv",
        "url": reverse("agents:rdv", args=[rdv.uid]),
        "etat": rdv.statut,
        "qui": names_of(rdv),
        "motif": rdv.motif.nom_court or rdv.motif.nom,
        "badge": badge_of(rdv),
        "debut": rdv.debut,
        "hauteur": 1,
        "autres": [],
    }


def age_on(naissance: dt.date, jour: dt.date) -> str:
    """Age in the words of the trade: days, weeks and months count for the youngest."""
    months = (jour.year - naissance.year) * 12 + jour.month - naissance.month
    months -= jour.day < naissance.day
    if months < 0:
        return ""
    if months < 1:
        days = (jour - naissance).days
        return f"{days} jour{'s' if days > 1 else ''}"
    if months < 24:
        return f"{months} mois"
    return f"{months // 12} ans"


_SENT = {
    EtatMessage.A_ENVOYER: "prévu",
    EtatMessage.ENVOI: "en cours d’envoi",
    EtatMessage.ENVOYE: "envoyé",
    EtatMessage.ECHEC: "non remis",
    EtatMessage.EXPIRE: "non envoyé, trop tard",
    EtatMessage.ANNULE: "non envoyé, sans objet",
}
_CANAUX = {Canal.EMAIL: "Courriel", Canal.SMS: "SMS"}


def history_of(rdv: Rdv) -> list[tuple[str, dt.datetime]]:
    """What happened to an Rdv and what will, in order: booking, messages, status."""
    facts = [(f"Réservé par : {rdv.get_origine_display().lower()}", rdv.cree_le)]
    message: Message
    for message in rdv.messages.all():
        channel = _CANAUX[Canal(message.canal)]
        what = message.get_genre_display().lower()
        state = _SENT[EtatMessage(message.etat)]
        facts.append((f"{channel} de {what} : {state}", message.envoye_le or message.du))
    if rdv.statut_le:
        who = rdv.statut_agent or rdv.get_statut_par_display()
        facts.append((f"{rdv.get_statut_display()}, noté par {who}", rdv.statut_le))
    return sorted(facts, key=lambda fact: fact[1])


_PRECISION = {
    "housenumber": "adresse exacte",
    "street": "voie, sans numéro",
    "locality": "lieu-dit",
    "municipality": "commune seulement",
}


def secteur_of(rdv: Rdv) -> str:
    """How the secteur was decided, in a sentence."""
    if rdv.lon is None:
        return "Pris sans adresse."
    precision = _PRECISION.get(rdv.adresse_type, rdv.adresse_type or "point")
    if rdv.secteur is None:
        return f"Aucun secteur trouvé ({precision})."
    rule = f", règle « {rdv.secteur_regle} »" if rdv.secteur_regle else ""
    version = f", version {rdv.secteur_version}" if rdv.secteur_version else ""
    return f"{rdv.secteur} ({precision}{rule}{version})."
