"""Children in care: list 8 of the invented council, with those whose care ended lately."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from readiness.demo.children import NO, YES, Child, Diary, People, Row, months_before
from readiness.demo.mix import Mix

# Visited in the last six weeks, of all, in the highlight report behind the planning slides.
SEEN, ALL = 259, 291
NEEDS = {
    "N1 - Abuse or neglect": 66,
    "N2 - Child's disability": 5,
    "N3 - Parental disability or illness": 4,
    "N4 - Family in acute stress": 8,
    "N5 - Family dysfunction": 14,
    "N8 - Absent parenting": 3,
}
ABSENT_PARENTING = "N8 - Absent parenting"
INTERIM_ORDER = "C1: ICO"
LEGAL = {"C1: ICO": 22, "C2: FCO": 60, "V2: Single period under S20": 18}
SECTION_20, FULL_ORDER, PLACEMENT_ORDER = (
    "V2: Single period under S20",
    "C2: FCO",
    "E1: Placement order",
)
LONG_FOSTERING, FOSTERING = (
    "d) U4: Foster placement - long term",
    "f) U6: Foster placement - not FFA",
)
KINSHIP = "c) U3: Foster placement - relative - not FFA"
PARENTS, SUPPORTED, CHILDRENS_HOME = (
    "k) P1: Placed with parents",
    "n) H5: Residential accommodation",
    "p) K2: Children's Homes",
)
FOR_ADOPTION = "j) A6: Placed for adoption - order - not foster"
FOSTERING_FOR_ADOPTION = "e) U5: Foster placement - FFA"
OWN, OTHER_COUNCIL, PRIVATE, BY_PARENTS = (
    "b) PR1: Own provision",
    "c) PR2: Other LA provision",
    "e) PR4: Private provision",
    "a) PR0: Parents/Parental responsibility",
)
RETURN, ADOPTION, GUARDIANSHIP, INDEPENDENT, LONG_TERM_FOSTERING, RESIDENTIAL = (
    "a) Return to family",
    "b) Adoption",
    "c) SGO/CAO",
    "d) Supported living in the community",
    "f) Long-term fostering",
    "e) Long-term residential placement",
)
PLANS = {
    LONG_FOSTERING: LONG_TERM_FOSTERING,
    KINSHIP: GUARDIANSHIP,
    PARENTS: RETURN,
    SUPPORTED: INDEPENDENT,
    CHILDRENS_HOME: RESIDENTIAL,
    FOR_ADOPTION: ADOPTION,
    FOSTERING_FOR_ADOPTION: ADOPTION,
}
TURNED_18 = "m) E5: Moved into independent living - supported"
ADOPTED = "b) E12: Adopted - consent dispensed"
ENDINGS = {
    "e) E4A: Returned home to live with parents or relatives - part of planning": 45,
    "i) E45: Special Guardianship Orders - former carer relative/friend": 30,
    "h) E41: Residence order granted": 10,
    "d) E3: Care taken by another LA": 15,
}
CLOSINGS = {
    ADOPTED: "RC1 - Adopted",
    "i) E45: Special Guardianship Orders - former carer relative/friend": (
        "RC4 - Special guardianship order"
    ),
    "h) E41: Residence order granted": "RC3 - Child arrangements order",
    "d) E3: Care taken by another LA": "RC5 - Transferred to services of another local authority",
}
OTHER_CLOSING = "RC7 - Services ceased for any other reason, including child no longer in need"


@dataclass(frozen=True)
class Care:
    """One child's latest period of care, as list 8 has it; `asylum` for an unaccompanied child."""

    child: Child
    asylum: bool
    started: date
    need: str
    legal_from: date
    legal: str
    reviewed: date | None
    visited: date | None
    permanence: str | None
    contacted: date | None
    health: date | None
    dental: date | None
    placements: int
    ended: date | None
    ending: str | None
    placed: date
    placement: str
    provider: str
    postcode: str
    urn: str | None
    out_of_area: bool
    authority: str
    missing: int
    absent: int
    offered: str | None
    accepted: str | None
    desk: tuple[str, str]

    @property
    def closing_reason(self) -> str | None:
        """Why the episode of need closed with the period of care (list 6); None while open."""
        return None if self.ending is None else CLOSINGS.get(self.ending, OTHER_CLOSING)

    @property
    def row(self) -> Row:
        """The row of list 8."""
        child = self.child
        first = (YES if self.asylum else NO, child.disability, self.started, self.need, NO)
        legal = (self.legal_from, self.legal, self.reviewed, self.visited, self.permanence)
        checks = (self.contacted, self.health, self.dental, self.placements)
        place = (self.ended, self.ending, self.placed, self.placement, self.provider)
        home = (self.postcode, self.urn, "b) Out" if self.out_of_area else "a) In", self.authority)
        episodes = (self.missing, self.absent, self.offered, self.accepted)
        return (
            *child.identity, *first, *legal, *checks, *place, *home, *episodes, *self.desk,
        )  # fmt: skip


def build_care(diary: Diary, people: People, mix: Mix, council: str) -> list[Care]:
    """Every period of care: those open, then those ended in the window.

    The first open ones and the first ended ones are of small children, long enough in care
    for adoption; the last ended ones are of young people who turned 18.
    """
    visits = diary.in_time(mix.in_care, SEEN, ALL)
    periods = [
        _open_care(diary, people, council, in_time, place < mix.waiting + mix.reversed)
        for place, in_time in enumerate(visits)
    ]
    periods += [_adopted_care(diary, people, council) for _ in range(mix.adopted)]
    children = mix.care_ended - mix.adopted - mix.turned_18
    periods += [_ended_care(diary, people, council) for _ in range(children)]
    return periods + [_adult_care(diary, people, council) for _ in range(mix.turned_18)]


def _open_care(diary: Diary, people: People, council: str, in_time: bool, small: bool) -> Care:
    asylum = not small and diary.chance(0.06)
    if small:
        started = diary.ago(400, 800)
    elif asylum:
        started = diary.ago(200, 340)
    else:
        # Whoever came lately cannot have been without a visit for long.
        started = diary.ago(2 if in_time else 90, diary.pick({180: 22, 730: 38, 2900: 40}))
    youngest, oldest = (15, 17) if asylum else (1, 3) if small else (0, 17)
    child = people.child(youngest, oldest, known_from=started)
    care = _care(diary, people, council, child, started, asylum)
    visited = diary.ago(1, 40) if in_time else diary.ago(46, 80)
    return replace(care, visited=max(started, visited))


def _adopted_care(diary: Diary, people: People, council: str) -> Care:
    ended = diary.between(diary.half_year, diary.before(4))
    started = ended - timedelta(days=diary.rng.randint(500, 900))
    child = people.child(1, 3, known_from=started)
    return end_care(
        _seen_to(diary, _care(diary, people, council, child, started, False), ended), ended, ADOPTED
    )


def _ended_care(diary: Diary, people: People, council: str) -> Care:
    ended = diary.between(diary.half_year, diary.before(4))
    started = ended - timedelta(days=diary.rng.randint(60, 1500))
    child = people.child(1, 16, known_from=started)
    care = _seen_to(diary, _care(diary, people, council, child, started, False), ended)
    return end_care(care, ended, diary.pick(ENDINGS))


def _adult_care(diary: Diary, people: People, council: str) -> Care:
    ended = diary.between(diary.half_year, diary.before(4))
    started = ended - timedelta(days=diary.rng.randint(300, 1500))
    child = people.born_on(months_before(ended, 12 * 18))
    care = _seen_to(diary, _care(diary, people, council, child, started, False), ended)
    return end_care(care, ended, TURNED_18)


def _seen_to(diary: Diary, care: Care, ended: date) -> Care:
    visited = ended - timedelta(days=diary.rng.randint(0, 30))
    return replace(care, visited=max(care.started, visited))


def end_care(care: Care, ended: date, ending: str) -> Care:
    """The same period of care, ended: nothing on it happens after that day."""
    return replace(
        care,
        ended=ended,
        ending=ending,
        legal_from=min(care.legal_from, ended),
        placed=min(care.placed, ended),
        reviewed=_by(care.reviewed, ended),
        contacted=_by(care.contacted, ended),
        health=_by(care.health, ended),
        dental=_by(care.dental, ended),
        visited=_by(care.visited, ended),
    )


def _by(day: date | None, last: date) -> date | None:
    return None if day is None else min(day, last)


def _care(
    diary: Diary, people: People, council: str, child: Child, started: date, asylum: bool
) -> Care:
    """A period of care still open, with everything that follows from its start."""
    rng, as_at = diary.rng, diary.as_at
    days = (as_at - started).days
    placement = _placement(diary, child, asylum)
    placed = started if diary.chance(0.4) else diary.between(started, diary.before(1))
    reviewed = diary.between(max(started + timedelta(days=18), diary.before(170)), diary.before(2))
    missing, absent, offered, accepted = _missing(diary, child)
    out = diary.chance(0.35)
    return Care(
        child=child,
        asylum=asylum,
        started=started,
        need=ABSENT_PARENTING if asylum else diary.pick(NEEDS),
        legal_from=started if days < 200 else diary.between(started, diary.before(100)),
        legal=_legal(diary, asylum, days, placement),
        reviewed=reviewed if days > 25 else None,
        visited=None,
        permanence=PLANS.get(placement, RETURN) if days > 60 else None,
        contacted=diary.between(reviewed, diary.before(1)) if days > 25 else None,
        health=max(started, diary.ago(5, 170 if child.age < 5 else 350)) if days > 20 else None,
        dental=diary.ago(5, 360) if child.age > 1 and not diary.is_late(0.07) else None,
        placements=rng.randint(2, 3) if placed > max(diary.year_ago, started) else 1,
        ended=None,
        ending=None,
        placed=placed,
        placement=placement,
        provider=_provider(diary, placement),
        postcode=_postcode(diary),
        urn=None if placement == PARENTS else f"SC9{rng.randint(10000, 99999)}",
        out_of_area=out,
        authority=f"Neighbouring council {rng.choice('ABCDE')}" if out else council,
        missing=missing,
        absent=absent,
        offered=offered,
        accepted=accepted,
        desk=people.desk("Children in care", 5),
    )


def _missing(diary: Diary, child: Child) -> tuple[int, int, str | None, str | None]:
    """Episodes missing and absent, and whether a return interview was offered and accepted."""
    if child.age < 11:
        return 0, 0, None, None
    missing = diary.pick({0: 86, 1: 7, 2: 4, 5: 3})
    absent = diary.pick({0: 94, 1: 4, 2: 2})
    offered = diary.pick({YES: 88, NO: 12}) if missing else None
    accepted = diary.pick({YES: 75, NO: 25}) if offered == YES else None
    return missing, absent, offered, accepted


def _postcode(diary: Diary) -> str:
    """A postcode of the right shape in the area AA, which does not exist."""
    rng = diary.rng
    return f"AA{rng.randint(1, 9)} {rng.randint(1, 9)}{rng.choice('ABDEFG')}{rng.choice('HJLNPQ')}"


def _placement(diary: Diary, child: Child, asylum: bool) -> str:
    if child.age >= 16:
        return diary.pick({LONG_FOSTERING: 40, FOSTERING: 15, SUPPORTED: 30, CHILDRENS_HOME: 15})
    if child.age >= 10:
        homes = {LONG_FOSTERING: 50, FOSTERING: 18, KINSHIP: 12, CHILDRENS_HOME: 15}
        return diary.pick(homes if asylum else {**homes, PARENTS: 5})
    return diary.pick({LONG_FOSTERING: 35, FOSTERING: 30, KINSHIP: 28, PARENTS: 7})


def _legal(diary: Diary, asylum: bool, days: int, placement: str) -> str:
    if asylum:
        return SECTION_20
    if placement == PARENTS or days > 900:
        return FULL_ORDER
    return diary.pick(LEGAL)


def _provider(diary: Diary, placement: str) -> str:
    if placement == PARENTS:
        return BY_PARENTS
    if placement in (SUPPORTED, CHILDRENS_HOME):
        return diary.pick({PRIVATE: 80, OWN: 20})
    return diary.pick({OWN: 60, PRIVATE: 36, OTHER_COUNCIL: 4})
