"""The invented council's children, workers and diary: what every list has in common.

Nobody here exists: identifiers are numbered, workers and teams are numbered labels, and
postcodes lie in an area that Royal Mail does not use.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from readiness.inspections.calendar import england_bank_holidays
from readiness.months import add_months

Cell = str | int | date | None
Row = tuple[Cell, ...]
T = TypeVar("T")
YEARS_BACK = 6
"""How far back the diary knows bank holidays; older dates are births and starts of care."""

MALE, FEMALE, NOT_STATED = "a) Male", "b) Female", "c) Not stated/recorded"
YES, NO, UNKNOWN = "a) Yes", "b) No", "c) Unknown"

ETHNICITIES = {
    "a) WBRI": 61,
    "d) WOTH": 5,
    "f) MWBC": 5,
    "g) MWBA": 4,
    "h) MWAS": 2,
    "i) MOTH": 3,
    "j) AIND": 2,
    "k) APKN": 3,
    "l) ABAN": 3,
    "m) AOTH": 2,
    "n) BCRB": 2,
    "o) BAFR": 5,
    "r) OOTH": 2,
    "s) NOBT": 1,
}
SOURCES = {
    "a) 1A: Individual": 8,
    "c) 1C: Individual": 2,
    "e) 2A: Schools": 20,
    "f) 2B: Education services": 4,
    "g) 3A: Health services": 5,
    "h) 3B: Health services": 6,
    "k) 3E: Health services": 7,
    "m) 4: Housing": 4,
    "n) 5A: LA services": 5,
    "p) 5C: LA services": 3,
    "q) 6: Police": 28,
    "r) 7: Other legal agency": 4,
    "s) 8: Other": 3,
    "t) 9: Anonymous": 1,
}


# The first worker number of each service, so that nobody works in two teams.
SERVICES = {
    "Front door": 0,
    "Assessment": 100,
    "Family support": 200,
    "Children in care": 300,
    "Leaving care": 400,
    "Personal adviser": 500,
}


LONG_CLOSURE = 4
"""Days from one working day to the next over a bank holiday: too many would fall on the first."""


@dataclass(frozen=True)
class Child:
    """One person, the same on every list. `born` is the expected date for an unborn child."""

    identifier: str
    gender: str
    ethnicity: str
    born: date
    age: int
    disability: str

    @property
    def identity(self) -> Row:
        """The first five columns of lists 1 to 9."""
        return (self.identifier, self.gender, self.ethnicity, self.born, self.age)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of a shorter month."""
    return add_months(day, -months)


def age_on(born: date, day: date) -> int:
    """Whole years at the last birthday; -1 for a child not yet born (Ofsted's rule)."""
    if born > day:
        return -1
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class Diary:
    """Picks dates and things, the same ones whenever the seed and the as-at date are the same."""

    def __init__(self, as_at: date, seed: int, *, late: bool = False) -> None:
        self.rng = Random(f"{seed} {as_at.isoformat()}")  # noqa: S311 - the same each time, no secret
        self.as_at = as_at
        self.late = late
        self.closed = england_bank_holidays(range(as_at.year - YEARS_BACK, as_at.year + 2))
        self.half_year = months_before(as_at, 6) + timedelta(days=2)
        self.year_ago = months_before(as_at, 12)
        self.year = self.year_ago + timedelta(days=2)

    def between(self, first: date, last: date) -> date:
        """A day from first to last, a working one where there is one; `first` if none."""
        if last <= first:
            return first
        day = first + timedelta(days=self.rng.randint(0, (last - first).days))
        earlier = later = day
        while not self._is_working(earlier):
            earlier -= timedelta(days=1)
        while not self._is_working(later):
            later += timedelta(days=1)
        if (later - earlier).days >= LONG_CLOSURE and later <= last and later - day < day - earlier:
            return later
        return earlier if earlier >= first else min(later, last)

    def _is_working(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.closed

    def ago(self, least: int, most: int) -> date:
        """A day from `most` to `least` days before the as-at date."""
        return self.between(self.before(most), self.before(least))

    def before(self, days: int) -> date:
        """The day so many days before the as-at date."""
        return self.as_at - timedelta(days=days)

    def chance(self, share: float) -> bool:
        """True so often: 0.1 is one in ten."""
        return self.rng.random() < share

    def pick(self, weights: dict[T, int]) -> T:
        """One of the keys, each as often as its weight says."""
        return self.rng.choices(list(weights), weights=list(weights.values()))[0]

    def quota(self, total: int, yes: int, out_of: int) -> list[bool]:
        """Flags in random order, of which the share `yes`/`out_of` is true, exactly rounded."""
        flags = [place < round(total * yes / out_of) for place in range(total)]
        self.rng.shuffle(flags)
        return flags

    def in_time(self, total: int, yes: int, out_of: int) -> list[bool]:
        """As quota, of what may be late: all true unless this council is to be late."""
        return self.quota(total, yes, out_of) if self.late else [True] * total

    def is_late(self, share: float) -> bool:
        """True so often, where this council is to be late at all."""
        return self.chance(share) and self.late


class People:
    """Makes children with numbered identifiers, and names the workers of a team."""

    def __init__(self, diary: Diary) -> None:
        self.diary = diary
        self._made = 0

    def child(self, youngest: int, oldest: int, known_from: date | None = None) -> Child:
        """A child aged so many years on the as-at date, born before `known_from` if given."""
        diary = self.diary
        first = months_before(diary.as_at, 12 * (oldest + 1)) + timedelta(days=2)
        born = diary.between(first, months_before(diary.as_at, 12 * youngest))
        if known_from is not None and born >= known_from:
            born = max(first, known_from - timedelta(days=diary.rng.randint(5, 300)))
        return self.born_on(born)

    def born_on(self, born: date) -> Child:
        """A child with this date of birth, which lies ahead for an unborn one."""
        diary = self.diary
        self._made += 1
        age = age_on(born, diary.as_at)
        gender = NOT_STATED if age < 0 else diary.pick({MALE: 52, FEMALE: 48})
        return Child(
            identifier=f"C{100000 + self._made}",
            gender=gender,
            ethnicity=diary.pick(ETHNICITIES),
            born=born,
            age=age,
            disability=UNKNOWN if age < 0 else diary.pick({NO: 86, YES: 12, UNKNOWN: 2}),
        )

    def desk(self, service: str, teams: int) -> tuple[str, str]:
        """A team of a service and one of its ten workers, as their labels."""
        rng = self.diary.rng
        team, worker = rng.randint(1, teams), rng.randint(0, 9)
        return f"{service} team {team}", f"Worker {SERVICES[service] + team * 10 + worker:03d}"


def in_order(rows: Sequence[Row], *columns: int) -> list[Row]:
    """Rows sorted by these columns, which are never blank."""
    return sorted(rows, key=lambda row: tuple(str(row[column]) for column in columns))
