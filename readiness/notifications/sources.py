"""What packages above tell this one: what is due, which days are worked, when meetings are.

    add_source(list_due_tasks)
    use_calendar(find_calendar)
    use_meetings(load_meeting_days)
    use_trials(find_people_of_trial)
    use_players(find_players_of_trial)
    use_ended(list_ended_trials)
    use_trial_clocks(find_nows_of_trials)
    add_over("meeting-pack", list_over_meetings)
    use_hold(hold_all_running)

A source is asked every minute inside a transaction that writes: it reads, in a few queries.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from sqlalchemy.exc import SQLAlchemyError

from readiness.london import in_london
from readiness.notifications.rules.hours import MondayToFriday, WorkedDays
from readiness.notifications.rules.reminders import Due, FindDay

Source = Callable[[datetime], Iterable[Due]]
FindCalendar = Callable[[datetime], WorkedDays]
LoadMeetings = Callable[[datetime], FindDay]
FindPeople = Callable[[int], frozenset[int]]
ListEnded = Callable[[frozenset[int]], frozenset[int]]
FindNows = Callable[[frozenset[int]], Mapping[int, datetime]]
Hold = Callable[[], None]
Skip = Callable[[Exception], None]

_sources: list[Source] = []
_trials: list[FindPeople] = []
_players: list[FindPeople] = []
_ended: list[ListEnded] = []
_clocks: list[FindNows] = []
_over: dict[str, ListEnded] = {}
_holds: list[Hold] = []
_calendars: list[FindCalendar] = []
_meetings: list[LoadMeetings] = []


def add_source(source: Source) -> Source:
    """Let a source tell what is open and due, with whom to tell of it."""
    if source not in _sources:
        _sources.append(source)
    return source


def use_calendar(find: FindCalendar) -> FindCalendar:
    """Say where the calendar around a moment comes from; the last to say so counts."""
    _calendars.append(find)
    return find


def use_meetings(load: LoadMeetings) -> LoadMeetings:
    """Say where the days of meetings come from, to which weekly summaries look."""
    _meetings.append(load)
    return load


def load_meetings(now: datetime) -> FindDay:
    """Tells the day of a week on which a meeting is; of no week where nobody said."""
    return _meetings[-1](now) if _meetings else lambda _monday: None


def use_trials(find: FindPeople) -> FindPeople:
    """Say who is in the trial run of a number; the last to say so counts."""
    _trials.append(find)
    return find


def use_players(find: FindPeople) -> FindPeople:
    """Say who takes part in the trial run of a number, observers left out; the last counts."""
    _players.append(find)
    return find


def use_ended(find: ListEnded) -> ListEnded:
    """Say which of some trial runs are over; the last to say so counts."""
    _ended.append(find)
    return find


def use_trial_clocks(find: FindNows) -> FindNows:
    """Say what moment it is in some trial runs; the last to say so counts."""
    _clocks.append(find)
    return find


def add_over(kind: str, find: ListEnded) -> None:
    """Say which are over of what is announced by the keys “kind:number”."""
    _over[kind] = find


def use_hold(hold: Hold) -> Hold:
    """Say how what is told of is kept from ending during a round; the last to say so counts."""
    _holds.append(hold)
    return hold


def hold_what_runs() -> None:
    """Keep it from ending until the transaction does. Comes before every other lock."""
    if _holds:
        _holds[-1]()


def may_be_told(trial_id: int | None, person_id: int) -> bool:
    """Whether this person may get an e-mail of it: of a trial run only who is in it."""
    return trial_id is None or person_id in find_people(trial_id)


def find_people(trial_id: int) -> frozenset[int]:
    """Who is in this trial run; nobody where nothing is known of it."""
    return _trials[-1](trial_id) if _trials else frozenset()


def find_players(trial_id: int) -> frozenset[int]:
    """Who takes part in this trial run, and may be given something to do in it."""
    return _players[-1](trial_id) if _players else frozenset()


def list_ended(trial_ids: Iterable[int | None]) -> frozenset[int]:
    """Which of these trial runs are over: nothing of them is sent any more."""
    asked = frozenset(number for number in trial_ids if number is not None)
    return _ended[-1](asked) if _ended and asked else frozenset()


def find_trial_days(trial_ids: Iterable[int | None]) -> Mapping[int, date]:
    """What day it is by the clock of each of these trial runs, on a London calendar.

    One query for all, and none where no trial run is among them.
    """
    asked = frozenset(number for number in trial_ids if number is not None)
    found = _clocks[-1](asked) if _clocks and asked else {}
    return {number: in_london(now).date() for number, now in found.items()}


def list_over(keys: Iterable[str]) -> frozenset[str]:
    """Which of these e-mails, by their keys, announce something that is over."""
    by_kind: dict[str, dict[str, int]] = {kind: {} for kind in _over}
    for key in keys:
        kind, _, rest = key.partition(":")
        if kind in by_kind:
            by_kind[kind][key] = int(rest.partition(":")[0])
    found: set[str] = set()
    for kind, numbers in by_kind.items():
        over = _over[kind](frozenset(numbers.values())) if numbers else frozenset()
        found |= {key for key, number in numbers.items() if number in over}
    return frozenset(found)


def list_dues(now: datetime, skip: Skip | None = None) -> list[Due]:
    """Everything open and due, of every source.

    `skip` is told of a source that fails, so that it stops no other one’s reminders. What the
    database refused ends the round: nothing more can be asked in its transaction.
    """
    found: list[Due] = []
    for source in _sources:
        try:
            found.extend(list(source(now)))
        except SQLAlchemyError:
            raise
        except Exception as error:
            if skip is None:
                raise
            skip(error)
    return found


def find_calendar(now: datetime) -> WorkedDays:
    """Which days are worked around this moment; Monday to Friday where nobody said."""
    return _calendars[-1](now) if _calendars else MondayToFriday()
