"""Fill both fictional territoires. Deterministic for a day; does nothing where they stand already."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from booking.models import Agent, Lieu, Motif, Service
from home.demarrage import start_territoire
from home.models import HomePage, Portail
from portal.demonstration import catalogue, hauts_plateaux
from portal.demonstration.agendas import add_absences, fill_agendas
from portal.demonstration.annonces import announce, create_on_call
from portal.demonstration.geographie import addresses, ban_csv, communes_geojson, draw_communes
from portal.demonstration.lectures import fill_readings
from portal.demonstration.pages import write_pages
from portal.demonstration.variantes import vary_by_site
from portal.installation.catalogue import (
    create_agent,
    create_lieu,
    create_organisation,
    create_services,
    open_week,
)
from portal.installation.secteurs import PlanSecteur, communes_by_lieu, cut, write_couche
from portal.models import User
from sectorisation.imports.adresses import import_adresses
from sectorisation.imports.communes import import_communes
from sectorisation.models import Commune, Couche, Territoire

MOT_DE_PASSE = "parvis-demonstration"
CREDIT = "Communes et adresses inventées pour la démonstration"
SEMAINES_OUVERTES, SEMAINES_PASSEES = 13, 8
TRAITS = {"m": catalogue.MATIN, "j": catalogue.APRES_MIDI}

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Fiction:
    """All that makes one fictional territoire."""

    code: str
    nom: str
    accroche: str
    hote: str
    couleur: str
    telephone: str
    adresse: str
    communes: Sequence[tuple[str, int]]
    prefixe: str
    lon: float
    lat: float
    modeles: Sequence[str]
    organisations: Mapping[str, Sequence[tuple[Any, ...]]]
    agents: Sequence[tuple[Any, ...]]
    comptes: Mapping[str, tuple[str, str]]
    redaction: str
    astreinte: str
    secteurs: Mapping[str, Mapping[str, tuple[str, Sequence[str]]]]


VAL_DORNE = Fiction(
    code="val-d-orne", nom="Val-d’Orne", hote="127.0.0.1", couleur="#0d5c55",
    accroche="Le Val-d’Orne vous reçoit",
    telephone="+33261916100", adresse="12 place du Parvis, 61900 Orval",
    communes=catalogue.COMMUNES_VAL_DORNE, prefixe="61", lon=0.1, lat=48.6, modeles=catalogue.MODELES,
    organisations=catalogue.ORGANISATIONS, agents=catalogue.AGENTS, comptes=catalogue.COMPTES,
    redaction=catalogue.REDACTION,
    astreinte=catalogue.ASTREINTE,
    secteurs={
        "pmi": catalogue.SECTEURS_PMI, "france-services": catalogue.SECTEURS_FRANCE_SERVICES
    },
)  # fmt: skip
HAUTS_PLATEAUX = Fiction(
    code="hauts-plateaux", nom="Hauts-Plateaux", hote="hauts-plateaux.localhost", couleur="#8a2f6b",
    accroche="Les Hauts-Plateaux vous reçoivent",
    telephone="+33465710200", adresse="2 rue de la République, 48900 Chambreuil",
    communes=catalogue.COMMUNES_HAUTS_PLATEAUX, prefixe="48", lon=3.4, lat=44.6,
    modeles=("pmi", "france-services"), organisations=hauts_plateaux.ORGANISATIONS,
    agents=hauts_plateaux.AGENTS, comptes=hauts_plateaux.COMPTES,
    redaction=hauts_plateaux.REDACTION, astreinte=hauts_plateaux.ASTREINTE,
    secteurs={"pmi": hauts_plateaux.SECTEURS_PMI},
)  # fmt: skip


def fill_demonstration(*, now: dt.datetime, port: int, tell: Tell) -> None:
    """Both territoires, on `port` of the loopback hosts."""
    for graine, fiction in enumerate((VAL_DORNE, HAUTS_PLATEAUX), start=1):
        if Territoire.objects.filter(code=fiction.code).exists():
            _follow_port(fiction, port)
            continue
        _fill(fiction, graine=graine, now=now, port=port, tell=tell)


def _follow_port(fiction: Fiction, port: int) -> None:
    """The demo may be started on another port than the first time."""
    site = Portail.objects.get(territoire__code=fiction.code).site
    if site.port != port:
        site.port = port
        site.save(update_fields=["port"])


def _fill(fiction: Fiction, *, graine: int, now: dt.datetime, port: int, tell: Tell) -> None:
    tell(f"{fiction.nom} : communes, adresses")
    portail = start_territoire(
        code=fiction.code,
        nom=fiction.nom,
        sur_nom="Département du" if fiction is VAL_DORNE else "Département des",
        hote=fiction.hote,
        port=port,
        couleur=fiction.couleur,
        telephone=fiction.telephone,
        horaires_telephone="Du lundi au vendredi, de 8 h 30 à 17 h 30",
        adresse=fiction.adresse,
        accroche=fiction.accroche,
    )
    territoire = portail.territoire
    _import_geography(territoire, fiction, graine)
    tell(f"{fiction.nom} : services, lieux, agents")
    lieux = _create_lieux(territoire, fiction)
    couches = _write_couches(territoire, fiction, lieux, now)
    services = create_services(
        territoire, fiction.modeles, couches=couches, telephones=catalogue.TELEPHONES
    )
    _create_agents(territoire, fiction, lieux, services, now)
    vary_by_site(territoire, lieux=lieux, now=now)
    tell(f"{fiction.nom} : agendas")
    add_absences(territoire, now=now)
    fill_agendas(territoire, now=now, graine=graine)
    tell(f"{fiction.nom} : pages et comptes")
    write_pages(portail, now=now)
    _name_frequent_requests(portail)
    fill_readings(portail, now=now, graine=graine)
    announce(portail, now=now, auteur=_create_accounts(portail, fiction))


def _import_geography(territoire: Territoire, fiction: Fiction, graine: int) -> None:
    communes = draw_communes(
        fiction.communes, prefixe=fiction.prefixe, lon=fiction.lon, lat=fiction.lat, graine=graine
    )
    with tempfile.TemporaryDirectory() as dossier:
        contours = Path(dossier) / "communes.geojson"
        contours.write_text(json.dumps(communes_geojson(communes)), encoding="utf-8")
        import_communes(territoire=territoire, chemin=contours, credit=CREDIT)
        fichier = Path(dossier) / "adresses.csv"
        fichier.write_text(ban_csv(addresses(communes, graine=graine)), encoding="utf-8")
        import_adresses(territoire=territoire, chemin=fichier, credit=CREDIT)


def _create_lieux(territoire: Territoire, fiction: Fiction) -> dict[str, Lieu]:
    """Sites stand at an address of their commune, found by the geocoder itself."""
    from sectorisation.adresses.interface import geocodeur_for

    geocodeur = geocodeur_for(territoire)
    lieux = {}
    for rang, (organisation, places) in enumerate(fiction.organisations.items()):
        telephone = f"{fiction.telephone[:-2]}{50 + rang}"
        team = create_organisation(territoire, organisation, telephone=telephone)
        for nom, adresse, commune, fauteuil, horaires, acces in places:
            found = geocodeur.search(f"{adresse} {commune}") + geocodeur.search(commune)
            point = next(candidat for candidat in found if candidat.city == commune)
            lieux[nom] = create_lieu(
                team, nom, adresse=adresse, code_postal=point.postcode, commune=commune,
                citycode=point.citycode, lon=point.lon, lat=point.lat, telephone=telephone,
                horaires=horaires, fauteuil=fauteuil, acces=acces,
            )  # fmt: skip
    return lieux


def _write_couches(
    territoire: Territoire, fiction: Fiction, lieux: Mapping[str, Lieu], now: dt.datetime
) -> dict[str, Couche]:
    """A secteur without communes named takes those nearest to its site; the chef-lieu of a couche
    whose first two secteurs name no commune is cut between them."""
    codes = dict(Commune.objects.of(territoire).values_list("nom", "insee"))
    couches = {}
    for slug, secteurs in fiction.secteurs.items():
        named = {codes[nom] for _, communes in secteurs.values() for nom in communes}
        polygones: dict[str, list[Any]] = {}
        if slug == "pmi" and "Orval-Nord" in secteurs:
            chef_lieu = Commune.objects.get(territoire=territoire, nom="Orval")
            named.add(chef_lieu.insee)
            south, north = cut(chef_lieu, 2)
            polygones = {"Orval-Nord": north, "Orval-Sud": south}
        open_ends = [lieux[site] for site, communes in secteurs.values() if not communes]
        nearest = communes_by_lieu(territoire, open_ends, sauf=list(named))
        plans = [
            PlanSecteur(
                nom=nom,
                lieu=lieux[site],
                communes=[codes[c] for c in communes] or nearest.get(lieux[site], []),
                polygones=polygones.get(nom, ()),
            )
            for nom, (site, communes) in secteurs.items()
        ]
        nom_couche = {"pmi": "PMI", "france-services": "France services"}[slug]
        couches[slug] = write_couche(territoire, slug=slug, nom=nom_couche, plans=plans, now=now)[0]
    return couches


def _create_agents(
    territoire: Territoire,
    fiction: Fiction,
    lieux: Mapping[str, Lieu],
    services: Mapping[str, Service],
    now: dt.datetime,
) -> None:
    today = now.astimezone(territoire.zone).date()
    motifs = {m.slug: m for m in Motif.objects.of(territoire)}
    for prenom, nom, fonction, organisation, site, service, slugs, semaine in fiction.agents:
        agent = create_agent(
            create_organisation(territoire, organisation),
            prenom,
            nom,
            services=[services[service]],
            fonction=fonction,
        )
        if site:
            open_week(
                agent,
                lieux[site],
                [motifs[slug] for slug in slugs],
                {
                    jour: [_hours(TRAITS[lettre]) for lettre in lettres]
                    for jour, lettres in semaine.items()
                },
                du=today - dt.timedelta(weeks=SEMAINES_PASSEES),
                au=today + dt.timedelta(weeks=SEMAINES_OUVERTES),
            )


def _hours(trait: tuple[str, str]) -> tuple[dt.time, dt.time]:
    return dt.time.fromisoformat(trait[0]), dt.time.fromisoformat(trait[1])


def _name_frequent_requests(portail: Portail) -> None:
    """Short links under the search field, for the motifs this territoire has."""
    known = set(Motif.objects.of(portail.territoire).values_list("slug", flat=True))
    accueil = HomePage.objects.get(pk=portail.site.root_page_id)
    accueil.frequents = [
        ("rendez_vous", {"texte": texte, "cible": f"motif:{slug}"})
        for texte, slug in catalogue.SOUVENT_DEMANDE
        if slug in known
    ]
    accueil.save_revision().publish()


def _create_accounts(portail: Portail, fiction: Fiction) -> User:
    """Returns the editor."""
    for nom, (email, role) in fiction.comptes.items():
        agent = Agent.objects.get(territoire=portail.territoire, nom=nom)
        agent.user = User.objects.create_user(
            email, MOT_DE_PASSE, first_name=agent.prenom, last_name=agent.nom
        )
        agent.role = role
        agent.save(update_fields=["user", "role"])
    editor = User.objects.create_user(
        fiction.redaction, MOT_DE_PASSE, first_name="Camille", last_name="Rédaction"
    )
    editor.groups.add(portail.groupe_administrateurs)
    _create_writers(portail, domaine=fiction.redaction.partition("@")[2])
    create_on_call(portail, email=fiction.astreinte, mot_de_passe=MOT_DE_PASSE)
    return editor


def _create_writers(portail: Portail, *, domaine: str) -> None:
    """Someone who writes and someone who reads again, to see a page go from one to the other."""
    for nom, prenom, group in (
        ("plume", "Sacha", portail.groupe_redacteurs),
        ("relecture", "Noor", portail.groupe_relecteurs),
    ):
        user = User.objects.create_user(
            f"{nom}@{domaine}", MOT_DE_PASSE, first_name=prenom, last_name=nom.title()
        )
        user.groups.add(group)
