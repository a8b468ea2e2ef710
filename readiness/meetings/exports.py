"""The Word files of a meeting: the pack made beforehand, and the minutes. Domain to blocks."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from readiness.actions.models import Action
from readiness.actions.rules import STATE_WORDS
from readiness.london import in_london
from readiness.meetings.changing import find_end
from readiness.meetings.models import Meeting
from readiness.meetings.queries import AgendaItem
from readiness.meetings.rules import PRESENCE_WORDS, Change
from readiness.office.docx import (
    Block,
    Bullets,
    Facts,
    Heading,
    Paragraph,
    Table,
    TextStyle,
    write_document,
)
from readiness.office.names import name_made
from readiness.plain_words import format_day, format_moment, format_time, join_words, plural
from readiness.sections import Section

ACTION_HEADINGS = ("Action", "Owner", "Due", "State")
CHANGE_HEADINGS = ("Arrangement or action", "How it stood", "Said in the meeting", "By")


def write_pack(
    meeting: Meeting, items: Sequence[AgendaItem], *, council: str, made_at: datetime
) -> bytes:
    """The agenda, then each item as it stands when the pack is made."""
    blocks: list[Block] = [
        Heading(1, f"{meeting.series.title}: agenda and pack"),
        Facts(_facts(meeting), description="When and where the meeting is"),
        Heading(2, "Agenda"),
        *(Paragraph(f"{number}. {item.title}") for number, item in enumerate(items, 1)),
    ]
    for number, item in enumerate(items, 1):
        blocks += [Heading(2, f"{number}. {item.title}"), *_item_blocks(item)]
    note = f"As everything stood on {format_moment(made_at)}."
    blocks.append(Paragraph(note, TextStyle.NOTE))
    return _write(meeting, blocks, "agenda and pack", council, made_at)


def write_minutes(
    meeting: Meeting,
    items: Sequence[AgendaItem],
    agreed: Sequence[Action],
    *,
    council: str,
    changed: Sequence[Change] = (),
    not_noted: Sequence[str] = (),
) -> bytes:
    """What was said and decided item by item, who came, what was agreed and what was changed.

    `not_noted` are the names of those asked to come of whom nobody noted whether they did.
    """
    came = [*_present(meeting), *([("Not noted", join_words(not_noted))] if not_noted else [])]
    blocks: list[Block] = [
        Heading(1, f"{meeting.series.title}: minutes"),
        Facts([*_facts(meeting), *came], description="When it was, and who came"),
    ]
    for number, item in enumerate(items, 1):
        blocks += [Heading(2, f"{number}. {item.title}"), *_minute_blocks(meeting, item)]
    blocks += [Heading(2, "Actions agreed"), *_action_blocks(agreed)]
    carried = plural(meeting.carried_over, "action is", "actions are")
    blocks.append(Paragraph(f"{carried} carried over from earlier meetings."))
    blocks += _change_blocks(meeting, changed)
    return _write(meeting, blocks, "minutes", council, meeting.ended_at or meeting.at)


def name_file(meeting: Meeting, what: str) -> str:
    """A file name that sorts by date: “2026-12-01 Planning meeting minutes.docx”."""
    return name_made(f"{in_london(meeting.at):%Y-%m-%d} {meeting.series.title} {what}.docx")


def _write(
    meeting: Meeting, blocks: Iterable[Block], what: str, council: str, created: datetime
) -> bytes:
    title = f"{meeting.series.title}: {what}"
    return write_document(
        blocks,
        title=title,
        created=created,
        header=f"{council}, {meeting.series.title}",
        footer=what.capitalize(),
    )


def _facts(meeting: Meeting) -> list[tuple[str, str]]:
    facts = [("When", format_moment(meeting.at))]
    if meeting.moved_because:
        facts.append(("Moved", meeting.moved_because))
    if meeting.series.place:
        facts.append(("Where", meeting.series.place))
    return [*facts, ("Chair", _name_chair(meeting))]


def _name_chair(meeting: Meeting) -> str:
    post = meeting.series.chair_post
    holder, _deputy = post.seats
    chair = meeting.chaired_by or holder
    name = chair.name if chair else "Nobody yet"
    return f"{name}, {post.title}" if chair is holder else f"{name}, for the {post.title}"


def _present(meeting: Meeting) -> Iterator[tuple[str, str]]:
    for presence, word in PRESENCE_WORDS.items():
        names = [row.person.name for row in meeting.attendance if row.presence is presence]
        yield word, join_words(sorted(names)) or "Nobody"


def _item_blocks(item: AgendaItem) -> Iterator[Block]:
    if item.section is None:
        raised = item.row.raised_by.name if item.row and item.row.raised_by else ""
        yield Paragraph(f"Raised by {raised}." if raised else "Raised beforehand.")
        if item.answer:
            yield Paragraph(item.answer)
        return
    yield Paragraph(item.answer, TextStyle.LEAD)
    yield from _section_table(item.section)


def _section_table(section: Section) -> Iterator[Block]:
    if section.rows:
        yield Table(
            section.headings,
            section.rows,
            widths=section.widths or (3, *(2,) * (len(section.headings) - 1)),
            description=section.title,
        )


def _minute_blocks(meeting: Meeting, item: AgendaItem) -> Iterator[Block]:
    if item.answer:
        yield Paragraph(item.answer)
    if item.row is not None and item.row.note:
        yield Paragraph(item.row.note)
    decided = [d.text for d in meeting.decisions if d.item_key == item.key]
    if decided:
        yield Paragraph("Decided:")
        yield Bullets(decided)


def _action_blocks(agreed: Sequence[Action]) -> Iterator[Block]:
    if not agreed:
        yield Paragraph("None.")
        return
    rows = [
        (action.title, action.owner.name, format_day(action.due_on), STATE_WORDS[action.state])
        for action in agreed
    ]
    yield Table(ACTION_HEADINGS, rows, widths=(5, 2, 3, 2), description="Actions agreed")


def _change_blocks(meeting: Meeting, changed: Sequence[Change]) -> Iterator[Block]:
    """How arrangements and actions stand since the meeting; nothing where none was changed."""
    if not changed:
        return
    yield Heading(2, "Changed in the meeting")
    end, begin = find_end(meeting), format_time(in_london(meeting.at))
    until = format_time(in_london(end)) if end == meeting.ended_at else "the end of the day"
    yield Paragraph(f"By those present and whoever closed the minutes, from {begin} to {until}.")
    rows = [
        (change.title, change.before or "–", _spell_after(change), join_words(change.by))
        for change in changed
    ]
    yield Table(CHANGE_HEADINGS, rows, widths=(4, 2, 4, 2), description="Changed in the meeting")


def _spell_after(change: Change) -> str:
    is_again = change.before == change.after
    said = f"{change.after}, said again" if is_again else change.after
    return "\n".join([said, *change.words])
