"""Reads one YAML file into entries that remember the line of every value.

Officers edit the files by hand, so each refusal names the file as it lies below the
checklists folder, the line, the field, what is wrong and what to do.
"""

from collections.abc import Sequence
from pathlib import Path

import yaml

from readiness.errors import Unusable


class ChecklistFault(Unusable):
    """A checklist file that cannot be used: the sentence begins with file, line and field."""


class Entry:
    """One mapping of a YAML file: its fields, read as what they should be or refused."""

    def __init__(self, node: yaml.Node, file: str, path: str = "") -> None:
        self.file = file
        self.path = path
        self.line: int = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            where = path.rstrip(".") or "the file"
            raise ChecklistFault(f"{file}, line {self.line}, {where}: must hold named fields.")
        self._nodes: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in self._nodes:
                line = key.start_mark.line + 1
                raise ChecklistFault(
                    f"{file}, line {line}, {path}{name}: is there twice; keep one."
                )
            self._nodes[name] = value

    def fault(self, field: str, what: str) -> ChecklistFault:
        """The fault of a field of this entry; `what` says what is wrong and what to do."""
        node = self._nodes.get(field)
        line = self.line if node is None else node.start_mark.line + 1
        return ChecklistFault(f"{self.file}, line {line}, {self.path}{field}: {what}.")

    def fields(self) -> tuple[str, ...]:
        """The names of the fields that are there, in order."""
        return tuple(self._nodes)

    def has(self, field: str) -> bool:
        """Whether the field is there at all."""
        return field in self._nodes

    def allow(self, *fields: str) -> None:
        """Raises ChecklistFault for the first field that is not one of these."""
        for field in self._nodes:
            if field not in fields:
                raise self.fault(field, f"is not a field here; the fields are {', '.join(fields)}")

    def text(self, field: str, default: str | None = None) -> str:
        """A text, never empty; a missing field is `default` where one is given."""
        if default is not None and field not in self._nodes:
            return default
        node = self._node(field)
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            raise self.fault(field, "must be a text; write one")
        return str(node.value).strip()

    def whole(self, field: str) -> int:
        """A whole number."""
        value = self.text(field)
        if not value.removeprefix("-").isdecimal():
            raise self.fault(field, f"must be a whole number, not “{value}”")
        return int(value)

    def flag(self, field: str) -> bool:
        """True or false."""
        return self.choice(field, ("true", "false")) == "true"

    def choice(self, field: str, choices: Sequence[str]) -> str:
        """One of a few words."""
        value = self.text(field)
        if value not in choices:
            raise self.fault(field, f"must be {' or '.join(choices)}, not “{value}”")
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts; a missing field is an empty list."""
        items = self._items(field) if self.has(field) else ()
        for item in items:
            if not isinstance(item, yaml.ScalarNode) or not item.value.strip():
                raise self.fault(field, "must be a list of texts")
        return tuple(str(item.value).strip() for item in items)

    def is_list(self, field: str) -> bool:
        """Whether the field holds a list rather than one value."""
        return isinstance(self._nodes.get(field), yaml.SequenceNode)

    def entry(self, field: str) -> "Entry":
        """The named fields inside this field."""
        return Entry(self._node(field), self.file, f"{self.path}{field}.")

    def entries(self, field: str, short: str | None = None) -> tuple["Entry", ...]:
        """The items of a list, each with named fields.

        With `short`, an item that is only a text stands for an item with that one field.
        """
        items = self._items(field)
        if not items:
            raise self.fault(field, "must be a list with at least one item")
        return tuple(
            Entry(_spelled_out(item, short), self.file, f"{self.path}{field}[{place}].")
            for place, item in enumerate(items, start=1)
        )

    def _node(self, field: str) -> yaml.Node:
        if field not in self._nodes:
            raise self.fault(field, "is missing; add it")
        return self._nodes[field]

    def _items(self, field: str) -> tuple[yaml.Node, ...]:
        node = self._node(field)
        if not isinstance(node, yaml.SequenceNode):
            raise self.fault(field, "must be a list, each item on a line with a dash")
        return tuple(node.value)


def _spelled_out(item: yaml.Node, short: str | None) -> yaml.Node:
    if short is None or not isinstance(item, yaml.ScalarNode):
        return item
    start, end = item.start_mark, item.end_mark
    key = yaml.ScalarNode("tag:yaml.org,2002:str", short, start, end)
    return yaml.MappingNode("tag:yaml.org,2002:map", [(key, item)], start, end)


def read_entry(path: Path, folder: Path) -> Entry:
    """The fields of one YAML file; `folder` is the checklists folder its name is given below.

    Raises ChecklistFault for a file that is missing, not UTF-8 or not YAML.
    """
    file = path.relative_to(folder).as_posix()
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except FileNotFoundError:
        raise ChecklistFault(f"{file}, line 1, the file: is missing; put it back.") from None
    except UnicodeDecodeError:
        raise ChecklistFault(f"{file}, line 1, the file: must be saved as UTF-8 text.") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ChecklistFault(
            f"{file}, line {line}, the file: cannot be read as YAML ({error.problem}); "
            "look at the spaces and quotes of this line."
        ) from None
    if node is None:
        raise ChecklistFault(f"{file}, line 1, the file: is empty; put its fields back.")
    return Entry(node, file)
