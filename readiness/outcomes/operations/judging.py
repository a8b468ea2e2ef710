"""Judgements, and what needs to improve with its actions."""

from collections.abc import Mapping
from datetime import date

from readiness import clock
from readiness.actions.models import Action
from readiness.actions.operations import add_action, rename_origin
from readiness.actions.rules import Origin, Source
from readiness.activity.operations import record_change
from readiness.database.removing import remove_once
from readiness.errors import ChangedMeanwhile, Refused, require_words
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.outcomes.models import Improvement, Judgement, Outcome
from readiness.outcomes.operations.checks import (
    check_may_record,
    check_version,
    get_open,
    get_outcome,
    mark_changed,
)
from readiness.outcomes.queries import (
    find_edition,
    find_published,
    get_judgements_file,
    list_actions_of,
    list_judgements,
    next_number,
)
from readiness.outcomes.rules import is_public, spell_source
from readiness.people.models import Person


def record_judgements(
    *, actor: Person, inspection_id: int, version: int, grades: Mapping[str, str]
) -> Outcome:
    """Record a grade for each thing that is judged, by its key.

    `version` is the outcome’s, 0 where nothing was recorded yet. Raises NotAllowed,
    ChangedMeanwhile; Refused for a kind of inspection without grades, and unless each of the
    judgements of its framework has one of the framework’s grades.
    """
    check_may_record(actor)
    outcome = get_outcome(inspection_id)
    if version not in {outcome.version, 0 if outcome.judged_at is None else outcome.version}:
        who = outcome.judged_by.name if outcome.judged_by else "Somebody"
        raise ChangedMeanwhile(
            f"{who} changed what is recorded after you opened it. Look at it again."
        )
    edition = find_edition(inspection_id)
    if edition is None:
        raise Refused("This kind of inspection gives no grades.")
    missing = [one.title for one in edition.judgements if grades.get(one.key) not in edition.grades]
    if missing:
        raise Refused(f"Choose a grade for “{missing[0]}”.")
    known = list_judgements(inspection_id)
    before = _spell(known)
    for one in edition.judgements:
        row = known.get(one.key) or Judgement(inspection_id=inspection_id, key=one.key)
        row.title, row.grade = one.title, grades[one.key]
        db.session.add(row)
    outcome.judged_by, outcome.judged_at = actor, clock.now()
    db.session.flush()
    record_change(
        actor,
        "outcomes:judgement:recorded",
        outcome,
        inspection_id,
        grades=(before or None, _spell(list_judgements(inspection_id))),
    )
    return outcome


def add_improvement(
    *, actor: Person, inspection_id: int, text: str, element: str = ""
) -> Improvement:
    """Write down one thing the report says needs to improve, with its part of the National
    Framework by key, where the report names one. Raises NotAllowed, Refused.
    """
    check_may_record(actor)
    get_outcome(inspection_id)
    improvement = Improvement(
        inspection_id=inspection_id,
        number=next_number(Improvement, inspection_id),
        changed_at=clock.now(),
    )
    _write(actor, improvement, text, element)
    db.session.add(improvement)
    record_change(
        actor,
        "outcomes:improvement:added",
        improvement,
        inspection_id,
        text=(None, improvement.text),
        national_framework=("", improvement.element_title),
    )
    return improvement


def change_improvement(
    *, actor: Person, improvement: Improvement, version: int, text: str, element: str = ""
) -> None:
    """Change what was written down, and the outcome that its actions name. Raises NotAllowed,
    ChangedMeanwhile, Refused.
    """
    check_may_record(actor)
    inspection = get_open(improvement.inspection_id)
    check_version(improvement, version)
    old = (improvement.text, improvement.element_title)
    _write(actor, improvement, text, element)
    rename_origin(Source.IMPROVEMENT, improvement.id, _name_source(inspection, improvement))
    record_change(
        actor,
        "outcomes:improvement:changed",
        improvement,
        improvement.inspection_id,
        text=(old[0], improvement.text),
        national_framework=(old[1], improvement.element_title),
    )


def remove_improvement(*, actor: Person, improvement: Improvement, version: int) -> None:
    """Take out what the report does not say, or what stands there twice.

    Raises NotAllowed, ChangedMeanwhile; Refused where actions came of it, NotFound where somebody
    else just did.
    """
    check_may_record(actor)
    get_open(improvement.inspection_id)
    check_version(improvement, version)
    if list_actions_of([improvement])[improvement.id]:
        raise Refused("Actions came of it, so it stays. Change what was written down instead.")
    record_change(
        actor,
        "outcomes:improvement:removed",
        improvement,
        improvement.inspection_id,
        text=(improvement.text, None),
        national_framework=(improvement.element_title or None, None),
    )
    remove_once(improvement, "It is not there any more. Somebody may have taken it out already.")


def plan_action(
    *,
    actor: Person,
    improvement: Improvement,
    title: str,
    owner: Person,
    due_on: date,
    detail: str = "",
) -> Action:
    """Agree an action for what needs to improve; somebody else confirms its end.

    Actions are read by many, so none is agreed under embargo. Raises NotAllowed, Refused.
    """
    check_may_record(actor)
    inspection = get_open(improvement.inspection_id)
    if not is_public(find_published(inspection.id), clock.now()):
        raise Refused(
            "The report is still embargoed, and many people read actions. Agree them when it is "
            "published."
        )
    action = add_action(
        actor=actor,
        title=title,
        detail=detail,
        owner=owner,
        due_on=due_on,
        origin=Origin(Source.IMPROVEMENT, improvement.id, _name_source(inspection, improvement)),
    )
    record_change(
        actor,
        "outcomes:improvement:planned",
        improvement,
        inspection.id,
        action=(None, action.id),
    )
    return action


def _write(actor: Person, improvement: Improvement, text: str, element: str) -> None:
    improvement.text = require_words(text, "Write what the report says needs to improve.")
    if element != improvement.element_key or not improvement.element_title:
        found = get_judgements_file().elements.get(element)
        if element and found is None:
            raise Refused("Choose one of the outcomes and enablers of the National Framework.")
        improvement.element_key = element
        improvement.element_title = found.title if found else ""
    mark_changed(actor, improvement)


def _name_source(inspection: Inspection, improvement: Improvement) -> str:
    return spell_source(inspection.title, improvement.number, improvement.element_title)


def _spell(known: Mapping[str, Judgement]) -> str:
    return "; ".join(f"{row.title}: {row.grade}" for row in known.values())
