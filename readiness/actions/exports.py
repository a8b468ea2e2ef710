"""Actions as a file for Excel."""

from collections.abc import Iterable
from datetime import date

from readiness.actions.models import Action
from readiness.actions.rules import SOURCE_WORDS, STATE_WORDS, spell_due
from readiness.office.csv import Cell, write_csv

HEADINGS = (
    "Number",
    "Action",
    "How we will know",
    "Owner",
    "Due",
    "State",
    "How late",
    "Came from",
    "Which one",
    "Agreed",
    "Days open",
    "Outcome",
    "Confirmed by",
)


def write_actions(actions: Iterable[Action], today: date) -> bytes:
    """The actions, a row each, with their owners and who confirmed loaded."""
    return write_csv(HEADINGS, (_row(action, today) for action in actions))


def _row(action: Action, today: date) -> tuple[Cell, ...]:
    return (
        str(action.id),
        action.title,
        action.detail,
        action.owner.name,
        f"{action.due_on:%d/%m/%Y}",
        STATE_WORDS[action.state],
        spell_due(action.standing, today),
        SOURCE_WORDS[action.source],
        action.source_words,
        f"{action.agreed_on:%d/%m/%Y}",
        "" if action.is_ended else (today - action.agreed_on).days,
        action.outcome,
        action.confirmed_by.name if action.confirmed_by else "",
    )
