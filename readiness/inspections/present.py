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


def find_out(inspection: Inspection | None, today: date) -> Out:
    """Who is not there on a day; in a trial run also everybody who is not in it."""
    out = people_away(list_away(today), today)
    return Out(out, _find_players([inspection] if inspection else []).get(_number(inspection)))


def find_out_in(inspection_id: int) -> Out:
    """The same in the inspection of this number, on the day it is there."""
    inspection = db.session.get(Inspection, inspection_id)
    return find_out(inspection, today_for(inspection))


def find_away(
    running: Iterable[Inspection],
    real_now: datetime | None = None,
    known: Mapping[date, frozenset[int]] | None = None,
) -> dict[int, Out]:
    """Who is not there in each of these inspections today, by its number.

    One query for each day that it is in one of them, but those whose answer is `known`; one more
    where there are trial runs.
    """
    found = list(running)
    days = {inspection.id: today_for(inspection, real_now) for inspection in found}
    away, players = dict(known or {}), _find_players(found)
    for day in sorted(set(days.values()) - set(away)):
        away[day] = people_away(list_away(day), day)
    return {number: Out(away[day], players.get(number)) for number, day in days.items()}


def list_own_running(
    person: Person, running: Iterable[Inspection], *, is_shown: bool = False
) -> list[Inspection]:
    """Of what is running the real inspections, and the trial runs that the person is in.

    With `is_shown` also those they may run. One query, where there is a trial run.
    """
    found = list(running)
    own = {one.id for one in found if not one.is_trial}
    if is_shown and allows(person.role, Permission.RUN_TRIALS):
        return found
    if len(own) < len(found):
        chosen = select(TrialParticipant.inspection_id)
        own |= set(db.session.scalars(chosen.where(TrialParticipant.person_id == person.id)))
    return [one for one in found if one.id in own]


def _find_players(inspections: Iterable[Inspection]) -> dict[int, frozenset[int]]:
    """Who takes part in each of them that is a trial run. One query at most."""
    players: dict[int, set[int]] = {one.id: set() for one in inspections if one.is_trial}
    if players:
        chosen = select(TrialParticipant.inspection_id, TrialParticipant.person_id).where(
            TrialParticipant.inspection_id.in_(tuple(players)),
            TrialParticipant.part == Part.PLAYER,
        )
        for number, person_id in db.session.execute(chosen):
            players[number].add(person_id)
    return {number: frozenset(people) for number, people in players.items()}


def _number(inspection: Inspection | None) -> int:
    return inspection.id if inspection else 0
