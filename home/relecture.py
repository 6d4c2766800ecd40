"""What a careful colleague would say of a page before it is published.

Read on the page as it will be seen, whatever blocks it is made of. Remarks never forbid: Wagtail's
own checks and the required fields do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

MAXIMUM = 12
_EXTRAIT = 60
_VAGUES = frozenset(
    ("ici", "cliquez ici", "cliquer ici", "en savoir plus", "plus d’informations", "lire la suite",
     "voir", "lien", "ce lien", "suite", "plus", "télécharger", "document", "page")
)  # fmt: skip
_MOIS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_SANS_ANNEE = re.compile(rf"\b(?:1er|\d{{1,2}})\s(?:{_MOIS})\b(?!\s\d{{4}})", re.IGNORECASE)
_POIDS = re.compile(r"\d\s?(?:ko|mo|octets)\b", re.IGNORECASE)
_NUMERO = re.compile(r"(?<![\d+])0[1-9](?:[\s.\-]?\d\d){4}(?!\d)")
_FICHIER = re.compile(r"\.(pdf|docx?|xlsx?|odt|ods|zip)(?:$|\?)|^/documents/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Remarque:
    """`phrase` says what to do; `extrait` is where, in the page's own words."""

    phrase: str
    extrait: str = ""


def review(html: str, *, description: str) -> list[Remarque]:
    """Remarks about a page: its HTML as published, and its search description."""
    soup = BeautifulSoup(html, "html.parser")
    main = soup.main or soup
    found = [*_about_description(description), *_about_titles(main), *_about_links(main)]
    found += [*_about_tables(main), *_about_texts(main)]
    return list(dict.fromkeys(found))[:MAXIMUM]


def _about_description(description: str) -> Iterator[Remarque]:
    if not description.strip():
        yield Remarque(
            "Écrivez une description : une phrase que les moteurs de recherche montreront "
            "(onglet « Promouvoir »)."
        )


def _about_titles(main: Tag) -> Iterator[Remarque]:
    before = 1
    for title in main.find_all(re.compile("^h[1-6]$")):
        level = int(title.name[1])
        if not _text(title):
            yield Remarque("Un titre est vide : supprimez-le ou écrivez-le.")
        if level > before + 1:
            yield Remarque(
                f"Ce titre saute un niveau (du {before} au {level}) : choisissez le niveau "
                f"{before + 1}.",
                _short(_text(title)),
            )
        before = level


def _about_links(main: Tag) -> Iterator[Remarque]:
    for link in main.find_all("a", href=True):
        text, href = _text(link), str(link["href"])
        if text.lower().rstrip(" .…>→") in _VAGUES:
            yield Remarque(
                "Ce lien ne dit pas où il mène : écrivez-le avec les mots de la page d’arrivée.",
                text,
            )
        if _FICHIER.search(href) and not _POIDS.search(text):
            yield Remarque(
                "Ce lien télécharge un fichier : dites son format et son poids, "
                "par exemple « (PDF, 1,2 Mo) ».",
                _short(text),
            )


def _about_tables(main: Tag) -> Iterator[Remarque]:
    for table in main.find_all("table"):
        caption = table.find("caption")
        if caption is None or not _text(caption):
            yield Remarque(
                "Ce tableau n’a pas de titre : écrivez sa légende.", _short(_text(table))
            )


def _about_texts(main: Tag) -> Iterator[Remarque]:
    for block in main.find_all(["p", "li", "dd", "td", "h2", "h3", "h4"]):
        if block.find_parent(attrs={"data-automatique": True}) or block.find("time"):
            continue
        text = _text(block)
        for date in _SANS_ANNEE.findall(text):
            yield Remarque("Cette date n’a pas d’année : dans un an, elle trompera.", date)
        letters = [c for c in text if c.isalpha()]
        if len(letters) > 12 and all(c.isupper() for c in letters):
            yield Remarque(
                "Cette phrase est en capitales : écrivez-la en minuscules, elle se lira mieux.",
                _short(text),
            )
        free = "".join(str(s) for s in block.find_all(string=True) if s.find_parent("a") is None)
        for number in _NUMERO.findall(free.replace("\xa0", " ")):
            yield Remarque(
                "Ce numéro n’est pas un lien : un téléphone ne pourra pas l’appeler d’un geste.",
                number,
            )


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def _short(text: str) -> str:
    return text if len(text) <= _EXTRAIT else f"{text[: _EXTRAIT - 1]}…"
