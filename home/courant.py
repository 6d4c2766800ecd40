"""The territoire of the request being answered, for the few places Wagtail gives no request to.

The options of a block's drop-down list are computed while its form is drawn: they must be those
of the host. Set by `portal.middleware.TerritoireMiddleware`; None in commands and tasks.
"""

from __future__ import annotations

from contextvars import ContextVar

from sectorisation.models import Territoire

territoire_courant: ContextVar[Territoire | None] = ContextVar("territoire_courant", default=None)
