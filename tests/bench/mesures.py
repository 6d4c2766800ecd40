"""The harness: interleaved timings, medians, and figures printed as a Markdown table.

A busy machine slows everything: an action and its yardstick take turns, and only their ratio is
judged.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext

Action = Callable[[], object]
CHAUFFE = 2
RAFALE = 5


@dataclass(frozen=True, slots=True)
class Mesure:
    """Durations of one action over a run, in seconds."""

    durees: tuple[float, ...]

    @property
    def mediane(self) -> float:
        return statistics.median(self.durees)

    @property
    def p95(self) -> float:
        ranked = sorted(self.durees)
        return ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))]

    def __str__(self) -> str:
        return written(self.mediane)


@dataclass(frozen=True, slots=True)
class Chiffre:
    """One line of the table. `tenu` None: there is no bar."""

    nom: str
    mesure: str
    p95: str = ""
    etalon: str = ""
    rapport: str = ""
    barre: str = ""
    tenu: bool | None = None


def interleave(
    actions: Mapping[str, Action],
    *,
    tours: int,
    chauffe: int = CHAUFFE,
    before: Mapping[str, Action] | None = None,
    rafales: Mapping[str, int] | None = None,
) -> dict[str, Mesure]:
    """Time each action `tours` times, in turns, after `chauffe` turns that do not count.

    `before` holds what prepares an action, outside its time. `rafales` makes one measure of so
    many calls in a row, their mean: a search asks several queries in a row too, while a page is
    always asked alone, like the bare view beside it.
    """
    durees: dict[str, list[float]] = {nom: [] for nom in actions}
    for tour in range(chauffe + tours):
        for nom, action in actions.items():
            if before and nom in before:
                before[nom]()
            seconds = timed(action, (rafales or {}).get(nom, 1))
            if tour >= chauffe:
                durees[nom].append(seconds)
    return {nom: Mesure(tuple(values)) for nom, values in durees.items()}


def timed(action: Action, fois: int = 1) -> float:
    """Seconds of one call, over `fois` of them; the garbage of the previous ones put aside."""
    gc.collect(0)
    start = time.perf_counter()
    for _ in range(fois):
        action()
    return (time.perf_counter() - start) / fois


def select_1() -> None:
    """The yardstick of a query: one round trip through Django's cursor."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def count_queries(action: Action) -> int:
    with CaptureQueriesContext(connection) as queries:
        action()
    return len(queries)


# --- Figures ------------------------------------------------------------------------------------------


def times(
    nom: str, mesure: Mesure, etalon: tuple[str, Mesure], *, at_most: float | None = None
) -> Chiffre:
    """How many times the yardstick; under the bar is held."""
    unite, base = etalon
    rapport = mesure.mediane / base.mediane
    return Chiffre(
        nom,
        str(mesure),
        written(mesure.p95),
        f"{unite} : {base}",
        f"× {number(rapport)}",
        f"≤ × {number(at_most)}" if at_most is not None else "",
        rapport <= at_most if at_most is not None else None,
    )


def faster(
    nom: str, mesure: Mesure, etalon: tuple[str, Mesure], *, at_least: float | None = None
) -> Chiffre:
    """How many times faster than the yardstick."""
    unite, base = etalon
    rapport = base.mediane / mesure.mediane
    return Chiffre(
        nom,
        str(mesure),
        written(mesure.p95),
        f"{unite} : {base}",
        f"÷ {number(rapport)}",
        f"≥ ÷ {number(at_least)}" if at_least is not None else "",
        rapport >= at_least if at_least is not None else None,
    )


def lasting(nom: str, mesure: Mesure, *, under: float | None = None) -> Chiffre:
    """A duration alone; `under` in seconds."""
    return Chiffre(
        nom,
        str(mesure),
        written(mesure.p95),
        barre=f"< {written(under)}" if under is not None else "",
        tenu=mesure.mediane < under if under is not None else None,
    )


def counted(nom: str, nombre: int, *, at_most: int) -> Chiffre:
    return Chiffre(nom, str(nombre), barre=f"≤ {at_most}", tenu=nombre <= at_most)


# --- Printing -----------------------------------------------------------------------------------------

ENTETE = ("Chiffre", "Médiane", "p95", "Étalon du même passage", "Rapport", "Barre", "")


def print_table(chiffres: Iterable[Chiffre], *, judged: bool) -> None:
    """A Markdown table, ready for docs/performances.md. Bars hold for PostgreSQL only."""
    lines = [
        (c.nom, c.mesure, c.p95, c.etalon, c.rapport, c.barre, _verdict(c) if judged else "")
        for c in chiffres
    ]
    widths = [max(len(line[i]) for line in [ENTETE, *lines]) for i in range(len(ENTETE))]
    for line in [ENTETE, tuple("-" * width for width in widths), *lines]:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        say("| " + " | ".join(cells) + " |")


def tally(chiffres: Iterable[Chiffre]) -> str:
    """How many bars are held, and the names of those that are not."""
    verdicts = [(c.nom, c.tenu) for c in chiffres if c.tenu is not None]
    missed = [nom for nom, held in verdicts if not held]
    text = f"\nBarres tenues : {len(verdicts) - len(missed)} sur {len(verdicts)}."
    return text + (f" Manquées : {', '.join(missed)}." if missed else "")


def _verdict(chiffre: Chiffre) -> str:
    return {None: "", True: "tenue", False: "MANQUÉE"}[chiffre.tenu]


def written(seconds: float) -> str:
    """Seconds, milliseconds or microseconds, three significant digits, French comma."""
    for unit, scale in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        if seconds * scale >= 1 or unit == "µs":
            return f"{number(seconds * scale)} {unit}"
    raise AssertionError


def percent(share: float) -> str:
    """A share from 0 to 1, one decimal, never rounded up to the whole."""
    return f"{int(share * 1000) / 10:g} %".replace(".", ",")


def number(value: float) -> str:
    """Three significant digits at least, never an exponent."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    text = f"{value:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", " ").replace(".", ",")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
