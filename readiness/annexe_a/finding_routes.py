"""Findings on a page and as a file, and the workbook: where child-level data is shown."""

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl
from flask import render_template, request
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.annexe_a import exports, operations
from readiness.annexe_a.blueprint import in_scope
from readiness.annexe_a.doubts import find_doubt
from readiness.annexe_a.downloads import TRIAL, name_download, send_content
from readiness.annexe_a.explanation_queries import count_explanations, describe_explained
from readiness.annexe_a.finding_pages import (
    OF_CHILDREN,
    choose_wanted,
    choose_way,
    count_findings,
    list_ways,
    load_marked,
    load_wanted,
    make_options,
)
from readiness.annexe_a.findings import EXPLAINED, WantedFindings, take_page
from readiness.annexe_a.forms import read_wanted
from readiness.annexe_a.pages import Scope, make_scope
from readiness.annexe_a.queries import get_upload
from readiness.annexe_a.rules.ages import spell_doubt
from readiness.annexe_a.workbook import Layout
from readiness.errors import NotFound, Unusable
from readiness.files.access import current_store, plain_folder
from readiness.files.rooms import private_room
from readiness.people.access import can, current_person, requires
from readiness.people.permissions import Permission
from readiness.settings import current_settings
from readiness.web.commits import before_writing, commits
from readiness.web.pagination import USUAL_SIZE, Page, asked_page


@in_scope("/findings")
@requires(Permission.SEE_LISTS)
def show_findings(inspection_id: int | None = None) -> ResponseReturnValue:
    """How much is wrong, counted by rule, list or team; by worker or child for those who may."""
    scope, wanted = make_scope(inspection_id), read_wanted(request.args)
    sees_rows = can(Permission.SEE_CHILD_ROWS)
    by = choose_way(request.args.get("by", ""), sees_rows=sees_rows)
    found = load_wanted(scope, wanted, sees_rows=sees_rows)
    return render_template(
        "annexe_a/findings.html",
        scope=scope,
        wanted=wanted,
        counts=count_findings(found, by, sees_rows=sees_rows),
        ways=list_ways(sees_rows=sees_rows),
        lists={str(line.spec.number): line.title for line in scope.lines},
        total=found.height,
        sees_rows=sees_rows,
        explanations=count_explanations(inspection_id) if sees_rows else (0, 0),
        doubt=find_doubt(scope.versions, current_store(), clock.today()),
        spell_doubt=spell_doubt,
    )


@in_scope("/findings/rows")
@requires(Permission.SEE_CHILD_ROWS)
def show_rows(inspection_id: int | None = None) -> ResponseReturnValue:
    """The findings that are wanted row by row, a page at a time."""
    scope, wanted = make_scope(inspection_id), read_wanted(request.args)
    found = load_marked(scope)
    chosen = choose_wanted(scope, found, wanted)
    number = asked_page(chosen.height)
    rows = take_page(chosen, (number - 1) * USUAL_SIZE, USUAL_SIZE)
    return render_template(
        "annexe_a/rows.html",
        scope=scope,
        wanted=wanted,
        page=Page(rows, number, USUAL_SIZE, chosen.height),
        explained=int(chosen[EXPLAINED].sum()),
        options=make_options(found),
        lists=[(line.spec.number, line.title) for line in scope.lines],
        only={kind: _find_name(chosen, kind, getattr(wanted, kind)) for kind in OF_CHILDREN},
    )


@in_scope("/findings/download", "POST")
@requires(Permission.SEE_CHILD_ROWS)
@commits
def download_findings(inspection_id: int | None = None) -> ResponseReturnValue:
    """The findings that the filter shows, as csv or a workbook; the activity says who took them."""
    wanted = read_wanted(request.form)
    kind = "xlsx" if request.form.get("kind") == "xlsx" else "csv"
    with before_writing():
        scope = make_scope(inspection_id)
        upload_id, name = _latest(scope), _name_findings(scope, wanted, kind)
        chosen, explained = load_wanted(scope, wanted), describe_explained(inspection_id)
        content = _make_findings(chosen, explained, kind, TRIAL if scope.is_trial else "")
    operations.note_findings_download(
        actor=current_person(),
        upload=get_upload(inspection_id, upload_id),
        kind=kind,
        findings=chosen.height,
    )
    return send_content(content, name, kind)


@in_scope("/workbook", "POST")
@requires(Permission.SEE_CHILD_ROWS)
@commits
def download_workbook(inspection_id: int | None = None) -> ResponseReturnValue:
    """The Annexe A workbook of the current lists; the activity says who took it."""
    council, layout = current_settings().council_name, _layout()
    with before_writing():
        scope = make_scope(inspection_id)
        upload_id, is_trial = _latest(scope), scope.is_trial
        contents, mark = exports.load_contents(inspection_id), TRIAL if is_trial else ""
        name = exports.name_workbook(council, contents.as_at, layout=layout, is_trial=is_trial)
        content = _made(lambda path: exports.write_contents(path, contents, layout, council, mark))
    operations.note_workbook_download(
        actor=current_person(), upload=get_upload(inspection_id, upload_id), layout=layout.value
    )
    return send_content(content, name, "xlsx")


def _find_name(chosen: pl.DataFrame, kind: str, key: str) -> str:
    """Whose these are, where the filter asks for one worker or child; of nobody, “nobody”."""
    if not key:
        return ""
    return str(chosen[kind][0] or "nobody") if chosen.height else "somebody"


def _make_findings(
    chosen: pl.DataFrame, explained: Mapping[str, str], kind: str, watermark: str
) -> bytes:
    rows = exports.list_findings(chosen, explained)
    if kind == "csv":
        return exports.findings_to_csv(rows, watermark)
    made_at = clock.in_london(clock.now())
    return _made(lambda path: exports.write_findings_workbook(path, rows, made_at, watermark))


def _latest(scope: Scope) -> int:
    """The latest upload of the current lists. Raises NotFound where there is none."""
    if scope.latest_upload_id is None:
        raise NotFound("No list has been uploaded here yet, so there is nothing to download.")
    return scope.latest_upload_id


def _layout() -> Layout:
    try:
        return Layout(request.form.get("layout", Layout.OFSTED))
    except ValueError:
        raise Unusable("There is no such layout. Choose Ofsted’s or the plain one.") from None


def _made(write: Callable[[Path], None]) -> bytes:
    """What a program writes to a path, as bytes; the plain copy is gone at once."""
    with private_room(plain_folder("making")) as room:
        path = room / "made"
        write(path)
        return path.read_bytes()


def _name_findings(scope: Scope, wanted: WantedFindings, kind: str) -> str:
    number = f" list {wanted.number}" if wanted.number else ""
    day = clock.in_london(scope.now).date().isoformat()
    return name_download(scope, f"Annexe A findings{number} {day}", kind)
