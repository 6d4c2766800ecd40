"""What is measured upon: a load set, its portail, and a couche of secteurs over drawn communes."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass

import shapely
from django.core.management import call_command
from django.db import transaction
from shapely.geometry import mapping

from booking.models import Lieu, Motif
from home.demarrage import start_territoire
from home.models import Portail
from portal.demonstration.geographie import addresses, draw_communes
from portal.installation.secteurs import PlanSecteur, cut, write_couche
from portal.jeux import load_set
from sectorisation.models import Commune, Couche, Territoire
from tests.bench.mesures import say

GRAINE = 1
HOTE = "127.0.0.1"
COMMUNES, DECOUPEES, BANDES = 100, 70, 4
PAS_DES_CONTOURS = 0.0004  # degrees: some 500 vertices a secteur
POINTS = 2_000


@dataclass(frozen=True, slots=True)
class Terrain:
    """One territoire of the set. `vide` is a site where nobody receives."""

    territoire: Territoire
    portail: Portail
    motif: Motif
    lieux: list[Lieu]
    vide: Lieu
    couche: Couche
    points: list[tuple[float, float, str]]
    now: dt.datetime

    @property
    def semaine_pleine(self) -> dt.date:
        """A day of next week: what is left of this one may be a week-end, hence empty."""
        return self.now.date() + dt.timedelta(days=7)


def prepare(taille: str, *, now: dt.datetime) -> Terrain:
    """Migrate, load what is not there yet, and read it back as a request would."""
    call_command("migrate", verbosity=0, interactive=False)
    code = f"jeu-{taille.lower()}-0"
    if not Territoire.objects.filter(code=code).exists():
        load_set(taille, graine=GRAINE, now=now, tell=say)
    portail = start_territoire(code=code, nom="Jeu", hote=HOTE, telephone="+33565000000")
    territoire = portail.territoire
    points = _draw(territoire, now=now)
    motifs = Motif.objects.of(territoire).with_reglages()
    motif = motifs.select_related("territoire", "service").earliest("pk")
    lieux = list(Lieu.objects.of(territoire).select_related("organisation").order_by("pk"))
    vide = next((lieu for lieu in lieux if lieu.slug == "lieu-vide"), None)
    vide = vide or Lieu.objects.create(
        territoire=territoire, organisation=lieux[0].organisation, nom="Lieu vide", adresse="1 rue"
    )
    return Terrain(
        territoire,
        portail,
        motif,
        [lieu for lieu in lieux if lieu.pk != vide.pk],
        vide,
        Couche.objects.of(territoire).select_related("version_publiee").get(slug="bench"),
        points,
        now,
    )


@transaction.atomic
def _draw(territoire: Territoire, *, now: dt.datetime) -> list[tuple[float, float, str]]:
    """A drawn territoire: communes cut into secteurs, lists of the others; its addresses.

    Gives (lon, lat, INSEE code) of some of them.
    """
    drawn = draw_communes(
        [(f"Commune {rang}", 12) for rang in range(COMMUNES)],
        prefixe="97",
        lon=2.5,
        lat=44.4,
        graine=GRAINE,
    )
    rows = itertools.islice(addresses(drawn, graine=GRAINE), 0, None, 7)
    points = [(row["lon"], row["lat"], row["code_insee"]) for row in rows][:POINTS]
    if Couche.objects.of(territoire).filter(slug="bench").exists():
        return points
    communes = Commune.objects.bulk_create(
        Commune(
            territoire=territoire,
            insee=commune.insee,
            nom=commune.nom,
            contour=mapping(shapely.segmentize(commune.contour, PAS_DES_CONTOURS)),
        )
        for commune in drawn
    )
    lieux = itertools.cycle(Lieu.objects.of(territoire).order_by("pk"))
    plans = [
        PlanSecteur(f"{commune.nom} {rang}", next(lieux), polygones=bande)
        for commune in communes[:DECOUPEES]
        for rang, bande in enumerate(cut(commune, BANDES))
    ]
    plans += [
        PlanSecteur(f"Communes {rang}", next(lieux), communes=[a.insee, b.insee])
        for rang, (a, b) in enumerate(itertools.pairwise(communes[DECOUPEES:]))
        if rang % 2 == 0
    ]
    write_couche(territoire, slug="bench", nom="Banc de mesure", plans=plans, now=now)
    return points
