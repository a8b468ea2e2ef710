"""An approval from before the inspection: its owner confirms it, and the task is ticked."""

import pytest
from flask import Flask

from readiness.errors import ChangedMeanwhile
from readiness.extensions import db
from readiness.inspections.queries import find_delivering_task
from readiness.inspections.rules.tasks import TaskState
from readiness.library.operations import confirm_approval, withdraw_approval
from readiness.library.queries import get_version
from readiness.people.permissions import Role
from tests.factories.inspections import make_inspection
from tests.factories.library import make_version
from tests.factories.people import make_person, make_post
from tests.support.client import InspectingClient

KEY = "self-evaluation"


def test_the_owner_confirms_with_one_button_and_the_task_says_what_was_confirmed(
    app: Flask, client: InspectingClient
) -> None:
    me = make_person(Role.DIRECTOR, "Avery Example")
    make_post("dcs", "Director of Children’s Services", me)
    version = make_version(is_approved=True)
    inspection = make_inspection()
    before = find_delivering_task(inspection.id, f"document:{KEY}")
    assert before is not None
    assert before.state is TaskState.TO_DO
    client.sign_in_quickly(me)
    page = f"/documents/{KEY}"
    assert "Confirm that it still stands" in client.get(page).text
    fields = {"sha256": version.sha256}
    answer = client.send(f"{page}/versions/{version.number}/confirm", fields, page=page)
    assert answer.status_code == 302, answer.text
    db.session.expire_all()
    task = find_delivering_task(inspection.id, f"document:{KEY}")
    assert task is not None
    assert task.state is TaskState.DONE
    assert task.note.startswith("Version 1, approved on ")
    assert task.note.endswith("confirmed by Avery Example.")
    assert "Confirm that it still stands" not in client.get(page).text


def test_what_is_no_longer_approved_or_current_cannot_be_confirmed(app: Flask) -> None:
    make_version(is_approved=True)
    first = get_version(KEY, 1)
    withdraw_approval(actor=None, version=first, reason="A figure is wrong.")
    with pytest.raises(ChangedMeanwhile, match="was withdrawn"):
        confirm_approval(actor=None, version=first, sha256=first.sha256)
    make_version(content=b"The second version.", is_approved=True)
    with pytest.raises(ChangedMeanwhile, match="version 2"):
        confirm_approval(actor=None, version=get_version(KEY, 1), sha256=first.sha256)
