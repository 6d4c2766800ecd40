"""The addresses a couche names one by one: where people without a fixed address receive their mail."""

from dataclasses import dataclass, replace

from shapely.geometry import shape

from sectorisation.adresses.interface import Candidat, Geocodeur
from sectorisation.models import Commune, Couche, Regle
from sectorisation.rattachement import published_index
from sectorisation.regles import Porte


@dataclass(frozen=True, slots=True)
class AdresseDesignee:
    """One rule about a single address, under the name people know it by."""

    libelle: str
    candidat: Candidat


def named_addresses(couche: Couche, geocodeur: Geocodeur) -> list[AdresseDesignee]:
    """Those of the published version, by label. The draft says nothing to usagers."""
    index = published_index(couche)
    published = [r.id for r in index.regles if r.genre == Regle.Genre.ADRESSE] if index else []
    if not published:
        return []
    rows = Regle.objects.filter(pk__in=published).exclude(libelle="").order_by("libelle", "pk")
    communes = Commune.objects.filter(
        territoire=couche.territoire_id, insee__in={row.insee for row in rows}
    )
    by_insee = {commune.insee: commune for commune in communes}
    return [
        AdresseDesignee(row.libelle, _place(row, by_insee[row.insee], geocodeur))
        for row in rows
        if row.insee in by_insee
    ]


def _place(regle: Regle, commune: Commune, geocodeur: Geocodeur) -> Candidat:
    """The address by its identifier, which decides; its point, somewhere in its street, only sorts."""
    porte = Porte.read(regle.adresse_id)
    centre = shape(commune.contour).representative_point()
    lieu = Candidat(
        label=regle.libelle,
        type="street" if porte.numero is None else "housenumber",
        score=1.0,
        housenumber="" if porte.numero is None else f"{porte.numero} {porte.suffixe}".strip(),
        street="",
        postcode="",
        city=commune.nom,
        citycode=regle.insee,
        lon=round(centre.x, 6),
        lat=round(centre.y, 6),
        id=regle.adresse_id,
    )
    points = geocodeur.points(replace(lieu, id=porte.voie))
    if not points:
        return lieu
    lon, lat = points[len(points) // 2]
    return replace(lieu, lon=lon, lat=lat)
