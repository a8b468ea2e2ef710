"""Columns that are missing or not Ofsted's. Source: the List tabs' heading rows."""

from collections.abc import Iterator

from readiness.annexe_a.frames import Context, Finding, ListFrame


def check_columns(frame: ListFrame, context: Context) -> Iterator[Finding]:
    """Missing columns are errors, unknown ones warnings."""
    for column in frame.spec.columns:
        if column.name not in frame.letters:
            text = f"The column “{column.name}” is missing. Add it."
            yield frame.finding(0, column.name, "column-missing", "error", text)
    for name in frame.extra:
        text = f"“{name}” is not a column of this list, or is there twice. Remove it."
        yield frame.finding(0, name, "column-extra", "warning", text)
