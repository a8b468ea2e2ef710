"""Whoever owns a comment on the draft report is told, in time, that nothing shows it yet."""

from datetime import timedelta

from flask import Flask

from readiness import clock
from readiness.extensions import db
from readiness.inspections.queries import get_anchor, get_inspection
from readiness.notifications.sources import list_dues
from readiness.outcomes import operations
from readiness.outcomes.reminding import list_due_comments
from readiness.outcomes.rules import COMMENTS
from readiness.people.permissions import Role
from readiness.people.queries import list_posts
from tests.factories.outcomes import VISIT, make_comment, make_past_inspection, receive_draft
from tests.factories.people import make_person


def test_a_comment_that_nothing_shows_is_due_by_its_key_date_to_those_who_may_read_it(
    app: Flask,
) -> None:
    coordinator, holder = make_person(Role.COORDINATOR), make_person(Role.CONTRIBUTOR)
    deputy, other = make_person(Role.HEAD_OF_SERVICE), make_person(Role.QUALITY_LEAD)
    inspection = make_past_inspection(coordinator, key=VISIT)
    post, second = (one for one in list_posts() if one.key in {"hos-front-door", "data-lead"})
    post.holder, post.deputy, second.holder = holder, deputy, other
    receive_draft(coordinator, inspection)
    comment = make_comment(coordinator, inspection, post)
    shown = make_comment(coordinator, inspection, second, evidence_text="The chart of teams")
    (due,) = list_due_comments(clock.now())
    assert due in list_dues(clock.now())
    assert due.due_at == get_anchor(get_inspection(inspection.id), COMMENTS).at
    assert due.title == "Show that comment 1 on the draft report is right"
    assert due.path == f"/inspections/{inspection.id}/after/comments/{comment.id}"
    assert due.chain.owner == deputy.id, "its holder may not read the draft"
    assert holder.id not in due.chain.list_recipients()
    assert not due.is_pressing, "the week on site is over: it is in the email of the morning"
    said = operations.Said("7", "Two teams.", "Three teams.", post, "The chart")
    operations.change_comment(
        actor=coordinator, comment=comment, version=comment.version, said=said
    )
    db.session.commit()
    assert list_due_comments(clock.now() + timedelta(days=9)) == []
    assert shown.response is None
