"""Reads a checklist file (YAML) and answers every fault with its file, line and field.

Officers edit these files without a developer, so nothing stops at the first mistake: a
faulty value is noted in the `Report`, a harmless stand-in ("" or 0 or None) is given back and
reading goes on. A loader is written like this:

    report = Report()
    top = read_file(folder, "posts.yaml", report)
    posts = [PostSpec(entry.key("key"), entry.text("title")) for entry in top.entries("posts")]
    report.raise_first()

Fields nobody asked for are refused when the report is closed, so a loader need not list them.
Plain values are taken as written: `Yes`, `2024` and `17:00` stay the text they look like,
whatever YAML would make of them.
"""

import re
from collections.abc import Collection, Iterator
from datetime import time
from difflib import get_close_matches
from pathlib import Path

import yaml

from readiness.checklists.compose import compose_document
from readiness.checklists.faults import ChecklistFault, Report

LARGEST_FILE = 1_000_000
"""Bytes. The longest checklist is a twentieth of this."""

_KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_NULL = "tag:yaml.org,2002:null"


class Entry:
    """One mapping of a file: asks for its fields by name and type, and notes what is wrong.

    A field of an inner mapping is named with its parents (`due.anchor`); an item of a list
    starts afresh, because its line already says which item it is.
    """

    def __init__(
        self,
        node: yaml.MappingNode,
        file: str,
        report: Report,
        prefix: str = "",
        faulty: set[str] | None = None,
    ) -> None:
        self.file = file
        self.line = _line(node)
        self._node = node
        self._prefix = prefix
        self._report = report
        self._faulty: set[str] = set() if faulty is None else faulty
        self._asked: set[str] = set()
        self._open = False
        self._values: dict[str, yaml.Node] = {}
        self._lines: dict[str, int] = {}
        for key, value in node.value:
            self._values[key.value] = value
            self._lines[key.value] = _line(key)
        report.check_last(self._refuse_unknown_fields)

    # What is there

    def has(self, name: str) -> bool:
        """True where the field is written and not empty."""
        return self._find(name) is not None

    def is_list(self, name: str) -> bool:
        """True where the field holds a list."""
        return isinstance(self._find(name), yaml.SequenceNode)

    def names(self) -> tuple[str, ...]:
        """Every field name, for a mapping whose names are free; none is refused afterwards."""
        self._open = True
        return tuple(self._values)

    def line_of(self, name: str, item: int | None = None) -> int:
        """The line of a field (`due` or `due.anchor`) or of one item of the list it holds.

        The entry's own line where the field is absent.
        """
        outer, _, inner = name.partition(".")
        node = self._values.get(outer)
        if inner and isinstance(node, yaml.MappingNode):
            return next((_line(key) for key, _ in node.value if key.value == inner), _line(node))
        if item is not None and isinstance(node, yaml.SequenceNode) and item < len(node.value):
            return _line(node.value[item])
        return self._lines.get(outer, self.line)

    def fault(self, name: str, problem: str, item: int | None = None) -> None:
        """Note that the field `name` has this problem (a sentence)."""
        line = self.line_of(name, item)
        self._faulty.add(self._prefix + name)
        self._report.add(ChecklistFault(self.file, line, self._prefix + name, problem))

    def is_faulty(self, name: str) -> bool:
        """Whether a fault of this field or of one inside it was noted: do not trust its value."""
        return any(f"{found}.".startswith(f"{self._prefix}{name}.") for found in self._faulty)

    # Words

    def text(self, name: str) -> str:
        """A required text, "" where it is missing or wrong."""
        found = self.text_or_none(name)
        if found is None:
            self._missing(name)
        return found or ""

    def text_or_none(self, name: str) -> str | None:
        """An optional text."""
        node = self._find(name)
        if node is None:
            return None
        if not isinstance(node, yaml.ScalarNode):
            self.fault(name, "must be a text, not a list or a group of fields.")
            return ""
        return " ".join(node.value.split())

    def key(self, name: str) -> str:
        """A required key in small letters, digits and hyphens: take-call."""
        return self._matching(name, _KEY, "small letters, digits and hyphens, like take-call")

    def name(self, name: str) -> str:
        """A required name in small letters, digits and underscores: data_due."""
        return self._matching(name, _NAME, "small letters, digits and underscores, like data_due")

    def choice(self, name: str, options: Collection[str]) -> str:
        """A required text that must be one of the options."""
        found = self.text(name)
        if found and found not in options:
            self.fault(name, f"“{found}” is not one of the choices.{suggest(found, options)}")
            return ""
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """An optional list of texts; () where there is none."""
        found = []
        for item, node in enumerate(self._items(name)):
            if isinstance(node, yaml.ScalarNode) and not _is_empty(node):
                found.append(" ".join(node.value.split()))
            else:
                self.fault(name, "each item of this list must be a text.", item)
        return tuple(found)

    # Numbers, flags and times

    def integer(self, name: str, low: int = 0, high: int = 9999) -> int:
        """A required whole number from low to high, 0 where it is missing or wrong."""
        found = self.integer_or_none(name, low, high)
        if found is None:
            self._missing(name)
        return found or 0

    def integer_or_none(self, name: str, low: int = 0, high: int = 9999) -> int | None:
        """An optional whole number from low to high."""
        node = self._find(name)
        if node is None:
            return None
        value = node.value if isinstance(node, yaml.ScalarNode) else ""
        if _WHOLE_NUMBER.fullmatch(value) and low <= int(value) <= high:
            return int(value)
        self.fault(name, f"{_written(node)} is not a whole number from {low} to {high}.")
        return 0

    def flag(self, name: str) -> bool:
        """An optional true or false; false where it is not written."""
        node = self._find(name)
        if node is None:
            return False
        if isinstance(node, yaml.ScalarNode) and node.value.lower() in {"true", "false"}:
            return bool(node.value.lower() == "true")
        self.fault(name, f"{_written(node)} must be true or false.")
        return False

    def time_or_none(self, name: str) -> time | None:
        """An optional clock time, 00:00 to 23:59."""
        node = self._find(name)
        if node is None:
            return None
        match = _TIME.fullmatch(node.value) if isinstance(node, yaml.ScalarNode) else None
        if match and int(match[1]) < 24 and int(match[2]) < 60:
            return time(int(match[1]), int(match[2]))
        self.fault(name, f"{_written(node)} is not a time of day. Write it like “17:00”.")
        return time(0, 0)

    # Entries within

    def entry(self, name: str) -> "Entry":
        """A required inner mapping; an empty one where it is missing or wrong."""
        found = self.entry_or_none(name)
        if found is None:
            self._missing(name)
        return found or self._nothing(name)

    def entry_or_none(self, name: str) -> "Entry | None":
        """An optional inner mapping."""
        node = self._find(name)
        if node is None:
            return None
        if not isinstance(node, yaml.MappingNode):
            self.fault(name, "must be a group of fields, each with a name and a value.")
            return None
        return Entry(node, self.file, self._report, f"{self._prefix}{name}.", self._faulty)

    def entries(self, name: str) -> tuple["Entry", ...]:
        """A required list of mappings."""
        if not self.has(name):
            self._missing(name)
        return tuple(self._inner_entries(name))

    def _inner_entries(self, name: str) -> Iterator["Entry"]:
        for item, node in enumerate(self._items(name)):
            if isinstance(node, yaml.MappingNode):
                yield Entry(node, self.file, self._report)
            else:
                self.fault(name, "each item of this list must be a group of fields.", item)

    def _refuse_unknown_fields(self) -> None:
        if self._open:
            return
        for name in self._values:
            if name not in self._asked:
                hint = suggest(name, sorted(self._asked - set(self._values)))
                self.fault(name, f"is not a field that belongs here.{hint or ' Remove it.'}")

    def _items(self, name: str) -> list[yaml.Node]:
        node = self._find(name)
        if node is None:
            return []
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        self.fault(name, "must be a list, each item on its own line after a hyphen.")
        return []

    def _find(self, name: str) -> yaml.Node | None:
        self._asked.add(name)
        node = self._values.get(name)
        return None if node is None or _is_empty(node) else node

    def _matching(self, name: str, pattern: re.Pattern[str], rule: str) -> str:
        found = self.text(name)
        if found and not pattern.fullmatch(found):
            self.fault(name, f"“{found}” must be {rule}.")
            return ""
        return found

    def _missing(self, name: str) -> None:
        # A field that is written wrongly already has its own fault.
        if not self.has(name):
            self.fault(name, "is missing. Add it.")

    def _nothing(self, name: str) -> "Entry":
        """An empty entry whose own missing fields are not worth a second sentence."""
        node = yaml.MappingNode("tag:yaml.org,2002:map", [], self._node.start_mark)
        return Entry(node, self.file, Report(), f"{self._prefix}{name}.")


def read_file(folder: Path, name: str, report: Report) -> Entry:
    """Read one file (`posts.yaml`, `inspections/jtai.yaml`) below the checklists folder.

    Raises ChecklistFault where it cannot be read as one mapping at all: absent, too large, not
    UTF-8, not YAML, a field written twice, an alias.
    """

    def unreadable(line: int, problem: str) -> ChecklistFault:
        return ChecklistFault(name, line, "", problem)

    node = compose_document(_text_of(folder, name), unreadable)
    if not isinstance(node, yaml.MappingNode):
        raise unreadable(1, "The file must begin with named fields, like “title: …”.")
    return Entry(node, name, report)


def suggest(written: str, options: Collection[str]) -> str:
    """A sentence offering the nearest option or, among few, all of them; "" for no options."""
    close = get_close_matches(written, list(options), n=1, cutoff=0.6)
    if close:
        return f" Did you mean “{close[0]}”?"
    if not options or len(options) > 20:
        return ""
    return f" Use one of: {', '.join(options)}."


def _text_of(folder: Path, name: str) -> str:
    path = folder / name
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ChecklistFault(
                name, 1, "", "The file is larger than 1 MB, which no checklist is."
            )
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ChecklistFault(
            name, line, "", "The file is not saved as UTF-8. Save it as UTF-8."
        ) from None
    except OSError:
        raise ChecklistFault(
            name, 1, "", "The file cannot be opened. Check that it exists."
        ) from None


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1 if node.start_mark else 1


def _is_empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and (node.tag == _NULL or not node.value.strip())


def _written(node: yaml.Node) -> str:
    return f"“{node.value}”" if isinstance(node, yaml.ScalarNode) else "What is written here"
