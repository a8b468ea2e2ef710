"""`timeline`: the dates and tasks of an inspection as they would be, for people and programs.

Counts England's bank holidays and the council's closure days. Those are in the database: where
there is none, or it cannot be read, the command does without and says so.
"""

import json
from datetime import datetime
from itertools import groupby
from typing import Any

import click

from readiness import clock
from readiness.checklists.inspections import Checklist, load_checklist
from readiness.checklists.posts import PostSpec, load_posts
from readiness.cli.council_days import find_calendar
from readiness.cli.folder import chosen_folder
from readiness.command_errors import plain_errors
from readiness.errors import Unusable
from readiness.inspections.rules.changes import question_call, question_order
from readiness.inspections.rules.timeline import (
    Anchor,
    DatedStep,
    Timeline,
    compute_timeline,
    london_moment,
)
from readiness.plain_words import format_day, format_moment, format_time, plural


@click.command("timeline")
@click.argument("checklist")
@click.option(
    "--call",
    required=True,
    help="When the call came, London time: “2026-11-30 09:15”, or ISO with an offset.",
)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@plain_errors
def timeline(checklist: str, call: str, as_json: bool) -> None:
    """Print every dated task of CHECKLIST (such as ilacs-short). Changes nothing.

    Bank holidays and the council’s closure days do not count as working days. What is unusual
    about the call is said on stderr, and also where there is no database to read closure days
    from.
    """
    folder = chosen_folder()
    spec = load_checklist(folder, checklist)
    called = parse_call(call)
    calendar, left_out = find_calendar()
    dated = compute_timeline(spec, called, calendar)
    if left_out:
        click.echo(left_out, err=True)
    for question in question_call(called, clock.now(), calendar):
        click.echo(question, err=True)
    for question in question_order(spec, dated.anchors):
        click.echo(question, err=True)
    if as_json:
        click.echo(json.dumps(timeline_as_json(dated), ensure_ascii=False, indent=2))
    else:
        click.echo(timeline_as_text(spec, dated, load_posts(folder)))


def parse_call(written: str) -> datetime:
    """A moment as written, in London time; without an offset it is London wall time.

    Raises Unusable for anything else, a day without a time and the hour that the clocks skip
    included.
    """
    text = written.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or ":" not in text:
        raise Unusable(
            f"“{written}” is not a date and time. Write the call like “2026-11-30 09:15”."
        )
    try:
        if moment.tzinfo is None:
            return _on_london_clock(moment)
        return clock.in_london(moment)
    except OverflowError:
        raise Unusable(f"“{written}” is outside the calendar. Check the year.") from None


def _on_london_clock(wall: datetime) -> datetime:
    moment = london_moment(wall.date(), wall.time())
    if moment.replace(tzinfo=None) != wall:
        raise Unusable(
            f"“{wall:%Y-%m-%d %H:%M}” does not exist: the clocks go forward that night. "
            "Write the time that a clock showed."
        )
    return moment


def timeline_as_json(dated: Timeline) -> dict[str, Any]:
    """The contract: {"anchors": {key: ISO}, "moved": [key], "tasks": [{…}]}, in London time."""
    return {
        "anchors": {anchor.key: anchor.at.isoformat() for anchor in dated.anchors},
        "moved": list(dated.moved),
        "tasks": [
            {
                "step": task.step.key,
                "title": task.step.title,
                "post": task.step.post,
                "due_at": task.due_at.isoformat(),
                "because": task.because,
            }
            for task in dated.tasks
        ],
    }


def timeline_as_text(checklist: Checklist, dated: Timeline, posts: dict[str, PostSpec]) -> str:
    """The same for a person: the dates with their reasons, then the tasks by day."""
    lines = [f"{checklist.title} ({checklist.framework})", "", "Dates"]
    for anchor in dated.anchors:
        lines.append(f"  {anchor.title}: {format_moment(anchor.at)}{_doubts(anchor)}")
        lines.append(f"    {anchor.because}")
    lines += ["", plural(len(dated.tasks), "task")]
    for day, tasks in groupby(dated.tasks, key=lambda task: task.due_at.date()):
        lines += ["", format_day(day)]
        lines += [_task_line(task, posts) for task in tasks]
    return "\n".join(lines)


def _doubts(anchor: Anchor) -> str:
    doubts = ["estimate"] if anchor.estimate else []
    if anchor.confirm:
        doubts.append("confirm with Ofsted")
    return f" ({', '.join(doubts)})" if doubts else ""


def _task_line(task: DatedStep, posts: dict[str, PostSpec]) -> str:
    post = posts[task.step.post].title if task.step.post in posts else task.step.post
    return f"  {format_time(task.due_at):>8}  {task.step.title} ({post})"
