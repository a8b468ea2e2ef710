"""The front door of the invented council: lists 1 to 5.

The children of lists 6 and 7 come first, so that an open assessment, a new plan of need or
a new protection plan has its referral, assessment and enquiry; children who were only
referred or assessed fill the rest.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import cycle

from readiness.demo.cases import NEED_PLAN, UNDER_ASSESSMENT, Case, Plan
from readiness.demo.children import NO, SOURCES, YES, Child, Diary, People, Row, in_order
from readiness.demo.mix import Mix

ORGANISATIONS = {
    "Council early help service": 45,
    "Primary school": 20,
    "Secondary school": 12,
    "Health visiting service": 13,
    "Voluntary family support service": 10,
}


@dataclass(frozen=True)
class Referral:
    """One referral of one child."""

    child: Child
    received: date
    source: str
    no_action: bool
    desk: tuple[str, str]


@dataclass(frozen=True)
class Assessed:
    """A child who was referred and assessed, and needed no service."""

    child: Child
    referred: date


def list_early_help(diary: Diary, people: People, mix: Mix) -> list[Row]:
    """The rows of list 2: begun in the window, or begun earlier and still open."""
    rows = []
    for _ in range(mix.early_help):
        recent = diary.chance(0.7)
        started = diary.between(diary.half_year, diary.before(1)) if recent else diary.ago(190, 420)
        ended = _after(diary, started, 25, 150)
        done = recent and ended < diary.as_at and diary.chance(0.7)
        child = people.child(0, 17, known_from=started)
        organisation = diary.pick(ORGANISATIONS)
        rows.append((*child.identity, started, ended if done else None, organisation))
    return in_order(rows, 5, 0)


def _after(diary: Diary, day: date, least: int, most: int) -> date:
    return diary.between(day + timedelta(days=least), day + timedelta(days=most))


def meet_assessed(diary: Diary, people: People, mix: Mix, fresh: int) -> list[Assessed]:
    """Children assessed in the window who needed no service, so that list 4 can be filled.

    `fresh` is the number of children who did go on to a plan of need.
    """
    left = mix.assessments - mix.under_assessment - fresh
    count = left - min(left // 2, mix.need_plans - fresh)
    assessed = []
    for _ in range(count):
        referred = diary.between(diary.half_year + timedelta(days=30), diary.before(75))
        assessed.append(Assessed(people.child(0, 17, known_from=referred), referred))
    return assessed


def make_referrals(
    diary: Diary, people: People, mix: Mix, cases: Sequence[Case], assessed: Sequence[Assessed]
) -> list[Referral]:
    """The referrals of list 3: those of assessed children, repeats, then those not acted on."""
    heard = [(case.child, case.opened) for case in cases if case.fresh]
    room = mix.referrals - len(heard)
    heard += [(one.child, one.referred) for one in assessed[: room // 2]]
    referrals = [_referral(diary, people, child, day, no_action=False) for child, day in heard]
    spare = mix.referrals - len(referrals)
    early = diary.half_year + timedelta(days=15)
    again = [one for one in referrals if one.received > early][: spare // 6]
    for one in again:
        day = diary.between(diary.half_year, one.received - timedelta(days=5))
        if day >= one.child.born:
            referrals.append(_referral(diary, people, one.child, day, no_action=True))
    while len(referrals) < mix.referrals:
        day = diary.between(diary.half_year, diary.before(1))
        child = people.child(0, 17, known_from=day)
        referrals.append(_referral(diary, people, child, day, no_action=True))
    return referrals


def _referral(
    diary: Diary, people: People, child: Child, day: date, *, no_action: bool
) -> Referral:
    return Referral(child, day, diary.pick(SOURCES), no_action, people.desk("Front door", 3))


def list_contacts(
    diary: Diary, people: People, mix: Mix, referrals: Sequence[Referral]
) -> list[Row]:
    """The rows of list 1: the contact behind each referral as far as there is room, and others."""
    rows: list[Row] = []
    for one in referrals[: round(mix.contacts * 0.6)]:
        day = max(diary.half_year, one.received - timedelta(days=diary.rng.randint(0, 1)))
        rows.append((*one.child.identity, day, one.source))
    while len(rows) < mix.contacts:
        day = diary.between(diary.half_year, diary.before(1))
        child = people.child(0, 17, known_from=day)
        rows.append((*child.identity, day, diary.pick(SOURCES)))
    return in_order(rows, 5, 0)


def list_referrals(diary: Diary, referrals: Sequence[Referral]) -> list[Row]:
    """The rows of list 3; the 12-month count is the same on every row of a child."""
    times = Counter(one.child.identifier for one in referrals)
    before = {name: count - 1 + diary.pick({0: 85, 1: 12, 2: 3}) for name, count in times.items()}
    rows = []
    for one in referrals:
        closed = YES if one.no_action else NO
        count = before[one.child.identifier]
        rows.append((*one.child.identity, one.received, one.source, closed, count, *one.desk))
    return in_order(rows, 5, 0)


def list_assessments(
    diary: Diary, people: People, mix: Mix, cases: Sequence[Case], assessed: Sequence[Assessed]
) -> list[Row]:
    """The rows of list 4: the open ones, those that led to a plan, those that did not, reviews."""
    rows = [_open_assessment(diary, case) for case in cases if case.status == UNDER_ASSESSMENT]
    in_need = [case for case in cases if case.status == NEED_PLAN]
    for case in in_need:
        if case.fresh:
            rows.append(_assessment(diary, people, case.child, case.opened, YES))
    rows += [_assessment(diary, people, one.child, one.referred, NO) for one in assessed]
    settled = [case for case in in_need if not case.fresh]
    for case in settled[: mix.assessments - len(rows)]:
        started = diary.between(diary.half_year, diary.before(75))
        rows.append(_assessment(diary, people, case.child, started, YES))
    return in_order(rows, 6, 0)


def _open_assessment(diary: Diary, case: Case) -> Row:
    child = case.child
    started = min(_after(diary, case.opened, 0, 2), diary.before(1))
    seen = NO if child.age < 0 or started > diary.before(5) else YES
    return (*child.identity, child.disability, started, seen, None, None, *case.desk)


def _assessment(diary: Diary, people: People, child: Child, referred: date, need: str) -> Row:
    started = _after(diary, referred, 0, 2)
    late = diary.is_late(0.09)
    done = _after(diary, started, 64, 72) if late else _after(diary, started, 12, 60)
    desk = people.desk("Assessment", 6)
    return (*child.identity, child.disability, started, YES, done, need, *desk)


def list_enquiries(
    diary: Diary, people: People, mix: Mix, cases: Sequence[Case], plans: Sequence[Plan]
) -> list[Row]:
    """The rows of list 5: the enquiry behind each new plan, then others, a few of them repeats."""
    held = [_with_plan(diary, plan) for plan in plans if plan.fresh]
    others = mix.enquiries - len(held)
    settled = [case.child for case in cases if case.status == NEED_PLAN and not case.fresh]
    ended = {plan.case.child.identifier: plan for plan in plans if plan.ended is not None}
    # Those who had no plan come first: there is more to decide about them.
    settled.sort(key=lambda child: child.identifier in ended)
    pool = cycle(settled[: max(1, others - others // 15)])
    days: dict[str, set[date]] = {}
    for _ in range(others):
        child = next(pool)
        used = days.setdefault(child.identifier, set())
        day = _free_day(diary, used)
        used.add(day)
        one = _without_plan(diary, child, day)
        held.append(_during_plan(one) if _had_plan(ended.get(child.identifier), day) else one)
    return in_order(list(_with_counts(diary, people, held)), 6, 0)


def _free_day(diary: Diary, used: set[date]) -> date:
    while True:
        day = diary.between(diary.half_year, diary.before(1))
        if day not in used:
            return day


@dataclass(frozen=True)
class Enquiry:
    """One section 47 enquiry: was a conference needless, when was it held, was a plan made."""

    child: Child
    started: date
    needless: str | None
    held: date | None
    plan: str | None


def _with_plan(diary: Diary, plan: Plan) -> Enquiry:
    days = diary.rng.randint(21, 24) if diary.is_late(0.1) else diary.rng.randint(8, 20)
    started = max(diary.half_year, plan.started - timedelta(days=days))
    return Enquiry(plan.case.child, started, NO, plan.started, YES)


def _without_plan(diary: Diary, child: Child, day: date) -> Enquiry:
    if day > diary.before(8):
        return Enquiry(child, day, None, None, None)
    held = _after(diary, day, 8, 19)
    if held < diary.as_at and diary.chance(0.15):
        return Enquiry(child, day, NO, held, NO)
    return Enquiry(child, day, YES, None, None)


def _had_plan(plan: Plan | None, day: date) -> bool:
    return plan is not None and plan.ended is not None and plan.started <= day <= plan.ended


def _during_plan(one: Enquiry) -> Enquiry:
    """Of a child with a plan Ofsted is told “No”, and there is no initial conference to hold."""
    return replace(one, needless=NO, held=None, plan=None)


def _with_counts(diary: Diary, people: People, enquiries: Sequence[Enquiry]) -> Iterator[Row]:
    """Rows with both 12-month counts, which are the same on every row of a child (Ofsted)."""
    by_child: dict[str, list[Enquiry]] = {}
    for one in enquiries:
        by_child.setdefault(one.child.identifier, []).append(one)
    for group in by_child.values():
        latest = max(one.started for one in group)
        earlier = len(group) - 1 + diary.pick({0: 88, 1: 10, 2: 2})
        conferences = sum(one.held is not None and one.held < latest for one in group)
        desk = people.desk("Assessment", 6)
        for one in group:
            child = one.child
            decision = (one.started, one.needless, one.held, one.plan)
            yield (*child.identity, child.disability, *decision, earlier, conferences, *desk)
