"""Care leavers: list 9 of the invented council."""

from collections.abc import Sequence
from datetime import date

from readiness.demo.care import TURNED_18, Care
from readiness.demo.children import NO, YES, Child, Diary, People, Row
from readiness.demo.mix import Mix

# In touch, in education or work, and in suitable homes, of all: the highlight report's figures.
IN_TOUCH, ACTIVE, SUITABLE, ALL = 256, 185, 243, 268
RELEVANT, FORMER, QUALIFYING = (
    "a) Relevant child",
    "b) Former relevant child",
    "c) Qualifying care leaver",
)
OUT_OF_TOUCH = {"b) No": 60, "d) Refu": 20, "e) NREQ": 12, "f) Rhom": 8}
HOMES = {
    "B: Parents/relatives": 12,
    "D: Semi-independent, transitional accommodation and self-contained accommodation": 22,
    "E: Supported lodgings": 6,
    "K: Ordinary lodgings, without formal support": 3,
    "U: Independent living": 45,
    "Z: With former foster carers": 12,
}
CUSTODY = "X: In custody"
BAD_HOMES = {
    "S: No fixed abode / homeless": 4,
    "V: Emergency accommodation": 3,
    "W: Bed and breakfast": 3,
    CUSTODY: 5,
}
DOING = {
    "F1: Full time in higher education": 12,
    "F2: Full time in education other than higher": 34,
    "F4: Young person engaged full time in an apprenticeship": 8,
    "F5: Young person engaged full time in training or employment (not apprenticeship)": 32,
    "P2: Part time in education other than higher": 5,
    "P5: Young person engaged part time in training or employment (not apprenticeship)": 9,
}
NOT_DOING = {
    "G4: Not in education, employment or training - illness or disability": 30,
    "G5: Not in education, employment or training - other": 52,
    "G6: Not in education, employment or training - pregnancy or parenting": 18,
}


def list_care_leavers(diary: Diary, people: People, mix: Mix, care: Sequence[Care]) -> list[Row]:
    """The rows of list 9: those who turned 18 lately, then the others; none is in care."""
    adults = [period for period in care if period.ending == TURNED_18]
    known = [(period.child, period.asylum) for period in adults]
    others = mix.care_leavers - len(known)
    known += [(_leaver(diary, people), diary.chance(0.12)) for _ in range(others)]
    touch = diary.quota(len(known), IN_TOUCH, ALL)
    doing = iter(diary.quota(sum(touch), ACTIVE, IN_TOUCH))
    homes = iter(diary.quota(sum(touch), SUITABLE, IN_TOUCH))
    return [
        _row(diary, people, child, asylum, _in_touch(diary, next(doing), next(homes)))
        if near
        else _row(diary, people, child, asylum, _out_of_touch(diary))
        for (child, asylum), near in zip(known, touch, strict=True)
    ]


def _leaver(diary: Diary, people: People) -> Child:
    youngest, oldest = diary.pick({(16, 17): 5, (18, 20): 60, (21, 24): 35})
    return people.child(youngest, oldest)


def _row(diary: Diary, people: People, child: Child, asylum: bool, now: Row) -> Row:
    team, worker = people.desk("Leaving care", 3)
    _, adviser = people.desk("Personal adviser", 3)
    if child.age < 18:
        group = RELEVANT
    elif child.age < 21 and diary.chance(0.1):
        group = QUALIFYING
    else:
        group = FORMER
    reviewed = None if diary.is_late(0.05) else diary.ago(3, 175)
    first = (YES if asylum else NO, child.disability, team, worker, adviser, group, reviewed)
    return (*child.identity, *first, *now)


def _in_touch(diary: Diary, active: bool, suitable: bool) -> Row:
    bad = {home: share for home, share in BAD_HOMES.items() if not active or home != CUSTODY}
    home = diary.pick(HOMES if suitable else bad)
    activity = diary.pick(DOING if active else NOT_DOING)
    return (YES, diary.ago(1, 54), home, "a) Suitable" if suitable else "b) Unsuitable", activity)


def _out_of_touch(diary: Diary) -> Row:
    last: date | None = diary.ago(70, 300) if diary.chance(0.8) else None
    return (diary.pick(OUT_OF_TOUCH), last, None, None, None)
