"""The projections that French services draw in, and which one given numbers are likely in."""

from dataclasses import dataclass

WGS84 = 4326


@dataclass(frozen=True, slots=True)
class Projection:
    """An EPSG code, its name, and the numbers that its ground has: west, south, east, north."""

    epsg: int
    nom: str
    bornes: tuple[float, float, float, float]

    def may_hold(self, bornes: tuple[float, float, float, float]) -> bool:
        (ouest, sud, est, nord), (o, s, e, n) = self.bornes, bornes
        return ouest <= o and e <= est and sud <= s and n <= nord


def _conic(parallele: int) -> Projection:
    """One of the nine « coniques conformes », each about its parallel; northing 1 200 000 for 42."""
    y = (parallele - 41) * 1_000_000 + 200_000
    bornes = (1_000_000, y - 200_000, 2_400_000, y + 200_000)
    return Projection(3900 + parallele, f"RGF93 / CC{parallele}", bornes)


PROJECTIONS = (
    Projection(2154, "RGF93 / Lambert-93 (métropole)", (0, 6_000_000, 1_300_000, 7_200_000)),
    Projection(WGS84, "Longitude et latitude (WGS 84)", (-180, -90, 180, 90)),
    Projection(
        5490, "RGAF09 / UTM 20 N (Guadeloupe, Martinique)",
        (400_000, 1_550_000, 800_000, 2_050_000),
    ),
    Projection(2972, "RGFG95 / UTM 22 N (Guyane)", (50_000, 200_000, 500_000, 700_000)),
    Projection(2975, "RGR92 / UTM 40 S (La Réunion)", (250_000, 7_600_000, 450_000, 7_750_000)),
    Projection(4471, "RGM04 / UTM 38 S (Mayotte)", (480_000, 8_530_000, 550_000, 8_630_000)),
    Projection(
        4467, "RGSPM06 / UTM 21 N (Saint-Pierre-et-Miquelon)",
        (500_000, 5_150_000, 620_000, 5_260_000),
    ),
    *(_conic(parallele) for parallele in range(42, 51)),
)  # fmt: skip


def named(epsg: int | None) -> str:
    """The name of a code, « EPSG:… » for one that is not in the list."""
    return next((p.nom for p in PROJECTIONS if p.epsg == epsg), f"EPSG:{epsg}" if epsg else "")


def guess(bornes: tuple[float, float, float, float]) -> int | None:
    """The likely EPSG code of numbers that lie within `bornes`; None when none fits."""
    return next((p.epsg for p in PROJECTIONS if p.may_hold(bornes)), None)
