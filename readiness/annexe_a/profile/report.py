"""A profile in Word: each list’s figures, their spread as bars of text, and their breakdowns."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from readiness.annexe_a.profile.axes import AXES, Axis
from readiness.annexe_a.profile.declaring import Length, Spread
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
    Paragraph,
    Table,
    TextStyle,
    write_document,
)
from readiness.plain_words import format_day

TITLE = "Profile of the lists"
LONGEST_BAR = 24
BAR = "█"


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
            blocks += [Heading(2, title), *_list_blocks(profile, figures, standards)]
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
    ]
    return Table(
        (f"{measure.title}{unit}", "Number", "Share", ""),
        rows,
        widths=(5, 2, 2, 7),
        description=f"{measure.title}: number and share, with a bar for the share",
        right=(1, 2),
    )


def _axis_table(axis: Axis, figures: list[Figure]) -> Table:
    labels = axis.labels(figures[0].measure.number)
    rows = [
        (
            figure.measure.title,
            *(spell_main(figure.measure, group) for group in figure.by[axis.key]),
        )
        for figure in figures
    ]
    return Table(
        (f"By {axis.words.lower()}", *labels),
        rows,
        widths=(5, *(2 for _ in labels)),
        description=f"The measures of the list by {axis.words.lower()}",
        right=tuple(range(1, len(labels) + 1)),
    )
