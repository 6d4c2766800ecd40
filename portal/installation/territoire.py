"""A working portal of any real département, from its public files.

Communes and addresses are real. Sites, sectors and people are a starting point that référents
then change: a site in each of the largest communes, the communes around it as its secteur, the
largest communes cut into drawn polygons, and agents named after their site.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from booking.models import Agent, Lieu, Organisation, PlageOuverture
from home.demarrage import create_service_pages, start_territoire
from home.demarrage_lieux import create_lieu_pages
from home.models import Portail
from portal.installation.catalogue import (
    SEMAINE,
    create_agent,
    create_lieu,
    create_organisation,
    create_services,
    open_week,
)
from portal.installation.secteurs import PlanSecteur, communes_by_lieu, cut, write_couche
from sectorisation.adresses.comptage import Comptage, count_by_commune
from sectorisation.imports.adresses import import_adresses
from sectorisation.imports.cog import read_cog
from sectorisation.imports.communes import import_communes
from sectorisation.models import Commune, Territoire

LIEUX = 10
MODELES = ("pmi", "sante-sexuelle", "france-services", "titres-identite")
# The two largest communes are cut, each between two sites: polygons beside commune lists.
COUPEES = 2
DEMI_JOURNEES = ((dt.time(9), dt.time(12)), (dt.time(13, 30), dt.time(17)))
OUVERT_JUSQU_A = dt.timedelta(days=180)


def install_territoire(
    *,
    code: str,
    nom: str,
    adresses: Path,
    communes: Path,
    cog: Path | None,
    hote: str,
    port: int,
    couleur: str,
    fuseau: str = "",
    now: dt.datetime,
    tell: Callable[[str], None],
) -> Portail:
    """Everything from nothing; run again, it refreshes the files and adds only what is missing.

    Raises sectorisation.errors.ImportRefuse, with a French reason, before writing anything of
    the file refused.
    """
    portail = start_territoire(
        code=code, nom=nom, hote=hote, port=port, couleur=couleur, fuseau=fuseau, tell=tell
    )
    territoire = portail.territoire
    table = read_cog(cog) if cog else None
    bilan = import_communes(territoire=territoire, chemin=communes, cog=table)
    tell(f"Communes : {bilan.communes}, dont {bilan.anciennes} anciens codes suivis")
    lues = import_adresses(territoire=territoire, chemin=adresses, cog=table)
    tell(
        f"Adresses : {lues.fichier.adresses} sur {lues.fichier.voies} voies, {lues.ecartees} écartées"
    )
    lieux = _create_lieux(territoire)
    tell(f"Lieux : {len(lieux)}")
    couche, publication = write_couche(
        territoire, slug="pmi", nom="PMI", plans=_plan(territoire, lieux), now=now
    )
    tell(f"Secteurs : {publication.secteurs}, version {publication.version.numero} publiée")
    services = create_services(
        territoire, MODELES, couches={"pmi": couche, "france-services": couche}
    )
    _create_agents(territoire, lieux, list(services.values()), now)
    tell(f"Agents : {Agent.objects.of(territoire).count()}")
    create_service_pages(portail, tell=tell)
    create_lieu_pages(portail, tell=tell)
    return portail


def _create_lieux(territoire: Territoire) -> list[Lieu]:
    """One site at a real address in the middle of each of the largest communes; a second one in
    those that are cut."""
    comptes = count_by_commune(territoire)
    known = set(Commune.objects.of(territoire).values_list("insee", flat=True))
    comptes = [c for c in comptes if c.insee in known]
    lieux = []
    for rang, compte in enumerate(comptes[: LIEUX - COUPEES]):
        suffixes = ["Nord", "Sud"] if rang < COUPEES else [""]
        lieux += [_create_lieu(territoire, compte, suffixe) for suffixe in suffixes]
    return lieux


def _create_lieu(territoire: Territoire, compte: Comptage, suffixe: str) -> Lieu:
    nom = f"{compte.ville} {suffixe}".strip()
    organisation = create_organisation(territoire, f"MDS {nom}", telephone="")
    return create_lieu(
        organisation,
        f"Maison des solidarités {nom}",
        adresse=f"{compte.numero} {compte.rue}",
        code_postal=compte.code_postal,
        commune=compte.ville,
        citycode=compte.insee,
        lon=compte.lon,
        # Two sites of one commune stand each in its half; a référent corrects the address.
        lat=compte.lat + {"Nord": 0.004, "Sud": -0.004}.get(suffixe, 0.0),
        horaires=SEMAINE,
        fauteuil=True,
    )


def _plan(territoire: Territoire, lieux: Sequence[Lieu]) -> list[PlanSecteur]:
    """Each commune to its nearest site; a commune with two sites is cut between them."""
    by_commune: dict[str, list[Lieu]] = {}
    for lieu in lieux:
        by_commune.setdefault(lieu.citycode, []).append(lieu)
    coupees = {insee: pair for insee, pair in by_commune.items() if len(pair) == 2}
    polygones = {}
    for commune in Commune.objects.of(territoire).filter(insee__in=coupees):
        south, north = cut(commune, 2)
        pair = sorted(coupees[commune.insee], key=lambda lieu: lieu.lat or 0)
        polygones.update({pair[0].pk: south, pair[1].pk: north})
    entieres = communes_by_lieu(territoire, lieux, sauf=list(coupees))
    return [
        PlanSecteur(
            nom=lieu.nom.removeprefix("Maison des solidarités "),
            lieu=lieu,
            communes=entieres[lieu],
            polygones=polygones.get(lieu.pk, ()),
        )
        for lieu in lieux
    ]


def _create_agents(territoire, lieux, services, now) -> None:
    """Two agents a site and service, with opening hours; only where nobody receives yet."""
    today = now.astimezone(territoire.zone).date()
    for rang, lieu in enumerate(lieux):
        if PlageOuverture.objects.of(territoire).filter(lieu=lieu).exists():
            continue
        organisation: Organisation = lieu.organisation
        for numero, service in enumerate(services):
            motifs = list(service.motifs.all())
            for membre in range(2):
                agent = create_agent(
                    organisation,
                    "Agent",
                    f"{service.nom_court} {membre + 1} · {organisation.nom.removeprefix('MDS ')}",
                    services=[service],
                )
                jours = {(rang + numero + membre + pas) % 5 for pas in (0, 2)}
                open_week(
                    agent,
                    lieu,
                    motifs,
                    dict.fromkeys(sorted(jours), DEMI_JOURNEES),
                    du=today,
                    au=today + OUVERT_JUSQU_A,
                )
