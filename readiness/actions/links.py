"""Where the thing is that an action came from: on pages of packages above, registered here."""

from collections.abc import Callable

from readiness.actions.models import Action
from readiness.actions.rules import Source

BuildAddress = Callable[[int], str | None]
"""From the number of the thing to the address of its page; None where it has none."""

_builders: dict[Source, BuildAddress] = {}


def register_source_link(source: Source, build: BuildAddress) -> None:
    """Say where things of a source have their page, for everybody who sees actions."""
    _builders[source] = build


def find_source_link(action: Action) -> str | None:
    """The address of what an action came from, where its package offers one."""
    build = _builders.get(action.source)
    return build(action.source_id) if build and action.source_id is not None else None
