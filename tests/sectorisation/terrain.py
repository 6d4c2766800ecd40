"""Aveyron cut as a département would: its towns by street and by side, its villages by commune."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from sectorisation.adresses.lot import Lot, lot_for
from sectorisation.imports.adresses import import_adresses
from sectorisation.imports.cog import read_cog
from sectorisation.imports.communes import import_communes
from sectorisation.models import Commune, Couche, Regle, Secteur, Territoire

BANO = Path("adresses") / "bano-12-aveyron-2016-03-03.csv.gz"
VILLES, SECTEURS_DES_VILLES, GROUPES = 12, 32, 12
UNE_VOIE_PARTAGEE_SUR = 13


def load_aveyron(donnees: Path) -> Territoire:
    """Communes, merged ones included, and the 53,335 real addresses."""
    territoire = Territoire.objects.create(code="12", nom="Aveyron")
    cog = read_cog(donnees / "cog" / "communes-2026.csv.gz")
    contours = donnees / "contours" / "communes-12-aveyron.geojson"
    import_communes(territoire=territoire, chemin=contours, cog=cog)
    import_adresses(territoire=territoire, chemin=donnees / BANO, cog=cog)
    return territoire


def cut_by_streets(territoire: Territoire) -> Couche:
    """44 secteurs: 32 in the twelve largest towns, street by street, some streets cut in two
    sides; 12 lists of the other communes."""
    lot = lot_for(territoire)
    couche = Couche.objects.create(territoire=territoire, slug="mds", nom="MDS")
    compte = Counter(lot.communes.tolist())
    villes = [code for code, _ in compte.most_common(VILLES)]
    parts = [
        SECTEURS_DES_VILLES // VILLES + (r < SECTEURS_DES_VILLES % VILLES) for r in range(VILLES)
    ]
    regles: list[Regle] = []
    for ville, nombre in zip(villes, parts, strict=True):
        secteurs = [_secteur(couche, f"{ville}-{rang}") for rang in range(1, nombre + 1)]
        regles += _street_rules(lot, ville, secteurs)
    autres = Commune.objects.of(territoire).exclude(insee__in=villes).order_by("insee")
    codes = list(autres.values_list("insee", flat=True))
    taille = -(-len(codes) // GROUPES)
    for rang in range(GROUPES):
        secteur = _secteur(couche, f"groupe-{rang + 1}")
        communes = codes[rang * taille : (rang + 1) * taille]
        regles.append(Regle(secteur=secteur, genre="commune", communes=communes))
    for regle in regles:
        regle.normalise()
    Regle.objects.bulk_create(regles, batch_size=500)
    return couche


def _secteur(couche: Couche, code: str) -> Secteur:
    return Secteur.objects.create(couche=couche, code=code, nom=f"Secteur {code}")


def _street_rules(lot: Lot, ville: str, secteurs: Sequence[Secteur]) -> list[Regle]:
    """Streets from west to east, in as many bands as there are secteurs."""
    voies = [v for v, insee in enumerate(lot.insees) if insee == ville]
    voies.sort(key=lambda v: (float(lot.lons[lot.of_street(v)].mean()), lot.cles[v]))
    regles = []
    for place, voie in enumerate(voies):
        rang = place * len(secteurs) // len(voies)
        champs = {
            "genre": "voie", "insee": ville, "voies": [lot.cles[voie]], "voie_nom": lot.noms[voie],
        }  # fmt: skip
        if place % UNE_VOIE_PARTAGEE_SUR or len(secteurs) == 1:
            regles.append(Regle(secteur=secteurs[rang], **champs))
            continue
        voisin = secteurs[rang + 1 if rang + 1 < len(secteurs) else rang - 1]
        regles.append(Regle(secteur=secteurs[rang], parite="impairs", **champs))
        regles.append(Regle(secteur=voisin, parite="pairs", **champs))
        regles.append(Regle(secteur=secteurs[rang], priorite=-1, **champs))
    return regles
