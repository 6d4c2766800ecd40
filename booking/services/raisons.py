"""Why these sites, why this one: the sentences of the site step and of the check page.

Fifteen words at most each, and never a dead end: whoever cannot be received online is told to call.
"""

from __future__ import annotations

from booking.models import Lieu, Motif, Rattachement
from booking.services.rattachement import AdresseResolue, binds, follows_secteur, lieux_of

SANS_ADRESSE = "Sans adresse, vous choisissez librement le lieu qui vous convient."
LIBRE = "Pour ce rendez-vous, vous choisissez librement le lieu."
_CHOISIR = "Choisissez un lieu, ou appelez-nous."
_APPELER = "Appelez-nous : nous verrons ensemble où vous recevoir."
SANS_SECTEUR = f"Votre adresse n’est encore dans aucun secteur. {_CHOISIR}"
COMMUNE_PARTAGEE = f"Votre commune dépend de plusieurs lieux. {_CHOISIR}"


def explain_choice(
    *, motif: Motif, adresse: AdresseResolue | None, orphelin: bool, personne: bool
) -> str:
    """Why the sites proposed are these; see `ChoixLieux` for `orphelin` and `personne`.

    Empty when no secteur is looked at and nothing needs saying.
    """
    if not follows_secteur(motif):
        return LIBRE if motif.sectorise and adresse else ""
    if adresse is None:
        return SANS_ADRESSE
    if adresse.secteur_id is None:
        return COMMUNE_PARTAGEE if adresse.type == "municipality" else SANS_SECTEUR
    secteur = adresse.secteur_nom
    if orphelin:
        suite = _APPELER if binds(motif=motif, adresse=adresse) else _CHOISIR
        if personne:
            return f"Personne n’est encore désigné pour votre secteur ({secteur}). {suite}"
        return f"Votre secteur ({secteur}) ne propose pas encore ce rendez-vous. {suite}"
    if motif.par_agent:
        return f"Les agents de votre secteur ({secteur}) vous reçoivent pour ce rendez-vous."
    if motif.rattachement == Rattachement.IMPOSE:
        return f"Pour ce rendez-vous, le lieu dépend de votre adresse (secteur {secteur})."
    return (
        f"Le lieu de votre secteur ({secteur}) vient en premier. Vous pouvez en choisir un autre."
    )


def explain_lieu(*, motif: Motif, lieu: Lieu, adresse: AdresseResolue | None) -> str:
    """Why this site, once it is chosen; empty when nothing but the person decided."""
    if not motif.sectorise:
        return ""
    if adresse is None:
        return SANS_ADRESSE if follows_secteur(motif) else ""
    if not follows_secteur(motif) or adresse.secteur_id is None:
        return "Vous avez choisi librement ce lieu."
    served = lieux_of(secteur_id=adresse.secteur_id, motif=motif)
    if lieu.pk not in {site.pk for site in served}:
        return f"Vous avez choisi un lieu hors de votre secteur ({adresse.secteur_nom})."
    return f"C’est le lieu de votre secteur ({adresse.secteur_nom})."
