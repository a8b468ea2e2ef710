"""The forms of the scorecard’s figures: a csv file of them, or a month typed in."""

from typing import Any

from readiness.annexe_a.reported import Figure, Figures, read_figure
from readiness.checklists.reconciliation import FigureSpec, Reconciliation
from readiness.web import forms
from readiness.web.forms import BaseForm

TOP, BOTTOM = "numerator-", "denominator-"


class ReportedForm(BaseForm):
    """Figures as a csv file, and perhaps the children behind them."""

    submit_words = "Upload the figures"
    figures = forms.file(
        "Figures",
        needed="Choose a csv file of figures.",
        accept=".csv",
        hint="Headings: indicator, month, numerator, denominator, value.",
    )
    counted = forms.file(
        "Children counted",
        accept=".csv",
        hint="Headings: indicator, child. Who is counted in each count or numerator.",
    )


class MonthForm(BaseForm):
    """The figures of one month, a box or two for each; made when the form is."""

    submit_words = "Save the figures"
    version = forms.version()


def make_month_form(known: Reconciliation, start: Figures, version: int | None) -> BaseForm:
    """The form with the figures that are reconciled now; without `version` it is the one sent."""
    fields: dict[str, Any] = {}
    for spec in known.figures:
        figure = start.get(spec.ref)
        fields[TOP + spec.ref] = _box(figure.count if figure else None)
        if spec.kind.is_share:
            fields[BOTTOM + spec.ref] = _box(figure.of if figure else None)
    # A field is on or off a form by its class, so each file of figures gets a class of its own.
    kind = type("FiguresOfMonth", (MonthForm,), fields)
    form: BaseForm = kind() if version is None else kind(None, version=version)
    for spec in known.figures:
        _name(form, spec)
    return form


def _box(start: int | None) -> Any:
    shown = "" if start is None else str(start)
    return forms.text("-", most=20, width=5, inputmode="numeric", default=shown)


def _name(form: BaseForm, spec: FigureSpec) -> None:
    top = form[TOP + spec.ref]
    top.label.text = "Numerator" if spec.kind.is_share else "Number"
    if spec.kind.is_share:
        form[BOTTOM + spec.ref].label.text = "Denominator"


def read_month_form(form: BaseForm, known: Reconciliation) -> dict[str, Figure]:
    """The figures that were typed; a figure left empty is none. Faults are put at their boxes."""
    found: dict[str, Figure] = {}
    for spec in known.figures:
        top = form[TOP + spec.ref].data or ""
        bottom = (form[BOTTOM + spec.ref].data or "") if spec.kind.is_share else ""
        if top or bottom:
            try:
                found[spec.ref] = read_figure(spec, top, bottom, "")
            except ValueError as fault:
                said = str(fault)
                form.add_error(TOP + spec.ref, f"{spec.ref}: {said}")
    return found
