"""Why these sites, why this one: the sentences of the site step and of the check page.

Fifteen words at most each, and never a dead end: whoever cannot be received online is told to call.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from booking.models import Lieu, Motif, Rattachement
from booking.services.rattachement import AdresseResolue, binds, follows_secteur, lieux_of

SANS_ADRESSE = gettext_lazy("Sans adresse, vous choisissez librement le lieu qui vous convient.")
LIBRE = gettext_lazy("Pour ce rendez-vous, vous choisissez librement le lieu.")
_CHOISIR = gettext_lazy("Choisissez un lieu, ou appelez-nous.")
_APPELER = gettext_lazy("Appelez-nous : nous verrons ensemble où vous recevoir.")
SANS_SECTEUR = gettext_lazy("Votre adresse n’est encore dans aucun secteur.")
COMMUNE_PARTAGEE = gettext_lazy("Votre commune dépend de plusieurs lieux.")


def explain_choice(
    *, motif: Motif, adresse: AdresseResolue | None, orphelin: bool, personne: bool
) -> str:
    """Why the sites proposed are these; see `ChoixLieux` for `orphelin` and `personne`.

    Empty when no secteur is looked at and nothing needs saying.
    """
    if not follows_secteur(motif):
        return str(LIBRE) if motif.sectorise and adresse else ""
    if adresse is None:
        return str(SANS_ADRESSE)
    if adresse.secteur_id is None:
        shared = adresse.type == "municipality"
        return f"{COMMUNE_PARTAGEE if shared else SANS_SECTEUR} {_CHOISIR}"
    named = {"secteur": adresse.secteur_nom}
    if orphelin:
        suite = _APPELER if binds(motif=motif, adresse=adresse) else _CHOISIR
        if personne:
            pourquoi = _("Personne n’est encore désigné pour votre secteur (%(secteur)s).") % named
        else:
            pourquoi = (
                _("Votre secteur (%(secteur)s) ne propose pas encore ce rendez-vous.") % named
            )
        return f"{pourquoi} {suite}"
    if motif.par_agent:
        return (
            _("Les agents de votre secteur (%(secteur)s) vous reçoivent pour ce rendez-vous.")
            % named
        )
    if motif.rattachement == Rattachement.IMPOSE:
        return (
            _("Pour ce rendez-vous, le lieu dépend de votre adresse (secteur %(secteur)s).") % named
        )
    return (
        _(
            "Le lieu de votre secteur (%(secteur)s) vient en premier. "
            "Vous pouvez en choisir un autre."
        )
        % named
    )


def explain_lieu(*, motif: Motif, lieu: Lieu, adresse: AdresseResolue | None) -> str:
    """Why this site, once it is chosen; empty when nothing but the person decided."""
    if not motif.sectorise:
        return ""
    if adresse is None:
        return str(SANS_ADRESSE) if follows_secteur(motif) else ""
    if not follows_secteur(motif) or adresse.secteur_id is None:
        return _("Vous avez choisi librement ce lieu.")
    named = {"secteur": adresse.secteur_nom}
    served = lieux_of(secteur_id=adresse.secteur_id, motif=motif)
    if lieu.pk not in {site.pk for site in served}:
        return _("Vous avez choisi un lieu hors de votre secteur (%(secteur)s).") % named
    return _("C’est le lieu de votre secteur (%(secteur)s).") % named
