"""Holding a meeting: items raised, notes, decisions, who came, and its end."""

from collections.abc import Mapping, Sequence
from datetime import date

from readiness import clock
from readiness.actions.models import Action
from readiness.actions.operations import add_action
from readiness.actions.queries import Wanted, list_actions
from readiness.actions.rules import Origin, Source
from readiness.activity.operations import record_change
from readiness.errors import ChangedMeanwhile, NotAllowed, Refused, require_words
from readiness.extensions import db
from readiness.files.models import StoredFile
from readiness.meetings.models import Attendance, Decision, Meeting, MeetingItem
from readiness.meetings.operations.checks import (
    check_may_run,
    check_planned,
)
from readiness.meetings.operations.planning import plan_ahead
from readiness.meetings.queries import OWN, get_agenda_item, keep_section
from readiness.meetings.rules import MeetingState, Presence, choose_chair
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows
from readiness.plain_words import format_moment
from readiness.sections import Section

Came = Presence | None


def raise_item(*, actor: Person, meeting: Meeting, title: str, detail: str = "") -> MeetingItem:
    """Put something on the agenda. Everybody who comes may. Raises NotAllowed and Refused."""
    if not allows(actor.role, Permission.SEE_MEETINGS):
        raise NotAllowed("Items are raised by those who come to the meeting.")
    check_planned(meeting)
    numbers = [int(i.key.removeprefix(OWN)) for i in meeting.items if i.key.startswith(OWN)]
    item = MeetingItem(
        meeting_id=meeting.id,
        key=f"{OWN}{max(numbers, default=0) + 1}",
        title=require_words(title, "Say what the item is."),
        detail=detail.strip(),
        raised_by=actor,
        changed_by=actor,
    )
    db.session.add(item)
    record_change(actor, "meetings:item:raised", meeting, item=(None, item.title))
    return item


def write_note(*, actor: Person, meeting: Meeting, key: str, version: int, note: str) -> None:
    """Write down what was said of an item; `version` is that of its row, 0 for none yet.

    Raises NotAllowed, and ChangedMeanwhile where somebody wrote meanwhile.
    """
    check_may_run(actor)
    check_planned(meeting)
    item = get_agenda_item(meeting, key)
    row = item.row
    if (row.version if row else 0) != version:
        who = row.changed_by.name if row and row.changed_by else "Somebody"
        raise ChangedMeanwhile(
            f"{who} wrote a note on this item after you opened it. Both are below: put yours "
            "together with it."
        )
    if row is None:
        row = MeetingItem(meeting_id=meeting.id, key=key, title=item.title)
        db.session.add(row)
    row.note, row.changed_by = note.strip(), actor
    record_change(actor, "meetings:item:noted", meeting, item=(None, item.title))


def add_decision(*, actor: Person, meeting: Meeting, key: str, text: str) -> None:
    """Record a decision under an item. Raises NotAllowed, ChangedMeanwhile and Refused."""
    check_may_run(actor)
    check_planned(meeting)
    item = get_agenda_item(meeting, key)
    said = require_words(text, "Write what was decided.")
    decision = Decision(
        meeting_id=meeting.id,
        item_key=key,
        text=said,
        recorded_by_id=actor.id,
        recorded_at=clock.now(),
    )
    db.session.add(decision)
    record_change(
        actor, "meetings:meeting:decided", meeting, item=(None, item.title), decision=(None, said)
    )


def record_attendance(
    *, actor: Person, meeting: Meeting, presence: Mapping[int, tuple[Came, Came]]
) -> bool:
    """Say who came: what was known of each person, and what is; None says nothing of them.

    Who is the same before and after is left alone; answers whether anybody was not. Raises
    NotAllowed, and ChangedMeanwhile where another person noted something else meanwhile.
    """
    check_may_run(actor)
    check_planned(meeting)
    kept = {row.person_id: row for row in meeting.attendance}
    changed = {person_id: pair for person_id, pair in presence.items() if pair[0] != pair[1]}
    if not changed:
        return False
    for person_id, (seen, came) in changed.items():
        row = kept.get(person_id)
        if (row.presence if row else None) not in (seen, came):
            raise ChangedMeanwhile(
                "Somebody else noted who came after you opened this page. Nothing was saved: "
                "look at it again."
            )
        if came is None:
            if row is not None:
                meeting.attendance.remove(row)
                db.session.delete(row)
        elif row is not None:
            row.presence = came
        else:
            meeting.attendance.append(Attendance(person_id=person_id, presence=came))
    present = sum(row.presence is Presence.PRESENT for row in meeting.attendance)
    record_change(actor, "meetings:meeting:attended", meeting, present=(None, present))
    return True


def end_meeting(
    *, actor: Person, meeting: Meeting, version: int, sections: Sequence[Section]
) -> None:
    """Close the minutes: the sections are kept as they stand, and what is carried over counted.

    Raises NotAllowed, ChangedMeanwhile; Refused before it begins, and while nobody is noted as
    present: that it was not held is said by cancelling it.
    """
    check_may_run(actor)
    check_planned(meeting)
    if meeting.at > clock.now():
        begins = format_moment(meeting.at)
        raise Refused(f"This meeting begins {begins}. End it when it was held.")
    if meeting.version != version:
        raise ChangedMeanwhile("Somebody changed this meeting after you opened it. Look again.")
    if not any(row.presence is Presence.PRESENT for row in meeting.attendance):
        raise Refused(
            "Nobody is noted as present. Note who came, or say that the meeting was not held."
        )
    meeting.contents = [keep_section(section) for section in sections]
    meeting.figures = {name: number for section in sections for name, number in section.figures}
    meeting.carried_over = _count_carried_over(meeting)
    meeting.state, meeting.ended_at = MeetingState.HELD, clock.now()
    meeting.chaired_by = _find_chair(meeting) or actor
    record_change(
        actor, "meetings:meeting:ended", meeting, carried_over=(None, meeting.carried_over)
    )
    plan_ahead(meeting.series)


def _find_chair(meeting: Meeting) -> Person | None:
    seats = {seat.id: seat for seat in meeting.series.chair_post.seats if seat is not None}
    chair = choose_chair(seats, {row.person_id: row.presence for row in meeting.attendance})
    return None if chair is None else seats[chair]


def agree_action(
    *, actor: Person, meeting: Meeting, title: str, owner: Person, due_on: date
) -> Action:
    """Agree an action in a meeting that goes on. Raises as add_action does, ChangedMeanwhile."""
    check_planned(meeting)
    origin = Origin(Source.MEETING, meeting.id, meeting.activity_title)
    return add_action(actor=actor, title=title, owner=owner, due_on=due_on, origin=origin)


def keep_minutes(*, meeting: Meeting, stored: StoredFile) -> None:
    """Keep the Word file of the minutes of a meeting that has just ended: for good."""
    if meeting.minutes_sha256 is None:
        meeting.minutes_sha256 = stored.sha256


def _count_carried_over(meeting: Meeting) -> int:
    """Actions of earlier meetings that have not ended."""
    found = list_actions(Wanted(source=Source.MEETING), clock.today())
    return sum(action.source_id != meeting.id for action in found)
