"""Turns the rules of a couche into what a version keeps: plain data, no reference to a row."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sectorisation.errors import PublicationRefusee
from sectorisation.models import AncienneCommune, Commune, Couche, Regle, Secteur

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Compilation:
    """The content of a version to be, read from rules that agree with each other."""

    contenu: dict[str, Any]
    secteurs: int


def compile_couche(couche: Couche) -> Compilation:
    """Reads the rules of `couche` as they stand. Raises PublicationRefusee when they conflict."""
    communes = list(Commune.objects.of(couche.territoire).order_by("insee"))
    par_code = {c.insee: c for c in communes}
    anciennes = dict(
        AncienneCommune.objects.filter(territoire_id=couche.territoire_id).values_list(
            "insee", "commune__insee"
        )
    )
    secteurs = list(Secteur.objects.filter(couche=couche).order_by("id"))
    attribuees: dict[str, list[tuple[Secteur, Regle]]] = defaultdict(list)
    polygones: list[dict[str, Any]] = []
    for regle in Regle.objects.of_couche(couche).select_related("secteur").order_by("id"):
        if regle.genre == Regle.Genre.POLYGONE:
            polygones.append(
                {
                    "regle": regle.pk,
                    "secteur": regle.secteur_id,
                    "geometrie": regle.geometrie,
                }
            )
            continue
        for code in regle.communes:
            actuel = code if code in par_code else anciennes.get(code, code)
            attribuees[actuel].append((regle.secteur, regle))
    contenu = {
        "format": FORMAT,
        "secteurs": [
            {
                "id": s.pk,
                "uid": str(s.uid),
                "code": s.code,
                "nom": s.nom,
                "priorite": s.priorite,
            }
            for s in secteurs
        ],
        "communes": {
            code: _winner(code, par_code, choix) for code, choix in sorted(attribuees.items())
        },
        "polygones": polygones,
        "contours": {c.insee: c.contour for c in communes},
        "anciennes": {a: c for a, c in sorted(anciennes.items()) if a not in par_code},
    }
    return Compilation(contenu, len(secteurs))


def _winner(
    code: str, communes: dict[str, Commune], choix: list[tuple[Secteur, Regle]]
) -> dict[str, int]:
    """The one secteur of a commune named by several rules: priority decides, never chance."""
    secteurs = {secteur.pk: (secteur, regle) for secteur, regle in choix}
    ordre = sorted(secteurs.values(), key=lambda paire: (-paire[0].priorite, paire[0].pk))
    if len(ordre) > 1 and ordre[0][0].priorite == ordre[1][0].priorite:
        nom = communes[code].nom if code in communes else code
        raise PublicationRefusee(
            f"La commune {nom} ({code}) est dans deux secteurs de même priorité : "
            f"« {ordre[0][0].nom} » et « {ordre[1][0].nom} »."
        )
    secteur, regle = ordre[0]
    return {"secteur": secteur.pk, "regle": regle.pk}
