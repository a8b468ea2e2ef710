"""Pages of inspections: the list, logging a call, the board, key dates and the paper pack."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.activity.queries import list_subject_activity
from readiness.activity.showing import show_entries
from readiness.checklists.annexe_a import load_edition
from readiness.checklists.documents import load_documents
from readiness.checklists.inspections import load_checklist, load_checklists
from readiness.checklists.posts import load_posts
from readiness.errors import ChangedMeanwhile
from readiness.extensions import db
from readiness.inspections import (
    archive_routes,
    closure_routes,
    links,
    offers,
    operations,
    pack,
    queries,
    task_routes,
    teams_routes,
)
from readiness.inspections.blueprint import blueprint
from readiness.inspections.forms import (
    DateForm,
    LogCallForm,
    MoveByHandForm,
    StartForm,
    order_checklists,
    read_filter,
    read_shown,
)
from readiness.inspections.now import now_for
from readiness.inspections.pages import make_board
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.settings import current_settings
from readiness.web.commits import commits

__all__ = [
    "archive_routes",
    "blueprint",
    "closure_routes",
    "links",
    "offers",
    "pack",
    "task_routes",
    "teams_routes",
]


@blueprint.get("/")
@requires(Permission.SEE_TASKS)
def list_inspections() -> ResponseReturnValue:
    """What is running and what was."""
    return render_template("inspections/list.html", counts=queries.list_inspections())


@blueprint.get("/new")
@requires(Permission.START_INSPECTIONS)
def log_call() -> ResponseReturnValue:
    """The form for a notification call; filled in, it shows every dated task first."""
    is_filled = "checklist" in request.args
    form = LogCallForm(request.args) if is_filled else LogCallForm(None, called=clock.now())
    checklists = load_checklists(current_settings().checklists_path)
    form.checklist.choices = order_checklists(checklists)
    if not is_filled or "change" in request.args:
        running = queries.find_running_inspection()
        return render_template("inspections/call.html", form=form, running=running)
    if not form.validate():
        return render_template("inspections/call.html", form=form), 422
    start = StartForm(
        None,
        checklist=form.checklist.data,
        called=form.called.data.isoformat(),
        is_trial="1" if form.is_trial.data else "",
        on_exercise_clock="1" if form.on_exercise_clock.data else "",
    )
    return _show_preview(start)


@blueprint.post("/new")
@requires(Permission.START_INSPECTIONS)
@commits
def start() -> ResponseReturnValue:
    """Start what the preview showed; an odd call only when it is confirmed."""
    form = StartForm()
    if not form.validate():
        return _show_preview(form), 422
    folder = current_settings().checklists_path
    try:
        inspection = operations.start_inspection(
            actor=current_person(),
            checklist=load_checklist(folder, form.checklist.data or ""),
            posts=load_posts(folder).values(),
            documents=load_documents(folder).values(),
            edition=load_edition(folder),
            call_at=read_shown(form.called.data),
            is_trial=form.is_trial.data == "1",
            on_exercise_clock=form.on_exercise_clock.data == "1",
            call_note=form.note.data or "",
            is_confirmed=form.confirmed.data,
        )
    except ChangedMeanwhile as error:
        db.session.rollback()
        running = queries.find_running_inspection()
        if running is None:
            raise
        flash(error.sentence, "warning")
        if note := (form.note.data or "").strip():
            flash(f"Your note of the call was not kept. Copy it from here: {note}", "warning")
        return redirect(url_for("inspections.board", inspection_id=running.id))
    except operations.CallQuestioned as error:
        form.add_error("confirmed", error.sentence)
        return _show_preview(form), 422
    return redirect(url_for("inspections.board", inspection_id=inspection.id))


def _show_preview(form: StartForm) -> str:
    call_at = read_shown(form.called.data)
    local, is_trial = clock.in_london(call_at), form.is_trial.data == "1"
    filled = {
        "checklist": form.checklist.data,
        "called-day": local.day,
        "called-month": local.month,
        "called-year": local.year,
        "called-time": f"{local:%H:%M}",
        "is_trial": "y" if is_trial else None,
        "on_exercise_clock": "y" if form.on_exercise_clock.data == "1" else None,
    }
    return render_template(
        "inspections/preview.html",
        plan=operations.preview_timeline(
            checklist=load_checklist(current_settings().checklists_path, form.checklist.data or ""),
            call_at=call_at,
            on_exercise_clock=form.on_exercise_clock.data == "1",
        ),
        form=form,
        is_trial=is_trial,
        running=queries.find_running_inspection(),
        change=url_for("inspections.log_call", change=1, **filled),
    )


@blueprint.get("/mine")
@requires(Permission.SEE_TASKS)
def list_own_tasks() -> ResponseReturnValue:
    """The tasks of the person signed in, in the order to do them."""
    now, running = clock.now(), queries.list_running_inspections()
    return render_template(
        "inspections/mine.html",
        tasks=queries.list_own_tasks(current_person(), now=now),
        titles={found.id: found.title for found in running},
        nows={found.id: now_for(found, now) for found in running},
    )


@blueprint.get("/<int:inspection_id>")
@requires(Permission.SEE_TASKS)
def board(inspection_id: int) -> ResponseReturnValue:
    """The countdown, what threatens it, and the tasks by day."""
    inspection = queries.get_inspection(inspection_id)
    now = now_for(inspection)
    made = make_board(inspection, read_filter(request.args), now)
    return render_template("inspections/board.html", board=made, inspection=inspection, now=now)


@blueprint.get("/<int:inspection_id>/print")
@requires(Permission.SEE_TASKS)
def show_paper_pack(inspection_id: int) -> ResponseReturnValue:
    """Everything on paper: key dates, and each task with its guidance and a box to tick."""
    inspection = queries.get_inspection(inspection_id)
    now = now_for(inspection)
    return render_template(
        "inspections/print.html",
        board=make_board(inspection, read_filter(request.args), now),
        inspection=inspection,
        guidance={task.id: task.guidance for task in queries.list_tasks(inspection_id)},
        now=now,
    )


@blueprint.get("/<int:inspection_id>/dates")
@requires(Permission.SEE_TASKS)
def list_dates(inspection_id: int) -> ResponseReturnValue:
    """The key dates, why each is when it is, and which to confirm."""
    inspection = queries.get_inspection(inspection_id)
    moves = list_subject_activity("anchor_date", *(anchor.id for anchor in inspection.anchors))
    return render_template(
        "inspections/dates.html",
        inspection=inspection,
        history=show_entries(moves),
        now=now_for(inspection),
    )


@blueprint.get("/<int:inspection_id>/dates/<key>")
@requires(Permission.MOVE_ANCHORS)
def change_date(inspection_id: int, key: str) -> ResponseReturnValue:
    """The form for one key date; filled in, it shows what would move."""
    inspection = queries.get_inspection(inspection_id)
    anchor = queries.get_anchor(inspection, key)
    is_filled, is_again = "at-day" in request.args, "again" in request.args
    form = DateForm(request.args) if is_filled else DateForm(None, at=anchor.at)
    if not (is_filled or is_again) or (is_filled and not form.validate()):
        page = render_template(
            "inspections/date.html", form=form, anchor=anchor, inspection=inspection
        )
        return page, 422 if is_filled else 200
    move = MoveByHandForm(None, at=form.at.data.isoformat(), version=inspection.version)
    return _show_move(inspection_id, key, move)


@blueprint.post("/<int:inspection_id>/dates/<key>")
@requires(Permission.MOVE_ANCHORS)
@commits
def move_date(inspection_id: int, key: str) -> ResponseReturnValue:
    """Move what the preview showed; an odd date only when it is confirmed."""
    form = MoveByHandForm()
    try:
        operations.move_anchor(
            actor=current_person(),
            inspection_id=inspection_id,
            key=key,
            at=read_shown(form.at.data),
            version=int(form.version.data or 0),
            is_confirmed=form.confirmed.data,
        )
    except operations.DateQuestioned as error:
        form.add_error("confirmed", error.sentence)
        return _show_move(inspection_id, key, form), error.status
    return redirect(url_for("inspections.list_dates", inspection_id=inspection_id))


def _show_move(inspection_id: int, key: str, form: MoveByHandForm) -> str:
    preview = operations.preview_anchor_move(
        inspection_id=inspection_id, key=key, at=read_shown(form.at.data)
    )
    return render_template(
        "inspections/move.html", preview=preview, form=form, inspection=preview.inspection
    )
