"""One finding and its explanation, all explanations, and many of them in a file."""

from collections.abc import Mapping
from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness.annexe_a import operations
from readiness.annexe_a.blueprint import in_scope
from readiness.annexe_a.explaining import Explained, Standing
from readiness.annexe_a.explaining_files import read_explanations
from readiness.annexe_a.explanation_queries import (
    count_explanations,
    find_explanation,
    find_owner,
    find_replaceable,
    list_explanations,
)
from readiness.annexe_a.explanations import Expiry
from readiness.annexe_a.finding_pages import load_marked
from readiness.annexe_a.findings import FindingRow, find_row, find_there
from readiness.annexe_a.forms import ExplainForm, ExplanationsForm
from readiness.annexe_a.models import FindingExplanation
from readiness.annexe_a.pages import Scope, make_scope
from readiness.annexe_a.queries import get_upload
from readiness.annexe_a.rulebook import spell_rule
from readiness.annexe_a.worklists import find_words, tell
from readiness.clock import in_london
from readiness.errors import ChangedMeanwhile, NotFound, Refused, Unusable
from readiness.extensions import db
from readiness.months import add_months
from readiness.office.gate import FileKind, spoken_size
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.plain_words import plural
from readiness.settings import current_settings
from readiness.web.commits import before_writing, commits
from readiness.web.pagination import USUAL_SIZE, Page, asked_page
from readiness.web.uploads import FileFaults, receive_file

KINDS = frozenset({FileKind.CSV, FileKind.XLSX})


@in_scope("/findings/rows/<reference>")
@requires(Permission.SEE_CHILD_ROWS)
def show_finding(reference: str, inspection_id: int | None = None) -> ResponseReturnValue:
    """One finding: whose it is, what to do about it, and what explains it."""
    scope = make_scope(inspection_id)
    row = _get_row(scope, reference)
    said = find_explanation(inspection_id, reference)
    words, today = find_words(), in_london(scope.now).date()
    usual = add_months(today, words.usual_months)
    form = ExplainForm(
        None,
        text=said.text if said else "",
        until=said.expires_on if said and said.expires_on >= today else usual,
        seen=said.id if said else None,
    )
    return _show(scope, row, said, form), 200


@in_scope("/findings/rows/<reference>/explain", "POST")
@requires(Permission.SEE_CHILD_ROWS)
@commits
def explain(reference: str, inspection_id: int | None = None) -> ResponseReturnValue:
    """Say why a finding is right as it is, until a day."""
    me, form = current_person(), ExplainForm()
    with before_writing():
        operations.check_open(inspection_id)
        scope = make_scope(inspection_id)
        row, words = _get_row(scope, reference), find_words()
    if not form.validate():
        return _show_again(reference, inspection_id, row, form, 422)
    said = Explained(
        reference, row.list, row.code, row.column, form.text.data or "", form.until.data
    )
    try:
        operations.explain_finding(
            actor=me,
            inspection_id=inspection_id,
            said=said,
            words=words,
            seen_id=form.seen_id,
        )
    except (Refused, ChangedMeanwhile) as error:
        db.session.rollback()
        form.add_error("until" if isinstance(error, Refused) else "text", error.sentence)
        return _show_again(reference, inspection_id, row, form, error.status)
    flash("The finding is explained. It is still shown, and counted apart.")
    return redirect(
        url_for("annexe_a.show_finding", inspection_id=inspection_id, reference=reference)
    )


@in_scope("/explanations")
@requires(Permission.SEE_CHILD_ROWS)
def show_explanations(inspection_id: int | None = None) -> ResponseReturnValue:
    """Every explanation that stands, the soonest to run out first."""
    scope = make_scope(inspection_id)
    total, soon = count_explanations(inspection_id)
    number = asked_page(total)
    items = list_explanations(inspection_id, first=(number - 1) * USUAL_SIZE, size=USUAL_SIZE)
    today = in_london(scope.now).date()
    return render_template(
        "annexe_a/explanations.html",
        scope=scope,
        page=Page(items, number, USUAL_SIZE, total),
        soon=soon,
        there=find_there(load_marked(scope), [said.reference for said in items]),
        owner=find_owner(inspection_id),
        expiry=lambda day: Expiry(day, today),
        spell_rule=spell_rule,
    )


@in_scope("/explanations/<int:explanation_id>/withdraw", "POST")
@requires(Permission.SEE_CHILD_ROWS)
@commits
def withdraw_explanation(
    explanation_id: int, inspection_id: int | None = None
) -> ResponseReturnValue:
    """Take an explanation back."""
    operations.withdraw_explanation(
        actor=current_person(), inspection_id=inspection_id, explanation_id=explanation_id
    )
    flash("The explanation is withdrawn. The finding counts again.")
    return redirect(url_for("annexe_a.show_explanations", inspection_id=inspection_id))


@in_scope("/explanations/upload")
@requires(Permission.SEE_CHILD_ROWS)
def choose_explanations(inspection_id: int | None = None) -> ResponseReturnValue:
    """The form for a file of explanations."""
    return _show_choose(inspection_id, ExplanationsForm(None), (), 200)


@in_scope("/explanations/upload", "POST")
@requires(Permission.SEE_CHILD_ROWS)
@commits
def upload_explanations(inspection_id: int | None = None) -> ResponseReturnValue:
    """Take all explanations of a file, or none and every fault with its line and column."""
    me, form = current_person(), ExplanationsForm()
    if not form.validate():
        return _show_choose(inspection_id, form, (), 422)
    try:
        with before_writing():
            operations.check_open(inspection_id)
            seen = find_replaceable(inspection_id)
            upload_id, said, faults = _read(inspection_id, form, seen)
    except (Refused, Unusable) as error:
        form.add_error("file", error.sentence)
        return _show_choose(inspection_id, form, (), error.status)
    if faults:
        return _show_choose(inspection_id, form, faults, 422)
    try:
        taken = operations.explain_findings(
            actor=me,
            inspection_id=inspection_id,
            upload=get_upload(inspection_id, upload_id),
            said=said,
            seen=seen,
        )
    except ChangedMeanwhile as error:
        db.session.rollback()
        form.add_error("file", error.sentence)
        return _show_choose(inspection_id, form, (), error.status)
    flash(
        f"{plural(taken.new, 'finding')} explained, {plural(taken.changed, 'explanation')} "
        f"changed, {taken.as_before:,} as before."
    )
    return redirect(url_for("annexe_a.show_explanations", inspection_id=inspection_id))


def _read(
    inspection_id: int | None, form: ExplanationsForm, standing: Mapping[str, Standing]
) -> tuple[int, tuple[Explained, ...], tuple[str, ...]]:
    scope = make_scope(inspection_id)
    upload_id = scope.latest_upload_id
    if upload_id is None:
        raise Refused("No list has been uploaded here yet, so there is no finding to explain.")
    found, today = load_marked(scope), in_london(scope.now).date()
    with receive_file(
        form.file.data, kinds=KINDS, limit=current_settings().largest_extract
    ) as received:
        said, faults = read_explanations(
            received.path,
            name=received.name,
            limit=current_settings().largest_extract,
            found=found,
            today=today,
            words=find_words(),
            standing=standing,
        )
    return upload_id, tuple(said), tuple(faults)


def _get_row(scope: Scope, reference: str) -> FindingRow:
    row = find_row(load_marked(scope), reference)
    if row is None:
        raise NotFound(
            "There is no such finding now. It may have been put right: look at the findings."
        )
    return row


def _show_again(
    reference: str, inspection_id: int | None, row: FindingRow, form: ExplainForm, status: int
) -> ResponseReturnValue:
    scope, said = make_scope(inspection_id), find_explanation(inspection_id, reference)
    return _show(scope, row, said, form), status


def _show(scope: Scope, row: FindingRow, said: FindingExplanation | None, form: ExplainForm) -> str:
    do, where = tell(row, find_words())
    today: date = in_london(scope.now).date()
    return render_template(
        "annexe_a/finding.html",
        scope=scope,
        row=row,
        said=said,
        expiry=Expiry(said.expires_on, today) if said else None,
        owner=find_owner(scope.id),
        form=form,
        what_to_do=do,
        where=where,
    )


def _show_choose(
    inspection_id: int | None, form: ExplanationsForm, faults: tuple[str, ...], status: int
) -> ResponseReturnValue:
    page = render_template(
        "annexe_a/explanations_upload.html",
        form=form,
        scope=make_scope(inspection_id),
        faults=FileFaults(faults),
        limit=spoken_size(current_settings().largest_extract),
        words=find_words(),
    )
    return page, status
