"""The components of Parvis as template tags: one function, one template of the same name.

These templates are the only ones that name the design system's classes (decision 17). Each tag
is built in (no `{% load %}`) and described, with examples, in docs/composants.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.template.defaultfilters import linebreaks
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from portal.icones import ICONES

register = template.Library()

ETAPES = (_("Motif"), _("Adresse"), _("Lieu"), _("Créneau"), _("Coordonnées"), _("Vérification"))

# Code of a status -> (class suffix, icon, words). Shape and word, never colour alone.
ETATS = {
    "a_venir": ("avenir", "horloge", _("À venir")),
    "honore": ("honore", "coche", _("Honoré")),
    "absent": ("absent", "croix", _("Absent")),
    "excuse": ("excuse", "retour", _("Excusé")),
    "annule_service": ("annule", "moins", _("Annulé par le service")),
    "tenue": ("attente", "sablier", _("En cours")),
    "oui": ("honore", "coche", _("Oui")),
    "non": ("absent", "croix", _("Non")),
    # A secteur of a draft.
    "pret": ("honore", "coche", _("Prêt")),
    "modifie": ("avenir", "info", _("Modifié")),
    "a_verifier": ("attente", "attention", _("À vérifier")),
    "bloque": ("absent", "erreur", _("À corriger")),
    "en_service": ("honore", "coche", _("En service")),
}


def _composant(function: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Register a tag whose arguments are the whole context of `composants/<its name>.html`.

    Django adds the CSRF token to it by itself.
    """
    return register.inclusion_tag(f"composants/{function.__name__}.html")(function)


def _bloc(nom: str, content: str, **contexte: Any) -> str:
    return render_to_string(f"composants/{nom}.html", {"contenu": content, **contexte})


# --- Small pieces ------------------------------------------------------------------------------


@register.simple_tag
def icone(nom: str, *, petite: bool = False, classe: str = "") -> SafeString:
    """One of our drawings (portal/icones.py). Always decorative: the word stands beside it.

    Names also come from the database (a service's icon): an unknown one draws the general sign.
    """
    classes = " ".join(filter(None, ["pv-ico", "pv-ico--p" if petite else "", classe]))
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        classes,
        mark_safe(ICONES.get(nom, ICONES["services"])),
    )


@_composant
def bouton(
    texte: str,
    *,
    variante: str = "pleine",
    icone: str = "",
    name: str = "",
    value: str = "",
    large: bool = False,
    precision: str = "",
    formaction: str = "",
) -> dict[str, Any]:
    """A submit button. `variante`: pleine (one per zone), contour or lien; `precision` is hidden text."""
    return locals()


@_composant
def lien_bouton(
    texte: str,
    url: str,
    *,
    variante: str = "pleine",
    icone: str = "",
    large: bool = False,
    precision: str = "",
    telecharger: bool = False,
) -> dict[str, Any]:
    """A link that looks like a button."""
    return locals()


@_composant
def lien(
    texte: str,
    url: str,
    *,
    icone: str = "",
    fleche: bool = False,
    precision: str = "",
    courant: bool = False,
) -> dict[str, Any]:
    """A strong link on its own line, 44 px high."""
    return locals()


@_composant
def retour(texte: str, url: str) -> dict[str, Any]:
    """ "Retour au choix du lieu", above the steps."""
    return locals()


@_composant
def telephone(numero: str, *, grand: bool = False) -> dict[str, Any]:
    """A number to call, written in pairs, as a tel: link."""
    return locals()


@_composant
def etat(code: str, *, mot: str = "") -> dict[str, Any]:
    """Status of an Rdv: a_venir, honore, absent, excuse, annule_service; or a finding: oui,
    non. `mot` replaces the words."""
    suffixe, icone, mots = ETATS[str(code)]
    return {"suffixe": suffixe, "icone": icone, "mot": mot or mots}


@register.simple_tag
def etat_decrit(code: str) -> dict[str, Any]:
    """Class suffix, icon and words of a status, for the pieces that draw it otherwise."""
    return dict(zip(("suffixe", "icone", "mot"), ETATS[str(code)], strict=True))


@_composant
def feuillet(moment: datetime | date, *, grand: bool = False) -> dict[str, Any]:
    """A calendar leaf, decorative: the date is always written beside it."""
    return locals()


# --- Finding one's way ---------------------------------------------------------------------------


@_composant
def fil_ariane(chemin: Sequence[tuple[str, str | None]]) -> dict[str, Any]:
    """`[(title, url), ..., (title of this page, None)]`."""
    return locals()


@_composant
def etapes(
    courante: int, urls: Sequence[str | None] = (), noms: Sequence[str] = ETAPES
) -> dict[str, Any]:
    """Steps of the journey, `courante` from 1; `urls[i]` lets one return to step i + 1."""
    liste = [
        {
            "nom": nom,
            "url": urls[rang - 1] if rang <= len(urls) else None,
            "faite": rang < courante,
            "courante": rang == courante,
        }
        for rang, nom in enumerate(noms, start=1)
    ]
    return {"liste": liste, "courante": courante, "total": len(liste), "nom": noms[courante - 1]}


@_composant
def segments(liens: Sequence[tuple[str, str, bool]], libelle: str) -> dict[str, Any]:
    """Filters as links: `[(text, url, current), ...]`."""
    return locals()


@register.inclusion_tag("composants/pagination.html", takes_context=True)
def pagination(
    context: template.Context, page: Page[Any], parametre: str = "page"
) -> dict[str, Any]:
    """Links to the pages of a Django paginator, other query parameters kept."""
    return {"request": context.get("request"), "page": page, "parametre": parametre}


@register.simple_tag
def composer_requete(request: Any, parametre: str, valeur: object) -> str:
    """The query string with one parameter replaced."""
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query[parametre] = str(valeur)
    return query.urlencode()


# --- Appointments --------------------------------------------------------------------------------


@_composant
def prochain_creneau(
    debut: datetime | None,
    *,
    lieu: str = "",
    absence: str = "",
    sans: str = "",
    grand: bool = False,
) -> dict[str, Any]:
    """The promise of the portal. Without `debut`, `absence` says why and what to do; `sans`
    replaces "Pas de créneau en ligne"."""
    return locals()


@_composant
def services(liste: Iterable[Any]) -> dict[str, Any]:
    """Tiles: objects with titre, url, icone, texte, and prochain, lieu or absence, or note."""
    return locals()


@_composant
def lieux(
    liste: Iterable[Any], *, action: str = _("Voir les créneaux"), niveau: int = 3
) -> dict[str, Any]:
    """Sites: objects with nom, adresse, distance, prochain, absence, infos, url, secteur, telephone."""
    return locals()


@_composant
def semaine_creneaux(
    jours: Iterable[Any],
    *,
    action: str,
    titre: str,
    precedente: str | None = None,
    suivante: str | None = None,
    filtres: Sequence[tuple[str, str, bool]] = (),
    caches: dict[str, str] | None = None,
    nom: str = "creneau",
    niveau: int = 2,
) -> dict[str, Any]:
    """A week of slots. `jours`: objects with `date`, `creneaux` (debut, valeur) and `vide` (why none)."""
    jours = list(jours)
    return {
        "jours": jours,
        "total": sum(len(_get(jour, "creneaux")) for jour in jours),
        "action": action,
        "titre": titre,
        "precedente": precedente,
        "suivante": suivante,
        "filtres": filtres,
        "caches": caches or {},
        "nom": nom,
        "niveau": niveau,
        "niveau_jour": niveau + 1,
    }


@_composant
def recap(
    lignes: Iterable[Any], *, rang: bool = False, libelle: str = _("Vos choix")
) -> dict[str, Any]:
    """Choices made: objects with terme, valeur, precision, url, quoi ("le motif")."""
    return locals()


@_composant
def tenu(jusqua: datetime, *, action: str = "") -> dict[str, Any]:
    """The slot is held until a fixed hour; `action` (POST) renews it once, when still allowed."""
    return locals()


@_composant
def mini_rdv(
    debut: datetime, *, lignes: Sequence[str] = (), duree: int | None = None, url: str = ""
) -> dict[str, Any]:
    """The Rdv being taken, in the margin of the forms."""
    return locals()


@register.simple_block_tag
def billet(
    content: str, debut: datetime, *, lignes: Sequence[str] = (), titre: str = "", statut: str = ""
) -> str:
    """The confirmed Rdv; the body holds where and how to come."""
    return _bloc("billet", content, debut=debut, lignes=lignes, titre=titre, statut=statut)


@_composant
def apporter(liste: Iterable[str | tuple[str, str]]) -> dict[str, Any]:
    """What to bring: texts, or `(text, when)`."""
    return {"liste": _pairs(liste)}


@_composant
def suite(liste: Iterable[str]) -> dict[str, Any]:
    """ "Et maintenant ?": numbered steps; texts may be safe HTML."""
    return locals()


@_composant
def formulaire_code(
    action: str, *, erreur: str = "", valeur: str = "", jeton: bool = True
) -> dict[str, Any]:
    """The 8-character code received by SMS, letter or on paper; POST.

    `jeton=False` on reading pages: a CSRF token would set a cookie there (decision 20).
    """
    return locals()


# --- Content -------------------------------------------------------------------------------------


@register.simple_block_tag
def alerte(content: str, nature: str = "info", *, titre: str = "", niveau: int = 2) -> str:
    """A message inside the page: info, succes, attention or erreur."""
    icons = {"info": "info", "succes": "coche", "attention": "attention", "erreur": "erreur"}
    return _bloc("alerte", content, nature=nature, icone=icons[nature], titre=titre, niveau=niveau)


@_composant
def perturbations(liste: Iterable[Any], *, niveau: int = 2) -> dict[str, Any]:
    """What is disturbed: objects with titre, texte, debut and fin. Nothing when there is none."""
    return locals()


@_composant
def annonces(
    liste: Iterable[Any], *, autres: int = 0, url: str = "", dans_page: bool = False
) -> dict[str, Any]:
    """Alerts under the header: objects with niveau, mot, texte, lien; `autres` are behind `url`."""
    return locals()


@_composant
def phares(liste: Iterable[Any]) -> dict[str, Any]:
    """At most four actions: objects with nature, icone, texte, precision, and url or numero."""
    return locals()


@register.simple_block_tag
def encadre(
    content: str,
    titre: str = "",
    *,
    ton: str = "",
    icone: str = "",
    niveau: int = 2,
    ancre: str = "",
) -> str:
    """A framed block set apart. `ton`: "" (white), pierre, teinte, or appel (a button at its side)."""
    return _bloc("encadre", content, titre=titre, ton=ton, icone=icone, niveau=niveau, ancre=ancre)


@register.simple_block_tag
def vide(content: str, titre: str = "", *, icone: str = "calendrier") -> str:
    """An empty list: what is missing, and what to do."""
    return _bloc("vide", content, titre=titre, icone=icone)


@register.simple_block_tag
def tableau(content: str, libelle: str) -> str:
    """A scrolling region around `<table class="pv-table">`; `libelle` names it."""
    return _bloc("tableau", content, libelle=libelle)


@register.simple_block_tag
def replier(content: str, titre: str, *, ouvert: bool = False) -> str:
    """What is rarely needed, folded under its title; open it when it holds a value or an error."""
    return _bloc("replier", content, titre=titre, ouvert=ouvert)


@_composant
def questions(liste: Iterable[tuple[str, str]], *, ouverte: int = 0) -> dict[str, Any]:
    """`(question, answer)` as native details; `ouverte` is the rank of the open one, from 1.

    An answer is text, or HTML already safe (a rich text of the CMS).
    """
    couples = [
        (
            question,
            conditional_escape(reponse) if hasattr(reponse, "__html__") else linebreaks(reponse),
        )
        for question, reponse in liste
    ]
    return {"liste": couples, "ouverte": ouverte}


@_composant
def urgence(
    liste: Iterable[tuple[str, str]], *, titre: str = _("En cas d’urgence"), niveau: int = 2
) -> dict[str, Any]:
    """`(number, what for)`; 114 is reached by SMS."""
    return locals()


@_composant
def prestations(liste: Iterable[Any], *, niveau: int = 3) -> dict[str, Any]:
    """What a service does: objects with nom, texte, duree (minutes), url."""
    return locals()


@_composant
def puces(liste: Iterable[str]) -> dict[str, Any]:
    """A list with drawn ticks; texts may be safe HTML."""
    return locals()


@_composant
def atouts(liste: Iterable[str]) -> dict[str, Any]:
    """Short promises under a page's introduction: "Gratuit pour tous"."""
    return locals()


@_composant
def recherche(
    action: str,
    *,
    libelle: str = _("De quoi avez-vous besoin ?"),
    aide: str = "",
    nom: str = "q",
    valeur: str = "",
    bouton_texte: str = _("Rechercher"),
    variante: str = "pleine",
    id: str = "recherche",
) -> dict[str, Any]:
    """A search field and its button; GET, so for public words only, never an address or a name."""
    return locals()


@_composant
def pastilles(liste: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Short links side by side: `(text, url)`."""
    return locals()


@_composant
def actualites(liste: Iterable[Any], *, niveau: int = 3) -> dict[str, Any]:
    """News: objects with titre, url, date, texte, image (safe HTML) or icone."""
    return locals()


@_composant
def cartes(liste: Iterable[Any], *, niveau: int = 2) -> dict[str, Any]:
    """Pages to choose from: objects with titre, url, texte, icone."""
    return locals()


@_composant
def figure(image: Any, *, legende: str = "") -> dict[str, Any]:
    """An image (safe HTML, described by its `alt`) and its caption."""
    return locals()


@_composant
def film(url: str, genre: str, *, titre: str, pistes: str = "", poids: str = "") -> dict[str, Any]:
    """A film of ours: `genre` is its MIME type, `pistes` its WebVTT captions. Nothing is loaded
    before one asks for it; its transcription always stands beside."""
    return locals()


@_composant
def horaires(lignes: Iterable[tuple[str, Iterable[str]]], titre: str) -> dict[str, Any]:
    """Hours of the week as a table: `(day, openings in words)`."""
    return locals()


@_composant
def illustration() -> dict[str, Any]:
    """The square of the home page, drawn in the theme's colours."""
    return {}


@_composant
def chiffres(liste: Iterable[tuple[str, str] | tuple[str, str, str]]) -> dict[str, Any]:
    """Key figures: `(term, value, detail)`."""
    return {"liste": [(*ligne, "")[:3] for ligne in liste]}


# --- Agents --------------------------------------------------------------------------------------


@_composant
def navigation_agenda(
    *, precedente: str, suivante: str, aujourdhui: str, quoi: str = _("semaine")
) -> dict[str, Any]:
    """Previous, today, next, joined."""
    return locals()


@_composant
def semaine_agent(semaine: Any) -> dict[str, Any]:
    """The week as a table: `titre`, `jours` (date, lieu, aujourdhui), `lignes` (see docs/composants.md)."""
    return locals()


@_composant
def liste_agent(jours: Iterable[Any], *, niveau: int = 2) -> dict[str, Any]:
    """The same week as lists: objects with date, aujourdhui, elements (see docs/composants.md)."""
    return locals()


@_composant
def jours_agent(jours: Iterable[Any]) -> dict[str, Any]:
    """Days of a week to pick, on a phone: objects with date, url, nombre, courant."""
    return locals()


def _get(item: Any, name: str) -> Any:
    return item[name] if isinstance(item, dict) else getattr(item, name)


def _pairs(liste: Iterable[str | tuple[str, str]]) -> list[tuple[str, str]]:
    return [(item, "") if isinstance(item, str) else (item[0], item[1]) for item in liste]
