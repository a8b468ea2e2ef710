"""What an e-mail says, and what becomes of an attempt."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from readiness.checklists.reminders import DigestSpec
from readiness.london import LONDON
from readiness.notifications.rules.hours import MondayToFriday
from readiness.notifications.rules.outbox import (
    MOST_ATTEMPTS,
    WAITS,
    Ending,
    MessageState,
    Outcome,
    is_due,
    next_state,
    wait_after,
)
from readiness.notifications.rules.reminders import Chain, Due, Summary, summarise
from readiness.notifications.rules.sections import (
    ACTIONS,
    MOST_LINES,
    OWN_TASKS,
    REGISTER,
    Told,
    write_sections,
    write_subject,
)

NOW = datetime(2026, 11, 30, 16, tzinfo=LONDON)
HOUR = timedelta(hours=1)


def make_due(number: int, hours: int, owner: str = "") -> Due:
    at = NOW + hours * HOUR
    return Due("task", number, f"Task {number}", at, f"/tasks/{number}", Chain(1), owner, "A run")


def test_an_email_says_what_is_late_what_is_due_and_what_others_have_not_finished() -> None:
    told = [
        Told(make_due(1, -1), "owner"),
        Told(make_due(2, 2), "owner"),
        Told(make_due(3, -3, "A. Person"), "deputy"),
    ]
    sections = write_sections(told, None, None, NOW)
    assert [section.heading for section in sections] == [
        "Overdue", "Due now or soon", "Overdue, owned by others",
    ]  # fmt: skip
    assert sections[0].lines[0].path == "/tasks/1"
    assert sections[0].lines[0].words == (
        "Was due Monday 30 November 2026, 3pm, 1 hour ago (A run)."
    )
    assert sections[2].lines[0].words.startswith("A. Person. Was due ")
    assert write_subject(sections, is_trial=False) == "2 tasks: 1 overdue and 1 due now or soon"
    assert write_subject(sections, is_trial=True).startswith("Trial run: 2 tasks")
    assert write_subject(sections[2:], is_trial=False) == "1 task of others: 1 overdue"


@pytest.mark.parametrize(
    ("now", "heading", "words"),
    [
        ((30, 22), "Due today", "Due Monday 30 November 2026 (A run)."),
        ((31, 8), "Overdue", "Was due Monday 30 November 2026, 1 day ago (A run)."),
    ],
)
def test_what_is_due_on_a_day_has_no_hour_and_is_late_from_the_next(
    now: tuple[int, int], heading: str, words: str
) -> None:
    due = replace(make_due(1, 0), due_at=datetime(2026, 11, 30, 23, 59, 59, tzinfo=LONDON))
    due = replace(due, is_day=True)
    day, hour = now
    then = datetime(2026, 11, 1, hour, tzinfo=LONDON) + timedelta(days=day - 1)
    spec = DigestSpec("morning", "owner", None, time(8), 3)
    summary = summarise(spec, 1, [due], then, MondayToFriday())
    (section,) = write_sections([], summary, None, then)
    assert (section.heading, section.lines[0].words) == (heading, words)


def test_a_task_stands_once_in_an_email_however_many_rules_and_digests_tell_of_it() -> None:
    due = make_due(1, -1)
    told = [Told(due, "owner"), Told(due, "owner"), Told(due, "director")]
    summary = Summary((due,), (), (make_due(2, 40),), date(2026, 12, 3))
    sections = write_sections(told, summary, summary, NOW)
    titles = [line.title for section in sections for line in section.lines]
    assert titles == ["Task 1", "Task 2"]
    assert write_subject(sections, is_trial=False) == "2 tasks: 1 overdue and 1 due soon"


def test_a_subject_counts_things_by_their_own_noun_and_what_is_mixed_as_things() -> None:
    action = replace(make_due(1, -1), noun="action")
    request = replace(make_due(2, -1), kind="request", noun="request")
    own = Summary((action, make_due(3, -1)), (), (), date(2026, 12, 3))
    sections = write_sections([Told(request, "owner")], None, None, NOW)
    assert write_subject(sections, is_trial=False) == "1 request: 1 overdue"
    mixed = write_sections([Told(request, "owner")], own, None, NOW)
    assert write_subject(mixed, is_trial=False) == "3 things: 3 overdue"


def test_what_was_left_out_leads_to_the_page_that_holds_it_all() -> None:
    tasks = Summary((make_due(1, -1),), (), (), date(2026, 12, 3))
    actions = Summary((replace(make_due(2, -1), noun="action"),), (), (), date(2026, 12, 3))
    both = Summary(tasks.late + actions.late, (), (), date(2026, 12, 3))
    things = tuple(replace(make_due(3, -1), kind=noun, noun=noun) for noun in ("list", "document"))
    register = Summary(things, (), (), date(2026, 12, 3))
    told = (
        *((tasks, None), (both, None), (actions, None), (register, None)),
        *((None, tasks), (None, actions), (None, register)),
    )
    made = [write_sections([], own, of_all, NOW)[0] for own, of_all in told]
    assert [section.page for section in made] == [
        *(OWN_TASKS, "", ACTIONS, REGISTER),
        *("", ACTIONS, REGISTER),
    ]
    assert [section.has_own_tasks for section in made] == [True, True] + [False] * 5


def test_a_long_list_is_cut_and_the_rest_is_counted() -> None:
    told = [Told(make_due(number, -1), "owner") for number in range(MOST_LINES + 7)]
    (section,) = write_sections(told, None, None, NOW)
    assert (len(section.lines), section.more) == (MOST_LINES, 7)
    assert write_subject((section,), is_trial=False) == "37 tasks: 37 overdue"


def test_waits_grow_and_an_attempt_in_vain_is_given_up_after_the_last() -> None:
    later = Outcome(Ending.LATER, "Busy.")
    waits = [wait_after(number, later) for number in range(1, MOST_ATTEMPTS)]
    assert waits == sorted(waits) == list(WAITS)
    assert timedelta(hours=23) < sum(waits, timedelta()) < timedelta(hours=26)
    assert next_state(MOST_ATTEMPTS - 1, later) is MessageState.WAITING
    assert next_state(MOST_ATTEMPTS, later) is MessageState.FAILED


@pytest.mark.parametrize(
    ("ending", "state"),
    [
        (Ending.ACCEPTED, MessageState.SENT),
        (Ending.REFUSED, MessageState.FAILED),
        (Ending.UNREACHABLE, MessageState.WAITING),
    ],
)
def test_an_attempt_ends_an_email_only_when_it_was_accepted_or_refused(
    ending: Ending, state: MessageState
) -> None:
    assert next_state(MOST_ATTEMPTS + 500, Outcome(ending)) is state


def test_a_next_try_that_a_fast_clock_set_is_not_waited_for() -> None:
    assert is_due(NOW, NOW)
    assert not is_due(NOW + HOUR, NOW)
    assert is_due(NOW + timedelta(days=1), NOW)
