"""Components of forms: fields, their suggestions, the summary of errors. Built in, as `composants`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def champ(field: BoundField) -> SafeString:
    """Label, hint, error and control of one form field (same as `field.as_field_group`)."""
    return field.as_field_group()


@register.inclusion_tag("composants/suggestions.html")
def suggestions(field: BoundField, url: str) -> dict[str, Any]:
    """After `champ`: its suggestions while one types, asked of `url` (POST) by js/combobox.js.

    Without script, nothing shows and the form is sent as it is.
    """
    return locals()


@register.simple_tag
def controle(field: BoundField) -> SafeString:
    """The bare control, dressed by the design system; a placeholder would double its label."""
    current = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"ds-input {current}".strip(), "placeholder": False})


@register.filter
def forme(field: BoundField) -> str:
    """How a field is laid out: cases (radios, checkboxes), case (one box), groupe (date) or simple."""
    widget = field.field.widget
    kind = getattr(widget, "input_type", "")
    if kind in ("radio", "checkbox") and hasattr(widget, "choices"):
        return "cases"
    if kind == "checkbox":
        return "case"
    return "groupe" if widget.use_fieldset else "simple"


@register.inclusion_tag("composants/resume_erreurs.html")
def resume_erreurs(
    *formulaires: BaseForm, erreurs: Iterable[tuple[str, str]] = ()
) -> dict[str, Any]:
    """Numbered summary of errors, placed before the h1; `erreurs`: extra `(sentence, anchor)`."""
    liste = [(phrase, ancre) for phrase, ancre in erreurs]
    for form in formulaires:
        if not isinstance(form, BaseForm) or not form.is_bound:
            continue
        liste += [(phrase, "") for phrase in form.non_field_errors()]
        for name in form.errors:
            if name in form.fields:
                liste += [(phrase, _anchor(form[name])) for phrase in form.errors[name]]
    return {"liste": liste}


def _anchor(field: BoundField) -> str:
    """Identifier of the control an error link must reach: the first one of a group."""
    widget = field.field.widget
    if hasattr(widget, "ancre_erreur"):
        return widget.ancre_erreur(field.auto_id)
    return f"{field.auto_id}_0" if widget.use_fieldset else field.auto_id
