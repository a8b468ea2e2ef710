"""Children in need and child protection plans: lists 6 and 7 of the invented council.

A case is a child with the latest episode of need. Its status is decided first; dates,
visits and plans follow from it, so that lists 6, 7 and 8 can never contradict each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from readiness.demo.care import Care
from readiness.demo.children import NO, YES, Child, Diary, People, Row
from readiness.demo.mix import Mix

LOOKED_AFTER, PLAN, NEED_PLAN = (
    "a) Looked after child",
    "b) Child Protection plan",
    "c) Child in need plan",
)
UNDER_ASSESSMENT, CLOSED = "d) Open assessment", "e) Closed episode"
NEEDS = {
    "N1 - Abuse or neglect": 56,
    "N2 - Child's disability": 9,
    "N3 - Parental disability or illness": 4,
    "N4 - Family in acute stress": 10,
    "N5 - Family dysfunction": 15,
    "N6 - Socially unacceptable behaviour": 3,
    "N8 - Absent parenting": 3,
}
ABUSE = {
    "a) Neglect": 48,
    "b) Physical abuse": 7,
    "c) Sexual abuse": 4,
    "d) Emotional abuse": 38,
    "e) Multiple/not recommended": 3,
}
# Visited in time, of all, in the highlight report behind the planning slides.
NEED_SEEN, NEED_ALL = 615, 790
PLAN_SEEN, PLAN_ALL = 245, 274
UNBORN = 2


@dataclass(frozen=True)
class Case:
    """One child's latest episode of need, as list 6 has it."""

    child: Child
    status: str
    opened: date
    need: str
    seen: date | None
    closed: date | None
    reason: str | None
    desk: tuple[str, str]
    fresh: bool = False

    @property
    def row(self) -> Row:
        """The row of list 6."""
        child = self.child
        dates = (self.opened, self.need, self.seen, self.closed, self.reason, self.status)
        return (*child.identity, child.disability, *dates, *self.desk)


@dataclass(frozen=True)
class Plan:
    """One child's latest child protection plan, as list 7 has it; `fresh` in the window."""

    case: Case
    started: date
    first_abuse: str
    abuse: str
    alone: str | None
    visited: date | None
    reviewed: date | None
    ended: date | None
    protected: str
    earlier: int
    fresh: bool

    @property
    def row(self) -> Row:
        """The row of list 7."""
        child = self.case.child
        abuse = (self.started, self.first_abuse, self.abuse)
        visit = (self.visited, self.alone, self.reviewed, self.ended)
        return (
            *child.identity,
            child.disability,
            *abuse,
            *visit,
            self.protected,
            self.earlier,
            *self.case.desk,
        )


def build_cases(diary: Diary, people: People, mix: Mix, care: Sequence[Care]) -> list[Case]:
    """Every case of list 6: those in care first, then by status."""
    looked_after = [_care_case(diary, period) for period in care]
    under_plan = _plan_cases(diary, people, mix.on_plan)
    in_need = _need_cases(diary, people, mix)
    closed = [_closed_case(diary, people) for _ in range(mix.closed - mix.care_ended)]
    return [*looked_after, *under_plan, *in_need, *closed]


def _care_case(diary: Diary, care: Care) -> Case:
    """The episode of need of a child in care, which ends on the day that care ends."""
    opened = max(care.child.born, diary.between(care.started - timedelta(days=200), care.started))
    return Case(
        child=care.child,
        status=LOOKED_AFTER if care.ended is None else CLOSED,
        opened=opened,
        need=care.need,
        seen=care.visited,
        closed=care.ended,
        reason=care.closing_reason,
        desk=care.desk,
    )


def _plan_cases(diary: Diary, people: People, count: int) -> list[Case]:
    in_time = diary.in_time(count, PLAN_SEEN, PLAN_ALL)
    cases = []
    for soon in in_time:
        opened = diary.ago(215, 900)
        cases.append(
            Case(
                child=people.child(0, 17, known_from=opened),
                status=PLAN,
                opened=opened,
                need=diary.pick(NEEDS),
                seen=diary.ago(1, 11) if soon else diary.ago(21, 40),
                closed=None,
                reason=None,
                desk=people.desk("Family support", 6),
            )
        )
    return cases


def _need_cases(diary: Diary, people: People, mix: Mix) -> list[Case]:
    """Children with a plan of need or under assessment; the fresh were referred in the window."""
    unborn = min(UNBORN, mix.under_assessment // 10)
    in_time = diary.in_time(mix.need_plans + mix.under_assessment, NEED_SEEN, NEED_ALL)
    seen = iter(_unborn_not_seen(in_time, range(mix.need_plans, mix.need_plans + unborn)))
    fresh = fresh_cases(mix)
    cases = []
    for place in range(mix.need_plans):
        opened = (
            diary.between(diary.half_year + timedelta(days=30), diary.before(75))
            if place < fresh
            else diary.ago(200, 800)
        )
        child = people.child(0, 17, known_from=opened)
        cases.append(_open_case(diary, people, child, opened, NEED_PLAN, next(seen)))
    for place in range(mix.under_assessment):
        soon = next(seen)
        # Whoever was not seen for long has been known for as long.
        opened = diary.ago(64, 75) if diary.is_late(0.1) else diary.ago(2 if soon else 30, 55)
        child = (
            people.born_on(diary.as_at + timedelta(days=diary.rng.randint(20, 120)))
            if place < unborn
            else people.child(0, 17, known_from=opened)
        )
        cases.append(_open_case(diary, people, child, opened, UNDER_ASSESSMENT, soon))
    return cases


def _unborn_not_seen(in_time: Sequence[bool], unborn: Sequence[int]) -> list[bool]:
    """As many seen in time as before, but for those not yet born, where somebody is late."""
    flags = list(in_time)
    late = [place for place, soon in enumerate(flags) if not soon and place not in unborn]
    for place, other in zip((one for one in unborn if flags[one]), late, strict=False):
        flags[place], flags[other] = False, True
    return flags


def fresh_cases(mix: Mix) -> int:
    """How many children with a plan of need were referred and assessed in the window."""
    room = min(mix.referrals, mix.assessments) - mix.under_assessment
    return min(mix.need_plans // 4, room // 3)


def _open_case(
    diary: Diary, people: People, child: Child, opened: date, status: str, soon: bool
) -> Case:
    service = "Assessment" if status == UNDER_ASSESSMENT else "Family support"
    latest = max(opened, diary.ago(1, 26) if soon else diary.ago(30, 70))
    return Case(
        child=child,
        status=status,
        opened=opened,
        need=diary.pick(NEEDS),
        seen=None if child.age < 0 else latest,
        closed=None,
        reason=None,
        desk=people.desk(service, 6),
        fresh=status == UNDER_ASSESSMENT or opened > diary.half_year,
    )


def _closed_case(diary: Diary, people: People) -> Case:
    opened = diary.ago(260, 700)
    closed = diary.between(diary.half_year + timedelta(days=20), diary.before(3))
    reasons = {
        "RC7 - Services ceased for any other reason, including child no longer in need": 88,
        "RC5 - Transferred to services of another local authority": 8,
        "RC3 - Child arrangements order": 4,
    }
    return Case(
        child=people.child(0, 17, known_from=opened),
        status=CLOSED,
        opened=opened,
        need=diary.pick(NEEDS),
        seen=diary.between(closed - timedelta(days=15), closed),
        closed=closed,
        reason=diary.pick(reasons),
        desk=people.desk("Family support", 6),
    )


def build_plans(diary: Diary, mix: Mix, cases: Sequence[Case]) -> list[Plan]:
    """Every plan of list 7: the open ones, then the ended ones.

    A child whose plan ended has since stepped down to a plan of need, or was closed later.
    """
    on_plan = [case for case in cases if case.status == PLAN]
    fresh = min(round(mix.enquiries * 0.45), len(on_plan) // 2)
    plans = [_open_plan(diary, case, place < fresh) for place, case in enumerate(on_plan)]
    settled = [case for case in cases if case.status == NEED_PLAN and not case.fresh]
    closed = [case for case in cases if case.status == CLOSED and "Family" in case.desk[0]]
    half = min(mix.plan_ended // 2, len(closed))
    stepped_down = settled[: mix.plan_ended - half]
    return plans + [_ended_plan(diary, case) for case in (*closed[:half], *stepped_down)]


def _open_plan(diary: Diary, case: Case, fresh: bool) -> Plan:
    # Where visits are late, the last one followed the start: how late it was must be so.
    last = case.seen if diary.late and case.seen is not None else diary.before(1)
    started = (
        diary.between(diary.half_year + timedelta(days=25), last)
        if fresh
        else diary.between(max(case.opened, diary.before(600)), diary.before(190))
    )
    return _plan(diary, case, started, None, case.seen, fresh)


def _ended_plan(diary: Diary, case: Case) -> Plan:
    last = case.closed or diary.before(5)
    ended = diary.between(diary.half_year, last)
    started = diary.between(case.opened, ended - timedelta(days=60))
    return _plan(
        diary, case, started, ended, ended - timedelta(days=diary.rng.randint(0, 9)), False
    )


def _plan(
    diary: Diary, case: Case, started: date, ended: date | None, seen: date | None, fresh: bool
) -> Plan:
    abuse = diary.pick(ABUSE)
    last = ended or diary.as_at
    visited = seen if seen is not None and seen >= started else None
    due = started + timedelta(days=90)
    reviewed = diary.between(max(due - timedelta(days=15), last - timedelta(days=170)), last)
    return Plan(
        case=case,
        started=started,
        first_abuse=abuse,
        abuse=abuse if diary.chance(0.9) else diary.pick(ABUSE),
        alone=None if visited is None else diary.pick({YES: 86, NO: 14}),
        visited=visited,
        reviewed=reviewed if due <= last else None,
        ended=ended,
        protected=YES if diary.chance(0.03) else NO,
        earlier=diary.pick({0: 80, 1: 16, 2: 4}),
        fresh=fresh,
    )
