"""The lists of Annexe A, as an edition of them: columns, types, codes, keys and windows.

An edition is a folder `annexe_a/<name>/` below the checklists folder: `edition.yaml` holds
the shared code lists and `list_01.yaml` to `list_11.yaml` one list each. Officers edit the
files; this module reads them into frozen dataclasses or says which file, line and field is
wrong. Source of the data: Ofsted's workbook of August 2019 (the List tabs, the Guidance tab
and the Codes_used tab) and, for 2024, the facts file of the eleven lists.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from readiness.checklists.faults import Report
from readiness.checklists.memory import remembered
from readiness.checklists.reader import Entry, read_file, suggest
from readiness.errors import Unusable

LIST_NUMBERS = range(1, 12)

# "a) WBRI", "q) 6: Police", "N1 - Abuse or neglect", "E1: Placement order", "a) Male", "Yes"
LABEL = re.compile(
    r"(?:(?P<letter>[a-z]{1,2})\)\s*+)?(?:(?P<code>[A-Z0-9]{1,4})(?::\s*|\s-\s))?(?P<text>.+)"
)
BARE_CODE = re.compile(r"[A-Z]{4}")


class ColumnKind(StrEnum):
    """What a cell of the column holds. An empty cell is judged by `required`, not by kind."""

    TEXT = "text"
    DATE = "date"
    WHOLE = "whole"
    CODE = "code"


@dataclass(frozen=True)
class Code:
    """One allowed value: the label as Ofsted writes it, and its parts, parsed once.

    `letter` is "" where the label has none ("E1: Placement order") and `code` is "" where
    it has none ("a) Male"). `text` is never empty but need not be unique in its list (four
    contact sources are "Individual"), nor is the letter (REFU and NOBT are both "s)").
    `also` holds other wordings that mean the same, such as Ofsted's official description.
    """

    label: str
    letter: str
    code: str
    text: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class ColumnSpec:
    """One column of a list; `codes` is empty unless the kind is CODE."""

    name: str
    kind: ColumnKind
    required: bool
    codes: tuple[Code, ...]
    minimum: int | None
    aliases: tuple[str, ...]
    guidance: str
    note: str


@dataclass(frozen=True)
class ListSpec:
    """One of the eleven lists.

    A row belongs to the list when any of its `window_on` dates falls in the `months` before
    the as-at date, or when it is still open: any of `starts` filled and every column of `ends`
    blank. With `months` 0 every row belongs.
    `key` names the columns that together may not repeat.
    """

    number: int
    name: str
    title: str
    sheet: str
    period: str
    months: int
    window_on: tuple[str, ...]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    row: str
    key: tuple[str, ...]
    columns: tuple[ColumnSpec, ...]

    def column(self, name: str) -> ColumnSpec:
        """The column of exactly this name. Raises KeyError for any other."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


@dataclass(frozen=True)
class Edition:
    """The eleven lists as one edition of the template has them, in order."""

    name: str
    about: str
    lists: tuple[ListSpec, ...]

    def list(self, number: int) -> ListSpec:
        """The list of this number, 1 to 11. Raises KeyError for any other."""
        for spec in self.lists:
            if spec.number == number:
                return spec
        raise KeyError(number)


def list_editions(folder: Path) -> tuple[str, ...]:
    """The names of the editions below a checklists folder, the newest first."""
    found = (path.parent.name for path in folder.glob("annexe_a/*/edition.yaml"))
    return tuple(sorted(found, reverse=True))


def load_other_editions(folder: Path, name: str) -> Iterator["Edition"]:
    """Every edition below a checklists folder but this one, each loaded when it is asked for.

    A fault in an edition nobody chose is no reason to stop: it is left out.
    """
    for other in list_editions(folder):
        with suppress(Unusable):
            if other != name:
                yield load_edition(folder, other)


@remembered
def load_edition(folder: Path, name: str = "2024") -> Edition:
    """The edition of this name below a checklists folder.

    Raises Unusable for an unknown name, naming the known ones, and ChecklistFault (file,
    line and field) for the first fault of a file.
    """
    known = list_editions(folder)
    if name not in known:
        choice = " or ".join(reversed(known)) or "none is here"
        raise Unusable(f"There is no edition {name} of Annexe A: choose {choice}.")
    report = Report()
    edition = read_edition(folder, name, report)
    report.raise_first()
    return edition


def read_edition(folder: Path, name: str, report: Report) -> Edition:
    """As load_edition, but notes faults in the report. Raises only for an unreadable file."""
    top = read_file(folder, f"annexe_a/{name}/edition.yaml", report)
    if top.text("name") != name:
        top.fault("name", f"must be “{name}”, the name of its folder.")
    shared = top.entry("codes")
    codes = {list_name: _shared_codes(shared, list_name) for list_name in shared.names()}
    lists = (
        _list_spec(read_file(folder, _file_of(name, number), report), number, codes)
        for number in LIST_NUMBERS
    )
    return Edition(name=name, about=top.text("about"), lists=tuple(lists))


def _file_of(edition: str, number: int) -> str:
    return f"annexe_a/{edition}/list_{number:02d}.yaml"


def parse_label(label: str) -> tuple[str, str, str]:
    """Letter, code and words of a label: "q) 6: Police" gives ("q", "6", "Police").

    A part the label does not have is "". A bare four-letter code is its own words
    ("a) WBRI" gives ("a", "WBRI", "WBRI")).
    """
    match = LABEL.fullmatch(label)
    if match is None:
        return "", "", label
    letter, code, text = match["letter"] or "", match["code"] or "", match["text"]
    return (letter, text, text) if not code and BARE_CODE.fullmatch(text) else (letter, code, text)


def _shared_codes(shared: Entry, name: str) -> tuple[Code, ...]:
    codes: dict[str, Code] = {}
    for entry in shared.entries(name):
        code = _code(entry)
        if code.label in codes:
            entry.fault("label", f"“{code.label}” is already in this list. Remove it.")
        codes[code.label] = code
    return tuple(codes.values())


def _code(entry: Entry) -> Code:
    label = entry.text("label")
    letter, code, text = parse_label(label)
    return Code(
        label=label,
        letter=letter,
        code=entry.text_or_none("code") or code,
        text=entry.text_or_none("text") or text,
        also=entry.texts("also"),
    )


def _list_spec(entry: Entry, number: int, shared: Mapping[str, tuple[Code, ...]]) -> ListSpec:
    if entry.integer("number") != number:
        entry.fault("number", f"must be {number}, as in the name of the file.")
    columns = _columns(entry, shared)
    names = [column.name for column in columns]
    window = entry.entry("window")
    still_open = window.entry_or_none("or_open")
    starts = _column_names(still_open, "start", names) if still_open else ()
    ends = _column_names(still_open, "end", names) if still_open else ()
    return ListSpec(
        number=number,
        name=entry.text("name"),
        title=entry.text("title"),
        sheet=entry.text("sheet"),
        period=entry.text("period"),
        months=window.integer("months", 0, 60),
        window_on=_column_names(window, "on", names),
        starts=starts,
        ends=ends,
        row=entry.text("row"),
        key=_column_names(entry, "key", names),
        columns=columns,
    )


def _column_names(entry: Entry, field: str, names: Sequence[str]) -> tuple[str, ...]:
    """The columns a field names, one or a list of them; each must be a column of the list."""
    found = entry.texts(field) if entry.is_list(field) else (entry.text(field),)
    for item, name in enumerate(found):
        if name and name not in names:
            entry.fault(
                field, f"“{name}” is not a column of this list.{suggest(name, names)}", item
            )
    return found


def _columns(entry: Entry, shared: Mapping[str, tuple[Code, ...]]) -> tuple[ColumnSpec, ...]:
    columns: dict[str, ColumnSpec] = {}
    for item in entry.entries("columns"):
        column = _column(item, shared)
        if column.name in columns:
            item.fault("name", f"“{column.name}” is already a column. Remove one of them.")
        columns[column.name] = column
    return tuple(columns.values())


def _column(entry: Entry, shared: Mapping[str, tuple[Code, ...]]) -> ColumnSpec:
    # A wrong kind has its own fault; text is the harmless stand-in.
    kind = ColumnKind(entry.choice("type", tuple(ColumnKind)) or ColumnKind.TEXT)
    if not entry.has("required"):
        entry.fault("required", "is missing. Write true or false.")
    if entry.has("codes") and kind is not ColumnKind.CODE:
        entry.fault("codes", "is only for a column of type code. Remove it.")
    if entry.has("minimum") and kind is not ColumnKind.WHOLE:
        entry.fault("minimum", "is only for a column of type whole. Remove it.")
    return ColumnSpec(
        name=entry.text("name"),
        kind=kind,
        required=entry.flag("required"),
        codes=_column_codes(entry, shared) if kind is ColumnKind.CODE else (),
        minimum=entry.integer_or_none("minimum", -1, 99),
        aliases=entry.texts("aliases"),
        guidance=entry.text("guidance"),
        note=entry.text_or_none("note") or "",
    )


def _column_codes(entry: Entry, shared: Mapping[str, tuple[Code, ...]]) -> tuple[Code, ...]:
    """The codes of a column: the name of a shared list, or labels written in place."""
    if entry.is_list("codes"):
        labels = entry.texts("codes")
        return tuple(Code(label, *parse_label(label)) for label in labels)
    name = entry.text("codes")
    if name and name not in shared:
        hint = suggest(name, list(shared))
        entry.fault("codes", f"“{name}” is not a code list of edition.yaml.{hint}")
    return shared.get(name, ())
