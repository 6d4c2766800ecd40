"""Findings told in addresses: in no secteur, in two, in a commune cut unawares; empty rules."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

import numpy as np

from sectorisation.compilation import Compilation
from sectorisation.controles.constat import Constat
from sectorisation.controles.dessin import drawn_places
from sectorisation.controles.francais import adresses, nombre
from sectorisation.regles import RegleFigee
from sectorisation.traces import points_to_geojson, to_geojson, to_shape

_MAX_EXEMPLES = 5
_MAX_POINTS = 500


def find_orphans(compilation: Compilation, noms: dict[str, str]) -> Iterator[Constat]:
    lot, affectation = compilation.lot, compilation.affectation
    orphelines = np.flatnonzero(affectation.secteurs == 0)
    for code in np.unique(lot.communes[orphelines]):
        places = orphelines[lot.communes[orphelines] == code]
        pluriel = "s" if len(places) > 1 else ""
        yield Constat(
            "ADRESSE_ORPHELINE",
            "avertissement",
            f"{nombre(len(places))} adresse{pluriel} de {noms.get(str(code), str(code))} "
            f"n'{'ont' if pluriel else 'a'} aucun secteur.",
            **_shown(compilation, places),
        )


def find_doubles(compilation: Compilation, noms: dict[str, str]) -> Iterator[Constat]:
    """Addresses and communes that two rules of one rank give to different secteurs."""
    affectation, regles = compilation.affectation, compilation.index.regles
    doubles = np.flatnonzero(affectation.rivales >= 0)
    gagnantes = (affectation.codes[doubles] >> 8) - 1
    paires = np.column_stack((gagnantes, affectation.rivales[doubles]))
    for a, b in np.unique(paires, axis=0):
        places = doubles[(paires[:, 0] == a) & (paires[:, 1] == b)]
        gagnante, rivale = regles[a], regles[b]
        yield Constat(
            "ADRESSE_DOUBLE",
            "bloquant",
            f"« {gagnante.libelle} » est dans deux secteurs de même priorité : "
            f"« {gagnante.secteur.nom} » et « {rivale.secteur.nom} » ({adresses(len(places))}).",
            regles=(gagnante.id, rivale.id),
            secteurs=(gagnante.secteur.id, rivale.secteur.id),
            **_shown(compilation, places),
        )
    yield from _tied_communes(compilation, noms)


def _tied_communes(compilation: Compilation, noms: dict[str, str]) -> Iterator[Constat]:
    index, lot = compilation.index, compilation.lot
    citees: defaultdict[str, list[RegleFigee]] = defaultdict(list)
    for regle in index.regles:
        for code in regle.communes:
            citees[code].append(regle)
    for code, regles in sorted(citees.items()):
        trouvee = index.rule_of_commune(code)
        if trouvee is None or trouvee[1] != "identifiant":
            continue
        gagnante = trouvee[0]
        rivale = next(
            r for r in regles if r.tier == gagnante.tier and r.secteur != gagnante.secteur
        )
        yield Constat(
            "ADRESSE_DOUBLE",
            "bloquant",
            f"La commune {noms.get(code, code)} ({code}) est dans deux secteurs de même priorité : "
            f"« {gagnante.secteur.nom} » et « {rivale.secteur.nom} ».",
            regles=(gagnante.id, rivale.id),
            secteurs=(gagnante.secteur.id, rivale.secteur.id),
            **_outlined(compilation, code, np.flatnonzero(lot.communes == code)),
        )


def find_cut_communes(
    compilation: Compilation, noms: dict[str, str], declarees: Collection[str]
) -> Iterator[Constat]:
    """Communes that a drawn border cuts, when nobody said so. Street rules do say so."""
    index, lot = compilation.index, compilation.lot
    dessinees = drawn_places(compilation)
    for code in index.codes:
        if code in declarees or code in index.detaillees:
            continue
        ici = np.flatnonzero(dessinees & (lot.communes == code))
        secteurs, nombres = np.unique(compilation.affectation.secteurs[ici], return_counts=True)
        if len(secteurs) < 2:
            continue
        ordre = np.argsort(-nombres, kind="stable")
        parts = ", ".join(
            f"« {index.secteurs[int(secteurs[i])].nom} » ({nombre(nombres[i])})" for i in ordre
        )
        minoritaires = ici[compilation.affectation.secteurs[ici] != secteurs[ordre[0]]]
        yield Constat(
            "COMMUNE_COUPEE",
            "avertissement",
            f"La commune {noms.get(code, code)} est partagée entre plusieurs secteurs : {parts}.",
            secteurs=tuple(int(secteurs[i]) for i in ordre),
            **_outlined(compilation, code, minoritaires),
        )


def find_empty_rules(compilation: Compilation) -> Iterator[Constat]:
    index, nombres = compilation.index, compilation.affectation.nombres
    servis = {regle.secteur.id for regle in index.regles}
    for secteur in index.secteurs.values():
        if secteur.id not in servis:
            yield Constat(
                "REGLE_VIDE",
                "avertissement",
                f"Le secteur « {secteur.nom} » n'a aucune règle en vigueur.",
                secteurs=(secteur.id,),
            )
    if not len(compilation.lot):
        return
    for regle in index.regles:
        if nombres[regle.rang]:
            continue
        yield Constat(
            "REGLE_VIDE",
            "avertissement",
            f"{_SUJETS[regle.genre]}{_title(regle)} (secteur « {regle.secteur.nom} ») ne correspond "
            "à aucune adresse connue.",
            geometrie=to_geojson(to_shape(regle.geometrie)) if regle.geometrie else None,
            regles=(regle.id,),
            secteurs=(regle.secteur.id,),
        )


_SUJETS = {
    "voie": "La règle de voie",
    "adresse": "L'adresse",
    "commune": "La liste de communes",
    "polygone": "Le polygone",
}


def _title(regle: RegleFigee) -> str:
    texte = regle.libelle or ", ".join(regle.communes[:3]) or regle.adresse
    return f" « {texte} »" if texte else ""


def _shown(compilation: Compilation, places: Any) -> dict[str, Any]:
    lot = compilation.lot
    vus = places[:_MAX_POINTS]
    return {
        "geometrie": points_to_geojson(lot.lons[vus], lot.lats[vus]) if len(vus) else None,
        "adresses": len(places),
        "exemples": tuple(lot.label(int(i)) for i in places[:_MAX_EXEMPLES]),
        "empreintes": lot.empreintes[places],
    }


def _outlined(compilation: Compilation, code: str, places: Any) -> dict[str, Any]:
    """The commune's outline, with the addresses concerned."""
    index = compilation.index
    contour = index.contours.formes[index.codes.index(code)] if code in index.codes else None
    montre = _shown(compilation, places)
    if contour is not None:
        montre["geometrie"] = to_geojson(contour)
    return montre
