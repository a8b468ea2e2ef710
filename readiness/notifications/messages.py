"""Making the text and the HTML part of an e-mail from what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, render_template

from readiness.notifications.rules.sections import (
    ACTIONS,
    OWN_TASKS,
    REGISTER,
    Section,
    write_subject,
)
from readiness.settings import current_settings

_PAGES = {
    ACTIONS: "actions.list_actions",
    OWN_TASKS: "inspections.list_own_tasks",
    REGISTER: "register.show_register",
}


@dataclass(frozen=True)
class Composed:
    """An e-mail ready to be kept."""

    subject: str
    text: str
    html: str


def compose(
    sections: Sequence[Section],
    *,
    name: str,
    is_trial: bool,
    subject: str = "",
    shown: datetime | None = None,
) -> Composed:
    """The e-mail with these sections to the person of this name; reminders count themselves.

    `shown` is what the exercise clock of a trial run shows, where it has one.
    """
    subject = (subject or write_subject(sections, is_trial=is_trial))[:200]
    parts = {
        "subject": subject,
        "greeting": f"{name}, {subject.partition(': ')[2] if is_trial else subject}",
        "sections": sections,
        "is_trial": is_trial,
        "shown": shown,
        "address": current_settings().address,
        "has_tasks": any(section.has_own_tasks for section in sections),
        "all_path": path_to("inspections.list_own_tasks"),
        "more_paths": {page: path_to(endpoint) for page, endpoint in _PAGES.items()},
        "today_path": path_to("today.show"),
        "hours_path": path_to("notifications.show_hours"),
    }
    return Composed(
        subject,
        render_template("emails/reminders.txt", **parts).strip() + "\n",
        render_template("emails/reminders.html", **parts),
    )


def path_to(endpoint: str, **values: object) -> str:
    """The path of a page, where no request is at hand. The site’s address comes before it."""
    return current_app.url_map.bind("").build(endpoint, values)


def full_address(path: str) -> str:
    """The whole address of a page, as an email or a post has it."""
    address = current_settings().address
    return f"{address}{path}"
