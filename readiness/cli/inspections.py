"""`inspections start` and `list`: log a call from the command line, and find what there is."""

import click
from flask.cli import with_appcontext

from readiness.checklists.annexe_a import load_edition
from readiness.checklists.documents import load_documents
from readiness.checklists.inspections import load_checklist
from readiness.checklists.posts import load_posts
from readiness.cli.timeline import parse_call
from readiness.database.engine import writing
from readiness.extensions import db
from readiness.inspections import operations, queries
from readiness.settings import current_settings


@click.group("inspections")
def inspections() -> None:
    """Inspections and trial runs."""


@inspections.command("start")
@click.argument("checklist")
@click.option("--call", required=True, help="London time of the call: “2026-11-30 09:15”.")
@click.option("--trial", is_flag=True, help="Start a trial run.")
@click.option(
    "--exercise-clock",
    is_flag=True,
    help="With --trial: on a clock of its own, which begins at the call, paused.",
)
@with_appcontext
def start(checklist: str, call: str, trial: bool, exercise_clock: bool) -> None:
    """Start a run of CHECKLIST and print its number and address."""
    folder = current_settings().checklists_path
    found = load_checklist(folder, checklist)
    call_at = parse_call(call)
    with writing():
        inspection = operations.start_inspection(
            actor=None,
            checklist=found,
            posts=load_posts(folder).values(),
            documents=load_documents(folder).values(),
            edition=load_edition(folder),
            call_at=call_at,
            is_trial=trial,
            on_exercise_clock=exercise_clock,
        )
        db.session.commit()
    running = queries.find_running_inspection() if trial else None
    if running is not None:
        click.echo(f"{running.title} is running in earnest: this trial run is beside it.", err=True)
    for question in operations.question_call_at(call_at, on_exercise_clock=exercise_clock):
        click.echo(question, err=True)
    click.echo(f"{inspection.id} /inspections/{inspection.id}")


@inspections.command("list")
@with_appcontext
def list_all() -> None:
    """Print each inspection and trial run, newest call first: number, state, title, tasks done.

    The columns stand apart by tabs; the number is the ID of `bundles build`.
    """
    for found in queries.list_inspections():
        one = found.inspection
        kind = "trial run" if one.is_trial else "inspection"
        click.echo(f"{one.id}\t{one.state}\t{kind}\t{one.title}\t{found.done} of {found.tasks}")
