"""Where the fixed points of an inspection lie, and what its channel is told."""

from datetime import UTC, datetime, timedelta

from readiness.checklists.invitations import InvitationSpec
from readiness.inspections.rules.fixed_points import Fixed, place_events
from readiness.inspections.rules.news import Done, Gate, spell_gate, spell_next, spell_progress
from readiness.inspections.rules.tasks import TaskState

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
GATES = InvitationSpec("gate", "", "", 0, 30, ("dcs",))
HUDDLE = InvitationSpec("huddle", "Huddle", "call", 120, 30, ("dcs",))
GATE = Gate("data_due", "Data due", NOON)


def make_fixed(key: str, *, gate: bool = False, is_known: bool = True) -> Fixed:
    return Fixed(key, key.capitalize(), NOON, gate, is_known)


def test_a_gate_ends_its_event_and_a_meeting_begins_after_its_anchor() -> None:
    anchors = [make_fixed("call"), make_fixed("data", gate=True)]
    gate, huddle = place_events([GATES, HUDDLE], anchors)
    assert (gate.key, gate.begins, gate.ends, gate.gate) == (
        "gate-data", NOON - HOUR / 2, NOON, "data",
    )  # fmt: skip
    assert gate.title == "Data at midday"
    assert (huddle.key, huddle.begins, huddle.ends) == (
        "huddle", NOON + 2 * HOUR, NOON + 2.5 * HOUR,
    )  # fmt: skip


def test_nobody_is_invited_to_an_estimate_or_to_a_date_the_inspection_has_not() -> None:
    assert place_events([GATES, HUDDLE], [make_fixed("data", gate=True, is_known=False)]) == ()


def make_done(state: TaskState, late: timedelta | None = None) -> Done:
    return Done("data_due", state, NOON + late if late is not None else None)


def test_a_gate_is_passed_when_all_that_feeds_it_was_done_by_then() -> None:
    tasks = [make_done(TaskState.DONE, -HOUR), make_done(TaskState.NOT_NEEDED)]
    assert spell_gate(tasks, GATE) == (
        "Gate passed: Data due", "The one task that feeds it was done in time.",
    )  # fmt: skip
    assert spell_gate([], GATE) == ("Gate passed: Data due", "No task feeds it.")


def test_a_gate_is_missed_by_what_is_open_and_by_what_was_done_later() -> None:
    tasks = [
        make_done(TaskState.DONE, -HOUR),
        make_done(TaskState.DONE, HOUR),
        make_done(TaskState.BLOCKED),
        Done("arrival", TaskState.TO_DO, None),
    ]
    assert spell_gate(tasks, GATE) == (
        "Gate missed: Data due", "2 of 3 tasks that feed it were not done in time.",
    )  # fmt: skip
    assert spell_progress(tasks) == "2 of 4 tasks are done."


def test_what_comes_next_is_said_while_something_does() -> None:
    assert spell_next([GATE], NOON - HOUR) == ("Next: Data due, Tuesday 1 December 2026, midday.",)
    assert spell_next([GATE], NOON) == ()
