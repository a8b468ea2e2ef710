"""Where the thing is that an action came from: on pages of packages above, registered here."""

from collections.abc import Callable

from readiness.actions.models import Action
from readiness.actions.rules import Source

FindAddress = Callable[[int], str | None]
"""From the number of the row an action came from to the address of its page, if it has one."""

_finders: dict[Source, FindAddress] = {}


def register_origin_address(source: Source, find: FindAddress) -> None:
    """Say where things of a source are shown."""
    _finders[source] = find


def find_origin_address(action: Action) -> str | None:
    """The page of what the action came from; None where no package offers one."""
    find = _finders.get(action.source)
    return find(action.source_id) if find is not None and action.source_id is not None else None
