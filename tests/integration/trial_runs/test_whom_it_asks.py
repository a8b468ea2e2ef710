"""What a trial run asks for is shown to, and asked of, its own people alone."""

import pytest
from flask import Flask
from sqlalchemy import delete

from readiness import clock
from readiness.errors import Refused
from readiness.extensions import db
from readiness.inspections.deeds import _takers
from readiness.inspections.models import Inspection, TrialParticipant
from readiness.inspections.now import today_for
from readiness.inspections.operations import hand_over_task
from readiness.inspections.operations.checks import may_work_on
from readiness.inspections.owners import Owners
from readiness.inspections.present import find_out_in
from readiness.inspections.queries import list_own_tasks, list_tasks
from readiness.people.models import Person
from tests.factories.inspections import make_inspection
from tests.factories.library import make_version
from tests.support.client import InspectingClient


@pytest.fixture
def friday(app: Flask) -> None:
    """Requests live in the real present; what is shown goes by the exercise clock anyway."""


@pytest.fixture
def left(trial: Inspection, council: dict[str, Person]) -> Person:
    """The data lead, who is taken out; their deputy stays in it."""
    holder = council["holder data-lead"]
    db.session.execute(delete(TrialParticipant).where(TrialParticipant.person_id == holder.id))
    db.session.commit()
    return holder


def test_the_deputy_who_is_in_it_has_the_tasks_of_a_holder_who_is_not(
    trial: Inspection, left: Person, council: dict[str, Person]
) -> None:
    deputy = council["deputy data-lead"]
    own = list_own_tasks(deputy, now=clock.now())
    assert {task.post_title for task in own} == {"Data and Performance Lead"}
    assert list_own_tasks(left, now=clock.now()) == ()
    task = next(one for one in list_tasks(trial.id) if one.post.key == "data-lead")
    out = find_out_in(trial.id)
    assert may_work_on(deputy, task, out)
    assert not may_work_on(left, task, out)
    with pytest.raises(Refused, match="is not a player of this trial run"):
        hand_over_task(actor=deputy, task=task, version=task.version, to=left)
    assert left not in _takers(task)
    assert deputy in _takers(task)
    db.session.execute(delete(TrialParticipant).where(TrialParticipant.person_id == deputy.id))
    owners = Owners.load(today_for(trial), trial)
    assert owners.find("data-lead").person is None, "nobody of the two is in it any more"


def test_today_shows_it_whole_to_its_people_and_as_a_line_to_others_or_beside_a_real_one(
    client: InspectingClient,
    facilitator: Person,
    trial: Inspection,
    left: Person,
    council: dict[str, Person],
) -> None:
    whole = f'id="inspection-{trial.id}"'
    client.sign_in_quickly(left)
    page = client.get("/").text
    assert whole not in page
    assert "No inspection is running" in page
    assert f'href="/inspections/{trial.id}">{trial.title}</a> is going on' in page
    assert "You have no open task" in page
    client.sign_in_quickly(council["deputy data-lead"])
    assert whole in client.get("/").text
    client.sign_in_quickly(facilitator)
    assert whole in client.get("/").text
    real = make_inspection()
    page = client.get("/").text
    assert whole not in page
    assert f'id="inspection-{real.id}"' in page
    assert f'href="/inspections/{trial.id}">{trial.title}</a> is going on' in page


def test_a_document_is_asked_of_its_owner_and_the_trial_run_gives_nobody_a_right_to_it(
    app: Flask, client: InspectingClient, trial: Inspection, council: dict[str, Person]
) -> None:
    holder, deputy = council["holder dcs"], council["deputy dcs"]
    make_version("self-evaluation")
    owners = Owners.load(today_for(trial), trial)
    assert owners.kept.find("dcs").person == holder
    client.sign_in_quickly(holder)
    assert 'href="/documents/self-evaluation"' in client.get("/").text
    assert "Trial run" in client.get("/documents/").text
    db.session.execute(delete(TrialParticipant).where(TrialParticipant.person_id == holder.id))
    db.session.commit()
    owners = Owners.load(today_for(trial), trial)
    assert owners.find("dcs").person == deputy, "who does its tasks in the trial run"
    assert owners.kept.find("dcs").person is None
    assert "Trial run" not in client.get("/documents/").text
    assert owners.kept.list_keys(deputy.id) == []
