"""Explaining findings: one by one or many at once, and taking an explanation back.

No explanation is changed: it is withdrawn and another follows it, so that what held on a day can
be told. The words stay with the lists; the activity says how many and of which list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, insert, update

from readiness import clock
from readiness.activity.operations import record
from readiness.annexe_a.explaining import Explained, Standing, find_day_fault, find_text_fault
from readiness.annexe_a.explanation_queries import (
    find_explanation,
    find_owner,
    find_replaceable,
    get_explanation,
)
from readiness.annexe_a.models import FindingExplanation, Upload
from readiness.annexe_a.operations.checks import check_open, lock_lists
from readiness.annexe_a.queries import of_scope
from readiness.checklists.worklists import Worklists
from readiness.errors import ChangedMeanwhile, NotAllowed, Refused
from readiness.extensions import db
from readiness.inspections.now import today_in
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows

AT_ONCE = 500


@dataclass(frozen=True)
class Taken:
    """What became of many explanations."""

    new: int
    changed: int
    as_before: int


def explain_finding(
    *,
    actor: Person,
    inspection_id: int | None,
    said: Explained,
    words: Worklists,
    seen_id: int | None,
) -> FindingExplanation:
    """Explain a finding that is there, or say it anew; `seen_id` is the explanation the actor saw.

    Raises ChangedMeanwhile where another stands by now, Refused for a day that is past or too far
    away, NotAllowed.
    """
    _check_allowed(actor, inspection_id)
    owner = find_owner(inspection_id)
    lock_lists(owner)
    _check_said(said, today_in(inspection_id), words)
    standing = _get_seen(inspection_id, said.reference, seen_id)
    if standing is not None and standing.inspection_id == owner:
        standing.withdrawn_by_id, standing.withdrawn_at = actor.id, clock.now()
        db.session.flush()
    made = FindingExplanation(**_values(actor, owner, said))
    db.session.add(made)
    record(
        actor=actor,
        event="annexe_a:finding:explained",
        subject=made,
        changes={
            "rule": (None, said.rule),
            "expires_on": (standing.expires_on if standing else None, said.expires_on),
        },
        inspection_id=inspection_id,
    )
    return made


def explain_findings(
    *,
    actor: Person,
    inspection_id: int | None,
    upload: Upload,
    said: Sequence[Explained],
    seen: Mapping[str, Standing],
) -> Taken:
    """Take many explanations, each of another finding of `upload`’s lists, checked already.

    `seen` are those that stood when they were checked. Raises ChangedMeanwhile where others do.
    """
    _check_allowed(actor, inspection_id)
    owner = find_owner(inspection_id)
    lock_lists(owner)
    standing = _find_as_seen(inspection_id, said, seen)
    fresh = [one for one in said if not _is_said(one, standing.get(one.reference))]
    replaced = [one.reference for one in fresh if one.reference in standing]
    for chunk in _chunks(replaced):
        db.session.execute(
            update(FindingExplanation)
            .where(FindingExplanation.reference.in_(chunk), *_of_owner(owner))
            .values(withdrawn_by_id=actor.id, withdrawn_at=clock.now()),
            execution_options={"synchronize_session": False},
        )
    if fresh:
        db.session.execute(
            insert(FindingExplanation), [_values(actor, owner, one) for one in fresh]
        )
        record(
            actor=actor,
            event="annexe_a:findings:explained",
            subject=upload,
            changes={"explanations": (None, len(fresh))},
            inspection_id=inspection_id,
        )
    return Taken(len(fresh) - len(replaced), len(replaced), len(said) - len(fresh))


def withdraw_explanation(*, actor: Person, inspection_id: int | None, explanation_id: int) -> None:
    """Take an explanation back: the finding counts as any other. Raises NotFound, NotAllowed."""
    _check_allowed(actor, inspection_id)
    lock_lists(find_owner(inspection_id))
    found = get_explanation(inspection_id, explanation_id)
    found.withdrawn_by_id, found.withdrawn_at = actor.id, clock.now()
    record(
        actor=actor,
        event="annexe_a:explanation:withdrawn",
        subject=found,
        changes={"rule": (found.rule, None)},
        inspection_id=inspection_id,
    )


def _check_said(said: Explained, today: date, words: Worklists) -> None:
    """Raises Refused for words or a day that will not do."""
    fault = find_text_fault(said.text) or find_day_fault(said.expires_on, today, words)
    if fault:
        raise Refused(fault)


def _get_seen(
    inspection_id: int | None, reference: str, seen_id: int | None
) -> FindingExplanation | None:
    """The explanation that stands. Raises ChangedMeanwhile where it is not the one seen."""
    standing = find_explanation(inspection_id, reference)
    if (standing.id if standing else None) != seen_id:
        who = standing.author if standing else "Somebody"
        raise ChangedMeanwhile(
            f"{who} changed this explanation after you opened it. Look at it again."
        )
    return standing


def _check_allowed(actor: Person, inspection_id: int | None) -> None:
    if not allows(actor.role, Permission.SEE_CHILD_ROWS):
        raise NotAllowed("Findings are explained by those who see their rows. Ask the data lead.")
    check_open(inspection_id)


def _values(actor: Person, owner: int | None, said: Explained) -> dict[str, object]:
    return {
        "inspection_id": owner,
        "list_number": said.list_number,
        "rule": said.rule,
        "column": said.column,
        "reference": said.reference,
        "text": said.text.strip(),
        "explained_by_id": actor.id,
        "explained_at": clock.now(),
        "expires_on": said.expires_on,
    }


def _find_as_seen(
    inspection_id: int | None, said: Sequence[Explained], seen: Mapping[str, Standing]
) -> Mapping[str, Standing]:
    """What stands. Raises ChangedMeanwhile where it is not what was seen."""
    standing = find_replaceable(inspection_id)
    if any(standing.get(one.reference) != seen.get(one.reference) for one in said):
        raise ChangedMeanwhile(
            "Some of these findings were explained while the file was read. Upload it again."
        )
    return standing


def _is_said(said: Explained, standing: Standing | None) -> bool:
    held = (standing.text, standing.expires_on) if standing else None
    return held == (said.text, said.expires_on)


def _of_owner(owner: int | None) -> tuple[ColumnElement[bool], ...]:
    mine = of_scope(FindingExplanation.inspection_id, owner)
    return mine, FindingExplanation.withdrawn_at.is_(None)


def _chunks(references: Sequence[str]) -> list[Sequence[str]]:
    return [references[at : at + AT_ONCE] for at in range(0, len(references), AT_ONCE)]
