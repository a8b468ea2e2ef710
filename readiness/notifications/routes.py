"""Pages of e-mails: what was sent, waits and failed; and the hours people take e-mail in."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.activity.queries import list_subject_activity
from readiness.activity.showing import show_entries
from readiness.errors import Refused
from readiness.extensions import db
from readiness.notifications import calendar_routes, operations, queries
from readiness.notifications.blueprint import blueprint
from readiness.notifications.forms import HoursForm, fill_form, read_filter
from readiness.notifications.rules.hours import MailHours
from readiness.notifications.rules.outbox import STATE_WORDS, MessageState
from readiness.notifications.rules.words import spell_digest, spell_rule
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.people.queries import list_people
from readiness.web.commits import commits
from readiness.web.pagination import USUAL_SIZE, Page, asked_page

__all__ = ["blueprint", "calendar_routes"]

RECENTLY = timedelta(days=6)
"""Seven days with today."""


@blueprint.get("/")
@requires(Permission.MANAGE_EMAILS)
def list_messages() -> ResponseReturnValue:
    """What failed and waits, in figures; then the e-mails, newest first."""
    wanted, week = read_filter(request.args), clock.today() - RECENTLY
    total = queries.count_messages(wanted)
    number = asked_page(total)
    items = queries.list_messages(wanted, limit=USUAL_SIZE, offset=(number - 1) * USUAL_SIZE)
    return render_template(
        "notifications/list.html",
        page=Page(items, number, USUAL_SIZE, total),
        counts=queries.count_states(week),
        week=week,
        fault=queries.find_rules_fault(),
        register_fault=queries.find_register_fault(),
        stopped=queries.find_stopped(clock.now()),
        states=STATE_WORDS,
        people=[(person.id, person.name) for person in list_people()],
        wanted=wanted,
        State=MessageState,
        now=clock.now(),
    )


@blueprint.get("/<int:message_id>")
@requires(Permission.MANAGE_EMAILS)
def show_message(message_id: int) -> ResponseReturnValue:
    """One e-mail: how it fared, and what it says."""
    message = queries.get_message(message_id)
    return render_template(
        "notifications/show.html",
        message=message,
        states=STATE_WORDS,
        history=show_entries(
            list_subject_activity("message", message_id), subject="to send this email"
        ),
        now=clock.now(),
    )


@blueprint.post("/<int:message_id>/retry")
@requires(Permission.MANAGE_EMAILS)
@commits
def retry_message(message_id: int) -> ResponseReturnValue:
    """Let a failed e-mail be tried again."""
    operations.retry_message(
        actor=current_person(),
        message=queries.lock_message(message_id),
        version=request.form.get("version", 0, int),
    )
    flash("It waits to be tried again. That is within the hours its recipient takes email.")
    return redirect(url_for("notifications.show_message", message_id=message_id))


@blueprint.get("/yours")
@requires(Permission.SEE_READINESS)
def show_hours() -> ResponseReturnValue:
    """When we may e-mail the person signed in, and about what."""
    row = queries.find_hours(current_person().id)
    hours = queries.get_hours(current_person().id)
    return _show_hours(fill_form(hours, row.version if row is not None else 0))


@blueprint.post("/yours")
@requires(Permission.SEE_READINESS)
@commits
def change_hours() -> ResponseReturnValue:
    """Keep the hours chosen."""
    form = HoursForm()
    if not form.validate():
        return _show_hours(form), 422
    try:
        operations.set_hours(actor=current_person(), hours=form.chosen, version=form.version.data)
    except Refused as error:
        db.session.rollback()
        row = queries.find_hours(current_person().id)
        form.refuse(error, row.version if row is not None else 0)
        return _show_hours(form), error.status
    flash("Your hours are saved.")
    return redirect(url_for("notifications.show_hours"))


def _show_hours(form: HoursForm) -> str:
    rules = queries.get_rules()
    return render_template(
        "notifications/hours.html",
        form=form,
        hours=queries.get_hours(current_person().id),
        working=MailHours(rules.opens, rules.closes),
        rules=[spell_rule(rule) for rule in rules.rules],
        digests=[spell_digest(digest) for digest in rules.digests],
        email=current_person().email,
    )
