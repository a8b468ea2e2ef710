"""What people do on the pages of a meeting: for each button its form, its right, its operation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from readiness.meetings import forms, operations, queries
from readiness.meetings.minutes import close_minutes
from readiness.meetings.models import Meeting
from readiness.meetings.rules import Presence
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows
from readiness.people.queries import get_person, list_active_people
from readiness.settings import current_settings
from readiness.web.forms import BaseForm, seen_version

Do = Callable[[Person, Meeting, Any], object]
_RUN = Permission.RUN_MEETINGS


@dataclass(frozen=True)
class Deed:
    """One thing to do with a meeting, which is held while it is done."""

    path: str
    form: type[BaseForm]
    do: Do
    said: str
    permission: Permission = _RUN


def _raise(me: Person, meeting: Meeting, form: Any) -> None:
    title, detail = form.title.data, form.detail.data or ""
    operations.raise_item(actor=me, meeting=meeting, title=title, detail=detail)


def _move(me: Person, meeting: Meeting, form: Any) -> None:
    at, reason = form.at.data, form.move_reason.data
    operations.move_meeting(
        actor=me, meeting=meeting, version=seen_version(form), at=at, reason=reason
    )


def _cancel(me: Person, meeting: Meeting, form: Any) -> None:
    reason = form.cancel_reason.data
    operations.cancel_meeting(actor=me, meeting=meeting, version=seen_version(form), reason=reason)


def _attend(me: Person, meeting: Meeting, form: Any) -> bool:
    people = [field for field in form if field.name.startswith("person_")]
    presence = {
        int(field.name.removeprefix("person_")): (
            _read_presence(form[f"seen_{field.name}"].data),
            _read_presence(field.data),
        )
        for field in people
    }
    return operations.record_attendance(actor=me, meeting=meeting, presence=presence)


def _read_presence(word: str | None) -> Presence | None:
    return Presence(word) if word in list(Presence) else None


def _end(me: Person, meeting: Meeting, form: Any) -> None:
    council = current_settings().council_name
    close_minutes(actor=me, meeting=meeting, version=seen_version(form), council=council)


def _ask_pack(me: Person, meeting: Meeting, _form: Any) -> None:
    operations.ask_pack(actor=me, meeting=meeting)


def save_item(me: Person, meeting: Meeting, item: queries.AgendaItem, form: Any) -> bool:
    """Keep what was said, decided and agreed under an item; what is empty or the same is not.

    Whether there was anything to keep.
    """
    note, before = form.note.data or "", item.row.note if item.row else ""
    if note != before:
        operations.write_note(
            actor=me, meeting=meeting, key=item.key, version=seen_version(form), note=note
        )
    if form.decision.data:
        operations.add_decision(actor=me, meeting=meeting, key=item.key, text=form.decision.data)
    if form.action_title.data:
        operations.agree_action(
            actor=me,
            meeting=meeting,
            title=form.action_title.data,
            owner=get_person(int(form.owner.data)),
            due_on=form.due_on.data,
        )
    return bool(note != before or form.decision.data or form.action_title.data)


DEEDS = {
    "raise_item": Deed(
        "items", forms.RaiseForm, _raise, "It is on the agenda.", Permission.SEE_MEETINGS
    ),
    "attend": Deed("attendance", forms.AttendanceForm, _attend, "Who came is saved."),
    "move": Deed("move", forms.MoveForm, _move, "The meeting is moved."),
    "cancel": Deed("cancel", forms.CancelForm, _cancel, "It is noted that it is not held."),
    "end": Deed("end", forms.EndForm, _end, "The minutes are closed."),
    "pack": Deed("pack", forms.PackForm, _ask_pack, "The pack is being made."),
}
"""By the name of their route."""


def make_form(name: str, meeting: Meeting, *, is_sent: bool = False) -> BaseForm:
    """The form of a deed: as it was sent, or as the page opens with it."""
    if name == "attend":
        return forms.make_attendance_form(queries.list_presence(meeting), is_sent=is_sent)
    kind = DEEDS[name].form
    return kind() if is_sent else kind(None, version=meeting.version, at=meeting.at)


def make_item_form(item: queries.AgendaItem, *, is_sent: bool = False) -> forms.ItemForm:
    """The form of an item of the agenda."""
    row = item.row
    start = {"version": row.version if row else 0, "note": row.note if row else ""}
    form = forms.ItemForm() if is_sent else forms.ItemForm(None, **start)
    form.offer(p for p in list_active_people() if allows(p.role, Permission.WORK_OWN_TASKS))
    return form
