"""An archived inspection, asked by every route that could change it: nothing does."""

import io
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import Rule

from readiness import clock
from readiness.activity.models import Activity
from readiness.annexe_a.queries import list_current_versions
from readiness.bundles.rules import BundleState
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.files.operations import keep_file
from readiness.inspections.operations import add_evidence, close_inspection
from readiness.inspections.queries import get_inspection, get_task
from readiness.outcomes.operations import add_evidence as add_to_comment
from readiness.people.models import Person
from readiness.people.permissions import Role
from readiness.people.queries import list_posts
from readiness.requests.operations import record_briefing
from tests.factories.annexe_a import GOOD, contacts, make_upload
from tests.factories.bundles import EVALUATION, build, freeze, make_document, make_draft
from tests.factories.fieldwork import make_case, make_entry, make_note, make_referral
from tests.factories.inspections import find_task
from tests.factories.outcomes import (
    make_comment,
    make_improvement,
    make_past_inspection,
    publish,
    receive_draft,
)
from tests.factories.people import make_person
from tests.factories.requests import make_request
from tests.support.client import InspectingClient

SEEN = {"version": 1, "reason": "Why", "note": "How"}
MOMENT = {"day": "2", "month": "3", "year": "2030", "time": "9am"}
MOMENTS = (
    "day",
    "received_at",
    "at",
    "sent_at",
    "as_at",
    "due_on",
    "due_at",
    "asked_at",
    "told_at",
)
DAY = {f"{name}-{part}": value for name in MOMENTS for part, value in MOMENT.items()}
ENTRY = {"kind": "meeting", "title": "Meet", "starts": "9am", "ends": "10am"}
NOTE = {"present": "All", "said": "Words"}
ASKED = {"question": "What?", "asked_by": "Somebody", "area": "data"}
CASE = {"identifier": "800002", "worker": "A", "manager": "B", "post": "post id"}
FORMS: dict[str, dict[str, Any]] = {
    "inspections.tick": {"note": "Done"},
    "inspections.begin": {},
    "inspections.put_back": {},
    "inspections.block": {},
    "inspections.drop": {"justification": "Not here"},
    "inspections.reopen": {},
    "inspections.hand_over": {},
    "inspections.comment": {"text": "Words"},
    "inspections.add_evidence": {"file": "evidence"},
    "inspections.pin": {},
    "inspections.unpin": {},
    "inspections.close": {"confirmed": "y"},
    "inspections.move_date": {"at": "2030-03-02T09:00:00+00:00"},
    "inspections.set_teams": {"address": "https://example.webhook.office.com/x"},
    "annexe_a.upload": {"file": "files", "edition": "2024", "as_at-year": "2025"},
    "annexe_a.sign": {},
    "annexe_a.withdraw": {},
    "annexe_a.comment": {"column": "", "text": "Words"},
    "annexe_a.map_unknown": {"column-0": "Gender", "text-0": "Boy", "read_as-0": "a"},
    "annexe_a.upload_mapping_file": {"file": "file"},
    "annexe_a.withdraw_line": {},
    "annexe_a.check_again": {},
    "annexe_a.explain": {"text": "Genuine"},
    "annexe_a.withdraw_explanation": {},
    "annexe_a.upload_explanations": {"file": "file"},
    "annexe_a.ask_worklist": {},
    "bundles.begin": {"gate": "data_due"},
    "bundles.build": {},
    "bundles.save_contents": {"chosen": "document:self-evaluation"},
    "bundles.release": {},
    "bundles.withdraw": {},
    "bundles.mark_sent": {"sent_at-year": "2025"},
    "fieldwork.add_entry": ENTRY,
    "fieldwork.change_entry": ENTRY,
    "fieldwork.remove_entry": {},
    "fieldwork.add_note": NOTE,
    "fieldwork.change_note": NOTE,
    "fieldwork.add_point": {"kind": "concern", "point": "Words"},
    "fieldwork.change_point": {"kind": "theme", "point": "Others"},
    "fieldwork.withdraw_point": {},
    "fieldwork.answer_point": {},
    "fieldwork.reopen_point": {},
    "fieldwork.agree_action": {"title": "Do it"},
    "fieldwork.log_referral": {"identifier": "900002", "concern": "other"},
    "fieldwork.answer_referral": {"immediate_action": "Done"},
    "fieldwork.select_case": CASE,
    "fieldwork.change_case": CASE,
    "fieldwork.withdraw_case": {},
    "fieldwork.turn_check": {},
    "requests.log_request": {**ASKED, "post": "post id"},
    "requests.take": {},
    "requests.give": {"post": "post id"},
    "requests.tick": {},
    "requests.answer": {"answer": "Words"},
    "requests.accept": {},
    "requests.flag": {"flag_reason": "Why"},
    "requests.change": ASKED,
    "requests.tick_told": {},
    "requests.record_told": {"audience": "-", "title": "Them", "told_by": "Me"},
    "requests.take_back_told": {},
    "requests.open_screen": {"place": "Room"},
    "outcomes.record_date": {"at": "2026-01-02T09:00:00+00:00", "reference": "Another"},
    "outcomes.record_plan": {"sent_at-year": "2025"},
    "outcomes.add_comment": {"paragraph": "9", "claim": "A", "problem": "B"},
    "outcomes.change_comment": {"paragraph": "9", "claim": "A", "problem": "B"},
    "outcomes.answer_comment": {"response": "accepted"},
    "outcomes.drop_comment": {"drop_reason": "Why"},
    "outcomes.add_evidence": {"file": "file"},
    "outcomes.record_judgements": {
        f"grade-{key}": "Good" for key in ("leaders", "help-and-protection", "in-care",
                                           "care-leavers")
    },
    "outcomes.add_improvement": {"text": "More"},
    "outcomes.change_improvement": {"text": "More"},
    "outcomes.plan_action": {"title": "Do it"},
    "outcomes.remove_improvement": {},
}  # fmt: skip
"""What a browser would send to each, over what all are sent. A route that is not here fails."""

ARGUMENTS = {"fieldwork.turn_check": {"key": "worker-told"}}
"""What the address of some has otherwise than the others."""

READING = {
    "annexe_a.download_findings",
    "annexe_a.download_profile",
    "annexe_a.download_unknown",
    "annexe_a.download_workbook",
    "annexe_a.show_child",
    "annexe_a.download_worklist",
    "bundles.download",
    "inspections.download_evidence",
    "outcomes.download_file",
}
"""These only take something out: who took it is recorded, as from any inspection."""
OF_THE_ARCHIVE = {
    "inspections.keep_archive",
    "inspections.reopen_archive",
    "inspections.remove_teams",  # an address is a secret: it can always be forgotten
    "requests.end_screen",  # and a screen taken down
}
TRIALS = "trial_runs."
"""What trial runs have of their own is not there for an inspection; of a trial run, what was
learned is written down after its end as well."""
NOISE = {"activity", "sign_in", "sign_in_session"}


@pytest.fixture
def director(app: Flask) -> Person:
    return make_person(Role.DIRECTOR)


FIRSTS = ("entry", "note", "point", "case", "line", "gap", "inject", "explanation", "worklist")
ONES: dict[str, Any] = {f"{name}_id": 1 for name in FIRSTS} | {
    "number": 1,
    "what": "publication",
    "key": "action_plan",
    "reference": "nothing",
    "turn": "tick",
}
"""What addresses name that there is one of at most, or none."""


@pytest.fixture
def numbers(director: Person) -> dict[str, Any]:
    """An archived inspection with something of everything, as the routes name it."""
    inspection = make_past_inspection(director)
    list_posts()[0].holder = director
    task = get_task(inspection.id, find_task(inspection, "check-leave").id)
    stored = keep_file(io.BytesIO(b"Words"), store=current_store(), now=clock.now())
    file: dict[str, Any] = {"name": "a.txt", "sha256": stored.sha256, "size": 5, "kind": "txt"}
    evidence = add_evidence(actor=director, task=task, **file)
    make_upload(contacts(GOOD), actor=director, inspection_id=inspection.id)
    make_document()
    bundle = make_draft(inspection, actor=director)
    receive_draft(director, inspection)
    comment = make_comment(director, inspection, list_posts()[0])
    found = add_to_comment(actor=director, comment=comment, **file)
    publish(director, inspection)
    improvement = make_improvement(director, inspection)
    make_request(inspection, actor=director)
    make_entry(inspection)
    make_referral(inspection, director)
    make_case(inspection)
    make_note(inspection, director)
    told = record_briefing(
        actor=director, inspection_id=inspection.id, key=None, title="Them", told_by="Me"
    )
    close_inspection(
        actor=director, inspection_id=inspection.id, version=get_inspection(inspection.id).version
    )
    db.session.commit()
    return {
        **ONES,
        "inspection_id": inspection.id,
        "task_id": task.id,
        "evidence_id": evidence.id,
        "bundle_id": bundle.id,
        "comment_id": comment.id,
        "file_id": found.id,
        "improvement_id": improvement.id,
        "briefing_id": told.id,
    }


def read_everything() -> dict[str, list[Any]]:
    """Every row of every table, but for the activity and who is signed in."""
    db.session.rollback()
    return {
        table.name: [tuple(row) for row in db.session.execute(select(table))]
        for table in db.metadata.sorted_tables
        if table.name not in NOISE
    }


def list_writing(app: Flask) -> dict[str, Rule]:
    return {
        rule.endpoint: rule
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and "inspection_id" in rule.arguments
    }


def make_fields(endpoint: str, director: Person, inspection_id: int) -> dict[str, Any]:
    version = list_current_versions(inspection_id)[1]
    fields: dict[str, Any] = {
        **SEEN,
        **DAY,
        "content_hash": version.content_hash,
        "post": list_posts()[0].key,
    }
    fields |= {"owner": str(director.id), "to": str(director.id), **FORMS[endpoint]}
    if fields["post"] == "post id":
        fields["post"] = str(list_posts()[0].id)
    box = fields.pop("file", None)
    if box is not None:
        name, content = ("list_1.csv", contacts(GOOD)["list_1.csv"])
        fields[box] = (io.BytesIO(content), name)
    return fields


def test_every_route_that_changes_something_leaves_an_archived_inspection_as_it_is(
    app: Flask, client: InspectingClient, director: Person, numbers: dict[str, Any]
) -> None:
    writing = list_writing(app)
    of_trials = {endpoint for endpoint in writing if endpoint.startswith(TRIALS)}
    assert set(writing) - READING - OF_THE_ARCHIVE - of_trials == set(FORMS)
    client.sign_in_quickly(director)
    # As htmx asks: a refusal is then a sentence and not the whole page again.
    headers = {"X-CSRFToken": client.find_token("/password"), "HX-Request": "true"}
    told = db.session.scalar(select(func.count(Activity.id)))
    before = read_everything()
    for endpoint, rule in writing.items():
        if endpoint not in FORMS and endpoint not in of_trials:
            continue
        known = numbers | ARGUMENTS.get(endpoint, {})
        built = rule.build({name: known[name] for name in rule.arguments})
        assert built is not None
        if endpoint in of_trials:
            assert client.post(built[1], headers=headers).status_code == 404, endpoint
            continue
        sent = make_fields(endpoint, director, numbers["inspection_id"])
        answer = client.post(built[1], data=sent, headers=headers)
        assert answer.status_code >= 400, endpoint
        words = answer.get_data(as_text=True)
        assert "is closed and archived" in words, (endpoint, answer.status_code, words[-3000:])
    assert read_everything() == before
    assert db.session.scalar(select(func.count(Activity.id))) == told
    read_and_take_out(client, numbers)


def read_and_take_out(client: InspectingClient, numbers: dict[str, Any]) -> None:
    """Its pages say who archived it, and a file is given as from any inspection."""
    here = f"/inspections/{numbers['inspection_id']}"
    comment = f"{here}/after/comments/{numbers['comment_id']}"
    for path in (here, comment, f"/annexe-a{here}"):
        assert "nothing in it changes any more" in client.get(path).get_data(as_text=True), path
    taken = client.send(f"{comment}/files/{numbers['file_id']}", {}, "/password")
    assert (taken.status_code, taken.data) == (200, b"Words")


def test_a_zip_that_is_built_too_late_leaves_the_archived_bundle_as_it_is(
    app: Flask, director: Person
) -> None:
    make_document()
    inspection = make_past_inspection(director)
    bundle = freeze(make_draft(inspection, EVALUATION))
    close_inspection(actor=director, inspection_id=inspection.id, version=inspection.version)
    db.session.commit()
    assert build(app, bundle).state is BundleState.FROZEN
