"""The timetable for others to hold: a Word file with a table a day."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from readiness.bundles.rules import TRIAL_MARK
from readiness.fieldwork.pages import Line, Timetable
from readiness.fieldwork.rules.timetable import KIND_WORDS
from readiness.inspections.models import Inspection
from readiness.london import in_london
from readiness.office.docx import Block, Heading, Paragraph, Table, TextStyle, write_document
from readiness.office.names import safe_name
from readiness.plain_words import format_day, format_moment, plural

HEADINGS = ("Time", "What", "Where", "Who takes part", "Inspector", "Note-taker")
WIDTHS = (2.2, 4, 2.4, 5, 2.2, 2.2)


def write_timetable(
    inspection: Inspection, timetable: Timetable, *, council: str, made_at: datetime
) -> bytes:
    """The timetable in Word. What clashes is for us to see, and not in it."""
    return write_document(
        _blocks(inspection, timetable, made_at),
        title=f"{inspection.title}: fieldwork timetable",
        created=made_at,
        header=f"{council}, {inspection.title}",
        footer="Fieldwork timetable",
        watermark=TRIAL_MARK if inspection.is_trial else None,
        landscape=True,
    )


def name_timetable(inspection: Inspection, made_at: datetime) -> str:
    """“2026-12-07 Fieldwork timetable.docx”; of a trial run it says so first."""
    mark = f"{TRIAL_MARK} " if inspection.is_trial else ""
    return safe_name(f"{mark}{in_london(made_at):%Y-%m-%d} Fieldwork timetable.docx")


def _blocks(inspection: Inspection, timetable: Timetable, made_at: datetime) -> Iterator[Block]:
    yield Heading(1, "Fieldwork timetable")
    entries = plural(timetable.shown, "entry", "entries")
    yield Paragraph(f"{inspection.title}: {entries}.", TextStyle.LEAD)
    for day, lines in timetable.days:
        yield Heading(2, format_day(day))
        rows = [_row(line) for line in lines]
        yield Table(HEADINGS, rows, widths=WIDTHS, description=f"Timetable of {format_day(day)}")
    yield Paragraph(f"As it stood on {format_moment(made_at)}.", TextStyle.NOTE)


def _row(line: Line) -> Sequence[str]:
    entry = line.entry
    return (
        line.slot.when,
        f"{entry.title} ({KIND_WORDS[entry.kind].lower()})",
        entry.room,
        "; ".join(line.who),
        entry.inspector,
        entry.note_taker.name if entry.note_taker else "",
    )
