"""Blocks that lead somewhere: tiles, and who to reach."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from booking.models import Lieu, Service
from home.blocs.apercu import ApercuDuPortail
from home.blocs.portee import own_page_url, territoire_of, web_url
from home.blocs.textes import PARAGRAPHE, TexteRicheBlock
from home.courant import territoire_courant
from home.horaires import summarize

ORIENTER = "Orienter"
TUILES_MAX = 6
UNE_SEULE = "Choisissez une page du portail, ou donnez un lien : l’un des deux."
TITRE_DU_LIEN = "Écrivez le titre : un lien vers un autre site n’en a pas de lui-même."
ADRESSE_WEB = URLValidator(
    schemes=["https", "http"], message="Écrivez une adresse qui commence par https://."
)


class TuileBlock(blocks.StructBlock):
    page = blocks.PageChooserBlock(required=False, label="Page du portail")
    lien = blocks.URLBlock(
        required=False, validators=[ADRESSE_WEB], label="Ou un lien vers un autre site"
    )
    titre = blocks.CharBlock(
        max_length=80, required=False, label="Titre", help_text="Vide : le titre de la page."
    )
    texte = blocks.CharBlock(max_length=160, required=False, label="Une phrase")

    class Meta:
        icon = "link"
        label = "Tuile"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        page, lien = cleaned.get("page"), cleaned.get("lien")
        faults = {}
        if bool(page) == bool(lien) and not (self.is_deferred_validation and not page):
            faults["page"] = UNE_SEULE
        elif lien and not cleaned.get("titre") and not self.is_deferred_validation:
            faults["titre"] = TITRE_DU_LIEN
        if faults:
            raise StructBlockValidationError(
                block_errors={name: ValidationError(phrase) for name, phrase in faults.items()}
            )
        return cleaned


class TuilesBlock(blocks.StructBlock):
    """Where to go next: more than six is a list, and a rubrique does that."""

    titre = blocks.CharBlock(max_length=120, default="Voir aussi", label="Titre")
    tuiles = blocks.ListBlock(TuileBlock(), min_num=1, max_num=TUILES_MAX, label="Tuiles")

    class Meta:
        icon = "grip"
        label = "Tuiles"
        group = ORIENTER
        description = "Jusqu’à six pages ou liens où aller ensuite."
        template = "home/blocs/tuiles.html"
        preview_value = {
            "titre": "Voir aussi",
            "tuiles": [
                {
                    "lien": "https://www.service-public.gouv.fr/",
                    "titre": "Vos droits et démarches",
                    "texte": "Le site officiel de l’administration.",
                }
            ],
        }

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["cartes"] = [
            card
            for tuile in islice(value.get("tuiles") or (), TUILES_MAX)
            if (card := _card(tuile, parent_context)) is not None
        ]
        return context


def _card(tuile: Any, contexte: Any) -> dict[str, str] | None:
    """As the component `cartes` reads it; None for a page gone, or a link that is none."""
    page = tuile.get("page")
    url = own_page_url(page, contexte) or web_url(tuile.get("lien"))
    titre = tuile.get("titre") or (page.title if page and url else "")
    if not url or not titre:
        return None
    icone = "chemin" if url.startswith("http") else "document"
    return {"titre": titre, "url": url, "texte": tuile.get("texte") or "", "icone": icone}


def who_choices() -> list[tuple[str, str] | tuple[str, list[tuple[str, str]]]]:
    """The portail, then services and sites of the host being edited."""
    territoire = territoire_courant.get()
    if territoire is None:
        return []
    services = [(f"service:{s.slug}", s.nom) for s in Service.objects.of(territoire).open()]
    lieux = [
        (f"lieu:{x.slug}", x.nom) for x in Lieu.objects.of(territoire).receiving().order_by("nom")
    ]
    groups = [("Un service", services), ("Un lieu", lieux)]
    return [("portail", "L’accueil du portail"), *[group for group in groups if group[1]]]


class QuiBlock(blocks.ChoiceBlock):
    """The portail, a service or a site, stored by slug and read within the territoire shown."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["choices"] = who_choices
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        return blocks.Block.deconstruct(self)


class ContactBlock(ApercuDuPortail, blocks.StructBlock):
    """Numbers and hours come from the service or the site: never typed a second time."""

    qui = QuiBlock(label="Qui joindre")
    titre = blocks.CharBlock(
        max_length=120, required=False, label="Titre", help_text="Vide : « Nous joindre »."
    )
    autrement = TexteRicheBlock(
        features=PARAGRAPHE,
        required=False,
        label="Une autre façon",
        help_text="Pour qui ne téléphone pas : relais pour sourds, accueil sans rendez-vous… "
        "Le courriel et l’adresse s’ajoutent seuls.",
    )

    class Meta:
        icon = "mail"
        label = "Contact et horaires"
        group = ORIENTER
        description = "Le téléphone, les horaires, et une autre façon pour qui ne téléphone pas."
        template = "home/blocs/contact.html"

    def preview_of_portail(self) -> dict[str, Any] | None:
        return {"qui": "portail"} if territoire_courant.get() else None

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["contact"] = _contact(value.get("qui") or "", parent_context)
        return context


def _contact(qui: str, contexte: Any) -> dict[str, Any] | None:
    """Name, phone, hours (lines), e-mail and address; None when closed or deleted since."""
    territoire = territoire_of(contexte)
    portail = getattr((contexte or {}).get("request"), "portail", None)
    if territoire is None or portail is None:
        return None
    kind, _, slug = qui.partition(":")
    accueil = {
        "nom": portail.nom,
        "telephone": portail.telephone,
        "horaires": [portail.horaires_telephone] if portail.horaires_telephone else [],
        "email": portail.email,
        "adresse": portail.adresse,
    }
    if kind == "lieu":
        lieu = (
            Lieu.objects.of(territoire)
            .receiving()
            .select_related("organisation")
            .filter(slug=slug)
            .first()
        )
        return lieu and {
            "nom": lieu.nom,
            "telephone": lieu.telephone or lieu.organisation.telephone or portail.telephone,
            "horaires": summarize(lieu.horaires),
            "email": lieu.email or portail.email,
            "adresse": lieu.adresse_complete,
        }
    if kind == "service":
        service = Service.objects.of(territoire).open().filter(slug=slug).first()
        if service is None:
            return None
        own_hours = service.horaires_telephone
        if service.telephone:
            accueil |= {
                "telephone": service.telephone,
                "horaires": [own_hours] if own_hours else [],
            }
        return accueil | {"nom": service.nom}
    return accueil if qui == "portail" else None
