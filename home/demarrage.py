"""Starting a portail: its territoire, its site, its first pages, its editors' rights.

Idempotent: what exists is kept as it is, what is missing is made, and each thing made is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.db import transaction
from wagtail.models import Collection, Locale, Page, Site

from booking.models import Service
from home.arbre import path_under
from home.demarrage_pages import start_pages
from home.demarrage_relecture import start_relecture
from home.demarrage_roles import start_roles
from home.models import HomePage, PageRubrique, PageService, Portail
from home.pages_de_depart import accroche_of
from sectorisation.calendriers import calendrier_of
from sectorisation.models import Territoire

Tell = Callable[[str], None]


def _silent(_message: str) -> None:
    return None


@transaction.atomic
def start_territoire(
    *,
    code: str,
    nom: str,
    hote: str,
    port: int = 80,
    couleur: str = "#0d5c55",
    sur_nom: str = "Département",
    telephone: str = "",
    horaires_telephone: str = "",
    adresse: str = "",
    email: str = "",
    email_donnees: str = "",
    directeur_publication: str = "",
    accroche: str = "",
    fuseau: str = "",
    tell: Tell = _silent,
) -> Portail:
    """The portail of this code, made whole. `hote` without its port; `tell` hears what is made.

    `fuseau` is a tz name; without it, the clock is that of the département of this code.
    """
    territoire = _start_territoire(
        code=code, nom=nom, sur_nom=sur_nom, hote=hote, port=port, fuseau=fuseau, tell=tell
    )
    portail = Portail.objects.filter(territoire=territoire).select_related("site").first()
    if portail is None:
        accueil = _start_accueil(territoire=territoire, accroche=accroche, tell=tell)
        site = _start_site(hote=hote, port=port, accueil=accueil, nom=territoire.nom, tell=tell)
        portail = Portail.objects.create(
            site=site,
            territoire=territoire,
            couleur=couleur,
            telephone=telephone,
            horaires_telephone=horaires_telephone,
            adresse=adresse,
            email=email,
            email_donnees=email_donnees,
            directeur_publication=directeur_publication,
        )
        tell(f"Portail créé : {territoire.nom}")
    start_pages(portail=portail, tell=tell)
    _start_collection(portail=portail, tell=tell)
    start_roles(portail=portail, tell=tell)
    start_relecture(portail=portail, tell=tell)
    publish(portail)
    return portail


def create_service_pages(
    portail: Portail,
    *,
    rubriques: Mapping[str, PageRubrique] = MappingProxyType({}),
    tell: Tell = _silent,
) -> list[PageService]:
    """A page for every active Service that has none. Returns the pages made.

    `rubriques`: slug of a service -> the rubrique its page goes under; the others under the home.
    """
    accueil = portail.site.root_page
    shown = PageService.objects.descendant_of(accueil).values_list("service_id", flat=True)
    made = []
    services = Service.objects.of(portail.territoire).open().exclude(pk__in=list(shown))
    taken = set(accueil.get_children().values_list("slug", flat=True))
    for service in services:
        slug = service.slug if service.slug not in taken else f"{service.slug}-service"
        page = PageService(
            title=service.nom,
            slug=slug,
            service=service,
            chapo=service.resume,
            search_description=service.resume[:255],
        )
        parent = rubriques.get(service.slug, accueil)
        parent.add_child(instance=page)
        made.append(page)
        tell(f"Page créée : {path_under(accueil, page.url_path)}")
    if made:
        publish(portail)
    return made


def publish(portail: Portail) -> None:
    """Forget this portail's cached pages."""
    Portail.objects.filter(pk=portail.pk).publish()
    portail.refresh_from_db(fields=["publication"])


def _start_territoire(
    *, code: str, nom: str, sur_nom: str, hote: str, port: int, fuseau: str, tell: Tell
) -> Territoire:
    calendrier = calendrier_of(code)
    visible_port = "" if port in (80, 443) else f":{port}"
    scheme = "https" if port == 443 else "http"
    territoire, made = Territoire.objects.get_or_create(
        code=code,
        defaults={
            "nom": nom,
            "sur_nom": sur_nom,
            "url_publique": f"{scheme}://{hote}{visible_port}",
            "fuseau": fuseau or calendrier.fuseau,
            "jours_feries_region": calendrier.jours_feries_region,
        },
    )
    if made:
        tell(f"Territoire créé : {code} ({nom}), à l'heure de {territoire.fuseau}")
    return territoire


def _start_accueil(*, territoire: Territoire, accroche: str, tell: Tell) -> HomePage:
    """The home page of a territoire: its slug at the second level is the territoire's code."""
    found = HomePage.objects.filter(slug=territoire.code, depth=2).first()
    if found:
        return found
    accueil = HomePage(
        title="Accueil",
        slug=territoire.code,
        accroche=accroche or accroche_of(territoire),
        chapo=(
            "Trouvez le bon service, près de chez vous. "
            "Prenez rendez-vous en une minute, sans créer de compte."
        ),
        exemple="vacciner mon enfant, refaire mon passeport",
        search_description=(
            f"{territoire.nom} : services, lieux d'accueil et rendez-vous en ligne, sans compte."
        ),
    )
    _root_page().add_child(instance=accueil)
    tell("Page d'accueil créée")
    return accueil


def _root_page() -> Page:
    """The invisible root of every tree; made again after a test emptied the database."""
    Locale.objects.get_or_create(language_code="fr")
    root = Page.get_first_root_node()
    return root or Page.add_root(instance=Page(title="Racine", slug="racine"))


def _start_site(*, hote: str, port: int, accueil: HomePage, nom: str, tell: Tell) -> Site:
    site, made = Site.objects.get_or_create(
        hostname=hote, port=port, defaults={"root_page": accueil, "site_name": nom}
    )
    if made:
        tell(f"Site créé : {hote}:{port}")
    elif site.root_page_id != accueil.pk:
        raise ValueError(f"L'hôte {hote}:{port} sert déjà un autre territoire.")
    return site


def _start_collection(*, portail: Portail, tell: Tell) -> None:
    if portail.collection_id:
        return
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    portail.collection = root.add_child(
        name=f"{portail.territoire.nom} ({portail.territoire.code})"
    )
    portail.save(update_fields=["collection"])
    tell("Bibliothèque d'images et de documents créée")
