"""Mapping what is unknown, on a page or in a file; the council’s mapping; checking lists again."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.annexe_a import mapping_queries, operations
from readiness.annexe_a.blueprint import in_scope
from readiness.annexe_a.downloads import TRIAL, name_download, send_content
from readiness.annexe_a.forms import MappingFileForm
from readiness.annexe_a.judging import Fault, Judged, Wanted
from readiness.annexe_a.mapping_files import LARGEST, MOST, read_mapping_file, write_unknown
from readiness.annexe_a.mapping_pages import find_scope_edition, load_authorities, load_unknown
from readiness.annexe_a.pages import Scope, make_scope
from readiness.annexe_a.queries import get_upload
from readiness.annexe_a.unknown import suggest
from readiness.errors import NotFound, Refused, Unusable
from readiness.extensions import db
from readiness.office.gate import FileKind
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.plain_words import plural
from readiness.web.commits import before_writing, commits
from readiness.web.pagination import USUAL_SIZE, Page, asked_page, page_of
from readiness.web.uploads import FileFaults, receive_file
from readiness.work.operations import owe_work

SIZE = 20
"""Unknown values on a page: each has a choice of all its column’s codes."""
KINDS = frozenset({FileKind.CSV, FileKind.XLSX})
_NOTHING = Judged((), ())


@in_scope("/unknown")
@requires(Permission.UPLOAD_EXTRACTS)
def show_unknown(inspection_id: int | None = None) -> ResponseReturnValue:
    """What is unknown in these lists, each with what it could be read as."""
    return _show_unknown(make_scope(inspection_id), [])


@in_scope("/unknown", "POST")
@requires(Permission.UPLOAD_EXTRACTS)
@commits
def map_unknown(inspection_id: int | None = None) -> ResponseReturnValue:
    """Save what was chosen on the page."""
    scope, wanted = make_scope(inspection_id), _read_rows()
    try:
        judged = _save(scope, wanted)
    except Refused as error:
        db.session.rollback()
        said = [Fault(SIZE, "", error.sentence)]
        return _show_unknown(make_scope(inspection_id), said, error.status)
    if judged.faults or not wanted:
        db.session.rollback()
        said = list(judged.faults) or [Fault(0, "", "Choose what to map.")]
        return _show_unknown(make_scope(inspection_id), said, 422)
    _say_saved(judged)
    return _to("show_unknown", inspection_id)


@in_scope("/unknown/download", "POST")
@requires(Permission.UPLOAD_EXTRACTS)
@commits
def download_unknown(inspection_id: int | None = None) -> ResponseReturnValue:
    """What is unknown as a csv file, to be filled in; the activity says who took it."""
    with before_writing():
        scope = make_scope(inspection_id)
        upload_id, day = scope.latest_upload_id, clock.in_london(scope.now).date().isoformat()
        if upload_id is None:
            raise NotFound("No list has been uploaded here yet, so there is nothing to download.")
        name = name_download(scope, f"Annexe A unknown values {day}", "csv")
        found = load_unknown(scope).still
        content = write_unknown(found, TRIAL if scope.is_trial else "")
    operations.note_unknown_download(
        actor=current_person(), upload=get_upload(inspection_id, upload_id), spellings=len(found)
    )
    return send_content(content, name, "csv")


@in_scope("/mapping")
@requires(Permission.UPLOAD_EXTRACTS)
def show_mapping(inspection_id: int | None = None) -> ResponseReturnValue:
    """The council’s mapping: the lines that stand or, asked for, those withdrawn."""
    is_withdrawn = request.args.get("show") == "withdrawn"
    standing = mapping_queries.count_mapped_spellings(is_withdrawn=False)
    withdrawn = mapping_queries.count_mapped_spellings(is_withdrawn=True)
    total = withdrawn if is_withdrawn else standing
    number = asked_page(total)
    lines = mapping_queries.list_mapped_spellings(
        is_withdrawn=is_withdrawn, first=(number - 1) * USUAL_SIZE, size=USUAL_SIZE
    )
    return render_template(
        "annexe_a/mapping.html",
        scope=make_scope(inspection_id),
        page=Page(lines, number, USUAL_SIZE, total),
        is_withdrawn=is_withdrawn,
        standing=standing,
        withdrawn=withdrawn,
    )


@in_scope("/mapping/<int:line_id>/withdraw", "POST")
@requires(Permission.UPLOAD_EXTRACTS)
@commits
def withdraw_line(line_id: int, inspection_id: int | None = None) -> ResponseReturnValue:
    """Withdraw one line of the mapping."""
    operations.withdraw_mapping(
        actor=current_person(),
        inspection_id=inspection_id,
        line_id=line_id,
        version=request.form.get("version", 0, type=int),
    )
    flash("The line is withdrawn. Check the lists again to apply this.")
    return _to("show_mapping", inspection_id)


@in_scope("/mapping/file")
@requires(Permission.UPLOAD_EXTRACTS)
def choose_mapping_file(inspection_id: int | None = None) -> ResponseReturnValue:
    """The form for the file of unknown values, filled in."""
    return _show_file_form(inspection_id, MappingFileForm(None), [], 200)


@in_scope("/mapping/file", "POST")
@requires(Permission.UPLOAD_EXTRACTS)
@commits
def upload_mapping_file(inspection_id: int | None = None) -> ResponseReturnValue:
    """Save what is filled in in a file: all of it or, where a line is wrong, nothing."""
    form = MappingFileForm()
    if not form.validate():
        return _show_file_form(inspection_id, form, [], 422)
    try:
        operations.check_may_map(current_person(), inspection_id)
        with (
            before_writing(),
            receive_file(form.file.data, kinds=KINDS, limit=LARGEST) as received,
        ):
            read = read_mapping_file(received.path, received.name)
        judged = _save(make_scope(inspection_id), read.wanted) if not read.faults else _NOTHING
    except (Refused, Unusable) as error:
        db.session.rollback()
        form.add_error("file", error.sentence)
        return _show_file_form(inspection_id, form, [], error.status)
    faults = sorted([*read.faults, *judged.faults], key=lambda fault: fault.line)
    if faults:
        db.session.rollback()
        return _show_file_form(inspection_id, form, faults, 422)
    _say_saved(judged)
    return _to("show_unknown", inspection_id)


@in_scope("/check-again", "POST")
@requires(Permission.UPLOAD_EXTRACTS)
@commits
def check_again(inspection_id: int | None = None) -> ResponseReturnValue:
    """Check the current lists again, with the mapping as it is now."""
    begun = operations.check_again(actor=current_person(), inspection_id=inspection_id)
    db.session.flush()
    for upload in begun:
        owe_work(operations.CHECK, upload.id)
    return redirect(
        url_for("annexe_a.show_upload", inspection_id=inspection_id, upload_id=begun[-1].id)
    )


def _read_rows() -> list[Wanted]:
    """What was chosen in the rows of the page; their lines are their places there."""
    rows = [(at, request.form.get(f"read_as-{at}", "").strip()) for at in range(SIZE)]
    return [
        Wanted(
            at,
            request.form.get(f"column-{at}", "") == "",
            request.form.get(f"column-{at}", ""),
            request.form.get(f"text-{at}", ""),
            read_as,
        )
        for at, read_as in rows
        if read_as
    ]


def _save(scope: Scope, wanted: Sequence[Wanted]) -> Judged:
    return operations.save_mapping(
        actor=current_person(),
        inspection_id=scope.id,
        wanted=wanted,
        edition=find_scope_edition(scope),
        authorities=load_authorities(),
    )


def _tell_faults(faults: Sequence[Fault], rows: int) -> list[dict[str, str]]:
    """Each fault, with the address of its row where the page has that row."""
    return [
        {"text": fault.text, "href": f"#read_as-{fault.line}" if fault.line < rows else ""}
        for fault in faults
    ]


def _say_saved(judged: Judged) -> None:
    if judged.lines:
        count = plural(len(judged.lines), "line")
        flash(f"{count} saved. Check the lists again to apply the mapping.")
    else:
        flash("All of this was in the mapping already.", "warning")


def _to(view: str, inspection_id: int | None) -> ResponseReturnValue:
    return redirect(url_for(f"annexe_a.{view}", inspection_id=inspection_id))


def _show_unknown(scope: Scope, faults: Sequence[Fault], status: int = 200) -> ResponseReturnValue:
    found = load_unknown(scope)
    shown = page_of(found.still, SIZE)
    page = render_template(
        "annexe_a/unknown.html",
        scope=scope,
        found=found,
        page=Page([(one, suggest(one)) for one in shown.items], shown.number, SIZE, shown.total),
        sent=request.form,
        standing=mapping_queries.count_mapped_spellings(is_withdrawn=False),
        faults=_tell_faults(faults, len(shown.items)),
    )
    return page, status


def _show_file_form(
    inspection_id: int | None, form: MappingFileForm, faults: Sequence[Fault], status: int
) -> ResponseReturnValue:
    page = render_template(
        "annexe_a/mapping_file.html",
        form=form,
        scope=make_scope(inspection_id),
        faults=FileFaults([fault.sentence for fault in faults]),
        most=MOST,
    )
    return page, status
