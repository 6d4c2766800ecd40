"""The preview of a block in the chooser: made of what this portail really has."""

from __future__ import annotations

from typing import Any

SANS_OBJET = "home/blocs/apercu_sans_objet.html"


class ApercuDuPortail:
    """A block whose preview needs a row of the portail, and says so when there is none yet."""

    def preview_of_portail(self) -> Any:
        """A value of this block made of rows of the host being edited; None when it has none."""
        raise NotImplementedError

    def get_preview_value(self) -> Any:
        value = self.preview_of_portail()
        return self.normalize(value) if value else self.get_default()  # type: ignore[attr-defined]

    def get_preview_template(self, value: Any, context: Any = None) -> str:
        if self.preview_of_portail() is None:
            return SANS_OBJET
        return super().get_preview_template(value, context)  # type: ignore[misc]
