"""What a territoire is made of, and how its sector maps are written down.

Geometries are GeoJSON in WGS84 (longitude, latitude), six decimals, in JSON columns;
every computation happens in shapely. Heavy columns are left out of default queries.
"""

from sectorisation.models.commune import AncienneCommune, Commune
from sectorisation.models.couche import Couche, Secteur
from sectorisation.models.depot import Depot
from sectorisation.models.import_adresses import ImportAdresses
from sectorisation.models.parution import Parution
from sectorisation.models.regle import Regle
from sectorisation.models.territoire import Contour, Territoire
from sectorisation.models.version import Version, fingerprint

__all__ = [
    "AncienneCommune",
    "Commune",
    "Contour",
    "Couche",
    "Depot",
    "ImportAdresses",
    "Parution",
    "Regle",
    "Secteur",
    "Territoire",
    "Version",
    "fingerprint",
]
