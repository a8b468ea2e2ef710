"""Who would be there: posts with nobody on a day, and who is away between two days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True)
class AwayLine:
    """Somebody who would be away: from which posts, and who would be there.

    `posts` are those they hold, with the deputy where that one is there on all of the days, else
    an empty name; `deputises` the posts they only stand in for. `steps` are due on those days from
    posts that they hold.
    """

    person_id: int
    name: str
    first_day: date
    last_day: date
    posts: tuple[tuple[str, str], ...]
    deputises: tuple[str, ...]
    steps: int

    @property
    def is_covered(self) -> bool:
        """Whether somebody stands in for each of the posts."""
        return all(stand_in for _post, stand_in in self.posts)


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
        posts=tuple((post.title, _find_stand_in(post, days, people)) for post in held),
        deputises=tuple(post.title for post in own if post.key not in keys),
        steps=sum(key in keys and days[0] <= day <= days[1] for key, day in dues),
    )


def _find_stand_in(post: PostHeld, days: tuple[date, date], people: People) -> str:
    """The deputy, unless there is none but the holder, or they are away on one of the days too."""
    if post.deputy_id is None or post.deputy_id == post.holder_id:
        return ""
    clash = any(
        away.person_id == post.deputy_id and away.first_day <= days[1] and away.last_day >= days[0]
        for away in people.absences
    )
    return "" if clash else post.deputy


def _is_somebody_there(post: PostHeld, away: frozenset[int]) -> bool:
    owner = find_owner(post.holder_id, post.deputy_id, away)
    return owner is not None and owner not in away
