"""Territoires, communes and sector maps, small enough to be drawn by hand."""

import factory

from sectorisation import models


def square(lon: float, lat: float, side: float = 0.1) -> dict:
    """A GeoJSON square whose south-west corner is given, in degrees."""
    ring = [
        [lon, lat],
        [lon + side, lat],
        [lon + side, lat + side],
        [lon, lat + side],
        [lon, lat],
    ]
    return {
        "type": "Polygon",
        "coordinates": [[[round(x, 6), round(y, 6)] for x, y in ring]],
    }


class TerritoireFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Territoire
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"t{n}")
    nom = factory.Sequence(lambda n: f"Territoire {n}")
    url_publique = factory.LazyAttribute(lambda o: f"https://{o.code}.example.test")
    centre_lon = 2.1
    centre_lat = 44.1


class CommuneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Commune

    territoire = factory.SubFactory(TerritoireFactory)
    insee = factory.Sequence(lambda n: f"{99000 + n % 1000:05d}")
    nom = factory.Sequence(lambda n: f"Commune {n}")
    contour = factory.LazyFunction(lambda: square(2.0, 44.0))


class CoucheFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Couche

    territoire = factory.SubFactory(TerritoireFactory)
    slug = factory.Sequence(lambda n: f"couche-{n}")
    nom = factory.Sequence(lambda n: f"Couche {n}")


class SecteurFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Secteur

    couche = factory.SubFactory(CoucheFactory)
    territoire = factory.SelfAttribute("couche.territoire")
    code = factory.Sequence(lambda n: f"S{n}")
    nom = factory.Sequence(lambda n: f"Secteur {n}")


class RegleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Regle

    secteur = factory.SubFactory(SecteurFactory)
    territoire = factory.SelfAttribute("secteur.territoire")
    genre = models.Regle.Genre.COMMUNE
    communes = factory.LazyFunction(list)


class VoieRegleFactory(RegleFactory):
    """« Rue des Lilas », unless told otherwise."""

    genre = models.Regle.Genre.VOIE
    insee = "99001"
    voie_nom = "Rue des Lilas"


class AdresseRegleFactory(RegleFactory):
    genre = models.Regle.Genre.ADRESSE
    adresse_id = "99001_0001_00001"
