"""What an e-mail says: a subject and sections of lines, each with its link. Words only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from readiness.checklists.reminders import RUNGS
from readiness.london import in_london
from readiness.notifications.rules.reminders import Due, Summary
from readiness.plain_words import format_day, format_moment, join_words, plural, spell_length

MOST_LINES = 30
"""Of one section; the rest are counted."""
TRIAL = "Trial run: "
ACTIONS, REGISTER, OWN_TASKS = "actions", "register", "own tasks"
_PAGES = {
    "task": OWN_TASKS,
    "action": ACTIONS,
    "arrangement": REGISTER,
    "document": REGISTER,
    "list": REGISTER,
}
"""Which page holds all things of a noun."""
OTHERS, EVERYBODY = "of others", "of everybody’s"


@dataclass(frozen=True)
class Line:
    """A thing, the path of its page, and when it is due in words."""

    title: str
    path: str
    words: str


@dataclass(frozen=True)
class Section:
    """Lines under a heading; `more` says how many were left out, `nouns` what they are.

    `whose` is empty for what is the reader’s own.
    """

    heading: str
    lines: tuple[Line, ...]
    more: int = 0
    nouns: frozenset[str] = field(default=frozenset(), compare=False)
    whose: str = ""

    @property
    def has_own_tasks(self) -> bool:
        """Whether a task of the reader’s own is among them."""
        return not self.whose and "task" in self.nouns

    @property
    def page(self) -> str:
        """Which page holds those that were left out; "" where none holds them all."""
        pages = {_PAGES.get(noun, "") for noun in self.nouns}
        page = pages.pop() if len(pages) == 1 else ""
        return "" if self.whose and page == OWN_TASKS else page


@dataclass(frozen=True)
class Told:
    """A reminder as its recipient reads it: of what, and on which rung they stand."""

    due: Due
    rung: str


def write_sections(
    told: Iterable[Told], own: Summary | None, council: Summary | None, now: datetime
) -> tuple[Section, ...]:
    """The body: what is pressing, then the digest of their own tasks, then of everybody’s.

    A task stands once, where it matters most.
    """
    said: set[tuple[str, int]] = set()
    late, soon, others = _sort_told(told, now)
    parts = [
        ("Overdue", late, ""),
        ("Due now or soon", soon, ""),
        ("Overdue, owned by others", others, OTHERS),
    ]
    if own is not None:
        parts += [
            ("Overdue", own.late, ""),
            ("Due today", own.today, ""),
            (f"Due by {format_day(own.last_day)}", own.ahead, ""),
        ]
    if council is not None:
        parts += [
            ("Overdue, of everybody’s", _by_owner(council.late), EVERYBODY),
            (
                f"Due by {format_day(council.last_day)}, of everybody’s",
                (*council.today, *council.ahead),
                EVERYBODY,
            ),
        ]
    made = (_make_section(heading, dues, said, now, whose) for heading, dues, whose in parts)
    return tuple(section for section in made if section.lines)


def write_subject(sections: Sequence[Section], *, is_trial: bool) -> str:
    """“2 tasks: 1 overdue and 1 due today”: what its reader has to do, without opening it.

    What is not theirs is counted only in an e-mail that holds nothing else, and says so.
    """
    own = [section for section in sections if not section.whose]
    counted = own or sections
    whose = "" if own else EVERYBODY if any(s.whose == EVERYBODY for s in sections) else OTHERS
    counts: dict[str, int] = {}
    for section in counted:
        word = section.heading.partition(",")[0]
        word = "due soon" if word.startswith("Due by") else word[:1].lower() + word[1:]
        counts[word] = counts.get(word, 0) + len(section.lines) + section.more
    total = sum(counts.values())
    nouns = frozenset[str]().union(*(section.nouns for section in counted))
    figures = join_words([f"{number:,} {word}" for word, number in counts.items()])
    return (
        f"{TRIAL if is_trial else ''}{_name_things(total, nouns)}{whose and f' {whose}'}: {figures}"
    )


def _name_things(total: int, nouns: frozenset[str]) -> str:
    return plural(total, next(iter(nouns)) if len(nouns) == 1 else "thing")


def _sort_told(
    told: Iterable[Told], now: datetime
) -> tuple[tuple[Due, ...], tuple[Due, ...], tuple[Due, ...]]:
    late, soon, others = [], [], []
    for each in sorted(told, key=lambda each: (each.due.due_at, each.due.id)):
        if each.rung != RUNGS[0]:
            others.append(each.due)
        elif each.due.due_at < now:
            late.append(each.due)
        else:
            soon.append(each.due)
    return tuple(late), tuple(soon), tuple(others)


def _by_owner(dues: Iterable[Due]) -> tuple[Due, ...]:
    return tuple(sorted(dues, key=lambda due: (due.owner_name, due.due_at, due.id)))


def _make_section(
    heading: str, dues: Iterable[Due], said: set[tuple[str, int]], now: datetime, whose: str
) -> Section:
    new = []
    for due in dues:
        if (due.kind, due.id) not in said:
            said.add((due.kind, due.id))
            new.append(due)
    lines = tuple(_make_line(due, now, bool(whose)) for due in new[:MOST_LINES])
    nouns = frozenset(due.noun for due in new)
    return Section(heading, lines, len(new) - len(lines), nouns, whose)


def _make_line(due: Due, now: datetime, with_owner: bool) -> Line:
    owner = f"{due.owner_name or 'Nobody'}. " if with_owner else ""
    late = f", {_spell_late(due, now)} ago" if due.due_at < now else ""
    verb = "Was due" if late else "Due"
    when = format_day(in_london(due.due_at)) if due.is_day else format_moment(due.due_at)
    about = f" ({due.about})" if due.about else ""
    return Line(due.title, due.path, f"{owner}{verb} {when}{late}{about}.")


def _spell_late(due: Due, now: datetime) -> str:
    if not due.is_day:
        return spell_length(now - due.due_at)
    return plural((in_london(now).date() - in_london(due.due_at).date()).days, "day")
