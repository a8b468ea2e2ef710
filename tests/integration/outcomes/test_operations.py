"""What came after an inspection is written down by those who may, and moves what it must."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from readiness import clock
from readiness.actions.rules import ActionState, Source
from readiness.checklists.judgements import load_judgements
from readiness.errors import ChangedMeanwhile, NotAllowed, Refused
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.queries import get_anchor, get_calendar, get_inspection
from readiness.outcomes import operations, queries
from readiness.outcomes.rules import Progress, Response
from readiness.people.models import Person
from readiness.people.permissions import Role
from readiness.people.queries import list_posts
from tests.factories.inspections import make_inspection
from tests.factories.outcomes import (
    HOUR,
    VISIT,
    make_comment,
    make_improvement,
    make_past_inspection,
    publish,
    receive_draft,
)
from tests.factories.people import make_person
from tests.support.databases import on_both_databases


@pytest.fixture
def coordinator(app: Flask) -> Person:
    return make_person(Role.COORDINATOR, "Avery Example")


@pytest.fixture
def inspection(coordinator: Person) -> Inspection:
    return make_past_inspection(coordinator, key=VISIT)


@pytest.fixture
def graded(coordinator: Person) -> Inspection:
    return make_past_inspection(coordinator)


def grades_of(inspection: Inspection, grade: str = "Good") -> dict[str, str]:
    edition = queries.find_edition(inspection.id)
    assert edition is not None
    return {one.key: grade for one in edition.judgements}


@on_both_databases
def test_the_draft_and_the_publication_move_their_dates_and_all_that_hangs_from_them(
    coordinator: Person, inspection: Inspection
) -> None:
    receive_draft(coordinator, inspection)
    publish(coordinator, inspection, hours=200)
    found = get_inspection(inspection.id)
    at = {anchor.key: anchor for anchor in found.anchors}
    days = get_calendar()
    for start, end, count in (
        ("draft_report", "comments_due", 5),
        ("publication", "action_plan", 70),
    ):
        first, last = (clock.in_london(at[key].at).date() for key in (start, end))
        assert last == days.add(first, count)
        assert at[start].is_changed
        assert not at[start].estimate
        assert not at[start].confirm
    assert at["comments_due"].confirm
    outcome = queries.find_outcome(inspection.id)
    assert outcome is not None
    assert outcome.published_at == at["publication"].at
    with pytest.raises(ChangedMeanwhile, match="after you opened this preview"):
        operations.record_draft(
            actor=coordinator, inspection_id=inspection.id, at=clock.now(), version=1
        )


def test_a_draft_that_has_not_come_and_a_publication_before_it_are_refused(
    coordinator: Person, inspection: Inspection
) -> None:
    told: dict[str, Any] = {
        "actor": coordinator,
        "inspection_id": inspection.id,
        "version": inspection.version,
    }
    with pytest.raises(Refused, match="has not come yet"):
        operations.record_draft(**told, at=clock.now() + HOUR)
    with pytest.raises(Refused, match="it came after that"):
        operations.record_draft(**told, at=inspection.call_at - HOUR)
    receive_draft(coordinator, inspection)
    with pytest.raises(Refused, match="it is published after that"):
        publish(coordinator, inspection, hours=-5)
    with pytest.raises(NotAllowed):
        receive_draft(make_person(), inspection)


def test_a_comment_is_written_changed_and_answered_by_those_whose_it_is(
    coordinator: Person, inspection: Inspection
) -> None:
    author, other = make_person(), make_person()
    post = list_posts()[0]
    with pytest.raises(Refused, match="Record when the draft report came first"):
        make_comment(author, inspection, post)
    db.session.rollback()
    receive_draft(coordinator, inspection)
    with pytest.raises(NotAllowed, match="embargoed"):
        make_comment(make_person(Role.CONTRIBUTOR), inspection, post)
    with pytest.raises(Refused, match="what is right"):
        make_comment(author, inspection, post, problem=" ")
    db.session.rollback()
    comment = make_comment(author, inspection, post)
    said = operations.Said("8", "Two teams.", "Four teams.", post, "The chart")
    told: dict[str, Any] = {"comment": comment, "version": comment.version}
    with pytest.raises(NotAllowed, match=f"Comment 1 belongs to the {post.title}"):
        operations.change_comment(actor=other, said=said, **told)
    operations.change_comment(actor=author, said=said, **told)
    db.session.flush()
    with pytest.raises(ChangedMeanwhile, match="changed this at"):
        operations.change_comment(actor=author, said=said, **told)
    answer: dict[str, Any] = {
        "comment": comment,
        "version": comment.version,
        "response": Response.REFUSED,
    }
    with pytest.raises(NotAllowed):
        operations.answer_comment(actor=author, words="No", **answer)
    with pytest.raises(Refused, match="what Ofsted said"):
        operations.answer_comment(actor=coordinator, **answer)
    operations.answer_comment(actor=coordinator, words="Two at the time", **answer)
    db.session.flush()
    second = make_comment(author, inspection, post, paragraph="9")
    operations.drop_comment(
        actor=author, comment=comment, version=comment.version, reason="It was wrong"
    )
    assert [one.number for one in queries.list_comments(inspection.id)] == [second.number] == [2]


def test_judgements_are_those_of_the_framework_the_inspection_started_under(
    app: Flask, coordinator: Person, graded: Inspection
) -> None:
    inspection, grades = graded, grades_of(graded)
    assert set(grades) == {"leaders", "help-and-protection", "in-care", "care-leavers"}
    told: dict[str, Any] = {"actor": coordinator, "inspection_id": inspection.id}
    with pytest.raises(Refused, match="Choose a grade for “The experiences and progress of care"):
        operations.record_judgements(**told, version=0, grades={**grades, "care-leavers": "Fine"})
    operations.record_judgements(**told, version=0, grades=grades)
    db.session.commit()
    with pytest.raises(ChangedMeanwhile):
        operations.record_judgements(**told, version=0, grades=grades)
    outcome = queries.find_outcome(inspection.id)
    assert outcome is not None
    changed = grades_of(inspection, "Outstanding")
    operations.record_judgements(**told, version=outcome.version, grades=changed)
    known = queries.list_judgements(inspection.id)
    assert {row.grade for row in known.values()} == {"Outstanding"}
    assert len(known) == 4


def test_one_that_began_before_judgements_were_kept_has_those_of_its_framework(
    app: Flask, graded: Inspection
) -> None:
    copy = {k: v for k, v in graded.checklist_copy.items() if k != "judgements"}
    framework = "ILACS, January 2023"
    db.session.execute(update(Inspection).values(checklist_copy=copy, framework=framework))
    db.session.commit()
    edition = queries.find_edition(graded.id)
    file = load_judgements(app.extensions["readiness.settings"].checklists_path)
    assert edition == file.editions["ilacs-2023"]
    assert len(edition.judgements) == 5


def test_a_visit_has_no_grades_and_a_trial_run_no_report(
    coordinator: Person, inspection: Inspection
) -> None:
    assert queries.find_edition(inspection.id) is None
    told: dict[str, Any] = {"actor": coordinator, "inspection_id": inspection.id}
    with pytest.raises(Refused, match="gives no grades"):
        operations.record_judgements(**told, version=0, grades={})
    sent = operations.record_plan_sent(
        **told, key="priority_plan", sent_at=clock.now(), reference=" 7 "
    )
    assert (sent.title, sent.reference) == ("Draft plan for priority action", "7")
    with pytest.raises(ChangedMeanwhile, match="It was sent on"):
        operations.record_plan_sent(**told, key="priority_plan", sent_at=clock.now())
    with pytest.raises(Refused, match="is not about a plan"):
        operations.record_plan_sent(**told, key="publication", sent_at=clock.now())
    with pytest.raises(Refused, match="has not come yet"):
        operations.record_plan_sent(**told, key="action_plan", sent_at=clock.now() + HOUR)
    with pytest.raises(Refused, match="Record first when the report was published"):
        operations.record_plan_sent(**told, key="action_plan", sent_at=clock.now())
    publish(coordinator, inspection)
    with pytest.raises(Refused, match="the action plan is sent after that"):
        operations.record_plan_sent(**told, key="action_plan", sent_at=clock.now() - 500 * HOUR)
    trial = make_inspection(coordinator, key=VISIT, is_trial=True)
    with pytest.raises(Refused, match="Ofsted writes no report"):
        make_improvement(coordinator, trial)


def test_what_needs_to_improve_becomes_actions_once_the_embargo_is_over(
    coordinator: Person, inspection: Inspection
) -> None:
    improvement, owner = make_improvement(coordinator, inspection), make_person()
    assert improvement.element_title.startswith("Outcome 4")
    told: dict[str, Any] = {
        "actor": coordinator,
        "improvement": improvement,
        "title": "Look at every plan",
    }
    due_on = clock.today() + timedelta(days=30)
    publish(coordinator, inspection, hours=3)
    with pytest.raises(Refused, match="still embargoed"):
        operations.plan_action(**told, owner=owner, due_on=due_on)
    publish(coordinator, inspection)
    action = operations.plan_action(**told, owner=owner, due_on=due_on)
    assert (action.source, action.source_id) == (Source.IMPROVEMENT, improvement.id)
    assert action.source_words == (
        f"{inspection.title}, number 1 (National Framework, {improvement.element_title})"
    )
    assert action.needs_confirmation
    assert queries.measure_progress(inspection.id) == Progress(1, 0, 1, 0)
    action.state = ActionState.CLOSED
    db.session.flush()
    assert queries.measure_progress(inspection.id) == Progress(1, 0, 1, 1)
    action.state = ActionState.NOT_NEEDED
    db.session.flush()
    assert queries.measure_progress(inspection.id) == Progress(1, 1, 0, 0)
    changed: dict[str, Any] = {"actor": coordinator, "improvement": improvement, "text": "Plans"}
    with pytest.raises(Refused, match="one of the outcomes and enablers"):
        operations.change_improvement(**changed, version=improvement.version, element="outcome-9")
    operations.change_improvement(**changed, version=improvement.version, element="outcome-3")
    assert "(National Framework, Outcome 3: " in action.source_words
    assert get_anchor(inspection, "publication").is_changed
