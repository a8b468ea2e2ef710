"""Who would be there: posts with nobody on a day, and who is away between two days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from readiness.people.rules import Away, find_owner, people_away


@dataclass(frozen=True)
class PostHeld:
    """A post with its holder and deputy; None where there is none."""

    key: str
    title: str
    holder_id: int | None = None
    holder: str = ""
    deputy_id: int | None = None
    deputy: str = ""


@dataclass(frozen=True)
class People:
    """Who holds which post, by its key, and who is away when."""

    posts: Mapping[str, PostHeld]
    absences: Sequence[Away]


class Cover(StrEnum):
    """Whether somebody is there for the posts of somebody away.

    On all of the days; on some, the days of their steps among them; or not even on those.
    """

    COVERED = "covered"
    PARTLY = "partly"
    NOT_COVERED = "not_covered"


@dataclass(frozen=True)
class StandIn:
    """Who stands in at a post, and the first and last days on which they are away as well.

    The name is empty where nobody stands in, or the deputy is there on none of the days. `nobody`
    is how many steps of the post are due on days with nobody there.
    """

    post: str
    name: str
    away: tuple[tuple[date, date], ...] = ()
    nobody: int = 0


@dataclass(frozen=True)
class AwayLine:
    """Somebody who would be away: from which posts, and who would be there.

    `posts` are those they hold; `deputises` those they only stand in for. `steps` are due on those
    days from posts that they hold.
    """

    person_id: int
    name: str
    first_day: date
    last_day: date
    posts: tuple[StandIn, ...]
    deputises: tuple[str, ...]
    steps: int

    @property
    def nobody(self) -> int:
        """How many of the steps are due on days with nobody there."""
        return sum(post.nobody for post in self.posts)

    @property
    def cover(self) -> Cover:
        """How far somebody stands in for each of the posts."""
        if all(post.name and not post.away for post in self.posts):
            return Cover.COVERED
        is_partly = all(post.name and not post.nobody for post in self.posts)
        return Cover.PARTLY if is_partly else Cover.NOT_COVERED


def find_nobody(posts: Iterable[PostHeld], absences: Sequence[Away], day: date) -> tuple[str, ...]:
    """The titles of the posts where neither holder nor deputy is there on the day."""
    away = people_away(absences, day)
    return tuple(post.title for post in posts if not _is_somebody_there(post, away))


def list_away(
    first: date,
    end: date,
    posts: Sequence[PostHeld],
    dues: Sequence[tuple[str, date]],
    people: People,
) -> tuple[tuple[AwayLine, ...], int]:
    """Those away between two days who hold or deputise for one of the posts, and how many others.

    `dues` are the steps: the key of their post and the day they are due.
    """
    lines, others = [], set[int]()
    for absence in people.absences:
        days = max(first, absence.first_day), min(end, absence.last_day)
        if days[0] > days[1]:
            continue
        own = [post for post in posts if absence.person_id in {post.holder_id, post.deputy_id}]
        if own:
            lines.append(_make_line(absence, days, own, dues, people))
        else:
            others.add(absence.person_id)
    return tuple(lines), len(others)


def _make_line(
    absence: Away,
    days: tuple[date, date],
    own: Sequence[PostHeld],
    dues: Sequence[tuple[str, date]],
    people: People,
) -> AwayLine:
    held = [post for post in own if post.holder_id == absence.person_id]
    keys = {post.key for post in held}
    return AwayLine(
        person_id=absence.person_id,
        name=held[0].holder if held else own[0].deputy,
        first_day=absence.first_day,
        last_day=absence.last_day,
        posts=tuple(_find_stand_in(post, days, dues, people) for post in held),
        deputises=tuple(post.title for post in own if post.key not in keys),
        steps=sum(key in keys and days[0] <= day <= days[1] for key, day in dues),
    )


def _find_stand_in(
    post: PostHeld, days: tuple[date, date], dues: Sequence[tuple[str, date]], people: People
) -> StandIn:
    """The deputy, unless there is none but the holder, or they are away on all of the days too."""
    due = [day for key, day in dues if key == post.key and days[0] <= day <= days[1]]
    if post.deputy_id is None or post.deputy_id == post.holder_id:
        return StandIn(post.title, "", nobody=len(due))
    away = tuple(
        (max(days[0], away.first_day), min(days[1], away.last_day))
        for away in people.absences
        if away.person_id == post.deputy_id
        and away.first_day <= days[1]
        and away.last_day >= days[0]
    )
    nobody = sum(_is_within(day, away) for day in due)
    length = (days[1] - days[0]).days + 1
    is_there = not all(_is_within(days[0] + timedelta(days=n), away) for n in range(length))
    return StandIn(post.title, post.deputy if is_there else "", away if is_there else (), nobody)


def _is_within(day: date, spans: Iterable[tuple[date, date]]) -> bool:
    return any(first <= day <= last for first, last in spans)


def _is_somebody_there(post: PostHeld, away: frozenset[int]) -> bool:
    owner = find_owner(post.holder_id, post.deputy_id, away)
    return owner is not None and owner not in away
