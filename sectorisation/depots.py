"""From a file that someone lays down to its import: kept, understood, decided, carried out.

The bytes stand in a folder of ours under the deposit's identifier: what a file calls itself is
shown and never becomes a path.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from sectorisation.errors import ImportRefuse, ProjectionInconnue
from sectorisation.imports.fichier import Fichier, read_file
from sectorisation.imports.plan import BilanSecteurs
from sectorisation.imports.secteurs import import_file
from sectorisation.imports.sig.projections import PROJECTIONS
from sectorisation.imports.tableur import Apercu, preview
from sectorisation.models import Couche, Depot
from sectorisation.tableau import cell

MAX_OCTETS = 30_000_000
CONSERVATION = dt.timedelta(hours=24)
# Deposits kept for one couche: a referee of space, not of people.
MAX_PAR_COUCHE = 20


@dataclass(frozen=True, slots=True)
class Examen:
    """What is known of a deposit before it is imported.

    `refus` says why the file as a whole cannot be read, `projection` what to choose first;
    otherwise `fichier` was read, and `bilan` says what importing it would change when no line
    stands in the way.
    """

    apercu: Apercu | None = None
    fichier: Fichier | None = None
    bilan: BilanSecteurs | None = None
    refus: tuple[str, ...] = ()
    inconnue: ProjectionInconnue | None = None

    def report(self) -> Iterator[list[str]]:
        """What stands in the way, one row a line of the file, header first."""
        if self.fichier and self.fichier.lecture:
            yield from self.fichier.lecture.rows()
        else:
            yield ["raison"]
            yield from ([cell(phrase)] for phrase in self.refus)


def deposit(
    *, couche: Couche, nom: str, octets: Iterable[bytes], now: dt.datetime, par: str = ""
) -> Depot:
    """Keeps a file for `couche`. Raises ImportRefuse when it is empty or too big."""
    depot = Depot(
        territoire_id=couche.territoire_id, couche=couche, nom=nom[:120], le=now, par=par[:150]
    )
    chemin = path_of(depot)
    chemin.parent.mkdir(parents=True, exist_ok=True)
    try:
        depot.taille = _write(chemin, octets)
        with transaction.atomic():
            depot.save()
    except BaseException:
        chemin.unlink(missing_ok=True)
        raise
    for ancien in Depot.objects.of_couche(couche)[MAX_PAR_COUCHE:]:
        drop(depot=ancien)
    return depot


def examine(*, depot: Depot) -> Examen:
    """Reads the file again, with what was decided of it since. Writes nothing."""
    try:
        fichier = _read(depot)
        apercu = preview(path_of(depot)) if fichier.lecture else None
    except ProjectionInconnue as inconnue:
        return Examen(inconnue=inconnue)
    except ImportRefuse as refus:
        return Examen(refus=refus.phrases)
    if fichier.raisons:
        return Examen(apercu, fichier)
    bilan = import_file(territoire=depot.territoire, fichier=fichier, simulate=True)
    return Examen(apercu, fichier, bilan)


def decide(*, depot: Depot, decisions: Mapping[int, str]) -> None:
    """Adds what a reviewer chose, line by line (see `imports.lecture.read_table`)."""
    with transaction.atomic():
        tenu = Depot.objects.select_for_update().get(pk=depot.pk)
        tenu.decisions |= {str(ligne): choix for ligne, choix in decisions.items()}
        tenu.save(update_fields=["decisions"])
    depot.decisions = tenu.decisions


def choose_projection(*, depot: Depot, epsg: int) -> None:
    """Says how the numbers of a drawing make a place. Raises ImportRefuse for an unknown one."""
    if epsg not in {projection.epsg for projection in PROJECTIONS}:
        raise ImportRefuse("Choisissez une projection de la liste.")
    depot.projection = epsg
    depot.save(update_fields=["projection"])


def carry_out(*, depot: Depot) -> BilanSecteurs:
    """Imports the file, all or nothing; again, it changes nothing. Raises ImportRefuse."""
    return import_file(territoire=depot.territoire, fichier=_read(depot))


def drop(*, depot: Depot) -> None:
    """Forgets a deposit and its file."""
    chemin = path_of(depot)
    depot.delete()
    chemin.unlink(missing_ok=True)


def purge(*, now: dt.datetime, simulate: bool = False) -> int:
    """Forgets the deposits of the day before; gives how many. Files that no row names go too."""
    perimes = Depot.objects.filter(le__lt=now - CONSERVATION)
    if simulate:
        return perimes.count()
    total = 0
    for depot in perimes:
        drop(depot=depot)
        total += 1
    gardes = {uid.hex for uid in Depot.objects.values_list("uid", flat=True)}
    limite = (now - CONSERVATION).timestamp()
    for chemin in folder().glob("*"):
        if chemin.name not in gardes and chemin.stat().st_mtime < limite:
            chemin.unlink(missing_ok=True)
    return total


def path_of(depot: Depot) -> Path:
    return folder() / depot.uid.hex


def folder() -> Path:
    return Path(settings.PARVIS_DONNEES_DIR) / "depots"


def _read(depot: Depot) -> Fichier:
    chemin = path_of(depot)
    if not chemin.exists():
        raise ImportRefuse("Ce fichier n'est plus gardé : déposez-le à nouveau.")
    return read_file(
        territoire=depot.territoire,
        chemin=chemin,
        couche=depot.couche.slug,
        impose=True,
        decisions={int(ligne): choix for ligne, choix in depot.decisions.items()},
        projection=depot.projection,
    )


def _write(chemin: Path, octets: Iterable[bytes]) -> int:
    """Byte by byte count of what is kept; a file that never ends is cut off."""
    taille = 0
    with chemin.open("xb") as fichier:
        for bloc in octets:
            taille += len(bloc)
            if taille > MAX_OCTETS:
                raise ImportRefuse(f"Ce fichier dépasse {MAX_OCTETS // 1_000_000} Mo.")
            fichier.write(bloc)
    if not taille:
        raise ImportRefuse("Ce fichier est vide.")
    return taille
