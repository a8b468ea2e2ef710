"""Items by their key, each key once."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from readiness.checklists.reader import Entry


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


Item = TypeVar("Item", bound=_Keyed)


def first_of_each(entries: Sequence[Entry], items: Sequence[Item]) -> dict[str, Item]:
    """The items by key, in order; a key met again is noted as a fault and its item left out.

    `entries` are where the items were read from, one for one.
    """
    found: dict[str, Item] = {}
    lines: dict[str, int] = {}
    for entry, item in zip(entries, items, strict=True):
        if item.key in found:
            entry.fault(
                "key",
                f"“{item.key}” is already used in line {lines[item.key]}. Give it another key.",
            )
        elif item.key:
            found[item.key] = item
            lines[item.key] = entry.line_of("key")
    return found
