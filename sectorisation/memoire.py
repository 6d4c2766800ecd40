"""Indexes kept by a process: the versions in use, within a bounded weight."""

import threading
from collections import OrderedDict

from sectorisation.index import Index
from sectorisation.models import Version
from sectorisation.table import Table

_MAX_INDEX = 24
# Tables beyond this weigh on every process; the one just asked for is always kept.
_MAX_OCTETS = 64_000_000

_index: OrderedDict[str, Index] = OrderedDict()
_verrou = threading.Lock()


def index_for(version: Version) -> Index:
    """The index of a version, built at most once per process.

    Kept by the fingerprint of the content: a restored database may give an old number again.
    """
    cle = version.empreinte or f"version {version.pk}"
    connu = _index.get(cle)
    if connu is not None:
        return connu
    with _verrou:
        if cle not in _index:
            _index[cle] = _load(version)
            while len(_index) > 1 and (len(_index) > _MAX_INDEX or _weight() > _MAX_OCTETS):
                _index.popitem(last=False)
        return _index[cle]


def _weight() -> int:
    return sum(index.table.nbytes for index in _index.values())


def _load(version: Version) -> Index:
    if version.pk is None:
        return Index(version.contenu, Table.unpack(version.table))
    contenu, octets = Version.objects.values_list("contenu", "table").get(pk=version.pk)
    return Index(contenu, Table.unpack(octets))
