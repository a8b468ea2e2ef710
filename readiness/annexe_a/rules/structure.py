"""Columns that are missing or not Ofsted’s, and lists of the other edition."""

from collections.abc import Iterator

from readiness.annexe_a.frames import Context, Finding, ListFrame

CARE_LEAVERS = 9
EDITION_BY_COLUMNS = {13: "2019", 17: "2024"}


def check_columns(frame: ListFrame, context: Context) -> Iterator[Finding]:
    """Missing columns are errors; unknown ones, which the workbook leaves out, are warnings.

    Source: the heading row of each List tab.
    """
    for column in frame.spec.columns:
        if column.name not in frame.letters:
            text = f"The column “{column.name}” is missing. Add it."
            yield frame.finding(0, column.name, "column-missing", "error", text)
    for name in frame.extra:
        text = f"“{name[:100]}” is not a column of this list, or is there twice: it is left out."
        yield frame.finding(0, name, "column-extra", "warning", text)


def check_edition(frame: ListFrame, context: Context) -> Iterator[Finding]:
    """List 9 has 13 columns in the 2019 edition and 17 in that of 2024.

    Source: the heading row of the List_9 tab of either edition.
    """
    if frame.spec.number != CARE_LEAVERS:
        return
    expected, found = len(frame.spec.columns), len(frame.letters) + len(frame.extra)
    if found != expected and found in EDITION_BY_COLUMNS and expected in EDITION_BY_COLUMNS:
        year = EDITION_BY_COLUMNS[found]
        text = f"List 9 has {found} columns, as in the {year} edition. Check it as edition {year}."
        yield frame.finding(0, "", "edition-wrong", "error", text)
