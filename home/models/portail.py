"""Portail: the site of one territoire, and its brand."""

from __future__ import annotations

import re
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F
from wagtail.models import Page

from home.hotes import forget
from home.roles import FONCTIONS, RoleRedaction

_PORT = re.compile(r":\d+$")
COULEUR = RegexValidator(
    r"^#[0-9a-fA-F]{6}$", "Écrivez la couleur avec un dièse et six chiffres : #0d5c55."
)


class PortailQuerySet(models.QuerySet["Portail"]):
    def of_page(self, page: Page) -> PortailQuerySet:
        """The portail in whose tree a page stands: home pages are the second level."""
        return self.filter(site__root_page__path=page.path[: 2 * Page.steplen])

    def for_host(self, host: str) -> Portail | None:
        """The portail whose Site has exactly this host and, when the host gives one, this port."""
        hostname, _, port = host.rpartition(":") if _PORT.search(host) else (host, "", "")
        # Asked by every request: the images of the brand wait until a header is composed.
        portails = self.select_related("site__root_page__homepage", "territoire").filter(
            site__hostname=hostname.lower().strip("[]")
        )
        found = list(portails[:2])
        if len(found) > 1:
            found = [p for p in portails if str(p.site.port) == (port or "80")]
        if not found:
            return None
        site = found[0].site
        # Read at once as what it is: Wagtail asks for it again at each page.
        site.root_page = getattr(site.root_page, "homepage", site.root_page)
        return found[0]

    def publish(self) -> int:
        """Forget every cached page: their key holds this number (design, decision 20)."""
        forget()
        return self.update(publication=F("publication") + 1)


class Portail(models.Model):
    """Le site d'un territoire : son hôte, son nom, sa couleur. À ne pas confondre avec le
    territoire, qui est un ensemble de communes."""

    site = models.OneToOneField(
        "wagtailcore.Site", on_delete=models.CASCADE, related_name="portail"
    )
    territoire = models.OneToOneField(
        "sectorisation.Territoire", on_delete=models.PROTECT, related_name="portail"
    )
    # Images and documents of the territoire live there: its editors' rights stop at its border.
    collection = models.OneToOneField(
        "wagtailcore.Collection",
        null=True,
        on_delete=models.PROTECT,
        related_name="portail",
        editable=False,
    )
    # Who does what in /cms/ here (home/roles.py). Groups are named for people: these are the keys.
    groupe_redacteurs = models.OneToOneField(
        "auth.Group", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    groupe_relecteurs = models.OneToOneField(
        "auth.Group", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    groupe_administrateurs = models.OneToOneField(
        "auth.Group", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    # Those who may announce a disturbance or an alert here, and nothing else of /cms/.
    groupe_alerte = models.OneToOneField(
        "auth.Group", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    nom_affiche = models.CharField(
        "nom affiché",
        max_length=100,
        blank=True,
        help_text="Dans l'en-tête et le pied de page. Vide : le nom du territoire.",
    )
    couleur = models.CharField(
        "couleur de marque",
        max_length=7,
        default="#0d5c55",
        validators=[COULEUR],
        help_text="Boutons, liens et illustrations en sont déduits, toujours lisibles.",
    )
    couleur_action = models.CharField(
        "couleur d'action",
        max_length=7,
        blank=True,
        validators=[COULEUR],
        help_text="Facultatif : une autre couleur pour les boutons et les liens.",
    )
    logo = models.ForeignKey(
        "home.ImagePortail", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    icone = models.ForeignKey(
        "home.ImagePortail",
        verbose_name="icône",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Carrée, dans l'onglet du navigateur. Vide : celle de Parvis.",
    )
    adresse = models.CharField("adresse postale", max_length=200, blank=True)
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    horaires_telephone = models.CharField("horaires du téléphone", max_length=120, blank=True)
    email = models.EmailField("courriel", blank=True)
    # Facts of the legal pages.
    directeur_publication = models.CharField(
        "directeur ou directrice de la publication", max_length=120, blank=True
    )
    email_donnees = models.EmailField("courriel du délégué à la protection des données", blank=True)
    # Grows at each publication: part of the key of every cached page (design, decision 20).
    publication = models.PositiveBigIntegerField(default=1, editable=False)

    objects = PortailQuerySet.as_manager()

    def __str__(self) -> str:
        return self.nom

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A change of brand is a publication: it shows on every page."""
        adding = self._state.adding
        super().save(*args, **kwargs)
        if not adding:
            type(self).objects.filter(pk=self.pk).publish()
            self.refresh_from_db(fields=["publication"])

    @property
    def groupes(self) -> dict[int, RoleRedaction]:
        """Key of each group of this portail -> the role it stands for."""
        keys = {f.role: getattr(self, f"{f.champ}_id") for f in FONCTIONS}
        return {key: role for role, key in keys.items() if key is not None}

    @property
    def nom(self) -> str:
        return self.nom_affiche or self.territoire.nom
