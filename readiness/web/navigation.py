"""The links of the frame: each package registers its own, each person sees what they may open."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from flask import Blueprint, Flask, current_app, request, url_for
from flask.sansio.blueprints import BlueprintSetupState

_KEY = "readiness.frame"


@dataclass(frozen=True)
class NavigationItem:
    """A link of the frame. `permission` None opens it to anyone; lower `order` comes first."""

    label: str
    endpoint: str
    permission: Any = None
    order: int = 100
    place: Literal["main", "footer"] = "main"


@dataclass(frozen=True)
class NavigationLink:
    """A link as one page shows it: `active` in its section, `current` on the very page."""

    text: str
    href: str
    active: bool
    current: bool


@dataclass(frozen=True)
class Account:
    """What the header says of who is signed in; addresses, not endpoints."""

    name: str
    page: str
    sign_out: str


@dataclass
class _Frame:
    items: list[NavigationItem] = field(default_factory=list)
    can: Callable[[Any], bool] = lambda _permission: False
    account: Callable[[], Account | None] = lambda: None


def install_navigation(app: Flask) -> None:
    """Give templates `navigation()`, `footer_links()`, `account()` and `can()`."""
    app.jinja_env.globals.update(
        navigation=lambda: _links("main"),
        footer_links=lambda: _links("footer"),
        account=lambda: _frame(current_app).account(),
        can=lambda permission: _frame(current_app).can(permission),
    )


def use_rights(
    app: Flask, *, can: Callable[[Any], bool], account: Callable[[], Account | None]
) -> None:
    """Tell the frame whom to ask: may this person do it, and who are they?"""
    frame = _frame(app)
    frame.can = can
    frame.account = account


def add_navigation(blueprint: Blueprint, *items: NavigationItem) -> None:
    """Register a blueprint’s links, once, when the blueprint itself is registered."""

    def add(state: BlueprintSetupState) -> None:
        _frame(state.app).items.extend(items)

    blueprint.record_once(add)


def _frame(app: Any) -> _Frame:
    frame = app.extensions.setdefault(_KEY, _Frame())
    assert isinstance(frame, _Frame)  # noqa: S101  # narrows the type of a shared dictionary
    return frame


def _links(place: str) -> list[NavigationLink]:
    frame = _frame(current_app)
    items = sorted((item for item in frame.items if item.place == place), key=lambda i: i.order)
    return [
        NavigationLink(
            text=item.label,
            href=url_for(item.endpoint),
            active=request.blueprint == item.endpoint.partition(".")[0],
            current=request.endpoint == item.endpoint,
        )
        for item in items
        if item.permission is None or frame.can(item.permission)
    ]
