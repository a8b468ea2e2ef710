"""Who is there for the work of an inspection: the day’s absences, and of a trial run its people."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import select

from readiness.extensions import db
from readiness.inspections.models import Inspection, TrialParticipant
from readiness.inspections.now import today_for
from readiness.inspections.rules.exercise import Part
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows
from readiness.people.queries import list_away
from readiness.people.rules import Out, people_away

Parts = Mapping[int, Mapping[int, Part]]
"""Who is in each trial run and as what: by its number, then by the person’s."""


def find_out(inspection: Inspection | None, today: date) -> Out:
    """Who is not there on a day; in a trial run also everybody who is not in it."""
    found = [inspection] if inspection else []
    out = people_away(list_away(today), today)
    return Out(out, next(iter(find_players(found).values()), None))


def find_out_in(inspection_id: int) -> Out:
    """The same in the inspection of this number, on the day it is there."""
    inspection = db.session.get(Inspection, inspection_id)
    return find_out(inspection, today_for(inspection))


def find_players_in(inspection_id: int) -> frozenset[int] | None:
    """Who plays in the trial run of this number; None of a real inspection, where all may work."""
    inspection = db.session.get(Inspection, inspection_id)
    return find_players([inspection] if inspection else []).get(inspection_id)


def find_away(
    running: Iterable[Inspection],
    real_now: datetime | None = None,
    known: Mapping[date, frozenset[int]] | None = None,
    parts: Parts | None = None,
) -> dict[int, Out]:
    """Who is not there in each of these inspections today, by its number.

    One query for each day that it is in one of them, but those whose answer is `known`; one more
    where there are trial runs and their `parts` are not given.
    """
    found = list(running)
    days = {inspection.id: today_for(inspection, real_now) for inspection in found}
    away, players = dict(known or {}), find_players(found, parts)
    for day in sorted(set(days.values()) - set(away)):
        away[day] = people_away(list_away(day), day)
    return {number: Out(away[day], players.get(number)) for number, day in days.items()}


def list_own_running(
    person: Person,
    running: Iterable[Inspection],
    parts: Parts | None = None,
    *,
    is_shown: bool = False,
) -> list[Inspection]:
    """Of what is running the real inspections, and the trial runs that the person is in.

    With `is_shown` also those they may run. One query, where there is a trial run and `parts`
    are not given.
    """
    found = list(running)
    if is_shown and allows(person.role, Permission.RUN_TRIALS):
        return found
    known = find_parts(found) if parts is None else parts
    return [one for one in found if not one.is_trial or person.id in known[one.id]]


def find_parts(inspections: Iterable[Inspection]) -> Parts:
    """Who is in each of them that is a trial run. One query at most."""
    parts: dict[int, dict[int, Part]] = {one.id: {} for one in inspections if one.is_trial}
    if parts:
        chosen = select(
            TrialParticipant.inspection_id, TrialParticipant.person_id, TrialParticipant.part
        ).where(TrialParticipant.inspection_id.in_(tuple(parts)))
        for number, person_id, part in db.session.execute(chosen):
            parts[number][person_id] = part
    return parts


def find_players(
    inspections: Iterable[Inspection], parts: Parts | None = None
) -> dict[int, frozenset[int]]:
    """Who plays in each of them that is a trial run. One query at most, none with `parts`."""
    known = find_parts(inspections) if parts is None else parts
    return {
        number: frozenset(person for person, part in people.items() if part is Part.PLAYER)
        for number, people in known.items()
    }
