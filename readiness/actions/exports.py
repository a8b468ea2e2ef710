"""Actions as a file for Excel."""

from collections.abc import Iterable, Mapping
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


def write_actions(actions: Iterable[Action], today: date, trial_days: Mapping[int, date]) -> bytes:
    """The actions, a row each, with their owners and who confirmed loaded.

    `trial_days` are the days it is in the trial runs that they are part of, by their numbers.
    """
    return write_csv(HEADINGS, (_row(action, today, trial_days) for action in actions))


def _row(action: Action, today: date, trial_days: Mapping[int, date]) -> tuple[Cell, ...]:
    return (
        str(action.id),
        action.title,
        action.detail,
        action.owner.name,
        f"{action.due_on:%d/%m/%Y}",
        STATE_WORDS[action.state],
        spell_due(action.standing, today, trial_days),
        SOURCE_WORDS[action.source],
        action.source_words,
        f"{action.agreed_on:%d/%m/%Y}",
        "" if action.is_ended else (today - action.agreed_on).days,
        action.outcome,
        action.confirmed_by.name if action.confirmed_by else "",
    )
