"""What may be done with an action, by whom, and what is kept of it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from readiness import clock
from readiness.actions import operations
from readiness.actions.models import Action
from readiness.actions.queries import (
    Wanted,
    count_actions,
    get_action,
    list_actions,
    list_awaiting,
    list_from,
    lock_action,
)
from readiness.actions.rules import ActionState, Origin, Source, Urgency
from readiness.activity.models import Activity
from readiness.errors import ChangedMeanwhile, NotAllowed, Refused
from readiness.extensions import db
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.factories.actions import make_action
from tests.factories.people import make_person
from tests.support.databases import on_both_databases

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def owner(app: Flask) -> Person:
    return make_person(Role.CONTRIBUTOR, "Olu Owner")


@pytest.fixture
def chair(app: Flask) -> Person:
    return make_person(Role.COORDINATOR, "Cleo Chair")


def seen(action: Action) -> Action:
    return get_action(action.id)


def report(actor: Person, action: Action, version: int | None = None) -> None:
    found = seen(action)
    operations.report_done(
        actor=actor, action=found, version=version or found.version, outcome="All answered."
    )
    db.session.flush()


def confirm(actor: Person, action: Action) -> None:
    found = seen(action)
    operations.confirm_done(actor=actor, action=found, version=found.version)
    db.session.flush()


def reviewed(owner: Person, actor: Person | None = None) -> Action:
    return make_action(owner, actor=actor, origin=Origin(Source.EXTERNAL_REVIEW, words="Peers"))


def events() -> list[str]:
    chosen = select(Activity.event).where(Activity.area == "actions").order_by(Activity.id)
    return [event.rpartition(":")[2] for event in db.session.scalars(chosen)]


@on_both_databases
@pytest.mark.parametrize(
    ("state", "urgency", "found"),
    [
        (ActionState.OPEN, Urgency.OVERDUE, ["Late"]),
        (ActionState.OPEN, None, ["Late", "Far off"]),
        (None, Urgency.LATER, ["Far off"]),
        (ActionState.OPEN, Urgency.ENDED, []),
    ],
)
def test_a_state_and_how_late_it_is_are_asked_for_together(
    owner: Person, state: ActionState | None, urgency: Urgency | None, found: list[str]
) -> None:
    make_action(owner, title="Late", days=-3)
    make_action(owner, title="Far off", days=30)
    wanted = Wanted(state=state, urgency=urgency)
    assert [action.title for action in list_actions(wanted, clock.today())] == found
    assert count_actions(wanted, clock.today()) == len(found)


def test_an_owners_word_closes_what_a_meeting_agreed(owner: Person, chair: Person) -> None:
    action = make_action(owner, actor=chair)
    report(owner, action)
    assert seen(action).state is ActionState.CLOSED
    assert events() == ["added", "reported"]


@on_both_databases
def test_what_a_review_asked_for_is_confirmed_by_somebody_else(
    owner: Person, chair: Person
) -> None:
    action = reviewed(owner)
    report(owner, action)
    assert seen(action).state is ActionState.AWAITING_CONFIRMATION
    assert list_awaiting(chair) == [action]
    confirm(chair, action)
    assert (seen(action).state, seen(action).confirmed_by) == (ActionState.CLOSED, chair)
    assert list_awaiting(chair) == []


def test_neither_the_owner_nor_who_reported_it_confirms(owner: Person, chair: Person) -> None:
    action = reviewed(chair)
    head = make_person(Role.DIRECTOR)
    report(head, action)
    for person in (chair, head, owner):
        with pytest.raises(NotAllowed, match="neither owns it"):
            confirm(person, action)


@on_both_databases
def test_the_database_itself_refuses_an_owners_confirmation(owner: Person) -> None:
    action = reviewed(owner)
    report(owner, action)
    seen(action).confirmed_by = owner
    with pytest.raises(IntegrityError, match=r"confirmed_by_another|CHECK"):
        db.session.flush()


def test_the_second_of_two_is_told_who_changed_it_and_how_it_stands(
    owner: Person, chair: Person
) -> None:
    action = reviewed(owner)
    version = seen(action).version
    report(owner, action)
    with pytest.raises(ChangedMeanwhile, match=r"Olu Owner changed .* Waits for confirmation"):
        report(chair, action, version)


def test_only_who_agreed_it_or_runs_everything_moves_the_due_date(
    owner: Person, chair: Person
) -> None:
    lead = make_person(Role.QUALITY_LEAD)
    action = make_action(owner, actor=lead)

    def move(actor: Person, reason: str) -> None:
        found = seen(action)
        operations.change_action(
            actor=actor,
            action=found,
            version=found.version,
            title=found.title,
            detail="",
            owner=owner,
            due_on=found.due_on + timedelta(days=3),
            reason=reason,
        )
        db.session.flush()

    with pytest.raises(NotAllowed, match="changed by"):
        move(owner, "I am late")
    with pytest.raises(Refused, match="Say why"):
        move(lead, " ")
    move(lead, "The supplier is late")
    move(chair, "And again")
    assert seen(action).due_on == clock.today() + timedelta(days=13)


def test_an_owner_neither_moves_nor_drops_what_others_confirm(owner: Person) -> None:
    head = make_person(Role.DIRECTOR)
    action = reviewed(head, actor=head)
    found = seen(action)
    with pytest.raises(NotAllowed, match="changed by"):
        operations.drop_action(actor=head, action=found, version=found.version, reason="Not now")
    with pytest.raises(NotAllowed, match="changed by"):
        operations.change_action(
            actor=head,
            action=found,
            version=found.version,
            title=found.title,
            detail="",
            owner=owner,
            due_on=found.due_on,
            reason="Not mine",
        )


def test_an_action_that_waits_for_confirmation_is_not_handed_to_another_owner(
    owner: Person, chair: Person
) -> None:
    action = reviewed(owner, actor=chair)
    report(owner, action)
    found = seen(action)
    with pytest.raises(Refused, match="waits for confirmation"):
        operations.change_action(
            actor=chair,
            action=found,
            version=found.version,
            title=found.title,
            detail="",
            owner=chair,
            due_on=found.due_on,
            reason="A way round",
        )


def test_nothing_is_added_to_an_action_that_has_ended(owner: Person) -> None:
    action = make_action(owner)
    report(owner, action)
    with pytest.raises(ChangedMeanwhile, match="closed"):
        operations.add_note(actor=owner, action=seen(action), text="Late")


def test_an_action_is_given_to_nobody_who_cannot_work_on_it(chair: Person) -> None:
    with pytest.raises(Refused, match="cannot work on actions") as refused:
        make_action(make_person(Role.OBSERVER), actor=chair)
    assert refused.value.about == "owner"
    gone = make_person()
    gone.is_active = False
    with pytest.raises(Refused, match="cannot work on actions"):
        make_action(gone, actor=chair)


def test_a_contributor_agrees_nothing_and_works_on_nobody_elses(
    owner: Person, chair: Person
) -> None:
    with pytest.raises(NotAllowed, match="may not agree"):
        make_action(owner, actor=owner)
    with pytest.raises(NotAllowed, match="an action of Cleo Chair"):
        report(owner, make_action(chair))


def test_what_ended_changes_no_more_until_it_is_opened_again(owner: Person, chair: Person) -> None:
    action = reviewed(owner)
    report(owner, action)
    confirm(chair, action)
    with pytest.raises(ChangedMeanwhile, match="closed"):
        report(owner, action)
    found = seen(action)
    operations.reopen_action(actor=chair, action=found, version=found.version, reason="It is back")
    db.session.flush()
    again = seen(action)
    assert (again.state, again.outcome, again.confirmed_by) == (ActionState.OPEN, "", None)
    assert events() == ["added", "reported", "confirmed", "reopened"]


def test_an_action_that_is_not_needed_says_why(owner: Person, chair: Person) -> None:
    action = make_action(owner)
    for reason in (" ", "The system was replaced"):
        found = seen(action)
        if reason == " ":
            with pytest.raises(Refused, match="Say why"):
                operations.drop_action(
                    actor=chair, action=found, version=found.version, reason=reason
                )
            continue
        operations.drop_action(actor=chair, action=found, version=found.version, reason=reason)
    assert (seen(action).state, seen(action).outcome) == (
        ActionState.NOT_NEEDED,
        "The system was replaced",
    )


def test_actions_are_found_by_what_they_came_from(owner: Person) -> None:
    mine = make_action(owner, origin=Origin(Source.TRIAL_RUN, 7))
    make_action(owner, origin=Origin(Source.TRIAL_RUN, 8))
    make_action(owner, origin=Origin(Source.AUDIT, 7))
    assert list_from(Source.TRIAL_RUN, 7) == [mine]


def test_a_due_date_that_has_passed_is_refused(owner: Person, chair: Person) -> None:
    with pytest.raises(Refused, match="has passed already"):
        operations.add_action(
            actor=chair,
            title="Too late",
            owner=owner,
            due_on=clock.today() - timedelta(days=1),
            origin=Origin(Source.OTHER),
        )


@on_both_databases
def test_an_action_can_be_held_while_it_changes(owner: Person) -> None:
    action = make_action(owner)
    assert lock_action(action.id).owner == owner
