"""A file of secteurs as it is understood, whatever its format, before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sectorisation.errors import ImportRefuse
from sectorisation.imports.colonnes import check_order, read_date, read_priority
from sectorisation.imports.geojson import Objet, read_areas
from sectorisation.imports.lecture import Lecture, couche_slug, read_table, secteur_code
from sectorisation.imports.plan import Champs, SecteurLu, same_code
from sectorisation.imports.reconnaissance import Nature, recognise
from sectorisation.imports.sig.processus import Conversion, converted
from sectorisation.models import Regle, Territoire


@dataclass(frozen=True, slots=True)
class Fichier:
    """What a file holds. `genres` are the kinds of rules that importing it would replace.

    `nommees` are the couches as the file calls them, `lecture` the lines of a table, `objets` the
    areas of a drawing, `conversion` how its coordinates became WGS84.
    """

    nature: Nature
    secteurs: tuple[SecteurLu, ...]
    genres: frozenset[str]
    nommees: tuple[str, ...] = ()
    lecture: Lecture | None = None
    objets: tuple[Objet, ...] = ()
    conversion: Conversion | None = None

    @property
    def raisons(self) -> list[str]:
        """Why it cannot be imported as it stands, one sentence a line of the file."""
        if self.lecture and (raisons := self.lecture.reasons()):
            return raisons
        return [] if self.secteurs else ["Ce fichier ne contient aucun secteur."]


def read_file(
    *,
    territoire: Territoire,
    chemin: Path,
    couche: str = "",
    impose: bool = False,
    decisions: Mapping[int, str] | None = None,
    projection: int | None = None,
) -> Fichier:
    """Reads a table, a GeoJSON, a zipped Shapefile or a GeoPackage. Writes nothing.

    `couche` is the slug used where the file names none, or everywhere with `impose`; `decisions`
    is about the streets of a table (see `read_table`), `projection` the EPSG code of a drawing
    that says none. Raises ImportRefuse when the file as a whole cannot be read.
    """
    nature = recognise(chemin)
    if nature is Nature.TABLEAU:
        lecture = read_table(
            territoire=territoire,
            chemin=chemin,
            couche=couche,
            impose=impose,
            decisions=decisions,
        )
        return Fichier(nature, tuple(_gather(lecture)), lecture.genres, lecture.couches, lecture)
    if nature is Nature.GEOJSON:
        return _drawing(nature, read_areas(chemin, points=True), couche, impose)
    with converted(chemin, nature, projection) as conversion:
        objets = read_areas(conversion.chemin, points=True)
    return _drawing(nature, objets, couche, impose, conversion)


def _gather(lecture: Lecture) -> list[SecteurLu]:
    """Secteurs of a table; its communes in one rule a secteur, priority and dates."""
    lus: dict[tuple[str, str], SecteurLu] = {}
    deja: set[str] = set()
    communes: dict[tuple[str, str, str], Champs] = {}
    for ligne in lecture.lignes:
        if not ligne.genre:
            continue
        cle = (ligne.couche, same_code(ligne.code))
        lu = lus.setdefault(cle, SecteurLu(ligne.couche, ligne.code, ligne.nom))
        champs: Champs = {"genre": str(ligne.genre), **ligne.champs}
        codes = champs.pop("communes", [])
        pareille = (*cle, repr(champs))
        if ligne.genre == Regle.Genre.COMMUNE:
            if pareille not in communes:
                communes[pareille] = {**champs, "communes": []}
                lu.regles.append(communes[pareille])
            reunies = {*communes[pareille]["communes"], *codes}
            communes[pareille]["communes"] = sorted(reunies)
        elif repr(pareille) not in deja:
            deja.add(repr(pareille))
            lu.regles.append(champs)
    return list(lus.values())


def _drawing(
    nature: Nature,
    objets: Sequence[Objet],
    defaut: str,
    impose: bool,
    conversion: Conversion | None = None,
) -> Fichier:
    lus: dict[tuple[str, str], SecteurLu] = {}
    nommees: dict[str, None] = {}
    genres = {"polygone"}
    for objet in objets:
        try:
            lu = _secteur_of(objet, lus, defaut if impose else objet.text("couche") or defaut)
            communs = _dates(objet)
        except ImportRefuse as refus:
            raise ImportRefuse(f"Objet n° {objet.rang} : {refus}") from None
        if nommee := objet.text("couche"):
            nommees[nommee[:50]] = None
        if objet.point is not None:
            genres.add("adresse")
            # An address that no polygon can tell from its neighbours is a rule of its own.
            identifiant, libelle = objet.text("id_adresse")[:60], objet.text("adresse")[:200]
            lu.regles.append(
                {"genre": "adresse", "adresse_id": identifiant, "libelle": libelle, **communs}
            )
        communs["libelle"] = objet.text("zone")[:200]
        lu.regles += [
            {"genre": "polygone", "geometrie": polygone, **communs} for polygone in objet.polygones
        ]
    return Fichier(
        nature, tuple(lus.values()), frozenset(genres), tuple(nommees), None, tuple(objets),
        conversion,
    )  # fmt: skip


def _secteur_of(objet: Objet, lus: dict[tuple[str, str], SecteurLu], couche: str) -> SecteurLu:
    nom = objet.text("nom", "name", "secteur", "libelle")
    code = objet.text("code", "secteur_code", "id") or nom
    if not code:
        raise ImportRefuse("le secteur n'a ni nom ni code.")
    slug, code = couche_slug(couche), secteur_code(code)
    lu = lus.setdefault((slug, same_code(code)), SecteurLu(slug, code, nom or code))
    if (priorite := read_priority(objet.text("priorite"))) is not None:
        lu.priorite = priorite
    return lu


def _dates(objet: Objet) -> Champs:
    du = read_date(objet.text("valide_du"), "valide_du")
    au = read_date(objet.text("valide_au"), "valide_au")
    check_order(du, au, "les dates")
    priorite = read_priority(objet.text("priorite_regle")) or 0
    return {"priorite": priorite, "valide_du": du, "valide_au": au}
