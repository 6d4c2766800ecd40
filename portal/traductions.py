"""The catalogues of locale/: marked sentences collected, translations kept, .mo written.

Pure Python, because GNU gettext is not on every machine. Only what usagers meet is collected: the
agents' space and the pages of /cms/ are French.
"""

from __future__ import annotations

import ast
import json
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.template.base import Lexer, TokenType

RACINE = Path(settings.BASE_DIR)
LOCALE = RACINE / "locale"
SOURCES = (
    "booking/champs.py",
    "booking/errors.py",
    "booking/langues.py",
    "booking/connecteurs/ics.py",
    "booking/models/choix.py",
    "booking/public/*.py",
    "booking/notifications/**/*.py",
    "booking/services/*.py",
    "home/presentation.py",
    "portal/templatetags/composants.py",
    "portal/templatetags/dates.py",
    "templates/*.html",
    "templates/public/*.html",
    "templates/messages/**/*.*",
    "templates/composants/*.html",
)
# Components that only agents or editors meet.
SANS = re.compile(
    r"agent|templates/403\.html|dessin|carte|plan_secteurs|passages|numero_secteur|legende_|navigation_|courbe|barres"
    r"|composants/(recherche|horaires|pagination|actualites|film|galerie)\b"
)
# Plural forms, as CLDR and gettext number them; a language that is not here has two.
PLURIELS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 && n%100<=99 ? 4 : 5;",
}
DEUX = "nplurals=2; plural=(n != 1);"
MARQUEURS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
_CITE = r"""(["'])((?:\\.|(?!\1).)+)\1"""
_BALISE = re.compile(rf"translate\s+{_CITE}")
_CONSTANTE = re.compile(rf"_\({_CITE}\)")


@dataclass(slots=True)
class Phrase:
    """One sentence of ours: `pluriel` when it counts, `lieux` the files that say it."""

    msgid: str
    pluriel: str = ""
    lieux: set[str] = field(default_factory=set)
    traductions: list[str] = field(default_factory=list)

    @property
    def traduite(self) -> bool:
        return bool(self.traductions) and all(self.traductions)


Catalogue = dict[str, Phrase]


# --- Collecting -----------------------------------------------------------------------------------


def collect() -> Catalogue:
    """Every sentence marked in SOURCES, without translation, in the order of the alphabet."""
    found: Catalogue = {}
    for pattern in SOURCES:
        for path in sorted(RACINE.glob(pattern)):
            name = path.relative_to(RACINE).as_posix()
            if path.suffix not in {".py", ".html", ".txt"} or SANS.search(name):
                continue
            source = path.read_text(encoding="utf-8")
            read = of_python if path.suffix == ".py" else of_template
            for msgid, pluriel in read(source):
                phrase = found.setdefault(msgid, Phrase(msgid))
                phrase.pluriel = phrase.pluriel or pluriel
                phrase.lieux.add(name)
    return dict(sorted(found.items()))


def of_python(source: str) -> Iterator[tuple[str, str]]:
    """(msgid, plural or "") of each marked call."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARQUEURS:
            texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
            texts = [text for text in texts if isinstance(text, str)]
            if texts:
                yield texts[0], texts[1] if len(texts) > 1 else ""


def of_template(source: str) -> Iterator[tuple[str, str]]:
    """The same, as Django's own tags will look them up."""
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type not in (TokenType.BLOCK, TokenType.VAR):
            continue
        if token.token_type == TokenType.BLOCK and token.contents.startswith("blocktranslate"):
            yield _block(tokens, trimmed=" trimmed" in token.contents)
        elif found := _BALISE.match(token.contents):
            yield _unescape(found[2]), ""
        yield from ((_unescape(text), "") for _quote, text in _CONSTANTE.findall(token.contents))


def _block(tokens: Iterator, *, trimmed: bool) -> tuple[str, str]:
    texts = ["", ""]
    rank = 0
    for token in tokens:
        if token.token_type == TokenType.BLOCK:
            if token.contents.startswith("endblocktranslate"):
                break
            rank = 1  # {% plural %}
        elif token.token_type == TokenType.VAR:
            texts[rank] += f"%({token.contents.split('|')[0]})s"
        else:
            texts[rank] += token.contents.replace("%", "%%")
    if trimmed:
        texts = [" ".join(text.split()) for text in texts]
    return texts[0], texts[1]


def _unescape(text: str) -> str:
    return text.replace("\\'", "'").replace('\\"', '"')


# --- .po ------------------------------------------------------------------------------------------


def po_path(langue: str) -> Path:
    return LOCALE / langue / "LC_MESSAGES" / "django.po"


def plural_count(langue: str) -> int:
    return int(PLURIELS.get(langue, DEUX).split("=")[1].split(";")[0])


def read_po(langue: str) -> Catalogue:
    """The sentences of a catalogue that `write_po` wrote; empty when there is none yet."""
    path = po_path(langue)
    if not path.exists():
        return {}
    catalogue: Catalogue = {}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        values: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if found := re.match(r'(msg\w+(?:\[\d\])?)\s+(".*")$', line):
                name = found[1]
                values[name] = json.loads(found[2])
            elif line.startswith('"') and name:
                values[name] += json.loads(line)
        msgid = values.get("msgid", "")
        if msgid:
            texts = [value for key, value in values.items() if key.startswith("msgstr")]
            catalogue[msgid] = Phrase(msgid, values.get("msgid_plural", ""), traductions=texts)
    return catalogue


def merge(langue: str, collected: Catalogue) -> Catalogue:
    """What is said today, with the translations already made; what nobody says any more goes."""
    known = read_po(langue)
    merged: Catalogue = {}
    for msgid, phrase in collected.items():
        wanted = plural_count(langue) if phrase.pluriel else 1
        before = known.get(msgid)
        texts = before.traductions if before and len(before.traductions) == wanted else []
        merged[msgid] = Phrase(msgid, phrase.pluriel, phrase.lieux, texts or [""] * wanted)
    return merged


def render_po(langue: str, catalogue: Catalogue) -> str:
    lines = ['msgid ""', 'msgstr ""', *(_quote(f"{line}\n") for line in _header(langue)), ""]
    for phrase in catalogue.values():
        lines += [f"#: {' '.join(sorted(phrase.lieux))}"]
        if "%(" in phrase.msgid or "%d" in phrase.msgid:
            lines.append("#, python-format")
        lines.append(f"msgid {_quote(phrase.msgid)}")
        if phrase.pluriel:
            lines.append(f"msgid_plural {_quote(phrase.pluriel)}")
            lines += [f"msgstr[{i}] {_quote(text)}" for i, text in enumerate(phrase.traductions)]
        else:
            lines.append(f"msgstr {_quote(phrase.traductions[0])}")
        lines.append("")
    return "\n".join(lines)


def _header(langue: str) -> list[str]:
    return [
        f"Language: {langue}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {PLURIELS.get(langue, DEUX)}",
    ]


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


# --- .mo ------------------------------------------------------------------------------------------


def render_mo(langue: str, catalogue: Catalogue) -> bytes:
    """The binary catalogue that gettext reads, translated sentences only, sorted by their bytes."""
    header = "".join(f"{line}\n" for line in _header(langue))
    texts = {b"": header.encode()}
    for phrase in catalogue.values():
        if phrase.traduite:
            key = f"{phrase.msgid}\0{phrase.pluriel}" if phrase.pluriel else phrase.msgid
            texts[key.encode()] = "\0".join(phrase.traductions).encode()
    keys = sorted(texts)
    count = len(keys)
    # Magic number, revision, number of strings, where the two tables begin, no hash table.
    start = 7 * 4 + 16 * count
    ids = b"".join(key + b"\0" for key in keys)
    tables: list[int] = []
    for offset, values in ((start, keys), (start + len(ids), [texts[key] for key in keys])):
        for value in values:
            tables += [len(value), offset]
            offset += len(value) + 1
    sizes = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, start)
    return (
        sizes
        + struct.pack(f"<{len(tables)}I", *tables)
        + ids
        + b"".join(texts[key] + b"\0" for key in keys)
    )
