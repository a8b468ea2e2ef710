"""The requests log of an inspection: the list and its short form, files, paper, one request."""

from collections.abc import Callable
from datetime import datetime

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.activity.queries import list_subject_activity
from readiness.activity.showing import show_entries
from readiness.errors import Refused
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.now import now_for, now_in
from readiness.inspections.offers import offer_figures
from readiness.inspections.operations import get_running
from readiness.inspections.queries import get_inspection
from readiness.london import in_london
from readiness.office.names import MEDIA_TYPES
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.people.queries import get_post, list_posts
from readiness.requests import briefing_routes, closing, operations, pack, queries, wall_routes
from readiness.requests.blueprint import LOG, blueprint
from readiness.requests.deeds import DEEDS, Deed, make_form
from readiness.requests.desk import Desk
from readiness.requests.exports import name_log, spell_answered, write_log_csv, write_log_word
from readiness.requests.forms import LogForm, read_day, read_filter
from readiness.requests.models import InspectorRequest
from readiness.requests.pages import (
    RequestLine,
    find_actor,
    list_owner_choices,
    make_figures,
    make_line,
    make_lines,
)
from readiness.requests.rules import STATE_WORDS, count_standings, spell_answer
from readiness.settings import current_settings
from readiness.web.commits import commits
from readiness.web.forms import BaseForm
from readiness.web.pages import TOLD_ANEW, is_htmx, safe_next
from readiness.web.pagination import USUAL_SIZE, Page, asked_page

__all__ = ["blueprint", "briefing_routes", "closing", "pack", "wall_routes"]

ONE = f"{LOG}/<int:number>"
Faults = list[dict[str, str]]
offer_figures("requests", 10, make_figures)


@blueprint.get(LOG)
@requires(Permission.SEE_REQUESTS)
def list_requests(inspection_id: int) -> ResponseReturnValue:
    """What is open, soonest due first; filters are in the address. The form stands above."""
    return _show_log(get_inspection(inspection_id), None)


@blueprint.post(LOG)
@requires(Permission.WORK_OWN_TASKS)
@commits
def log_request(inspection_id: int) -> ResponseReturnValue:
    """Log a request."""
    inspection, form = get_running(inspection_id), _log_form(None)
    if not form.validate():
        return _show_log(inspection, form), 422
    try:
        logged = operations.log_request(
            actor=current_person(),
            inspection_id=inspection_id,
            asked_by=form.asked_by.data,
            question=form.question.data,
            area=form.area.data,
            post=get_post(int(form.post.data)) if form.post.data else None,
            due_at=form.due_at.data,
        )
    except Refused as error:
        db.session.rollback()
        form.refuse(error)
        return _show_log(get_inspection(inspection_id), form), error.status
    flash(f"{logged.activity_title} is logged.")
    return redirect(url_for("requests.list_requests", inspection_id=inspection_id))


@blueprint.get(f"{LOG}/log.csv")
@requires(Permission.SEE_REQUESTS)
def export_csv(inspection_id: int) -> ResponseReturnValue:
    """Every request that fits, as a file that Excel opens."""
    return _export(
        inspection_id,
        "csv",
        "text/csv",
        lambda inspection, lines, _now: write_log_csv(inspection, lines),
    )


@blueprint.get(f"{LOG}/log.docx")
@requires(Permission.SEE_REQUESTS)
def export_word(inspection_id: int) -> ResponseReturnValue:
    """Every request that fits, as a Word file."""

    def write(inspection: Inspection, lines: list[RequestLine], now: datetime) -> bytes:
        return write_log_word(
            inspection,
            lines,
            answer=_answer(inspection_id, now),
            council=current_settings().council_name,
            made_at=now,
        )

    return _export(inspection_id, "docx", MEDIA_TYPES["docx"], write)


@blueprint.get(f"{LOG}/daily")
@requires(Permission.SEE_REQUESTS)
def show_daily(inspection_id: int) -> ResponseReturnValue:
    """The list of a day on paper, for the meeting at its end."""
    inspection = get_inspection(inspection_id)
    now = now_for(inspection)
    day = read_day(request.args.get("day", "")) or in_london(now).date()
    desk = Desk.load(inspection_id)
    return render_template(
        "requests/daily.html",
        inspection=inspection,
        day=day,
        lines=make_lines(queries.list_daily(inspection_id, day), desk, now),
        spell_answered=spell_answered,
        now=now,
    )


@blueprint.get(ONE)
@requires(Permission.SEE_REQUESTS)
def show_request(inspection_id: int, number: int) -> ResponseReturnValue:
    """What was asked, whose it is, how it went, and what can be done."""
    return _show(inspection_id, number, {}, []), 200


def _add_route(name: str, deed: Deed) -> None:
    """A POST route for one deed: “requests.accept” at …/accept."""

    @requires(Permission.WORK_OWN_TASKS)
    @commits
    def do(inspection_id: int, number: int) -> ResponseReturnValue:
        return _do(name, deed, inspection_id, number)

    blueprint.add_url_rule(f"{ONE}/{deed.path}", name, do, methods=["POST"])


for _name, _deed in DEEDS.items():
    _add_route(_name, _deed)


def _do(name: str, deed: Deed, inspection_id: int, number: int) -> ResponseReturnValue:
    """Do it and go on; where it is refused, show the request as it is with the sentence."""
    found = queries.lock_request(inspection_id, number)
    form = make_form(name, found, is_sent=True)
    if not form.validate():
        return _show(inspection_id, number, {name: form}, form.error_summary), 422
    try:
        deed.do(current_person(), found, form)
        db.session.flush()
    except Refused as error:
        if is_htmx():
            raise
        db.session.rollback()
        form.refuse(error, queries.get_request(inspection_id, number).version)
        return _show(inspection_id, number, {name: form}, form.error_summary), error.status
    if is_htmx() and request.headers.get("HX-Target", "").startswith("request-"):
        return _show_row(found)
    flash(f"{found.activity_title} {deed.said}")
    usual = url_for("requests.show_request", inspection_id=inspection_id, number=number)
    return redirect(safe_next(usual))


def _show_row(found: InspectorRequest) -> ResponseReturnValue:
    number = found.inspection_id
    line = make_line(found, Desk.load(number), now_in(number), current_person())
    back = safe_next("").partition("#")[0]
    return render_template("requests/row.html", line=line, back=back), TOLD_ANEW


def _log_form(start: datetime | None) -> LogForm:
    """The form as it was sent, or as the log opens with it at this moment."""
    form = LogForm() if start is None else LogForm(None, due_at=operations.find_usual_due(start))
    form.offer((str(post.id), post.title) for post in list_posts())
    return form


def _show_log(inspection: Inspection, sent: LogForm | None) -> str:
    """The log; `sent` is the form that was refused."""
    now, desk = now_for(inspection), Desk.load(inspection.id)
    wanted, owner = read_filter(request.args, desk)
    total = queries.count_requests(inspection.id, wanted, now)
    number = asked_page(total)
    rows = queries.list_requests(
        inspection.id, wanted, now, limit=USUAL_SIZE, offset=(number - 1) * USUAL_SIZE
    )
    counts = count_standings(queries.list_standings(inspection.id), now)
    return render_template(
        "requests/log.html",
        inspection=inspection,
        page=Page(make_lines(rows, desk, now, find_actor(inspection)), number, USUAL_SIZE, total),
        wanted=wanted,
        owner=owner,
        counts=counts,
        answer_words=spell_answer(counts),
        owners=list_owner_choices(inspection.id, desk.owners),
        areas=[(area.key, area.title) for area in desk.spec.areas.values()],
        state_words=STATE_WORDS,
        log_form=sent or _log_form(now_in(inspection.id)),
        has_errors=sent is not None,
    )


def _export(
    inspection_id: int,
    ending: str,
    mimetype: str,
    write: Callable[[Inspection, list[RequestLine], datetime], bytes],
) -> Response:
    inspection, desk = get_inspection(inspection_id), Desk.load(inspection_id)
    now = now_for(inspection)
    wanted, _owner = read_filter(request.args, desk)
    lines = make_lines(queries.list_requests(inspection_id, wanted, now), desk, now)
    name = name_log(inspection, now_in(inspection_id), ending)
    return Response(
        write(inspection, lines, now),
        mimetype=mimetype,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _answer(inspection_id: int, now: datetime) -> str:
    return spell_answer(count_standings(queries.list_standings(inspection_id), now))


def _show(inspection_id: int, number: int, sent: dict[str, BaseForm], faults: Faults) -> str:
    """The page of a request; `sent` is the form that was refused, with what was written in it."""
    found, me = queries.get_request(inspection_id, number), current_person()
    inspection, desk = get_inspection(inspection_id), Desk.load(inspection_id)
    return render_template(
        "requests/request.html",
        inspection=inspection,
        asked=found,
        line=make_line(found, desk, now_for(inspection), find_actor(inspection)),
        state_words=STATE_WORDS,
        may_work=operations.may_work_on(me, found, desk),
        may_run=operations.may_run(me, found),
        history=show_entries(
            list_subject_activity("inspector_request", found.id), subject="this request"
        ),
        refused=next(iter(sent), ""),
        forms={name: sent.get(name) or make_form(name, found) for name in DEEDS},
        faults=faults,
        now=now_in(inspection_id),
    )
