"""PageDeclarationAccessibilite: what the law asks to declare, in typed fields."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from home.models.base import BasePage

NON, PARTIELLE, TOTALE = "non conforme", "partiellement conforme", "totalement conforme"
SEUIL_PARTIELLE, SEUIL_TOTALE = 50, 100

SANS_AUDIT = "Un taux vient d’un audit : donnez aussi sa date et qui l’a fait."
SANS_TAUX = "Donnez le taux trouvé par l’audit, ou retirez sa date."
A_VENIR = "L’audit est passé : sa date ne peut pas être à venir."


class PageDeclarationAccessibilite(BasePage):
    """La déclaration d'accessibilité d'un portail. L'état est déduit du taux, jamais écrit."""

    taux = models.DecimalField(
        "taux de conformité (%)",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text="Part des critères respectés. 100 : totalement conforme ; 50 ou plus : "
        "partiellement ; moins, ou sans audit : non conforme.",
    )
    date_audit = models.DateField("date de l'audit", null=True, blank=True)
    auditeur = models.CharField("audit fait par", max_length=160, blank=True)
    methode = models.TextField("pages vérifiées, outils et méthode", max_length=2000, blank=True)
    non_conformites = models.TextField(
        "contenus non conformes", max_length=4000, blank=True, help_text="Un par ligne."
    )
    derogations = models.TextField(
        "dérogations pour charge disproportionnée",
        max_length=4000,
        blank=True,
        help_text="Une par ligne, avec sa raison et l'autre façon d'obtenir le contenu.",
    )
    hors_obligation = models.TextField(
        "contenus non soumis à l'obligation", max_length=4000, blank=True, help_text="Un par ligne."
    )
    etablie_le = models.DateField("déclaration établie le", null=True, blank=True)
    email = models.EmailField("courriel pour signaler un défaut", blank=True)
    telephone = models.CharField("téléphone pour signaler un défaut", max_length=20, blank=True)

    page_description = "La déclaration que la loi demande, lue à l'adresse /accessibilite/."
    template = "home/declaration.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("taux"), FieldPanel("date_audit")]),
                FieldPanel("auditeur"),
                FieldPanel("methode"),
            ],
            "Audit",
        ),
        MultiFieldPanel(
            [
                FieldPanel("non_conformites"),
                FieldPanel("derogations"),
                FieldPanel("hors_obligation"),
            ],
            "Ce qui n'est pas accessible",
        ),
        MultiFieldPanel(
            [FieldPanel("etablie_le"), FieldPanel("email"), FieldPanel("telephone")],
            "Date et contact",
        ),
    ]

    class Meta:
        verbose_name = "déclaration d'accessibilité"
        verbose_name_plural = "déclarations d'accessibilité"

    @property
    def etat(self) -> str:
        """Without an audit, the law counts a site as not conforming."""
        if self.taux is None or self.date_audit is None or self.taux < SEUIL_PARTIELLE:
            return NON
        return TOTALE if self.taux >= SEUIL_TOTALE else PARTIELLE

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.taux is not None and not (self.date_audit and self.auditeur):
            errors["taux"] = SANS_AUDIT
        elif self.taux is None and self.date_audit:
            errors["taux"] = SANS_TAUX
        if self.taux is not None and self.taux < 0:
            errors["taux"] = "Un taux va de 0 à 100."
        if self.date_audit and self.date_audit > timezone.localdate(timezone.now()):
            errors["date_audit"] = A_VENIR
        if errors:
            raise ValidationError(errors)

    def get_url_parts(self, request: Any = None) -> Any:
        """Its address is the one the law's readers know, whatever its slug."""
        parts = super().get_url_parts(request)
        return parts and (parts[0], parts[1], reverse("accessibilite"))

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.path == reverse("accessibilite") or getattr(request, "is_preview", False):
            return super().serve(request, *args, **kwargs)
        return HttpResponseRedirect(reverse("accessibilite"))

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        for name in ("non_conformites", "derogations", "hors_obligation"):
            lines = (line.strip(" -•\t") for line in getattr(self, name).splitlines())
            context[name] = [line for line in lines if line]
        return context
