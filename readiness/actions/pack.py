"""The section of actions in the pack of a meeting: what is overdue, by owner, and what ended."""

from collections import Counter

from readiness.actions.queries import ActionLine, count_ended_since, list_lines
from readiness.actions.rules import (
    STATE_WORDS,
    ActionState,
    Urgency,
    judge_urgency,
    spell_due,
    spell_origin,
)
from readiness.clock import in_london
from readiness.plain_words import join_words, plural
from readiness.sections import Deed, Period, Section, offer_section

KEY, TITLE = "actions", "Actions"
HEADINGS = ("Action", "Owner", "Due", "State", "Came from")
WIDTHS = (3.6, 2, 2.8, 2.2, 3.6)


def make_section(period: Period) -> Section:
    """Every action that has not ended, the latest first."""
    today = in_london(period.now).date()
    found = list_lines()
    late = [a for a in found if judge_urgency(a.standing, today) is Urgency.OVERDUE]
    ended = count_ended_since(period.since) if period.since else 0
    owners = Counter(action.owner for action in late)
    answer = f"{plural(len(found), 'action')} {'is' if len(found) == 1 else 'are'} open"
    if late:
        whose = join_words([f"{name} {count}" for name, count in sorted(owners.items())])
        answer += f", {len(late)} overdue: {whose}"
    if period.since:
        answer += f". {ended} ended since the last meeting"
    waits = sum(action.state is ActionState.AWAITING_CONFIRMATION for action in found)
    return Section(
        key=KEY,
        title=TITLE,
        answer=f"{answer}.",
        headings=HEADINGS,
        widths=WIDTHS,
        rows=tuple(
            (
                action.title,
                action.owner,
                f"{action.due_on:%d/%m/%Y}, {spell_due(action.standing, today)}",
                STATE_WORDS[action.state],
                spell_origin(action.source, action.source_words),
            )
            for action in found
        ),
        links=tuple(("actions.show_action", {"action_id": action.id}) for action in found),
        deeds=tuple(_make_deed(action) for action in found),
        figures=(
            ("Actions open", len(found)),
            ("Actions overdue", len(late)),
            ("Actions to be confirmed", waits),
        ),
    )


def _make_deed(action: ActionLine) -> Deed:
    """To report it as done, or to confirm what was reported, as `may_confirm` has it."""
    version = (("version", str(action.version)),)
    if action.state is ActionState.AWAITING_CONFIRMATION:
        return Deed(
            ("actions.confirm", {"action_id": action.id}),
            version,
            (("", "", "Confirm that it is done"),),
            not_for=frozenset({action.owner_id, action.done_by_id or action.owner_id}),
            others="To be confirmed by somebody who neither owns it nor reported it as done",
        )
    return Deed(
        ("actions.report", {"action_id": action.id}),
        version,
        (("", "", "Report as done"),),
        asks=("outcome", "What was done, and what came of it"),
        needs=(("", "Say what was done and what came of it."),),
    )


offer_section(KEY, 20, TITLE, make_section)
