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
    """Who holds which post, by its key, who is away when, and what people are called."""

    posts: Mapping[str, PostHeld]
    absences: Sequence[Away]
    names: Mapping[int, str]


@dataclass(frozen=True)
class AwayLine:
    """Somebody who would be away: for which posts, and who would be there.

    `posts` gives (title, who stands in); nobody is an empty name. `steps` are due on those days
    from posts that they hold.
    """

    person_id: int
    name: str
    first_day: date
    last_day: date
    posts: tuple[tuple[str, str], ...]
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
    held = {post.key for post in own if post.holder_id == absence.person_id}
    return AwayLine(
        person_id=absence.person_id,
        name=people.names.get(absence.person_id, ""),
        first_day=absence.first_day,
        last_day=absence.last_day,
        posts=tuple((post.title, _find_stand_in(post, absence, days, people)) for post in own),
        steps=sum(key in held and days[0] <= day <= days[1] for key, day in dues),
    )


def _find_stand_in(post: PostHeld, absence: Away, days: tuple[date, date], people: People) -> str:
    """The other of holder and deputy, unless they are away on one of these days too."""
    is_holder = post.holder_id == absence.person_id
    other_id = post.deputy_id if is_holder else post.holder_id
    if other_id is None or other_id == absence.person_id:
        return ""
    clash = any(
        away.person_id == other_id and away.first_day <= days[1] and away.last_day >= days[0]
        for away in people.absences
    )
    return "" if clash else post.deputy if is_holder else post.holder


def _is_somebody_there(post: PostHeld, away: frozenset[int]) -> bool:
    owner = find_owner(post.holder_id, post.deputy_id, away)
    return owner is not None and owner not in away
