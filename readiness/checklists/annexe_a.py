"""The lists of Annexe A, as an edition of them: columns, types, codes, keys and windows.

An edition is a folder `annexe_a/<name>/` below the checklists folder: `edition.yaml` holds
the shared code lists and `list_01.yaml` to `list_11.yaml` one list each. Officers edit the
files; this module reads them into frozen dataclasses or says which file, line and field is
wrong. Source of the data: Ofsted's workbook of August 2019 (the List tabs, the Guidance tab
and the Codes_used tab) and, for 2024, the facts file of the eleven lists.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from readiness.checklists.entries import Entry, read_entry
from readiness.errors import Unusable

LIST_NUMBERS = range(1, 12)

# "a) WBRI", "q) 6: Police", "N1 - Abuse or neglect", "E1: Placement order", "a) Male", "Yes"
LABEL = re.compile(
    r"(?:(?P<letter>[a-z]{1,2})\)\s*)?(?:(?P<code>[A-Z0-9]{1,4})(?::\s*|\s-\s))?(?P<text>.+)"
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
    the as-at date, or when it is still open: `open_from` filled and every column of `ends`
    blank (`open_to` is the first of `ends`). With `months` 0 every row belongs.
    `key` names the columns that together may not repeat.
    """

    number: int
    name: str
    title: str
    sheet: str
    period: str
    months: int
    window_on: tuple[str, ...]
    open_from: str | None
    open_to: str | None
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


def load_edition(folder: Path, name: str = "2024") -> Edition:
    """The edition of this name below a checklists folder; kept for the life of the process.

    Raises Unusable for an unknown name, naming the known ones, and ChecklistFault (file,
    line and field) for a file that cannot be used.
    """
    known = list_editions(folder)
    if name not in known:
        choice = " or ".join(reversed(known)) or "none here"
        raise Unusable(f"There is no edition {name} of Annexe A: choose {choice}.")
    return _load(folder, name)


@lru_cache(maxsize=8)
def _load(folder: Path, name: str) -> Edition:
    home = folder / "annexe_a" / name
    shared = read_entry(home / "edition.yaml", folder)
    shared.allow("name", "about", "codes")
    if shared.text("name") != name:
        raise shared.fault("name", f"must be {name}, the name of its folder")
    codes = _shared_codes(shared.entry("codes"))
    about = shared.text("about")
    lists = (
        _list_spec(read_entry(home / f"list_{number:02d}.yaml", folder), number, codes)
        for number in LIST_NUMBERS
    )
    return Edition(name=name, about=about, lists=tuple(lists))


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


def _shared_codes(entry: Entry) -> dict[str, tuple[Code, ...]]:
    return {name: _codes(entry, name) for name in entry.fields()}


def _codes(entry: Entry, field: str) -> tuple[Code, ...]:
    codes = tuple(_code(item) for item in entry.entries(field, short="label"))
    labels = [code.label for code in codes]
    for label in labels:
        if labels.count(label) > 1:
            raise entry.fault(field, f"has the label “{label}” twice; keep one")
    return codes


def _code(entry: Entry) -> Code:
    entry.allow("label", "code", "text", "also")
    label = entry.text("label")
    letter, code, text = parse_label(label)
    return Code(
        label=label,
        letter=letter,
        code=entry.text("code", code),
        text=entry.text("text", text),
        also=entry.texts("also"),
    )


def _list_spec(entry: Entry, number: int, shared: Mapping[str, tuple[Code, ...]]) -> ListSpec:
    entry.allow("number", "name", "title", "sheet", "period", "window", "row", "key", "columns")
    if entry.whole("number") != number:
        raise entry.fault("number", f"must be {number}, as in the name of the file")
    columns = _columns(entry.entries("columns"), shared)
    names = [column.name for column in columns]
    window = entry.entry("window")
    window.allow("months", "on", "or_open")
    start, ends = _or_open(window, names)
    return ListSpec(
        number=number,
        name=entry.text("name"),
        title=entry.text("title"),
        sheet=entry.text("sheet"),
        period=entry.text("period"),
        months=window.whole("months"),
        window_on=_named_columns(window, "on", names),
        open_from=start,
        open_to=ends[0] if ends else None,
        ends=ends,
        row=entry.text("row"),
        key=_named_columns(entry, "key", names),
        columns=columns,
    )


def _or_open(window: Entry, names: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
    if not window.has("or_open"):
        return None, ()
    still_open = window.entry("or_open")
    still_open.allow("start", "end")
    start = _named_columns(still_open, "start", names)
    return start[0], _named_columns(still_open, "end", names)


def _named_columns(entry: Entry, field: str, names: Sequence[str]) -> tuple[str, ...]:
    found = entry.texts(field) if entry.is_list(field) else (entry.text(field),)
    for name in found:
        if name not in names:
            raise entry.fault(field, f"“{name}” is not a column of this list; use one of its names")
    return found


def _columns(
    entries: Sequence[Entry], shared: Mapping[str, tuple[Code, ...]]
) -> tuple[ColumnSpec, ...]:
    columns: dict[str, ColumnSpec] = {}
    for entry in entries:
        column = _column(entry, shared)
        if column.name in columns:
            raise entry.fault("name", f"“{column.name}” is there twice; keep one")
        columns[column.name] = column
    return tuple(columns.values())


def _column(entry: Entry, shared: Mapping[str, tuple[Code, ...]]) -> ColumnSpec:
    entry.allow("name", "type", "required", "codes", "minimum", "aliases", "guidance", "note")
    kind = ColumnKind(entry.choice("type", tuple(ColumnKind)))
    if entry.has("codes") != (kind is ColumnKind.CODE):
        raise entry.fault("codes", "is for columns of type code, and they need it")
    if entry.has("minimum") and kind is not ColumnKind.WHOLE:
        raise entry.fault("minimum", "is only for columns of type whole")
    return ColumnSpec(
        name=entry.text("name"),
        kind=kind,
        required=entry.flag("required"),
        codes=_column_codes(entry, shared) if kind is ColumnKind.CODE else (),
        minimum=entry.whole("minimum") if entry.has("minimum") else None,
        aliases=entry.texts("aliases"),
        guidance=entry.text("guidance"),
        note=entry.text("note", ""),
    )


def _column_codes(entry: Entry, shared: Mapping[str, tuple[Code, ...]]) -> tuple[Code, ...]:
    if entry.is_list("codes"):
        return _codes(entry, "codes")
    name = entry.text("codes")
    if name not in shared:
        raise entry.fault("codes", f"“{name}” is not a code list of edition.yaml; use one of them")
    return shared[name]
