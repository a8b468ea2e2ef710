"""The short inspection, run dry against the register."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from readiness.checklists.folder import checklists_folder
from readiness.checklists.inspections import load_checklist
from readiness.inspections.calendar import working_calendar
from readiness.inspections.rules.timeline import compute_timeline
from readiness.people.rules import Away
from readiness.register.rules.absences import Cover, People, PostHeld, StandIn, find_nobody
from readiness.register.rules.items import Owner, Thing
from readiness.register.rules.judging import Judgement, Status
from readiness.register.rules.mondays import call_moment
from readiness.register.rules.rehearsal import (
    GateForecast,
    HeldUp,
    Rehearsal,
    StepState,
    Verdict,
    rehearse,
    spell_missed,
    spell_room,
    spell_verdict,
)

SHORT = load_checklist(checklists_folder(), "ilacs-short")
DAY = date(2026, 11, 30)
CALENDAR = working_calendar()
TIMELINE = compute_timeline(SHORT, call_moment(DAY), CALENDAR, {})
KEYS = tuple(dict.fromkeys(step.post for step in SHORT.steps))
POSTS = {key: PostHeld(key, key, n, f"Holder {n}", n + 100, f"Deputy {n}") for n, key in
         enumerate(KEYS, 1)}  # fmt: skip
READY = Judgement(Status.READY, "Ready.")
OPEN = Judgement(Status.NEEDS_ATTENTION, "Open.")


def thing(key: str, judgement: Judgement, *steps: str, takes: int = 1) -> Thing:
    owner = Owner(f"owner-of-{key}", "A post")
    return Thing(
        key, "a", key, "", "", False, owner, "", True, steps, lambda _day: judgement, takes=takes
    )


def run(
    *things: Thing, absences: tuple[Away, ...] = (), posts: Mapping[str, PostHeld] = POSTS
) -> Rehearsal:
    return rehearse(TIMELINE, CALENDAR, things, People(posts, absences))


def ready_at(gate: GateForecast) -> datetime:
    assert gate.held_up is not None
    return gate.held_up.ready_at


def state_of(found: Rehearsal, key: str) -> StepState:
    return next(step.state for step in found.steps if step.dated.step.key == key)


def test_a_step_is_met_where_everything_it_rests_on_is_ready() -> None:
    found = run(
        thing("one", READY, "sign-list-1", "sign-list-2"),
        thing("two", OPEN, "sign-list-2", "book-rooms"),
    )
    assert state_of(found, "sign-list-1") is StepState.MET
    assert state_of(found, "sign-list-2") is StepState.NOT_MET
    assert state_of(found, "take-call") is StepState.IN_THE_WEEK
    assert (found.met, found.prepared, found.percent) == (1, 3, 33)
    assert found.answer == ("1 of the 3 steps that rest on what is kept ready would be met (33%).")
    assert len(found.steps) == len(SHORT.steps)


def test_work_of_the_week_is_not_in_the_share() -> None:
    found = run()
    assert (found.prepared, found.percent) == (0, 0)
    assert found.answer == "No step rests on what is kept ready: the register names none."
    assert run(thing("one", READY, "take-call")).answer.startswith("1 of the 1 step that rests")


def test_only_the_gates_of_the_two_weeks_are_told_with_what_stands_in_their_way() -> None:
    late = Judgement(Status.NEEDS_ATTENTION, "Old.", days_over=46)
    found = run(
        thing("one", OPEN, "sign-list-1"),
        thing("two", late, "sign-list-2", "book-rooms"),
        thing("three", READY, "approve-self-evaluation"),
    )
    data = found.gates[0]
    assert [gate.anchor.key for gate in found.gates] == ["data_due", "documents_due", "arrival"]
    assert {item.thing.key for item in data.obstacles} == {"one", "two"}
    assert data.furthest is not None
    assert data.furthest.thing.key == "two"
    assert (data.met, data.prepared) == (0, 2)
    assert data.waiting >= 2  # the release and the upload come after the signatures
    assert [gate.verdict for gate in found.gates] == [
        Verdict.IN_DOUBT, Verdict.MET, Verdict.IN_DOUBT,
    ]  # fmt: skip
    assert found.gates_answer == "2 of 3 gates are in doubt."
    assert [spell_room(gate) for gate in found.gates] == [
        "1 working day after the call",
        "2 working days after the call",
        "5 working days after the call",
    ]


def test_a_gate_is_missed_by_the_working_days_that_making_ready_takes_too_long() -> None:
    found = run(
        thing("lists", OPEN, "sign-list-1", takes=2),
        thing("document", OPEN, "approve-self-evaluation", takes=4),
        thing("rooms", OPEN, "book-rooms", takes=0),
    )
    data, documents, arrival = found.gates
    # The call is on Monday 30 November at 9.15am: two working days later is Wednesday.
    assert (ready_at(data), data.days_late) == (call_moment(date(2026, 12, 2)), 1)
    assert (ready_at(documents), documents.days_late) == (call_moment(date(2026, 12, 4)), 2)
    assert ready_at(arrival) <= arrival.anchor.at
    assert [spell_verdict(gate) for gate in found.gates] == [
        "Missed by 1 working day",
        "Missed by 2 working days",
        "In doubt",
    ]
    assert found.gates_answer == (
        "2 of 3 gates would be missed, by up to 2 working days; 1 is in doubt."
    )
    assert run().gates_answer == "Nothing stands in the way of a gate."
    assert {spell_verdict(gate) for gate in run().gates} == {"Met"}


def test_how_many_gates_are_missed_is_said_in_words() -> None:
    assert spell_missed(3, 0, 0) == "no gate would be missed"
    assert spell_missed(3, 1, 1) == "1 of 3 gates would be missed, by 1 working day"
    assert spell_missed(3, 2, 0) == "2 of 3 gates would be missed, by less than a working day"


def test_what_only_needs_to_be_signed_takes_as_long_as_that() -> None:
    signing = Judgement(Status.NEEDS_ATTENTION, "It is not signed.", lacks_word=True)
    found = run(thing("list", signing, "sign-list-1", takes=9))
    assert (found.gates[0].verdict, found.gates[0].held_up) == (
        Verdict.IN_DOUBT,
        HeldUp(call_moment(date(2026, 12, 1)), found.blockers[0].item),
    )


def test_what_comes_after_a_late_step_is_as_late() -> None:
    found = run(thing("log", OPEN, "take-call", takes=3))
    waiting = [gate for gate in found.gates if gate.waiting]
    assert waiting
    assert all(gate.held_up and gate.held_up.by.thing.key == "log" for gate in waiting)
    assert (found.gates[0].verdict, found.gates[0].days_late) == (Verdict.MISSED, 2)


def test_what_takes_longest_is_named_where_another_step_is_only_due_later() -> None:
    found = run(
        thing("slow", OPEN, "book-rooms", takes=3), thing("quick", OPEN, "set-up-base", takes=1)
    )
    arrival = found.gates[2]
    assert (arrival.verdict, arrival.days_late) == (Verdict.IN_DOUBT, 0)
    assert arrival.held_up is not None
    assert arrival.held_up.by.thing.key == "slow"
    assert ready_at(arrival) == call_moment(date(2026, 12, 3))


def test_a_gate_is_not_missed_because_a_closed_day_puts_a_step_of_it_behind_it() -> None:
    tasks = [
        replace(dated, due_at=dated.due_at + timedelta(days=14))
        if dated.step.key == "set-up-base"
        else dated
        for dated in TIMELINE.tasks
    ]
    found = rehearse(
        replace(TIMELINE, tasks=tuple(tasks)),
        CALENDAR,
        [thing("base", OPEN, "set-up-base", takes=1)],
        People(POSTS, ()),
    )
    assert (found.gates[2].verdict, found.gates[2].days_late) == (Verdict.IN_DOUBT, 0)


def test_a_gate_is_in_doubt_while_a_step_of_it_waits_for_one_that_nobody_is_there_for() -> None:
    taker = next(step.post for step in SHORT.steps if step.key == "take-call")
    found = run(posts={**POSTS, taker: PostHeld(taker, taker)})
    waiting = [gate for gate in found.gates if gate.waiting and not gate.nobody]
    assert {gate.verdict for gate in waiting} == {Verdict.IN_DOUBT}


def test_days_that_are_not_worked_count_for_nothing() -> None:
    call = call_moment(date(2026, 12, 21))
    over_christmas = compute_timeline(SHORT, call, CALENDAR, {})
    late = thing("a", OPEN, "sign-list-1", takes=5)
    found = rehearse(over_christmas, CALENDAR, [late], People(POSTS, ()))
    # 22, 23 and 24 December are worked, then 29 and 30 December.
    assert ready_at(found.gates[0]) == call_moment(date(2026, 12, 30))
    assert found.gates[0].days_late == 4


def test_a_blocker_is_named_once_with_the_first_gate_in_its_way() -> None:
    found = run(
        thing("two", OPEN, "book-rooms", "sign-list-2"),
        thing("one", OPEN, "approve-self-evaluation"),
        thing("none", OPEN, "call-cascade"),
    )
    assert [(b.item.thing.key, b.gate, len(b.steps)) for b in found.blockers] == [
        ("two", "data_due", 2),
        ("one", "documents_due", 1),
        ("none", "", 1),
    ]


def test_each_thing_is_judged_on_the_day_its_step_is_due() -> None:
    asked: list[date] = []

    def judge(day: date) -> Judgement:
        asked.append(day)
        return READY

    owner = Owner("a", "A")
    steps = ("sign-list-1", "approve-self-evaluation")
    run(Thing("a", "a", "A", "", "", False, owner, "", True, steps, judge))
    assert asked == [date(2026, 12, 1), date(2026, 12, 2)]


def test_a_step_with_holder_and_deputy_away_has_nobody_even_if_all_is_ready() -> None:
    post = POSTS["hos-front-door"]
    away = tuple(
        Away(person, date(2026, 12, 1), date(2026, 12, 1))
        for person in (post.holder_id, post.deputy_id)
        if person
    )
    found = run(thing("one", READY, "sign-list-1"), absences=away)
    assert state_of(found, "sign-list-1") is StepState.NOBODY
    assert (found.met, found.prepared) == (0, 1)
    assert [step.dated.step.key for step in found.gates[0].nobody].count("sign-list-1") == 1
    assert found.gates[0].verdict is Verdict.IN_DOUBT
    assert found.gates[0].held_up is None
    assert [line.name for line in found.away] == [post.holder, post.deputy]
    assert [line.cover for line in found.away] == [Cover.NOT_COVERED, Cover.COVERED]
    assert found.away[0].nobody == found.away[0].steps
    assert found.away[1].posts == ()
    assert found.away[1].deputises == (post.title,)
    assert found.away[0].steps >= 2  # lists 1 and 3 are signed on that day
    assert found.away[1].steps == 0  # the deputy’s own post has none


def test_an_absence_is_covered_by_whoever_is_there_all_its_days_of_the_two_weeks() -> None:
    post = POSTS["it-lead"]
    assert post.holder_id is not None
    away = Away(post.holder_id, date(2026, 11, 1), date(2026, 12, 8))
    found = run(absences=(away, Away(999, DAY, DAY), Away(998, DAY, DAY)))
    (line,) = found.away
    assert (line.posts, line.cover) == ((StandIn("it-lead", post.deputy),), Cover.COVERED)
    assert line.steps > 0
    assert found.others_away == 2
    assert found.count(StepState.NOBODY) == 0


@pytest.mark.parametrize(
    ("deputy_away", "cover"),
    [
        ((date(2026, 12, 3), date(2026, 12, 3)), Cover.PARTLY),
        ((date(2026, 12, 1), date(2026, 12, 1)), Cover.NOT_COVERED),
        ((date(2026, 11, 1), date(2026, 12, 31)), Cover.NOT_COVERED),
    ],
)
def test_a_deputy_who_is_there_on_the_days_of_the_steps_covers_partly(
    deputy_away: tuple[date, date], cover: Cover
) -> None:
    post = POSTS["hos-front-door"]
    assert post.holder_id is not None
    assert post.deputy_id is not None
    holder_away = Away(post.holder_id, date(2026, 12, 1), date(2026, 12, 3))
    line = run(absences=(holder_away, Away(post.deputy_id, *deputy_away))).away[0]
    assert line.cover is cover
    assert line.steps > 0
    assert bool(line.nobody) is (cover is Cover.NOT_COVERED)


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2026, 11, 1), date(2026, 11, 29)), (date(2026, 12, 12), date(2026, 12, 20))],
)
def test_absences_outside_the_two_weeks_are_left_out(first: date, last: date) -> None:
    assert run(absences=(Away(1, first, last),)).away == ()


def test_posts_without_holder_or_deputy_are_named() -> None:
    posts = {**POSTS, "it-lead": PostHeld("it-lead", "IT Lead")}
    found = run(thing("one", READY, "create-accounts"), posts=posts)
    assert found.without_holder == ("IT Lead",)
    assert found.without_deputy == ("IT Lead",)
    assert state_of(found, "create-accounts") is StepState.NOBODY


def test_a_deputy_is_enough_for_a_day_and_nobody_is_named_where_there_is_neither() -> None:
    posts = [
        PostHeld("a", "A", 1, "One", 2, "Two"),
        PostHeld("b", "B", 1, "One"),
        PostHeld("c", "C", None, "", 2, "Two"),
        PostHeld("d", "D"),
    ]
    assert find_nobody(posts, [Away(1, DAY, DAY)], DAY) == ("B", "D")
    assert find_nobody(posts, [], DAY) == ("D",)
