"""Imports the communes of a territoire; its outline is their union."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import shapely
from django.db import transaction
from shapely.geometry import MultiPolygon, Polygon, shape

from sectorisation.errors import ImportRefuse
from sectorisation.imports.cog import Cog
from sectorisation.imports.geojson import Objet, read_areas, round_shape, to_geojson
from sectorisation.imports.tableur import insee_code
from sectorisation.models import AncienneCommune, Commune, Contour, Territoire

CREDIT = "Contours des communes : IGN, Admin Express, Licence Ouverte 2.0."


@dataclass(frozen=True, slots=True)
class BilanCommunes:
    communes: int
    anciennes: int
    fusionnees: tuple[str, ...]


def import_communes(
    *, territoire: Territoire, chemin: Path, cog: Cog | None = None, credit: str = CREDIT
) -> BilanCommunes:
    """Replaces the communes of `territoire` by those of a GeoJSON file, all or nothing.

    With the COG, communes merged since the file was drawn become one, and every former code of
    the territoire leads to the current commune. Running it again changes nothing.
    Raises ImportRefuse.
    """
    parties: dict[str, list[Polygon]] = defaultdict(list)
    noms: dict[str, str] = {}
    fusionnees = []
    for objet in read_areas(chemin):
        lu, nom = _identify(objet)
        code = cog.current(lu) if cog else lu
        if lu in noms and code == lu:
            raise ImportRefuse(
                f"Objet n° {objet.rang} : le code {lu} est déjà pris dans ce fichier."
            )
        if code != lu:
            fusionnees.append(f"{nom} ({lu}) → {code}")
        noms[lu] = nom
        parties[code].extend(objet.polygones)
    communes = [
        Commune(
            territoire=territoire,
            insee=code,
            nom=cog.actuelles[code].nom if cog and code in cog.actuelles else noms[code],
            population=cog.actuelles[code].population if cog and code in cog.actuelles else None,
            contour=to_geojson(_union(polygones)),
        )
        for code, polygones in sorted(parties.items())
    ]
    anciennes = _former(noms, set(parties), cog)
    with transaction.atomic():
        _write(territoire, communes, anciennes, credit)
    return BilanCommunes(len(communes), len(anciennes), tuple(fusionnees))


def _identify(objet: Objet) -> tuple[str, str]:
    code = insee_code(
        objet.text("code", "insee", "code_insee", "insee_com", "codgeo", "insee_comm")
    )
    nom = objet.text("nom", "name", "nom_com", "libgeo", "libelle", "nom_comm")
    if len(code) != 5 or not code.isalnum():
        raise ImportRefuse(f"Objet n° {objet.rang} : il n'a pas de code INSEE (« code »).")
    if not nom:
        raise ImportRefuse(f"Objet n° {objet.rang} : la commune {code} n'a pas de nom (« nom »).")
    return code, nom[:100]


def _union(polygones: list[Polygon]) -> Polygon | MultiPolygon:
    return round_shape(shapely.union_all(polygones))


def _former(noms: dict[str, str], actuels: set[str], cog: Cog | None) -> dict[str, tuple[str, str]]:
    """Former code -> (former name, current code), from the file and from the COG."""
    anciennes: dict[str, tuple[str, str]] = {}
    if cog is None:
        return anciennes
    for code, nom, actuel in cog.anciennes:
        if actuel in actuels:
            anciennes.setdefault(code, (nom[:100], actuel))
    for code, nom in noms.items():
        if cog.current(code) != code:
            anciennes.setdefault(code, (nom, cog.current(code)))
    return anciennes


def _write(
    territoire: Territoire,
    communes: list[Commune],
    anciennes: dict[str, tuple[str, str]],
    credit: str,
) -> None:
    Commune.objects.filter(territoire=territoire).exclude(
        insee__in=[c.insee for c in communes]
    ).delete()
    Commune.objects.bulk_create(
        communes,
        batch_size=200,
        update_conflicts=True,
        unique_fields=["territoire", "insee"],
        update_fields=["nom", "population", "contour"],
    )
    par_code = dict(Commune.objects.filter(territoire=territoire).values_list("insee", "pk"))
    AncienneCommune.objects.filter(territoire=territoire).delete()
    AncienneCommune.objects.bulk_create(
        AncienneCommune(territoire=territoire, insee=code, nom=nom, commune_id=par_code[actuel])
        for code, (nom, actuel) in sorted(anciennes.items())
    )
    contour = _union([shape(c.contour) for c in communes])
    centre = contour.representative_point()
    Contour.objects.update_or_create(
        territoire=territoire, defaults={"geometrie": to_geojson(contour)}
    )
    territoire.centre_lon, territoire.centre_lat = round(centre.x, 6), round(centre.y, 6)
    territoire.credits = add_credit(territoire.credits, credit)
    territoire.save(update_fields=["centre_lon", "centre_lat", "credits"])


def add_credit(credits: list[str], credit: str) -> list[str]:
    """The attribution sentences with one more, once."""
    return credits if not credit or credit in credits else [*credits, credit]
