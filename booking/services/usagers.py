"""Whose Rdv it is: the file of an usager already known, or a new one.

Nobody is recognised from a name alone, nor across the border of a discreet service (design,
decision 21). Every contact given must be the one on file: otherwise whoever knows a name could
have someone else's messages sent to their own phone.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass, field

from django.db.models import Q

from booking.errors import ContactManquant
from booking.models import Contact, Mode, Motif, Proche, Usager


@dataclass(frozen=True, slots=True, kw_only=True)
class Demande:
    """What someone typed to book, cleaned by the form. `telephone` is E.164, or empty.

    `proche_*`: the person who comes, when it is another. `adresse` is kept for a visit at home only.
    `reponses`: what the use case asked, `{"question", "reponse"}` in words.
    """

    prenom: str
    nom: str = ""
    naissance: dt.date | None = None
    telephone: str = ""
    telephone_mobile: bool = False
    email: str = ""
    langue: str = "fr"
    proche_prenom: str = ""
    proche_nom: str = ""
    proche_naissance: dt.date | None = None
    besoin_interprete: str = ""
    besoin_lsf: bool = False
    besoin_fauteuil: bool = False
    besoin_autre: str = ""
    reponses: list[dict[str, str]] = field(default_factory=list)
    adresse: str = ""
    note: str = ""


def check_contact(demande: Demande, *, motif: Motif, mode: str) -> None:
    """Raise ContactManquant unless the person can be reached as the motif asks.

    A discreet service, or a motif that accepts "aucun", asks for nothing; an Rdv by telephone
    always needs a number.
    """
    if mode == Mode.TELEPHONE and not demande.telephone:
        raise ContactManquant(
            "Donnez le numéro de téléphone où vous serez appelé.", champ="telephone"
        )
    accepted = set(motif.contacts)
    if motif.service.discret or Contact.AUCUN in accepted:
        return
    phone = demande.telephone and (
        Contact.FIXE in accepted or (Contact.MOBILE in accepted and demande.telephone_mobile)
    )
    if phone or (demande.email and Contact.EMAIL in accepted):
        return
    if accepted == {Contact.EMAIL}:
        raise ContactManquant("Donnez une adresse électronique.", champ="email")
    if Contact.EMAIL not in accepted:
        raise ContactManquant(
            "Donnez un numéro de téléphone."
            if Contact.FIXE in accepted
            else "Donnez un numéro de téléphone mobile.",
            champ="telephone",
        )
    raise ContactManquant(champ="telephone")


def usager_for(demande: Demande, *, motif: Motif) -> Usager:
    """The file of this person in this territoire and compartment: found, or created."""
    discret = motif.service.discret
    known = None if discret else _recognise(demande, motif=motif)
    if known is not None:
        if known.naissance is None and demande.naissance:
            known.naissance = demande.naissance
            known.save(update_fields=["naissance"])
        return known
    return Usager.objects.create(
        territoire_id=motif.territoire_id,
        compartiment=motif.service if discret else None,
        prenom=demande.prenom,
        nom=demande.nom,
        naissance=demande.naissance,
        telephone=demande.telephone,
        telephone_mobile=demande.telephone_mobile,
        email=demande.email,
        langue=demande.langue,
    )


def proche_for(demande: Demande, *, usager: Usager) -> Proche | None:
    """The person who comes in the usager's stead, if any."""
    if not demande.proche_prenom:
        return None
    for proche in usager.proches.all():
        same_name = _key(proche.prenom, proche.nom) == _key(
            demande.proche_prenom, demande.proche_nom
        )
        if same_name and proche.naissance in (None, demande.proche_naissance):
            if proche.naissance is None and demande.proche_naissance:
                proche.naissance = demande.proche_naissance
                proche.save(update_fields=["naissance"])
            return proche
    return Proche.objects.create(
        usager=usager,
        prenom=demande.proche_prenom,
        nom=demande.proche_nom,
        naissance=demande.proche_naissance,
    )


def _recognise(demande: Demande, *, motif: Motif) -> Usager | None:
    if not (demande.telephone or demande.email):
        return None
    contact = Q(telephone=demande.telephone) & Q(email__iexact=demande.email)
    for usager in Usager.objects.of(motif.territoire).recognisable().filter(contact).order_by("pk"):
        same_birth = None in (usager.naissance, demande.naissance) or (
            usager.naissance == demande.naissance
        )
        if same_birth and _key(usager.prenom, usager.nom) == _key(demande.prenom, demande.nom):
            return usager
    return None


def _key(prenom: str, nom: str) -> tuple[str, str]:
    """Names compared without case, accents, hyphens or apostrophes."""

    def flat(text: str) -> str:
        letters = unicodedata.normalize("NFKD", text.casefold())
        return "".join(char for char in letters if char.isalnum())

    return flat(prenom), flat(nom)
