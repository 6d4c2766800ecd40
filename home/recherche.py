"""Search over services, motifs, sites and pages of one portail (design, decision 23).

Texts and questions go through one normal form: lowercase, without accents, œ as oe, French stems.
A portail holds some hundreds of entries: its index is built in four queries, kept a minute under
its publication number, and read in memory the same way on both databases.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import snowballstemmer
from django.core.cache import cache
from django.utils.html import strip_tags

from booking.models import Lieu, Motif, Service
from home.accueil import service_urls
from home.arbre import path_under
from home.liens import journey_url
from home.lieux import lieu_urls
from home.models import PageActualite, PageContenu, PageRubrique, PageService, Portail
from home.vocabulaire import groups_of

DUREE_SECONDES = 60
LONGUEUR_QUESTION = 200
RESULTATS_MAX = 20

# Words that say nothing of what is looked for; stems of the normal form.
# fmt: off
VIDES = frozenset([
    "a", "ai", "au", "aux", "avec", "avoir", "besoin", "c", "ce", "cet", "cette", "cherche",
    "chez", "comment", "d", "dans", "de", "des", "du", "en", "est", "et", "etre", "faire", "j",
    "je", "l", "la", "le", "les", "leur", "ma", "mes", "mon", "ne", "nos", "notre", "nous",
    "ou", "par", "pas", "pour", "prendre", "qu", "que", "qui", "rdv", "rendez", "s", "sa", "se",
    "ses", "son", "sur", "un", "une", "veux", "vos", "votre", "voudrais", "vous",
])
# fmt: on
POIDS = {"titre": 8, "mots": 6, "resume": 3, "texte": 1}
_WORD = re.compile(r"[a-z0-9]+")
_stemmer = snowballstemmer.stemmer("french")


@dataclass(frozen=True, slots=True)
class Entree:
    """One thing that can be found, with the stems of each of its fields."""

    genre: str
    titre: str
    url: str
    resume: str
    racines: dict[str, frozenset[str]]
    service: int | None = None


def normalize(text: str) -> str:
    """Lowercase, without accents; "Œ" becomes "oe"."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae")
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).strip()


def words_of(text: str) -> list[str]:
    """The words of a text in their normal form, in order, empty words left out."""
    return [word for word in _WORD.findall(normalize(text)) if word not in VIDES]


def stems(text: str) -> frozenset[str]:
    """The stems of a text, empty words left out."""
    return frozenset(_stem(word) for word in set(words_of(text)))


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return str(_stemmer.stemWord(word))


def search(*, portail: Portail, question: str) -> list[Entree]:
    """Best first. All the words when something has them all; otherwise the most words found."""
    asked = stems(question[:LONGUEUR_QUESTION])
    if not asked:
        return []
    others = _equivalents(portail, asked)
    scored: list[tuple[int, float, Entree]] = []
    for entry in _index(portail):
        points = [_best(entry, stem, others.get(stem, ())) for stem in asked]
        found = sum(1 for p in points if p)
        if found:
            scored.append((found, sum(points), entry))
    if not scored:
        return []
    best = max(found for found, _points_, _entry in scored)
    kept = [row for row in scored if row[0] == best]
    kept.sort(key=lambda row: (-row[1], row[2].titre))
    return [entry for _found, _score, entry in kept[:RESULTATS_MAX]]


def _best(entry: Entree, stem: str, others: Iterable[frozenset[str]]) -> float:
    """The word itself; failing that, half of what another way of saying it is worth."""
    if direct := _points(entry, stem):
        return direct
    return max((min(_points(entry, s) for s in other) / 2 for other in others), default=0)


def _equivalents(portail: Portail, asked: frozenset[str]) -> Mapping[str, list[frozenset[str]]]:
    """For each stem asked, the other ways of saying the term it belongs to."""
    found: dict[str, list[frozenset[str]]] = {}
    for group in _groups(portail):
        for term in group:
            if term <= asked:
                for stem in term:
                    found.setdefault(stem, []).extend(other for other in group if other != term)
    return found


def _groups(portail: Portail) -> list[list[frozenset[str]]]:
    key = f"synonymes:{portail.pk}:{portail.publication}"
    groups: list[list[frozenset[str]]] | None = cache.get(key)
    if groups is None:
        read = [[stems(term) for term in group] for group in groups_of(portail)]
        groups = [[term for term in group if term] for group in read]
        cache.set(key, groups, DUREE_SECONDES)
    return groups


def _points(entry: Entree, stem: str) -> int:
    return max(
        (
            weight
            for name, weight in POIDS.items()
            if any(_same(stem, known) for known in entry.racines[name])
        ),
        default=0,
    )


def _same(asked: str, known: str) -> bool:
    """Equal, or one begins the other: stems of words without accents often differ by a vowel."""
    if asked == known:
        return True
    short, long = sorted((asked, known), key=len)
    return len(short) >= 3 and len(long) - len(short) <= 3 and long.startswith(short)


def _index(portail: Portail) -> list[Entree]:
    key = f"recherche:{portail.pk}:{portail.publication}"
    entries: list[Entree] | None = cache.get(key)
    if entries is None:
        entries = list(_build(portail))
        cache.set(key, entries, DUREE_SECONDES)
    return entries


def _build(portail: Portail) -> Iterable[Entree]:
    territoire = portail.territoire
    accueil = portail.site.root_page
    urls = service_urls(portail)
    own = PageService.objects.descendant_of(accueil).live().values_list("service_id", "mots")
    words = dict(own)
    for service in Service.objects.of(territoire).open():
        texte = [service.public, service.conditions, service.gratuite, service.langues]
        texte += [str(p.get("nom", "")) for p in service.prestations if isinstance(p, dict)]
        texte += [str(p.get("texte", "")) for p in service.prestations if isinstance(p, dict)]
        yield _entry(
            "Service",
            service.nom,
            urls.get(service.pk, journey_url(service=service)),
            service.resume,
            " ".join([*texte, service.nom_court]),
            service=service.pk,
            mots=words.get(service.pk, ""),
        )
    for motif in Motif.objects.of(territoire).active().select_related("service"):
        url = urls.get(motif.service_id, journey_url(motif=motif))
        resume = motif.aide or motif.service.nom
        yield _entry("Rendez-vous", motif.nom, url, resume, motif.service.nom)
    places = lieu_urls(portail)
    for lieu in Lieu.objects.of(territoire).receiving():
        url = places.get(lieu.pk, f"/lieux/#{lieu.slug}")
        yield _entry("Lieu", lieu.nom, url, lieu.adresse_complete, lieu.code_postal)
    for genre, model in (
        ("Page", PageContenu),
        ("Rubrique", PageRubrique),
        ("Actualité", PageActualite),
    ):
        for page in model.objects.descendant_of(accueil).live():
            resume = page.chapo or page.search_description
            url = path_under(accueil, page.url_path)
            yield _entry(genre, page.title, url, resume, _text_of(page.corps), mots=page.mots)


def _entry(
    genre: str,
    titre: str,
    url: str,
    resume: str,
    texte: str,
    *,
    service: int | None = None,
    mots: str = "",
) -> Entree:
    racines = {
        "titre": stems(titre),
        "mots": stems(mots),
        "resume": stems(resume),
        "texte": stems(texte),
    }
    return Entree(genre, titre, url, resume, racines, service)


def _text_of(corps: Any) -> str:
    """Everything readable in a body, without its tags."""
    return strip_tags(" ".join(corps.stream_block.get_searchable_content(corps)))
