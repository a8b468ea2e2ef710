"""What packages above add to the pages of inspections: where a task is delivered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from flask import url_for

from readiness.inspections.blueprint import blueprint
from readiness.inspections.rules.deliveries import read_delivery

BuildAddress = Callable[[int, str], str]
"""From an inspection’s number and a key (“3”, “self-evaluation”, “data_due”) to an address."""


class Delivering(Protocol):
    """What is asked of a task: a line of a list, or the task itself."""

    @property
    def id(self) -> int:
        """Its number."""
        ...

    @property
    def inspection_id(self) -> int:
        """Its inspection’s."""
        ...

    @property
    def delivers(self) -> str | None:
        """“list:3”, or None."""
        ...


@dataclass(frozen=True)
class DeliveryLink:
    """The way to the thing: “Sign list 3” and its address."""

    text: str
    href: str


_builders: dict[str, BuildAddress] = {}


def register_delivery_link(kind: str, build: BuildAddress) -> None:
    """Say where things of a kind (“list”, “document”, “release”, “bundle”) are delivered."""
    _builders[kind] = build


@blueprint.app_template_global()
def delivery_link(task: Delivering) -> DeliveryLink | None:
    """The link of a task that delivers something; its own page where no package offers one."""
    found = read_delivery(task.delivers)
    if found is None:
        return None
    build = _builders.get(found.kind)
    if build is None:
        own = url_for("inspections.show_task", inspection_id=task.inspection_id, task_id=task.id)
        return DeliveryLink(found.words, own)
    return DeliveryLink(found.words, build(task.inspection_id, found.key))
