"""GOV.UK widgets where the library’s own leave something to wish for."""

from collections.abc import Mapping
from typing import Any

from flask import render_template
from govuk_frontend_wtf import wtforms_widgets as govuk
from markupsafe import Markup


class CheckboxWidget(govuk.GovCheckboxInput):  # type: ignore[misc]  # the library has no types
    """One checkbox, without the empty hint that the library draws."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        """The macro’s parameters."""
        return _without_empty_hint(super().map_gov_params(field, **kwargs))


class CheckboxesWidget(govuk.GovCheckboxesInput):  # type: ignore[misc]  # the library has no types
    """Several checkboxes, without the empty hint that the library draws."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        """The macro’s parameters."""
        return _without_empty_hint(super().map_gov_params(field, **kwargs))


class RadiosWidget(govuk.GovRadioInput):  # type: ignore[misc]  # the library has no types
    """Radio buttons, without the empty hint that the library draws."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        """The macro’s parameters."""
        return _without_empty_hint(super().map_gov_params(field, **kwargs))


class PartsWidget:
    """A day, and perhaps a time, as a group of boxes in the GOV.UK date pattern."""

    def __call__(self, field: Any, **_kwargs: Any) -> Markup:
        """The markup of the group."""
        parts: Mapping[str, str] = field.typed
        params = {
            "id": field.id,
            "fieldset": {"legend": {"text": field.label.text}},
            "hint": {"text": field.description} if field.description else None,
            "errorMessage": {"text": field.errors[0]} if field.errors else None,
            "items": [self._item(field, part, value) for part, value in parts.items()],
        }
        return Markup(render_template("govuk_frontend_wtf/date.html", params=params))  # noqa: S704 - the template escapes

    def _item(self, field: Any, part: str, value: str) -> dict[str, str]:
        width = {"year": 4, "time": 5}.get(part, 2)
        wrong = " govuk-input--error" if field.errors else ""
        return {
            "label": part.capitalize(),
            "id": f"{field.id}-{part}",
            "name": f"{field.name}-{part}",
            "classes": f"govuk-input--width-{width}{wrong}",
            "inputmode": "text" if part == "time" else "numeric",
            "value": value,
        }


def _without_empty_hint(params: dict[str, Any]) -> dict[str, Any]:
    if not params["hint"]["text"]:
        params["hint"] = None
    return params
