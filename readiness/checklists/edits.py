"""Changes one step in the text of an inspection’s checklist; every other line stays as it is.

Comments, blank lines and the layout of what is not changed are the officers’ own: nothing is
read into a structure and written out again. Only the lines of a changed field are replaced.
"""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import yaml

from readiness.checklists.compose import compose_document
from readiness.checklists.inspections import DueSpec
from readiness.errors import Unusable

WIDTH = 118
"""Columns, as the files are written."""

_INDENT = "    "
_LONGEST_KEY = 60


class EditKind(StrEnum):
    """What is done to a checklist."""

    CHANGE = "change"
    ADD = "add"
    REMOVE = "remove"


Value = str | DueSpec | tuple[str, ...]
"""What a field is given: words, when it is due, or keys."""


@dataclass(frozen=True)
class Edit:
    """One change. `step` is the key of the step that is changed, removed or comes before.

    `fields` hold what is written, in order: texts for title, guidance, post, area, gate and
    source, a DueSpec for due, keys for after. Those of a change are the fields that differ.
    """

    kind: EditKind
    step: str
    fields: Mapping[str, Value]


@dataclass(frozen=True)
class _Field:
    """Where a field stands: its lines from `first` to before `end`, and what follows its value."""

    name: str
    first: int
    end: int
    remark: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class _Step:
    """Where a step stands, without the blank lines and comments after it."""

    key: str
    first: int
    end: int
    fields: tuple[_Field, ...]

    def find(self, name: str) -> _Field | None:
        """The field of this name, if it is written."""
        return next((field for field in self.fields if field.name == name), None)


def edit_text(text: str, edit: Edit) -> str:
    """The text with the change. Raises Unusable where it cannot be read or lacks the step."""
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(ending)
    steps = _find_steps(text, lines)
    step = next((found for found in steps if found.key == edit.step), None)
    if step is None:
        raise Unusable(f"The checklist has no step “{edit.step}” any more.")
    if edit.kind is EditKind.CHANGE:
        _change(lines, step, edit)
    elif edit.kind is EditKind.ADD:
        lines[step.end : step.end] = ["", *_write_step(edit, {found.key for found in steps})]
    else:
        _remove(lines, steps, step)
    return ending.join(lines)


def make_key(title: str, taken: set[str]) -> str:
    """A key for a new step, from its title: “Try the doors” is try-the-doors."""
    words = re.findall(r"[a-z0-9]+", title.lower().replace("’", ""))
    key = re.sub(r"^[0-9-]+", "", "-".join(words))[:_LONGEST_KEY].strip("-") or "new-step"
    number = 2
    made = key
    while made in taken:
        made, number = f"{key}-{number}", number + 1
    return made


def _change(lines: list[str], step: _Step, edit: Edit) -> None:
    known = [field for field in step.fields if field.name in edit.fields]
    # From the bottom up, so that the lines of what is still to come stay where they are.
    for field in sorted(known, key=lambda field: field.first, reverse=True):
        new = _write_field(field.name, edit.fields[field.name])
        lines[field.first : field.end] = _keep_dash(new, lines[field.first], field.remark)


def _keep_dash(new: list[str], old: str, remark: str) -> list[str]:
    """The new lines with the hyphen and the remark of those they replace."""
    first = f"  - {new[0].strip()}" if old.lstrip().startswith("- ") else new[0]
    return [f"{first}{remark}" if len(new) == 1 else first, *new[1:]]


def _remove(lines: list[str], steps: tuple[_Step, ...], step: _Step) -> None:
    for found in reversed(steps):
        if found is step:
            end = step.end
            if end < len(lines) and not lines[end].strip():
                end += 1
            del lines[step.first : end]
        else:
            _forget(lines, found, step.key)


def _forget(lines: list[str], step: _Step, key: str) -> None:
    """Take a key out of what the step waits for."""
    after = step.find("after")
    if after is None or key not in after.items:
        return
    left = tuple(item for item in after.items if item != key)
    new = _write_field("after", left) if left else []
    if new and len(new) == 1:
        new = [f"{new[0]}{after.remark}"]
    lines[after.first : after.end] = new


def _write_step(edit: Edit, taken: set[str]) -> list[str]:
    title = edit.fields["title"]
    key = make_key(title if isinstance(title, str) else "", taken)
    written = [line for name, value in edit.fields.items() for line in _write_field(name, value)]
    return [f"  - key: {key}", *written]


def _write_field(name: str, value: Value) -> list[str]:
    if isinstance(value, DueSpec):
        return [f"{_INDENT}{name}: {{{', '.join(_spell_due(value))}}}"]
    if isinstance(value, tuple):
        return [f"{_INDENT}{name}: [{', '.join(value)}]"]
    if name == "guidance":
        wide = textwrap.wrap(
            value, WIDTH - 6, break_long_words=False, break_on_hyphens=False
        )  # at the width of the files, six spaces in
        return [f"{_INDENT}{name}: >-", *(f"{_INDENT}  {line}" for line in wide)]
    plain = value if name in {"post", "area", "gate", "evidence"} else _quote(value)
    return [f"{_INDENT}{name}: {plain}"]


def _spell_due(due: DueSpec) -> list[str]:
    said = [f"anchor: {due.anchor}"]
    if due.working_days is not None:
        said.append(f"working_days: {due.working_days}")
    if due.weeks is not None:
        said.append(f"weeks: {due.weeks}")
    if due.minutes is not None:
        said.append(f"minutes: {due.minutes}")
    if due.at is not None:
        said.append(f'at: "{due.at:%H:%M}"')
    return said


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _find_steps(text: str, lines: list[str]) -> tuple[_Step, ...]:
    """Every step with where its fields stand."""
    root = compose_document(text, lambda line, problem: Unusable(f"Line {line}: {problem}"))
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    steps = next((value for key, value in pairs if key.value == "steps"), None)
    nodes = steps.value if isinstance(steps, yaml.SequenceNode) else []
    mappings = [node for node in nodes if isinstance(node, yaml.MappingNode) and node.value]
    ends = [*(node.start_mark.line for node in mappings[1:]), len(lines)]
    return tuple(_read_step(node, end, lines) for node, end in zip(mappings, ends, strict=True))


def _read_step(node: yaml.MappingNode, limit: int, lines: list[str]) -> _Step:
    ends = [*(key.start_mark.line for key, _value in node.value[1:]), limit]
    fields = tuple(
        _read_field(key, value, end, lines)
        for (key, value), end in zip(node.value, ends, strict=True)
    )
    key = next((value.value for key, value in node.value if key.value == "key"), "")
    return _Step(key, node.start_mark.line, fields[-1].end, fields)


def _read_field(key: yaml.Node, value: yaml.Node, limit: int, lines: list[str]) -> _Field:
    first = key.start_mark.line
    end = _find_end(value, first, limit, lines)
    is_one_line = isinstance(value, yaml.ScalarNode) and value.style not in {">", "|"}
    is_flow = isinstance(value, yaml.CollectionNode) and value.flow_style
    remark = ""
    if is_one_line or is_flow:
        rest = lines[value.end_mark.line][value.end_mark.column :]
        remark = rest if rest.lstrip().startswith("#") else ""
    items = value.value if isinstance(value, yaml.SequenceNode) else []
    return _Field(
        key.value, first, end, remark, tuple(n.value for n in items if isinstance(n.value, str))
    )


def _find_end(value: yaml.Node, first: int, limit: int, lines: list[str]) -> int:
    """The line after a field’s last: blank lines and comments before the next are not its own."""
    end = limit
    inside = len(lines[first]) - len(lines[first].lstrip()) + 1
    while end > first + 1 and _is_between(lines[end - 1], inside, value):
        end -= 1
    return end


def _is_between(line: str, inside: int, value: yaml.Node) -> bool:
    bare = line.strip()
    if not bare.startswith("#"):
        return not bare
    is_block = isinstance(value, yaml.ScalarNode) and value.style in {">", "|"}
    # In a block of text a line that is further in belongs to the text, whatever it begins with.
    return not (is_block and len(line) - len(line.lstrip()) >= inside)
