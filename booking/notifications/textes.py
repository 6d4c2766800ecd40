"""What messages say, composed from the Rdv as it is when they leave.

One pair of templates a (genre, canal) in templates/messages/. A discreet Rdv is told with neutral
words because its context holds nothing else: no service, motif, place, person or phone to print.
"""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template

from booking.connecteurs.ics import invitation
from booking.langues import is_french
from booking.models import Genre, Message, Mode, Rdv, Statut, held_for
from booking.notifications.adresses import code_lisible, lien_du_rdv, racine_dans_la_langue
from booking.notifications.canaux import EnvoiRefuse
from booking.notifications.canaux.email import Courriel
from booking.notifications.canaux.gsm7 import count_parts, is_lost_in_gsm7, to_gsm7, ucs2_parts
from booking.notifications.canaux.sms import Sms
from booking.services.etat import title_of

# Tried in order until the text costs one SMS: the page behind the link says the rest.
SMS_DE_PLUS_EN_PLUS_COURT = (
    {"date_longue": True, "verbe": True, "dire_ou": True},
    {"date_longue": False, "verbe": True, "dire_ou": True},
    {"date_longue": False, "verbe": False, "dire_ou": True},
    {"date_longue": False, "verbe": False, "dire_ou": False},
)
OBJET_MAXIMUM = 150
# 134 characters: a link takes half of them, and one part would hold nothing but it.
PARTIES_UCS2 = 2


def compose_email(message: Message, rdv: Rdv) -> Courriel:
    """The e-mail of one row. The first line of the text template is its subject."""
    if not message.usager.email:
        raise EnvoiRefuse("sans adresse")
    context = message_context(message, rdv)
    objet, _, texte = _render(f"messages/courriel/{message.genre}.txt", context).partition("\n")
    html = _render(f"messages/courriel/{message.genre}.html", {**context, "objet": objet})
    # A reminder repeats the object: whoever deleted it finds it again. A lost link does not.
    ics, methode = (b"", "") if message.genre == Genre.LIEN else invitation(rdv)
    territoire = rdv.territoire
    return Courriel(
        cle=message.cle,
        destinataire=message.usager.email,
        nom_expediteur=f"{territoire.sur_nom} {territoire.nom}".strip(),
        objet=objet[:OBJET_MAXIMUM],
        texte=tidy(texte),
        html=html,
        ics=ics,
        methode=methode,
        repondre_a="" if rdv.discret else _reply_to(rdv),
    )


def compose_sms(message: Message, rdv: Rdv) -> Sms:
    """The SMS of one row, one part whenever shortening can make it so.

    In the GSM-7 alphabet, unless the language is written in another one: Arabic takes two parts
    with its link, and is shortened to them.
    """
    if not (message.usager.telephone and message.usager.telephone_mobile):
        raise EnvoiRefuse("sans mobile")
    context = message_context(message, rdv)
    texts = []
    for form in SMS_DE_PLUS_EN_PLUS_COURT:
        rendered = _render(f"messages/sms/{message.genre}.txt", {**context, **form})
        texts.append(_one_line(rendered))
        if _is_short(texts[-1]):
            break
    return Sms(
        cle=message.cle,
        destinataire=message.usager.telephone,
        texte=texts[-1],
        expediteur=settings.PARVIS_SMS_EXPEDITEUR,
    )


def _one_line(texte: str) -> str:
    """French is always GSM-7, whatever a name holds; another language keeps its own letters."""
    bare = texte if not is_french() and is_lost_in_gsm7(texte) else to_gsm7(texte)
    return " ".join(bare.split())


def _is_short(texte: str) -> bool:
    if is_lost_in_gsm7(texte):
        return ucs2_parts(texte) <= PARTIES_UCS2
    return count_parts(texte) == 1


def message_context(message: Message, rdv: Rdv) -> dict[str, Any]:
    """All that templates may print."""
    territoire = rdv.territoire
    context: dict[str, Any] = {
        "territoire": territoire,
        "debut": rdv.debut,
        "duree": int((rdv.fin - rdv.debut).total_seconds() // 60),
        "lien": lien_du_rdv(rdv),
        "code": code_lisible(rdv),
        "reprendre": f"{racine_dans_la_langue(rdv)}/rendez-vous/",
        "par_le_service": rdv.statut == Statut.ANNULE_SERVICE,
        "deplacable": rdv.motif.se_deplace,
        "annulable": rdv.motif.annulable,
        "discret": rdv.discret,
        "mode": rdv.mode,
    }
    if rdv.discret:
        return context
    sur_place = rdv.mode == Mode.SUR_PLACE
    motif = held_for(rdv)
    service = motif.service
    participation = next(
        (p for p in rdv.participations.all() if p.usager_id == message.usager_id), None
    )
    lieu = rdv.lieu if sur_place else None
    telephone = (rdv.lieu.telephone if rdv.lieu else "") or rdv.organisation.telephone
    return context | {
        "motif": motif.nom,
        "service": service.nom,
        "lieu": lieu,
        "pour": participation.proche.prenom if participation and participation.proche else "",
        "pieces": motif.toutes_pieces,
        "consigne": motif.consigne,
        "telephone": telephone or service.telephone,
        **_disturbance(message),
    }


def _disturbance(message: Message) -> dict[str, Any]:
    """What happens that day, in the words of whoever announced it."""
    told = message.perturbation
    if told is None:
        return {}
    titre = title_of(gene=told.gene, service=told.service, lieu=told.lieu)
    return {"titre_perturbation": titre, "texte_perturbation": told.texte}


def _reply_to(rdv: Rdv) -> str:
    return (rdv.lieu.email if rdv.lieu else "") or rdv.organisation.email


def _render(name: str, context: dict[str, Any]) -> str:
    """Text templates print as is; only HTML escapes."""
    template = get_template(name).template
    return template.render(Context(context, autoescape=name.endswith(".html")))


def tidy(text: str) -> str:
    """No trailing spaces, never more than one blank line: what unset conditions leave."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"
