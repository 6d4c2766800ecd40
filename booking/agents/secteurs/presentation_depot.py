"""What a deposit was taken for and what it would change, in the words of its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sectorisation.depots import Examen
from sectorisation.imports.colonnes import roles
from sectorisation.imports.fichier import Fichier
from sectorisation.imports.plan import BilanSecteurs
from sectorisation.imports.tableur import Apercu
from sectorisation.models import Couche, Depot

MAX_RAISONS = 10
MAX_OBJETS = 10
MAX_SECTEURS = 100
_SEPARATEURS = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre verticale"}
_GENRES = {
    "commune": "Communes",
    "voie": "Voies",
    "polygone": "Polygones",
    "adresse": "Adresses seules",
}
_ETATS = {"cree": "Créé", "modifie": "Modifié", "inchange": "Inchangé"}


def describe(depot: Depot, examen: Examen, couche: Couche) -> dict[str, Any]:
    """Everything the page of a deposit shows."""
    shown: dict[str, Any] = {"depot": depot, "examen": examen}
    if examen.fichier:
        shown |= {
            "reconnu": list(_recognised(examen.fichier, examen.apercu, couche)),
            "apercu": _rows(examen.fichier, examen.apercu),
            "erreurs": examen.fichier.lecture.erreurs if examen.fichier.lecture else (),
            "a_revoir": examen.fichier.lecture.a_revoir if examen.fichier.lecture else (),
            "douteuses": examen.fichier.lecture.douteuses if examen.fichier.lecture else (),
            "vide": not examen.fichier.secteurs,
            "max_raisons": MAX_RAISONS,
        }
    if examen.bilan:
        shown |= _balance(examen.bilan)
    return shown


def _recognised(
    fichier: Fichier, apercu: Apercu | None, couche: Couche
) -> Iterator[dict[str, str]]:
    yield _line("Format", fichier.nature.titre)
    if apercu:
        separateur = _SEPARATEURS.get(apercu.separateur, apercu.separateur)
        yield _line("Encodage", apercu.encodage)
        yield _line("Séparateur", separateur)
    elif fichier.conversion:
        yield _line("Projection", fichier.conversion.projection, "Convertie en WGS 84")
        yield _line("Encodage", fichier.conversion.encodage)
    else:
        yield _line("Projection", "Longitude et latitude (WGS 84)")
    remplace = [nom.lower() for genre, nom in _GENRES.items() if genre in fichier.genres]
    yield _line("Remplace", ", ".join(remplace), "Dans les secteurs que le fichier nomme")
    autres = [nom for nom in fichier.nommees if nom != couche.slug]
    if autres:
        yield _line(
            "Couche", couche.nom, f"Le fichier dit « {', '.join(autres[:3])} » : sans effet"
        )


def _line(terme: str, valeur: str, precision: str = "") -> dict[str, str]:
    return {"terme": terme, "valeur": valeur, "precision": precision}


def _rows(fichier: Fichier, apercu: Apercu | None) -> dict[str, Any]:
    """The first lines of a table under what each column is taken for, or the first areas."""
    if apercu:
        colonnes = [
            {"nom": nom, "role": role.replace("_", " ")} for nom, role in roles(apercu.colonnes)
        ]
        lignes = [[ligne.get(nom, "") for nom in apercu.colonnes] for ligne in apercu.lignes]
        return {"colonnes": colonnes, "lignes": lignes}
    lignes = [
        [
            str(objet.rang),
            objet.text("nom", "name", "secteur", "libelle"),
            objet.text("code", "secteur_code", "id"),
            str(len(objet.polygones)) if objet.polygones else "point",
            str(sum(len(p.exterior.coords) for p in objet.polygones)),
        ]
        for objet in fichier.objets[:MAX_OBJETS]
    ]
    noms = ("N°", "Nom", "Code", "Polygones", "Sommets")
    return {"colonnes": [{"nom": nom, "role": nom} for nom in noms], "lignes": lignes}


def _balance(bilan: BilanSecteurs) -> dict[str, Any]:
    changes = [secteur for secteur in bilan.secteurs if secteur.etat != "inchange"]
    return {
        "chiffres": [
            ("Secteurs créés", str(bilan.crees)),
            ("Secteurs modifiés", str(bilan.modifies)),
            ("Secteurs inchangés", str(bilan.inchanges)),
        ],
        "comptes": [(_GENRES[compte.genre], compte) for compte in bilan.comptes],
        "secteurs": [(_ETATS[secteur.etat], secteur) for secteur in changes[:MAX_SECTEURS]],
        "autres_secteurs": max(0, len(changes) - MAX_SECTEURS),
    }
