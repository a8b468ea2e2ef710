"""Pages of meetings: the list, one meeting, an item of its agenda, Word files, comparing."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.errors import ChangedMeanwhile, NotFound, Refused, Unusable
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.meetings import exports, forms, operations, queries
from readiness.meetings.deeds import DEEDS, Deed, make_form, make_item_form, save_item
from readiness.meetings.models import Meeting, Series
from readiness.meetings.rules import PRESENCE_WORDS, Rhythm
from readiness.office.names import MEDIA_TYPES
from readiness.people.access import can, current_person, requires
from readiness.people.permissions import Permission
from readiness.people.queries import list_posts
from readiness.plain_words import format_time
from readiness.sections import Deed as RowDeed
from readiness.web.commits import commits
from readiness.web.forms import BaseForm, seen_version
from readiness.web.navigation import NavigationItem, add_navigation
from readiness.web.pages import is_htmx, safe_next
from readiness.web.pagination import Page, asked_page
from readiness.work.queries import find_latest_owed

blueprint = Blueprint("meetings", __name__, url_prefix="/meetings")
add_navigation(
    blueprint,
    NavigationItem("Meetings", "meetings.list_meetings", Permission.SEE_MEETINGS, order=58),
)

HERE = "/<int:meeting_id>"
COMPARED = 6
PAST_SIZE = 20
"""Under the meetings to come; as many as are held in three quarters of a year."""
Faults = list[dict[str, str]]


@blueprint.get("/")
@requires(Permission.SEE_MEETINGS)
def list_meetings() -> ResponseReturnValue:
    """The next meeting, those to come, and a page of those that were held, with their minutes."""
    total = queries.count_past()
    number = asked_page(total, PAST_SIZE)
    past = queries.list_past(limit=PAST_SIZE, offset=(number - 1) * PAST_SIZE)
    planned = queries.list_planned()
    return render_template(
        "meetings/list.html",
        series=queries.list_series(),
        planned=planned,
        closed=queries.find_closed_days(planned, clock.now()),
        past=Page(past, number, PAST_SIZE, total),
        now=clock.now(),
    )


@blueprint.get("/compare")
@requires(Permission.SEE_MEETINGS)
def compare() -> ResponseReturnValue:
    """The figures of the meetings that were held, side by side, the latest first."""
    held = queries.list_held(COMPARED)
    names = list(dict.fromkeys(name for meeting in held for name in meeting.figures))
    return render_template("meetings/compare.html", held=held, names=names)


@blueprint.get(HERE)
@requires(Permission.SEE_MEETINGS)
def show_meeting(meeting_id: int) -> ResponseReturnValue:
    """A meeting: its agenda with what each item says, who came, what was decided and agreed."""
    meeting = queries.get_meeting(meeting_id)
    if is_htmx():
        work = find_latest_owed(operations.PACK, meeting.id)
        part = render_template("meetings/progress.html", meeting=meeting, work=work)
        over = work is None or not work.is_open
        return part, 200, ({"HX-Refresh": "true"} if over else {})
    return _show(meeting, {}, [])


@blueprint.get(f"{HERE}/agenda/<key>")
@requires(Permission.SEE_MEETINGS)
def show_item(meeting_id: int, key: str) -> ResponseReturnValue:
    """One item of the agenda, with what was said, decided and agreed, and the way on."""
    return _show_item(queries.get_meeting(meeting_id), key)


@blueprint.get(f"{HERE}/agenda/<key>/change")
@requires(Permission.RUN_MEETINGS)
def show_change(meeting_id: int, key: str) -> ResponseReturnValue:
    """What can be done about a row of an item, alone on its page: nothing else is typed on it."""
    return _show_change(meeting_id, key, request.args.get("of", ""))


@blueprint.post(f"{HERE}/agenda/<key>/change")
@requires(Permission.RUN_MEETINGS)
@commits
def change(meeting_id: int, key: str) -> ResponseReturnValue:
    """Pass on what is done about a row, as it was sent, once the words it needs are there.

    Where nothing can be done about it any more, the page it is sent to hands the words back.
    """
    meeting, path = queries.get_meeting(meeting_id), request.form.get("of", "")
    try:
        _words, deed = _find_row(meeting, queries.get_agenda_item(meeting, key), path)
    except NotFound:
        fault = ""
    else:
        fault = deed.find_fault(request.form)
    if fault:
        return _show_change(meeting_id, key, path, fault)
    here = url_for("meetings.show_item", meeting_id=meeting_id, key=key)
    return redirect(safe_next(here, "to"), 307)


@blueprint.post(f"{HERE}/agenda/<key>")
@requires(Permission.RUN_MEETINGS)
@commits
def save(meeting_id: int, key: str) -> ResponseReturnValue:
    """Keep what came of an item, and stay or go on to the next."""
    meeting = queries.lock_meeting(meeting_id)
    item = queries.get_agenda_item(meeting, key)
    form, came = make_item_form(item, is_sent=True), make_form("attend", meeting, is_sent=True)
    if not all([form.validate(), came.validate()]):
        return _show_item(meeting, key, form, came, status=422)
    unsaid: BaseForm | None = came
    try:
        is_changed = save_item(current_person(), meeting, item, form)
        unsaid = None  # where this is refused, the page shows who came as it is noted now
        is_changed |= bool(DEEDS["attend"].do(current_person(), meeting, came))
        db.session.flush()
    except (Refused, Unusable) as error:
        db.session.rollback()
        again = queries.get_meeting(meeting_id)
        row = queries.get_agenda_item(again, key).row
        form.refuse(error, row.version if row else 0)
        return _show_item(again, key, form, unsaid, status=error.status)
    here = url_for("meetings.show_item", meeting_id=meeting_id, key=key)
    where = safe_next(here)
    if is_changed or where == here:
        flash("Saved.")
    return redirect(where)


@blueprint.get(f"{HERE}/pack.docx")
@requires(Permission.SEE_MEETINGS)
def download_pack(meeting_id: int) -> ResponseReturnValue:
    """The pack as it was made."""
    meeting = queries.get_meeting(meeting_id)
    if meeting.pack_sha256 is None:
        raise NotFound("The pack of this meeting is not made yet. Make it on the meeting’s page.")
    return _send(meeting, meeting.pack_sha256, "pack")


@blueprint.get(f"{HERE}/minutes.docx")
@requires(Permission.SEE_MEETINGS)
def download_minutes(meeting_id: int) -> ResponseReturnValue:
    """The minutes of a meeting that has ended."""
    meeting = queries.get_meeting(meeting_id)
    if meeting.minutes_sha256 is None:
        raise NotFound("The minutes come when the meeting has ended.")
    return _send(meeting, meeting.minutes_sha256, "minutes")


@blueprint.get("/series/new")
@requires(Permission.RUN_MEETINGS)
def new_series() -> ResponseReturnValue:
    """The form for a series."""
    return _series_page(_series_form())


@blueprint.post("/series/new")
@requires(Permission.RUN_MEETINGS)
@commits
def add_series() -> ResponseReturnValue:
    """Begin a series."""
    form = _series_form()
    if not form.validate():
        return _series_page(form, status=422)
    operations.add_series(actor=current_person(), **_read_series(form))
    flash("The meetings are planned.")
    return redirect(url_for("meetings.list_meetings"))


@blueprint.get("/series/<int:series_id>")
@requires(Permission.RUN_MEETINGS)
def show_series(series_id: int) -> ResponseReturnValue:
    """When the meetings of a series are, to be changed."""
    series = queries.get_series(series_id)
    return _series_page(_series_form(series), series)


@blueprint.post("/series/<int:series_id>")
@requires(Permission.RUN_MEETINGS)
@commits
def change_series(series_id: int) -> ResponseReturnValue:
    """Change a series and the meetings to come that nobody touched."""
    series, form = queries.lock_series(series_id), _series_form()
    if not form.validate():
        return _series_page(form, series, status=422)
    try:
        version = seen_version(form)
        operations.change_series(
            actor=current_person(), series=series, version=version, **_read_series(form)
        )
    except Refused as error:
        db.session.rollback()
        series = queries.get_series(series_id)
        form.refuse(error, series.version)
        return _series_page(form, series, status=error.status)
    flash("The meetings to come are planned anew.")
    return redirect(url_for("meetings.list_meetings"))


def _send(meeting: Meeting, sha256: str, what: str) -> Response:
    return send_file(
        current_store().open(sha256),
        mimetype=MEDIA_TYPES["docx"],
        as_attachment=True,
        download_name=exports.name_file(meeting, what),
    )


def _add_route(name: str, deed: Deed) -> None:
    @requires(deed.permission)
    @commits
    def do(meeting_id: int) -> ResponseReturnValue:
        return _do(name, deed, meeting_id)

    blueprint.add_url_rule(f"{HERE}/{deed.path}", name, do, methods=["POST"])


for _name, _deed in DEEDS.items():
    _add_route(_name, _deed)


def _do(name: str, deed: Deed, meeting_id: int) -> ResponseReturnValue:
    """Do it and say so; where it is refused, show the meeting as it is with the sentence."""
    meeting = queries.lock_meeting(meeting_id)
    form = make_form(name, meeting, is_sent=True)
    if not form.validate():
        return _show(meeting, {name: form}, form.error_summary, 422)
    try:
        deed.do(current_person(), meeting, form)
        db.session.flush()
    except (Refused, Unusable) as error:
        db.session.rollback()
        again = queries.get_meeting(meeting_id)
        form.refuse(error, again.version)
        return _show(again, {name: form}, form.error_summary, error.status)
    flash(deed.said)
    return redirect(url_for("meetings.show_meeting", meeting_id=meeting_id))


def _show(
    meeting: Meeting, sent: dict[str, BaseForm], faults: Faults, status: int = 200
) -> ResponseReturnValue:
    sections = queries.list_sections(meeting, clock.now())
    may_end = can(Permission.RUN_MEETINGS) and meeting.is_planned and meeting.at <= clock.now()
    page = render_template(
        "meetings/meeting.html",
        meeting=meeting,
        not_noted=queries.list_not_noted(meeting) if may_end else (),
        closed=queries.find_closed_days([meeting], clock.now()).get(meeting.id),
        agenda=queries.list_agenda(meeting, sections),
        before=queries.find_before(meeting),
        agreed=queries.list_agreed(meeting),
        presence_words=PRESENCE_WORDS,
        work=find_latest_owed(operations.PACK, meeting.id),
        refused=next(iter(sent), ""),
        forms={name: sent.get(name) or make_form(name, meeting) for name in DEEDS},
        faults=faults,
        now=clock.now(),
    )
    return page, status


def _show_item(
    meeting: Meeting,
    key: str,
    sent: forms.ItemForm | None = None,
    came: BaseForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    sections = queries.list_sections(meeting, clock.now(), only=key)
    agenda = queries.list_agenda(meeting, sections)
    places = [item.key for item in agenda]
    if key not in places:
        raise NotFound("There is no such item on this agenda.")
    at = places.index(key)
    item = agenda[at]
    page = render_template(
        "meetings/item.html",
        meeting=meeting,
        item=item,
        number=at + 1,
        total=len(agenda),
        earlier=agenda[at - 1] if at else None,
        later=agenda[at + 1] if at + 1 < len(agenda) else None,
        decisions=[found for found in meeting.decisions if found.item_key == key],
        agreed=queries.list_agreed(meeting),
        form=sent or make_item_form(item),
        attend_form=came or _attend_form(meeting),
        is_refused=sent is not None,
        now=clock.now(),
    )
    return page, status


def _show_change(meeting_id: int, key: str, path: str, fault: str = "") -> ResponseReturnValue:
    meeting = queries.get_meeting(meeting_id)
    item = queries.get_agenda_item(meeting, key)
    words, deed = _find_row(meeting, item, path)
    page = render_template(
        "meetings/change.html",
        meeting=meeting,
        item=item,
        words=words,
        deed=deed,
        path=path,
        fault=fault,
    )
    return page, Refused.status if fault else 200


def _find_row(
    meeting: Meeting, item: queries.AgendaItem, path: str
) -> tuple[tuple[str, ...], RowDeed]:
    """The row of an item that leads to a page, and what can be done about it. Raises NotFound."""
    section = item.section if meeting.is_planned else None
    rows = zip(section.rows, section.links, section.deeds, strict=False) if section else ()
    for words, link, deed in rows:
        if link and deed and url_for(link[0], **link[1]) == path:
            return words, deed
    raise NotFound("Nothing can be done about this in the meeting any more. Go back to the agenda.")


def _attend_form(meeting: Meeting) -> BaseForm | None:
    """Who came, for those who may note it on the page of an item too."""
    runs = can(Permission.RUN_MEETINGS) and meeting.is_planned
    return make_form("attend", meeting) if runs else None


def _series_form(series: Series | None = None) -> forms.SeriesForm:
    start: dict[str, Any] = {}
    if series is not None:
        start = {
            "title": series.title,
            "chair": series.chair_post.key,
            "first_day": series.first_day,
            "starts_at": f"{series.starts_at:%H:%M}",
            "weeks": str(series.weeks),
            "place": series.place,
            "version": series.version,
        }
    is_sent = request.method == "POST"
    form = forms.SeriesForm() if is_sent else forms.SeriesForm(None, **start)
    form.offer(list_posts())
    return form


def _series_page(
    form: forms.SeriesForm, series: Series | None = None, status: int = 200
) -> ResponseReturnValue:
    is_outdated = status == ChangedMeanwhile.status
    page = render_template(
        "meetings/series.html",
        form=form,
        series=series,
        starts_at=format_time(series.starts_at) if series else "",
        is_outdated=is_outdated,
    )
    return page, status


def _read_series(form: forms.SeriesForm) -> dict[str, Any]:
    posts = {post.key: post for post in list_posts()}
    return {
        "title": form.title.data,
        "chair_post": posts[form.chair.data],
        "rhythm": Rhythm(form.first_day.data, form.read_time(), int(form.weeks.data)),
        "place": form.place.data or "",
    }
