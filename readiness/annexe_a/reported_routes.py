"""Pages that hold the lists against the scorecard, and take its figures in."""

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.annexe_a import operations
from readiness.annexe_a.blueprint import blueprint, in_scope
from readiness.annexe_a.keeping import children_to_bytes
from readiness.annexe_a.pages import make_scope
from readiness.annexe_a.reconciled import current_reconciliation, make_view
from readiness.annexe_a.reported import EARLIEST, Figure, Given, read_children, read_figures
from readiness.annexe_a.reported_forms import ReportedForm, make_month_form, read_month_form
from readiness.annexe_a.reported_queries import (
    find_reported,
    list_reported_months,
    list_reported_versions,
)
from readiness.errors import ChangedMeanwhile, NotFound, Refused, Unusable
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.files.store import Stored
from readiness.months import add_months
from readiness.office.gate import FileKind, Limits
from readiness.office.sheets import Sheet, read_sheets
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.plain_words import join_words, plural
from readiness.web.commits import before_writing, commits
from readiness.web.forms import BaseForm
from readiness.web.pagination import page_of
from readiness.web.uploads import receive_file

LIMIT = 10 * 1024 * 1024
MONTHS_OFFERED = 6


@in_scope("/reconciliation")
@requires(Permission.SEE_LISTS)
def show_reconciliation(inspection_id: int | None = None) -> ResponseReturnValue:
    """The lists beside the scorecard’s figures of a month; an address may name the month."""
    scope = make_scope(inspection_id)
    end = scope.closed_at
    view = make_view(scope.versions, _asked_month(), until=end)
    month = view.found.month
    return render_template(
        "annexe_a/reconciliation.html",
        scope=scope,
        view=view,
        found=view.found,
        earlier=list_reported_versions(month, until=end)[1:] if month else (),
    )


@in_scope("/reconciliation/<ref>/children")
@requires(Permission.SEE_CHILD_ROWS)
def show_differing_children(ref: str, inspection_id: int | None = None) -> ResponseReturnValue:
    """Who is counted on one side only, in one figure."""
    scope = make_scope(inspection_id)
    view = make_view(scope.versions, _asked_month(), with_children=True, until=scope.closed_at)
    line = next((one for one in view.found.lines if one.spec.ref == ref), None)
    if line is None or line.children is None:
        raise NotFound("There are no children to compare for this figure. Choose one on the page.")
    sides = ((line.children.only_listed, True), (line.children.only_reported, False))
    rows = [(child, listed) for children, listed in sides for child in sorted(children)]
    return render_template(
        "annexe_a/differing.html",
        scope=scope,
        line=line,
        month=view.found.month,
        page=page_of(rows),
    )


@blueprint.get("/reported")
@requires(Permission.UPLOAD_EXTRACTS)
def show_reported() -> ResponseReturnValue:
    """The months that have figures, and the form to upload more."""
    return _show_reported(ReportedForm(None), 200)


@blueprint.post("/reported")
@requires(Permission.UPLOAD_EXTRACTS)
@commits
def upload_reported() -> ResponseReturnValue:
    """Take figures in from a csv file, and the children from another."""
    form = ReportedForm()
    if not form.validate():
        return _show_reported(form, 422)
    try:
        said = _take(form)
    except (Refused, Unusable) as error:
        db.session.rollback()
        form.add_error("figures", error.sentence)
        return _show_reported(form, error.status)
    flash(said)
    return redirect(url_for("annexe_a.show_reported"))


@blueprint.get("/reported/<month>")
@requires(Permission.UPLOAD_EXTRACTS)
def show_month(month: str) -> ResponseReturnValue:
    """The figures of a month in boxes."""
    day, known = _read_address(month), current_reconciliation()
    reported = find_reported(day)
    kept = reported.figures if reported else []
    start = {one.ref: Figure(one.ref, one.numerator, one.denominator) for one in kept}
    form = make_month_form(known, start, reported.number if reported else 0)
    return _show_month(day, form, [], 200)


@blueprint.post("/reported/<month>")
@requires(Permission.UPLOAD_EXTRACTS)
@commits
def save_month(month: str) -> ResponseReturnValue:
    """Save what was typed, where nobody else gave figures meanwhile."""
    day, known = _read_address(month), current_reconciliation()
    form = make_month_form(known, {}, None)
    figures = read_month_form(form, known) if form.validate() else {}
    if form.errors:
        return _show_month(day, form, form.error_summary, 422)
    try:
        saved = operations.replace_figures(
            actor=current_person(),
            month=day,
            figures=figures,
            among=[one.ref for one in known.figures],
            version=form.version.data,
        )
    except Refused as error:
        db.session.rollback()
        reported = find_reported(day)
        form.refuse(error, reported.number if reported else 0)
        return _show_month(day, form, [], error.status)
    words = "are saved" if saved else "are as they were"
    flash(f"The figures for {day:%B %Y} {words}.")
    return redirect(url_for("annexe_a.show_reported"))


def _show_reported(form: ReportedForm, status: int) -> ResponseReturnValue:
    page = render_template(
        "annexe_a/reported.html",
        form=form,
        reported=list_reported_months(),
        offered=_months_offered(),
        known=current_reconciliation(),
    )
    return page, status


def _show_month(
    day: date, form: BaseForm, faults: list[dict[str, str]], status: int
) -> ResponseReturnValue:
    reported = find_reported(day) if status == ChangedMeanwhile.status else None
    page = render_template(
        "annexe_a/month.html",
        form=form,
        day=day,
        faults=faults,
        known=current_reconciliation(),
        standing={one.ref: one for one in reported.figures} if reported else {},
    )
    return page, status


def _take(form: ReportedForm) -> str:
    """Keep what the files hold, and say what that was."""
    me, known = current_person(), current_reconciliation()
    # Others may write while the files are looked at.
    with before_writing():
        given = read_figures(_read(form.figures.data), known, clock.today())
        month, figures = max(given.months.items())
        if form.counted.data:
            if len(given.months) > 1:
                raise Unusable(
                    "Children are given with the figures of one month. Upload each month by itself."
                )
            figures = read_children(_read(form.counted.data), known, figures)
            given.months[month] = dict(figures)
        stored = _store(figures)
    kept = [
        operations.add_figures(actor=me, month=day, figures=found, children=stored)
        for day, found in sorted(given.months.items())
    ]
    return _tell(given, any(kept))


def _read(field: Any) -> Sheet:
    kinds = frozenset({FileKind.CSV})
    with receive_file(field, kinds=kinds, limit=LIMIT) as received:
        [sheet] = read_sheets(received.path, limits=Limits(LIMIT), name=received.name)
    return sheet


def _store(figures: Mapping[str, Figure]) -> dict[str, Stored]:
    store = current_store()
    return {
        ref: store.put(io.BytesIO(children_to_bytes(one.children)))
        for ref, one in figures.items()
        if one.children is not None
    }


def _tell(given: Given, is_new: bool) -> str:
    figures = plural(sum(map(len, given.months.values())), "figure")
    months = join_words([f"{month:%B %Y}" for month in sorted(given.months)])
    said = f"{figures} for {months} kept." if is_new else f"Nothing is new for {months}."
    if given.left_out:
        left = plural(len(given.left_out), "row")
        said += f" {left} left out: no list can give {join_words(sorted(set(given.left_out)))}."
    return said


def _months_offered() -> list[date]:
    """This month and those before, whose figures can be typed."""
    this = clock.today().replace(day=1)
    return [add_months(this, -back) for back in range(MONTHS_OFFERED)]


def _asked_month() -> date | None:
    return _parse(request.args.get("month", ""))


def _read_address(month: str) -> date:
    day = _parse(month)
    if day is None or day.year < EARLIEST or day > clock.today():
        raise NotFound("There is no such month here. Choose one on the page of the figures.")
    return day


def _parse(month: str) -> date | None:
    """The first day of a month as addresses have it, 2026-10."""
    try:
        return date.fromisoformat(f"{month}-01") if len(month) == 7 else None
    except ValueError:
        return None
