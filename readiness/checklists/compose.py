"""Turns YAML text into nodes that know their line, refusing what could mislead or harm.

No Python object is ever made from a tag. An alias is refused, because a few lines of them can
unfold into gigabytes; a field written twice is refused, because YAML would quietly keep the last.
"""

from collections.abc import Callable

import yaml

DEEPEST = 20
"""Levels of nesting. A checklist needs six; thousands would exhaust the parser's stack."""

Unreadable = Callable[[int, str], Exception]
"""Makes the error to raise from a line and a sentence."""


def compose_document(text: str, unreadable: Unreadable) -> yaml.Node | None:
    """The one document in the text; None for an empty file. Raises what `unreadable` makes."""
    try:
        _refuse_dangers(text, unreadable)
        node: yaml.Node | None = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise unreadable(mark.line + 1 if mark else 1, _in_words(error.problem)) from None
    except yaml.YAMLError:
        raise unreadable(1, "The file holds a character that YAML does not allow.") from None
    if node is not None:
        _refuse_odd_names(node, unreadable)
    return node


def _refuse_dangers(text: str, unreadable: Unreadable) -> None:
    """Look at the events one by one, before anything is built from them."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if getattr(event, "anchor", None):
            raise unreadable(
                line, "“&” and “*” references are not used in checklists. Write the value out."
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise unreadable(line, "The lists in this file are nested too deeply.")


def _refuse_odd_names(node: yaml.Node, unreadable: Unreadable) -> None:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_odd_names(item, unreadable)
    if not isinstance(node, yaml.MappingNode):
        return
    seen: set[str] = set()
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise unreadable(line, "A field name must be a plain word.")
        if key.value in seen:
            raise unreadable(line, f"The field “{key.value}” is written twice. Keep one of them.")
        seen.add(key.value)
        _refuse_odd_names(value, unreadable)


def _in_words(problem: str | None) -> str:
    return f"This is not readable YAML ({problem}). Check the indentation and quotation marks."
