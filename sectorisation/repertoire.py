"""The rules of a couche as a list: found by commune, street, secteur or kind, and counted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from sectorisation.adresses.normalisation import fold, words
from sectorisation.models import Commune, Couche, Regle, Secteur
from sectorisation.models.regle import RegleQuerySet

_MAX_MOTS = 6
TRIS: Mapping[str, tuple[str, ...]] = {
    "voie": ("nom_normalise", "insee", "numero_du", "id"),
    "commune": ("commune_nom", "nom_normalise", "numero_du", "id"),
    "secteur": ("secteur__code", "nom_normalise", "insee", "numero_du", "id"),
    "recent": ("-id",),
}


@dataclass(frozen=True, slots=True)
class Recherche:
    """What is looked for; what is empty leaves nothing out."""

    texte: str = ""
    genre: str = ""
    secteur: Secteur | None = None
    tri: str = "recent"


def search_rules(couche: Couche, demande: Recherche) -> "QuerySet[Regle, int]":
    """Keys of the rules where every word typed names the street, the commune, the secteur or the
    label. Rows are read a page at a time (see `read_rules`): a far page then costs little.

    Three queries beside the list itself, whatever the number of rules.
    """
    regles: RegleQuerySet = Regle.objects.of_couche(couche)
    if demande.genre:
        regles = regles.of_kind(demande.genre)
    if demande.secteur is not None:
        regles = regles.filter(secteur=demande.secteur)
    mots = words(fold(demande.texte))[:_MAX_MOTS] if fold(demande.texte) else ()
    if mots:
        regles = regles.filter(_Mots(couche).all_of(mots))
    if demande.tri == "commune":
        siennes = Commune.objects.filter(
            territoire_id=couche.territoire_id, insee=OuterRef("insee")
        )
        regles = regles.annotate(commune_nom=Subquery(siennes.values("nom")[:1]))
    return regles.order_by(
        *(
            F(nom).asc(nulls_last=True) if nom in ("numero_du", "commune_nom") else nom
            for nom in TRIS.get(demande.tri, TRIS["recent"])
        )
    ).values_list("pk", flat=True)


def read_rules(cles: Iterable[int]) -> list[Regle]:
    """The rules of these keys, in their order, without what they draw."""
    cles = list(cles)
    lues = Regle.objects.filter(pk__in=cles).without_geometry().select_related("secteur")
    par_cle = {regle.pk: regle for regle in lues}
    return [par_cle[cle] for cle in cles if cle in par_cle]


class _Mots:
    """Words into conditions. Names of communes and secteurs are few: they are folded here."""

    def __init__(self, couche: Couche) -> None:
        communes = Commune.objects.filter(territoire_id=couche.territoire_id)
        self._communes = [
            (insee, f"{insee} {fold(nom)}") for insee, nom in communes.values_list("insee", "nom")
        ]
        self._secteurs = [
            (secteur.pk, f"{secteur.code.lower()} {fold(secteur.nom)}")
            for secteur in Secteur.objects.filter(couche=couche)
        ]
        de_communes = Regle.objects.of_couche(couche).of_kind(Regle.Genre.COMMUNE)
        self._listes = list(de_communes.values_list("pk", "communes"))

    def all_of(self, mots: tuple[str, ...]) -> Q:
        toutes = Q()
        for mot in mots:
            toutes &= self._one_of(mot)
        return toutes

    def _one_of(self, mot: str) -> Q:
        codes = {insee for insee, nom in self._communes if mot in nom}
        return (
            Q(nom_normalise__contains=mot)
            | Q(libelle__icontains=mot)
            | Q(insee__in=codes)
            | Q(pk__in=[pk for pk, liste in self._listes if codes.intersection(liste)])
            | Q(secteur__in=[pk for pk, nom in self._secteurs if mot in nom])
        )


def count_by_secteur(couche: Couche) -> dict[int, Counter[str]]:
    """What each secteur is made of: communes, streets, polygons, single addresses."""
    nombres: defaultdict[int, Counter[str]] = defaultdict(Counter)
    regles = Regle.objects.of_couche(couche).order_by()
    rue = Concat("insee", Value(" "), "nom_normalise")
    voies = regles.of_kind(Regle.Genre.VOIE).values_list("secteur")
    for secteur, nombre in voies.annotate(nombre=Count(rue, distinct=True)):
        nombres[secteur][Regle.Genre.VOIE] = nombre
    listes = regles.of_kind(Regle.Genre.COMMUNE).values_list("secteur", "communes")
    communes: defaultdict[int, set[str]] = defaultdict(set)
    for secteur, codes in listes:
        communes[secteur].update(codes)
    for secteur, ensemble in communes.items():
        nombres[secteur][Regle.Genre.COMMUNE] = len(ensemble)
    autres = regles.filter(genre__in=(Regle.Genre.POLYGONE, Regle.Genre.ADRESSE))
    for secteur, genre in autres.values_list("secteur", "genre"):
        nombres[secteur][genre] += 1
    return nombres


def holders_of_communes(couche: Couche) -> dict[str, list[Regle]]:
    """The rules that list each commune, by its INSEE code."""
    tenues: defaultdict[str, list[Regle]] = defaultdict(list)
    regles = Regle.objects.of_couche(couche).of_kind(Regle.Genre.COMMUNE)
    for regle in regles.without_geometry().select_related("secteur"):
        for code in regle.communes:
            tenues[code].append(regle)
    return tenues
