"""Our sentences are their own French: no catalogue of a library may rewrite one.

Msgids are French (design, decision 6), and Django, Wagtail or allauth ship French catalogues of
English msgids: a word spelt alike in both languages would come back changed.
"""

import ast
import re

import pytest
from django.utils import translation

from tests.conftest import RACINE

DE_GABARIT = re.compile(r"""(?:{%\s*translate\s+|_\()(["'])(.+?)\1""")
MARQUEURS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}


def msgids_of_templates():
    for path in (RACINE / "templates").rglob("*"):
        if path.suffix in {".html", ".txt"}:
            for match in DE_GABARIT.finditer(path.read_text()):
                yield match.group(2)


def msgids_of_code():
    for room in ("portal", "home", "booking", "sectorisation"):
        for path in (RACINE / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARQUEURS:
                    yield from (
                        a.value
                        for a in node.args
                        if isinstance(a, ast.Constant) and isinstance(a.value, str)
                    )


@pytest.mark.parametrize("source", [msgids_of_templates, msgids_of_code])
def test_no_library_translates_our_french(source):
    msgids = sorted(set(source()))
    assert msgids
    with translation.override("fr"):
        changed = {m: translation.gettext(m) for m in msgids if translation.gettext(m) != m}
    assert not changed
