"""The catalogue in words: what each setting of a motif means for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from booking.champs_delais import write_delai, write_rappels
from booking.models import Contact, Etape, Motif, Niveau, Rattachement, ReglageLocal

ETAPES = {
    Etape.RAPPELS: "Les agents notent leurs rendez-vous, Parvis envoie les messages.",
    Etape.SECRETARIAT: "Le secrétariat cherche un créneau pour la personne qui appelle.",
    Etape.PRESCRIPTEURS: "Un professionnel, ou une personne invitée, réserve par un lien.",
    Etape.EN_LIGNE: "Tout le monde réserve depuis le site.",
}
NIVEAUX = {
    Niveau.TERRITOIRE: "L’adresse ne compte pas : tous les lieux du territoire.",
    Niveau.ORGANISATION: "Les lieux des organisations chargées du secteur.",
    Niveau.LIEU: "Les lieux du secteur, ceux de ses organisations et de ses agents.",
    Niveau.AGENT: "Seuls les agents chargés du secteur reçoivent, où qu’ils soient.",
}
RATTACHEMENTS = {
    Rattachement.IMPOSE: "Seuls les lieux du secteur, avec la raison et un numéro à appeler.",
    Rattachement.CONSEILLE: "Les lieux du secteur d’abord, marqués « Votre secteur » ; les autres ensuite.",
    Rattachement.LIBRE: "Tous les lieux, du plus proche au plus loin.",
}
RUBRIQUES = {
    "presentation": "Ce que c’est",
    "horaires": "Durée et délais",
    "demandes": "Ce que l’on demande",
    "messages": "Ce que l’on dit",
    "secteurs": "Qui reçoit qui",
}


def short(label: Any) -> str:
    """The word before the colon of a choice that explains itself: « Imposé »."""
    return str(label).partition(" :")[0]


def sections_of(motif: Motif) -> list[dict[str, Any]]:
    """The motif's page: a section a subject, each with its lines and where to change them."""
    lignes = {
        "presentation": _presentation(motif),
        "horaires": _horaires(motif),
        "demandes": _demandes(motif),
        "messages": _messages(motif),
        "secteurs": _secteurs(motif),
    }
    return [
        {
            "titre": titre,
            "lignes": [{"terme": t, "valeur": v, "precision": p} for t, v, p in lignes[nom]],
            "url": reverse("agents:motifs:motif_modifier", args=[motif.slug, nom]),
        }
        for nom, titre in RUBRIQUES.items()
    ]


def _presentation(motif: Motif) -> Iterator[tuple[str, str, str]]:
    yield "Nom", motif.nom, f"Dans l’agenda : {motif.nom_court}" if motif.nom_court else ""
    if motif.aide:
        yield "Aide", motif.aide, ""
    yield "Comment", motif.get_mode_display(), ""
    if motif.ailleurs:
        yield "Réservé ailleurs", motif.ailleurs_nom, motif.ailleurs_url
    if motif.cas_usage:
        yield "Cas d’usage", motif.cas_usage.nom, ""


def _horaires(motif: Motif) -> Iterator[tuple[str, str, str]]:
    yield "Durée", write_delai(motif.duree), ""
    yield "Au plus tôt", f"{write_delai(motif.delai_min)} avant", ""
    yield (
        "Au plus loin",
        f"{write_delai(motif.delai_max)} à l’avance",
        "Les agents ne sont pas tenus.",
    )
    yield (
        "Déplacer",
        f"Jusqu’à {write_delai(motif.delai_deplacement)} avant"
        if motif.deplacable
        else "L’usager ne peut pas déplacer",
        "",
    )
    yield "Annuler", "Jusqu’au début" if motif.annulable else "L’usager ne peut pas annuler", ""


def _demandes(motif: Motif) -> Iterator[tuple[str, str, str]]:
    yield "Joindre par", contacts_words(motif.contacts), ""
    asked = [
        mot
        for mot, oui in (
            ("l’enfant qui vient", motif.pour_enfant),
            ("la date de naissance", motif.naissance),
            ("les besoins d’accueil", motif.demande_besoins),
        )
        if oui
    ]
    yield "On demande aussi", ", ".join(asked).capitalize() or "Rien de plus", ""
    yield "À accepter avant", motif.restriction or "Rien", ""


def _messages(motif: Motif) -> Iterator[tuple[str, str, str]]:
    yield "Consigne", motif.consigne or "Aucune", ""
    du_service = ", ".join(map(str, motif.service.pieces))
    yield (
        "À apporter",
        ", ".join(map(str, motif.pieces)) or "Rien de plus que le service",
        f"Le service demande déjà : {du_service}" if du_service else "",
    )
    yield "Rappels", rappels_words(motif.rappels), ""


def _secteurs(motif: Motif) -> Iterator[tuple[str, str, str]]:
    if motif.service.couche is None:
        yield "Secteurs", "Le service ne suit aucune couche", "Tous les lieux sont proposés."
    yield "Qui est compétent", short(motif.get_niveau_display()), NIVEAUX[Niveau(motif.niveau)]
    yield (
        "Lieux proposés",
        short(motif.get_rattachement_display()),
        RATTACHEMENTS[Rattachement(motif.rattachement)],
    )


def contacts_words(contacts: list[str]) -> str:
    return ", ".join(str(Contact(c).label) for c in Contact.values if c in contacts)


def rappels_words(heures: list[int]) -> str:
    return f"{write_rappels(heures)} avant" if heures else "Aucun"


def changes_of(reglage: ReglageLocal) -> list[dict[str, str]]:
    """What a local line changes, line by line."""
    mots: dict[str, Any] = {
        "duree": ("Durée", write_delai),
        "delai_min": ("Au plus tôt", lambda m: f"{write_delai(m)} avant"),
        "delai_max": ("Au plus loin", lambda m: f"{write_delai(m)} à l’avance"),
        "restriction": ("À accepter avant", str),
        "consigne": ("Consigne", str),
        "rappels": ("Rappels", rappels_words),
    }
    lignes = [
        {"terme": mots[nom][0], "valeur": mots[nom][1](valeur)}
        for nom, valeur in reglage.changes().items()
    ]
    if reglage.pieces:
        lignes.append({"terme": "À apporter aussi", "valeur": ", ".join(map(str, reglage.pieces))})
    return lignes
