"""Wagtail's admin as the editors of one portail see it. The wall itself is in home/cloison.py."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page, PageQuerySet

from home.arbre import refuse_move_under
from home.cms import (
    annonces,
    equipe,
    faits,
    filtres,
    liens,
    marque,
    questions,
    redirections,
    territoires,
    vocabulaire,
)
from home.cms.accueil import PremiersPas
from home.perms import opens

# What an editor's side menu keeps; the rest belongs to the whole installation.
ENTREES = {
    "annonces", "equipe", "explorer", "images", "documents", "faits", "liens", "marque", "mots",
    "questions", "redirections",
}  # fmt: skip


filtres.keep_own()


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    one = "annonces/<slug:sorte>/<int:numero>/"
    return [
        path("marque/", marque.edit, name="marque"),
        path("marque/apercu/", marque.preview, name="marque_apercu"),
        path("liens/", liens.report, name="liens_casses"),
        path("mots/", vocabulaire.words, name="mots_cherches"),
        path("mots/<int:synonyme_id>/retirer/", vocabulaire.delete, name="mots_retirer"),
        path("questions/", questions.index, name="questions"),
        path("questions/ajouter/", questions.add, name="questions_ajouter"),
        path("questions/<int:question_id>/", questions.edit, name="questions_modifier"),
        path("questions/<int:question_id>/retirer/", questions.delete, name="questions_retirer"),
        path("faits/", faits.index, name="faits"),
        path("faits/cas-usage/<int:cas_id>/page/", faits.create_page, name="cas_usage_page"),
        path("faits/services/<int:service_id>/", faits.edit_service, name="faits_service"),
        path("faits/motifs/<int:motif_id>/", faits.edit_motif, name="faits_motif"),
        path("faits/lieux/<int:lieu_id>/", faits.edit_lieu, name="faits_lieu"),
        path("territoires/nouveau/", territoires.nouveau, name="territoire_nouveau"),
        path("territoires/<int:portail_id>/", territoires.ouvert, name="territoire_ouvert"),
        path("redirections/", redirections.index, name="redirections"),
        path(
            "redirections/<int:redirection_id>/retirer/",
            redirections.delete,
            name="redirections_retirer",
        ),
        path("equipe/", equipe.index, name="equipe"),
        path("equipe/<int:membre_id>/role/", equipe.change_role, name="equipe_role"),
        path("equipe/<int:membre_id>/retirer/", equipe.remove, name="equipe_retirer"),
        path("annonces/", annonces.liste, name="annonces"),
        path("annonces/nouvelle/", annonces.annoncer, name="annonce_nouvelle"),
        path(f"{one}fin/", annonces.changer_fin, name="annonce_fin"),
        path(f"{one}terminer/", annonces.terminer, name="annonce_terminer"),
    ]


class EntreeDuPortail(MenuItem):
    """Shown to whoever may open it on the portail of the host."""

    def is_shown(self, request: HttpRequest) -> bool:
        return opens(request, self.vue)

    def __init__(self, label: str, vue: str, *, nom: str, icone: str, rang: int) -> None:
        self.vue = vue
        super().__init__(label, reverse(vue), name=nom, icon_name=icone, order=rang)


class EntreeTechnique(EntreeDuPortail):
    """Shown to the technical team, whatever the host."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)


def _register(*args: Any, **kwargs: Any) -> None:
    hooks.register("register_admin_menu_item", lambda: EntreeDuPortail(*args, **kwargs))


_register("Perturbations", "annonces", nom="annonces", icone="warning", rang=50)
_register("Services et lieux", "faits", nom="faits", icone="list-ul", rang=490)
_register("Questions", "questions", nom="questions", icone="help", rang=495)
_register("Liens à corriger", "liens_casses", nom="liens", icone="link", rang=500)
_register("Recherches", "mots_cherches", nom="mots", icone="search", rang=510)
_register("Redirections", "redirections", nom="redirections", icone="redirect", rang=520)
_register("Équipe", "equipe", nom="equipe", icone="group", rang=590)
_register("Nom et couleur", "marque", nom="marque", icone="cog", rang=600)


@hooks.register("register_admin_menu_item")
def register_territoire_nouveau() -> MenuItem:
    return EntreeTechnique(
        "Nouveau territoire", "territoire_nouveau", nom="territoire", icone="site", rang=650
    )


@hooks.register("insert_global_admin_css")
def add_own_styles() -> str:
    """Without script, Wagtail's side menu would cover half of a phone's screen."""
    style = '<link rel="stylesheet" href="{}">'
    return format_html(
        f"{style}<noscript>{style}</noscript>",
        static("css/cms.css"),
        static("css/cms_sans_script.css"),
    )


@hooks.register("construct_main_menu")
def keep_own_entries(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name in ENTREES]


@hooks.register("construct_homepage_panels")
def replace_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Wagtail's panels gather what one did on every host."""
    panels[:] = [PremiersPas()]


@hooks.register("construct_page_chooser_queryset")
def keep_own_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Wagtail's chooser offers every page of the installation."""
    return pages.filter(path__startswith=request.portail.site.root_page.path)


@hooks.register("before_move_page")
def refuse_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """An address made by hand: Wagtail would answer, in English, that it is a matter of rights."""
    try:
        refuse_move_under(page, destination)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("wagtailadmin_pages:move", page.pk)
    return None


@hooks.register("construct_explorer_page_queryset")
def keep_own_tree(parent_page: Any, pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    return keep_own_pages(pages, request)


@hooks.register("construct_image_chooser_queryset")
@hooks.register("construct_document_chooser_queryset")
def keep_own_files(files: Any, request: HttpRequest) -> Any:
    return files.filter(territoire=request.territoire)


@hooks.register("register_rich_text_features", order=100)
def drop_embeds(features: Any) -> None:
    """No frame from elsewhere (design, decision 19); images have their own block."""
    for name in ("embed", "image", "hr"):
        if name in features.default_features:
            features.default_features.remove(name)
