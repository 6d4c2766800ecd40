"""The embedded geocoder: how often it is right, how long it takes, what it weighs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sectorisation.adresses.construction import build
from sectorisation.adresses.embarque import Embarque, embarque_for
from sectorisation.adresses.fichier import Lecteur, folder
from sectorisation.adresses.interface import Candidat
from sectorisation.models import Territoire
from tests.bench import memoire
from tests.bench.departement import Departement, read_lines
from tests.bench.ecritures import (
    ECRITURES,
    Ecriture,
    Ligne,
    begun,
    drawn,
    is_near,
    is_street,
    written,
)
from tests.bench.mesures import Chiffre, Mesure, number, percent
from tests.bench.mesures import written as lasts
from tests.sectorisation.terrain import BANO

TIRAGE, TIRAGE_GRAND = 1000, 300
LETTRES = (3, 5, 8, 12, 16, 20, 24)
MEMOIRE_MO = 150
# Seconds of CPU, at the 95th percentile.
EXACTE, FAUTIVE, COMPLETION = 0.020, 0.040, 0.030

Answers = list[list[Candidat]]


def aveyron(territoire: Territoire, donnees: Path) -> Iterator[Chiffre]:
    """Every way of writing, on the 53,335 real addresses."""
    geocodeur = embarque_for(territoire)
    assert isinstance(geocodeur, Embarque)
    lignes = drawn(read_lines(donnees / BANO), TIRAGE)
    etalon = _yardstick(folder() / territoire.adresses_fichier)
    for ecriture in ECRITURES:
        yield from _search(geocodeur, "Aveyron", ecriture, lignes, etalon)
    yield from _complete(geocodeur, "Aveyron", lignes[:TIRAGE_GRAND], etalon)


def large(donnees: Path, dossier: Path) -> Iterator[Chiffre]:
    """The same addresses, lost among eleven times as many."""
    lignes = read_lines(donnees / BANO)
    departement = Departement(lignes)
    debut = time.process_time()
    bilan = build(
        departement.addresses(), villes=departement.towns(), dossier=dossier, prefixe="grand"
    )
    chemin = dossier / bilan.fichier
    nom = f"{number(bilan.adresses)} adresses"
    yield Chiffre(
        f"Construire le fichier, {nom}",
        f"{lasts(time.process_time() - debut)} de calcul, {chemin.stat().st_size / 1e6:.0f} Mo",
    )
    del departement
    tirees = drawn(lignes, TIRAGE_GRAND)
    geocodeur = Embarque(chemin)
    etalon = _yardstick(chemin)
    for ecriture in ECRITURES:
        if ecriture.barre is not None:
            yield from _search(geocodeur, nom, ecriture, tirees, etalon)
    yield from _complete(geocodeur, nom, tirees, etalon)
    posees = [t for e in ECRITURES if e.barre is not None for t in written(e, tirees)]
    pris = memoire.measure(chemin, posees)
    yield Chiffre(
        f"Mémoire propre au géocodeur, {nom}",
        f"{pris:.0f} Mo", barre=f"< {MEMOIRE_MO} Mo", tenu=pris < MEMOIRE_MO,
    )  # fmt: skip


def _search(
    geocodeur: Embarque, lieu: str, ecriture: Ecriture, lignes: Sequence[Ligne], etalon: Mesure
) -> Iterator[Chiffre]:
    cpu, montre, reponses = _timed(geocodeur.search, written(ecriture, lignes))
    justes = sum(
        bool(r) and is_near(a, r[0].lon, r[0].lat) for a, r in zip(lignes, reponses, strict=True)
    ) / len(lignes)
    yield Chiffre(
        f"{lieu}, {ecriture.nom} : premier à moins de 100 m",
        percent(justes),
        barre=f"≥ {percent(ecriture.barre)}" if ecriture.barre is not None else "",
        tenu=justes >= ecriture.barre if ecriture.barre is not None else None,
    )
    barre = FAUTIVE if "faute" in ecriture.nom else EXACTE
    yield _lasting(f"{lieu}, {ecriture.nom}", cpu, montre, etalon, barre)


def _complete(
    geocodeur: Embarque, lieu: str, lignes: Sequence[Ligne], etalon: Mesure
) -> Iterator[Chiffre]:
    trouvees, cpus, montres = [], [], []
    for lettres in LETTRES:
        cpu, montre, reponses = _timed(geocodeur.complete, [begun(a, lettres) for a in lignes])
        cpus += cpu.durees
        montres += montre.durees
        bonnes = sum(
            any(is_street(a, c) for c in r) for a, r in zip(lignes, reponses, strict=True)
        ) / len(lignes)
        trouvees.append(f"{lettres} : {percent(bonnes)}")
    yield Chiffre(
        f"{lieu}, complétion : bonne voie dans les cinq, par lettres", ", ".join(trouvees)
    )
    nom = f"{lieu}, complétion, toutes longueurs"
    yield _lasting(nom, Mesure(tuple(cpus)), Mesure(tuple(montres)), etalon, COMPLETION)


def _timed(
    ask: Callable[[str], list[Candidat]], textes: Sequence[str]
) -> tuple[Mesure, Mesure, Answers]:
    """CPU and clock of each question, and the answers."""
    cpus, montres, reponses = [], [], []
    for texte in textes:
        cpu, montre = time.process_time(), time.perf_counter()
        reponses.append(ask(texte))
        cpus.append(time.process_time() - cpu)
        montres.append(time.perf_counter() - montre)
    return Mesure(tuple(cpus)), Mesure(tuple(montres)), reponses


def _yardstick(chemin: Path) -> Mesure:
    """One street read by its key, in the same file: the least that an answer costs."""
    connexion = Lecteur(chemin).connexion

    def read(rang: str) -> list[Candidat]:
        connexion.execute("SELECT * FROM voie WHERE id = ?", (rang,)).fetchone()
        return []

    return _timed(read, [str(rang) for rang in range(1, 500)])[0]


def _lasting(nom: str, cpu: Mesure, montre: Mesure, etalon: Mesure, barre: float) -> Chiffre:
    return Chiffre(
        nom,
        f"{cpu} (montre {montre})",
        f"{lasts(cpu.p95)} (montre {lasts(montre.p95)})",
        f"lire une voie : {etalon}",
        f"× {number(cpu.mediane / etalon.mediane)}",
        f"p95 < {lasts(barre)} de calcul",
        cpu.p95 < barre,
    )
