"""The closed lists of words the models share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    """How an appointment is held. Belongs to the Rdv and to a plage's occurrence (decision 9)."""

    SUR_PLACE = "sur_place", _("Sur place")
    TELEPHONE = "telephone", _("Par téléphone")
    DOMICILE = "domicile", _("À domicile")
    VISIO = "visio", _("En visio")


class Etape(models.IntegerChoices):
    """The step at which a motif stands at a site; each one includes those before it."""

    RAPPELS = 10, "Rappels seuls"
    SECRETARIAT = 20, "Secrétariat"
    PRESCRIPTEURS = 30, "Prescripteurs et invités"
    EN_LIGNE = 40, "En ligne"


class Rattachement(models.TextChoices):
    """What an usager's secteur decides about the sites offered."""

    IMPOSE = "impose", "Imposé : seul le site du secteur"
    CONSEILLE = "conseille", "Conseillé : le site du secteur d'abord"
    LIBRE = "libre", "Libre : tous les sites"


class Niveau(models.TextChoices):
    """Which attributions of a secteur count for a motif."""

    TERRITOIRE = "territoire", "Territoire : le motif n'est pas sectorisé"
    ORGANISATION = "organisation", "Organisation : les lieux des organisations du secteur"
    LIEU = "lieu", "Lieu : les lieux du secteur, de ses organisations et de ses agents"
    AGENT = "agent", "Agent : les agents du secteur, et eux seuls"


class Contact(models.TextChoices):
    """A way of reaching the usager that a motif accepts."""

    MOBILE = "mobile", "Mobile"
    FIXE = "fixe", "Téléphone fixe"
    EMAIL = "email", "Courriel"
    AUCUN = "aucun", "Aucun"


class Statut(models.TextChoices):
    """Where a Rdv stands. Only `a_venir`, `honore` and `absent` occupy their agent."""

    A_VENIR = "a_venir", "À venir"
    HONORE = "honore", "Honoré"
    ABSENT = "absent", "Absent"
    EXCUSE = "excuse", "Excusé"
    ANNULE_SERVICE = "annule_service", "Annulé par le service"


ANNULES = (Statut.EXCUSE, Statut.ANNULE_SERVICE)


class Auteur(models.TextChoices):
    """Who booked, or who gave a Rdv its present status."""

    USAGER = "usager", "Usager"
    AGENT = "agent", "Agent"
    PRESCRIPTEUR = "prescripteur", "Prescripteur"
    INVITE = "invite", "Usager invité"
    API = "api", "Système partenaire"
    SYSTEME = "systeme", "Parvis"
