"""Children for adoption and adopters: lists 10 and 11 of the invented council.

A child's story is told once, as a Journey; it changes the child's period of care (list 8)
and gives the adoptive family its dates (list 11), so that the three lists agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from readiness.demo import care as words
from readiness.demo.care import Care
from readiness.demo.children import ETHNICITIES, FEMALE, MALE, NO, YES, Child, Diary, Row
from readiness.demo.mix import Mix

REASONS = {
    "RD1 - The child's needs changed subsequent to the decision": 50,
    "RD3 - Prospective adopters could not be found": 35,
    "RD4 - Any other reason": 15,
}
LEAVING = {
    "1 - Adopter withdrew from process": 90,
    "3 - Application refused": 10,
}
ORDERED, MATCHED, FOSTERED = "ordered", "matched", "fostered"
STAGES = {"decided": 15, ORDERED: 35, MATCHED: 35, FOSTERED: 15}


@dataclass(frozen=True)
class Journey:
    """One child's way to adoption, as list 10 has it."""

    child: Child
    entered: date
    decided: date
    family: str | None = None
    ordered: date | None = None
    matched: date | None = None
    placed: date | None = None
    adopted: date | None = None
    reversed: date | None = None
    reason: str | None = None
    fostered: date | None = None

    @property
    def row(self) -> Row:
        """The row of list 10."""
        child = self.child
        _, *identity = child.identity
        way = (self.entered, self.decided, self.ordered, self.matched, self.placed)
        end = (self.adopted, self.reversed, self.reason, self.fostered)
        return (child.identifier, self.family, *identity, child.disability, *way, *end)


def tell_journeys(diary: Diary, mix: Mix, care: Sequence[Care]) -> tuple[list[Journey], list[Care]]:
    """The journeys of list 10, and the periods of care as those journeys leave them."""
    changed = list(care)
    journeys = []
    for place, period in enumerate(care):
        if place < mix.waiting:
            journey = _waiting(diary, period)
        elif place < mix.waiting + mix.reversed:
            journey = _reversed(diary, period)
        elif period.ending == words.ADOPTED:
            journey = _adopted(diary, period)
        else:
            continue
        journeys.append(journey)
        changed[place] = _in_care(diary, period, journey)
    return journeys, changed


def _after(diary: Diary, day: date, least: int, most: int) -> date:
    return diary.between(day + timedelta(days=least), day + timedelta(days=most))


def _decided(diary: Diary, care: Care) -> Journey:
    return Journey(care.child, care.started, _after(diary, care.started, 120, 200))


def _waiting(diary: Diary, care: Care) -> Journey:
    journey = _decided(diary, care)
    stage = diary.pick(STAGES)
    if stage not in (ORDERED, MATCHED, FOSTERED):
        return journey
    ordered = _after(diary, journey.decided, 40, 80)
    journey = replace(journey, ordered=ordered)
    if stage == ORDERED:
        return journey
    matched = diary.between(ordered + timedelta(days=30), diary.before(20))
    if stage == FOSTERED:
        fostered = diary.between(care.started + timedelta(days=20), journey.decided)
        return replace(journey, matched=matched, fostered=fostered)
    placed = diary.between(matched + timedelta(days=5), diary.before(2))
    return replace(journey, matched=matched, placed=placed)


def _reversed(diary: Diary, care: Care) -> Journey:
    journey = _decided(diary, care)
    ordered = _after(diary, journey.decided, 40, 80)
    first = max(ordered + timedelta(days=30), diary.year)
    return replace(
        journey,
        ordered=ordered,
        reversed=diary.between(first, diary.before(3)),
        reason=diary.pick(REASONS),
    )


def _adopted(diary: Diary, care: Care) -> Journey:
    journey = _decided(diary, care)
    ordered = _after(diary, journey.decided, 40, 80)
    last = (care.ended or diary.as_at) - timedelta(days=150)
    matched = diary.between(ordered + timedelta(days=20), last)
    placed = _after(diary, matched, 7, 30)
    return replace(journey, ordered=ordered, matched=matched, placed=placed, adopted=care.ended)


def _in_care(diary: Diary, care: Care, journey: Journey) -> Care:
    """The period of care with the order, plan and home that the journey gave the child."""
    legal, legal_from = words.INTERIM_ORDER, care.legal_from
    placement, moved = words.FOSTERING, care.placed
    if journey.ordered is not None:
        legal, legal_from = words.PLACEMENT_ORDER, journey.ordered
    if journey.fostered is not None:
        placement, moved = words.FOSTERING_FOR_ADOPTION, journey.fostered
    if journey.placed is not None:
        placement, moved = words.FOR_ADOPTION, journey.placed
    if journey.reversed is not None:
        placement = words.LONG_FOSTERING
        legal, legal_from = words.FULL_ORDER, journey.reversed
    return replace(
        care,
        legal=legal,
        legal_from=legal_from,
        permanence=words.ADOPTION if journey.reversed is None else words.LONG_TERM_FOSTERING,
        placement=placement,
        placed=moved,
        placements=2 if moved > max(diary.year_ago, care.started) else 1,
        provider=words.OWN,
        urn=care.urn or "SC990001",
    )


def recruit_adopters(
    diary: Diary, mix: Mix, journeys: Sequence[Journey]
) -> tuple[list[Journey], list[Row]]:
    """The journeys with their families named, and the rows of list 11.

    Matched children are given families of this council until three quarters of the rows are
    used; the others are matched between agencies, and their family stays blank.
    """
    named = list(journeys)
    rows: list[Row] = []
    families = 0
    for place, journey in enumerate(journeys):
        if journey.matched is None or len(rows) + 2 > mix.adopters * 0.75:
            continue
        families += 1
        family = f"F{3000 + families}"
        named[place] = replace(journey, family=family)
        rows += _adopters(diary, len(rows), family, _parents_way(diary, journey))
    while len(rows) < mix.adopters:
        families += 1
        pair = _adopters(diary, len(rows), f"F{3000 + families}", _recruit_way(diary))
        rows += pair[: mix.adopters - len(rows)]
    return named, rows


def _adopters(diary: Diary, made: int, family: str, way: Row) -> list[Row]:
    """One row for a single adopter, two for a couple."""
    couple = diary.chance(0.7)
    first = diary.pick({FEMALE: 70, MALE: 30})
    genders = [first, MALE if first == FEMALE or diary.chance(0.2) else FEMALE]
    return [
        (
            f"A{2001 + made + place}",
            family,
            gender,
            diary.pick(ETHNICITIES),
            YES if diary.chance(0.05) else NO,
            *way,
        )
        for place, gender in enumerate(genders[: 2 if couple else 1])
    ]


def _stages(diary: Diary, enquired: date) -> list[date]:
    """Stage 1 started and ended, stage 2 started and ended: at most 250 days in all."""
    steps, day = [], enquired
    for least, most in ((20, 40), (50, 65), (1, 20), (105, 125)):
        day = _after(diary, day, least, most)
        steps.append(day)
    return steps


def _parents_way(diary: Diary, journey: Journey) -> Row:
    """The columns of list 11 after the disability, for a family matched with this child."""
    met = min(day for day in (journey.matched, journey.fostered) if day is not None)
    enquired = diary.between(met - timedelta(days=500), met - timedelta(days=300))
    fostering = "Yes" if journey.fostered else "No"
    children = 1 if journey.placed else None
    end = (journey.matched, journey.placed, children, journey.adopted, None, None)
    return (fostering, enquired, *_stages(diary, enquired), None, None, *end)


def _recruit_way(diary: Diary) -> Row:
    """The same columns for people still being assessed, or who left the process."""
    enquired = diary.ago(60, 330)
    reached = [day if day < diary.as_at else None for day in _stages(diary, enquired)]
    last = max(day for day in reached if day is not None)
    left = diary.between(last, diary.before(1)) if diary.chance(0.25) else None
    reason = None if left is None else diary.pick(LEAVING)
    return ("No", enquired, *reached, None, None, None, None, None, None, left, reason)
