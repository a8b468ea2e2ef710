"""Entries of the timetable and cases for tests."""

from dataclasses import replace
from datetime import datetime, timedelta

from flask import current_app

from readiness import clock
from readiness.checklists.inspections import load_checklist
from readiness.checklists.posts import load_posts
from readiness.extensions import db
from readiness.fieldwork import operations
from readiness.fieldwork.models import KeepInTouch, ReferredCase, SelectedCase, TimetableEntry
from readiness.fieldwork.operations import CaseDetails, EntryDetails, PointDetails, Referral
from readiness.fieldwork.rules.talk import PointKind
from readiness.fieldwork.rules.timetable import EntryKind
from readiness.inspections.copies import copy_checklist
from readiness.inspections.models import AnchorDate, Inspection
from readiness.inspections.queries import list_posts_by_key
from readiness.people.models import Person, Post
from readiness.people.posts import match_posts

ARRIVAL = datetime(2026, 12, 7, 9, tzinfo=clock.LONDON)
"""When inspectors arrive, after the factories’ call."""


def make_bare_inspection(most: int = 12, *, is_trial: bool = False) -> Inspection:
    """A committed running inspection with its key dates and posts, and no task: quick to make."""
    folder = current_app.extensions["readiness.settings"].checklists_path
    match_posts(load_posts(folder).values())
    checklist = load_checklist(folder, "ilacs-short")
    dates = {
        "call": ARRIVAL - timedelta(days=7),
        "cases_selected": ARRIVAL - timedelta(days=4),
        "arrival": ARRIVAL,
        "fieldwork_end": ARRIVAL + timedelta(days=4, hours=6),
    }
    inspection = Inspection(
        title="Short inspection",
        checklist_key="ilacs-short",
        framework="ILACS",
        is_trial=is_trial,
        call_at=dates["call"],
        started_at=dates["call"],
        checklist_copy=copy_checklist(replace(checklist, selected_cases=most)),
        anchors=[AnchorDate(key=key, title=key, at=at, because="") for key, at in dates.items()],
    )
    db.session.add(inspection)
    db.session.commit()
    return inspection


def make_entry(
    inspection: Inspection,
    starts_at: datetime = ARRIVAL,
    *,
    minutes: int = 60,
    title: str = "Meet the social workers",
    room: str = "Harbour room",
    people: tuple[Person, ...] = (),
    note_taker: Person | None = None,
    kind: EntryKind = EntryKind.MEETING,
    posts: tuple[Post, ...] = (),
) -> TimetableEntry:
    """A committed entry."""
    entry = operations.add_entry(
        actor=None,
        inspection_id=inspection.id,
        details=EntryDetails(
            kind=kind,
            title=title,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=minutes),
            room=room,
            people=people,
            posts=posts,
            note_taker=note_taker,
        ),
    )
    db.session.commit()
    return entry


def make_referral(
    inspection: Inspection, owner: Person, *, identifier: str = "900001", hours_ago: int = 1
) -> ReferredCase:
    """A committed case referred back."""
    case = operations.log_referral(
        actor=None,
        inspection_id=inspection.id,
        referral=Referral(
            identifier=identifier,
            concern="not-seen",
            received_at=clock.now() - timedelta(hours=hours_ago),
            owner=owner,
        ),
    )
    db.session.commit()
    return case


def make_case(
    inspection: Inspection, identifier: str = "800001", post: str = "hos-children-in-care"
) -> SelectedCase:
    """A committed selected case with its checks."""
    case = operations.select_case(
        actor=None,
        inspection_id=inspection.id,
        details=CaseDetails(identifier, "A worker", "A manager", list_posts_by_key()[post]),
    )
    db.session.commit()
    return case


def make_note(inspection: Inspection, actor: Person, due_at: datetime | None = None) -> KeepInTouch:
    """A committed note of today’s meeting, with a concern and its evidence."""
    note = operations.add_note(
        actor=actor, inspection_id=inspection.id, day=clock.today(), present="All"
    )
    db.session.flush()
    details = PointDetails(PointKind.CONCERN, "Plans are late", "The tracker", due_at)
    operations.add_point(actor=actor, note=note, details=details)
    db.session.commit()
    return note
