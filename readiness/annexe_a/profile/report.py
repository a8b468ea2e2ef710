"""A profile in Word: each list’s figures, their spread as bars of text, and their breakdowns."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from readiness.annexe_a.profile.axes import AXES, Axis
from readiness.annexe_a.profile.declaring import NOT_KNOWN, Length, Spread
from readiness.annexe_a.profile.figures import Figure, Profile
from readiness.annexe_a.profile.telling import list_notes
from readiness.annexe_a.profile.words import (
    spell_basis,
    spell_counted,
    spell_main,
    spell_number,
    spell_opening,
    spell_out_of,
    spell_percent,
    spell_rate,
)
from readiness.checklists.standards import Standards
from readiness.office.docx import (
    Block,
    Heading,
    PageBreak,
    Paragraph,
    Table,
    TextStyle,
    write_document,
)
from readiness.plain_words import format_day

TITLE = "Profile of the lists"
LONGEST_BAR = 24
BAR = "█"
MOST_BEFORE = 5
"""A title and its notes: the first list stands on their page."""


def write_report(
    profile: Profile,
    names: Mapping[int, str],
    standards: Standards,
    *,
    council: str,
    made_at: datetime,
    watermark: str | None = None,
) -> bytes:
    """The profile as a Word document; `names` are those of the lists."""
    blocks: list[Block] = [
        Heading(1, TITLE),
        Paragraph(spell_opening(profile), TextStyle.LEAD),
        *(Paragraph(note, TextStyle.NOTE) for note in list_notes(profile)),
    ]
    for number in sorted(profile.as_at):
        figures = profile.of_list(number)
        if figures:
            title = f"List {number}, {names[number]}, as at {format_day(profile.as_at[number])}"
            begins = [PageBreak()] if len(blocks) > MOST_BEFORE else []
            blocks += [*begins, Heading(2, title), *_list_blocks(profile, figures, standards)]
    shared = " (small numbers hidden)" if profile.is_suppressed else ""
    return write_document(
        blocks,
        title=TITLE,
        created=made_at,
        header=f"{council}, Annexe A" if council else "Annexe A",
        footer=f"{TITLE}{shared}",
        watermark=watermark,
        landscape=True,
    )


def _list_blocks(
    profile: Profile, figures: tuple[Figure, ...], standards: Standards
) -> Iterator[Block]:
    yield Table(
        ("Measure", "Figure", "", "What is counted", "Out of"),
        [_measure_row(figure, profile.population, standards) for figure in figures],
        widths=(5, 2.4, 3, 6, 5),
        description="Every measure of the list with its figure and its definition",
        right=(1,),
    )
    for figure in figures:
        if isinstance(figure.measure.shape, Spread | Length) and figure.overall.total:
            yield _spread_table(figure)
    for axis in AXES:
        compared = [
            figure
            for figure in figures
            if axis.key in figure.by and not isinstance(figure.measure.shape, Spread)
        ]
        if compared:
            yield _axis_table(axis, compared)


def _measure_row(figure: Figure, population: int | None, standards: Standards) -> tuple[str, ...]:
    measure = figure.measure
    return (
        measure.title,
        spell_main(measure, figure.overall),
        spell_rate(figure, population) or spell_basis(measure, figure.overall),
        spell_counted(measure, standards),
        spell_out_of(measure, standards),
    )


def _spread_table(figure: Figure) -> Table:
    measure, overall = figure.measure, figure.overall
    unit = f" ({measure.shape.unit})" if isinstance(measure.shape, Length) else ""
    rows = [
        (
            label,
            spell_number(cell),
            spell_percent(overall.percent_of(place)),
            BAR * round(LONGEST_BAR * (overall.percent_of(place) or 0) / 100),
        )
        for place, (label, cell) in enumerate(zip(measure.labels, overall.cells, strict=True))
        if cell != 0 or label != NOT_KNOWN
    ]
    return Table(
        (f"{measure.title}{unit}", "Number", "Share", ""),
        rows,
        widths=(5, 2, 2, 7),
        description=f"{measure.title}: number and share, with a bar for the share",
        right=(1, 2),
    )


def _axis_table(axis: Axis, figures: list[Figure]) -> Table:
    columns = [
        (label, [figure.by[axis.key][place] for figure in figures])
        for place, label in enumerate(axis.labels(figures[0].measure.number))
    ]
    # A group that nobody is in needs no column.
    columns = [(label, of) for label, of in columns if any(group.total != 0 for group in of)]
    rows = [
        (figure.measure.title, *(spell_main(figure.measure, of[row]) for _, of in columns))
        for row, figure in enumerate(figures)
    ]
    return Table(
        (f"By {axis.words.lower()}", *(label for label, _ in columns)),
        rows,
        widths=(5, *(2 for _ in columns)),
        description=f"The measures of the list by {axis.words.lower()}",
        right=tuple(range(1, len(columns) + 1)),
    )
