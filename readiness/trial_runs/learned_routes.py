"""What a trial run taught: its page, its end, its report in Word, and the runs beside it."""

from flask import flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from readiness import clock
from readiness.errors import NotFound
from readiness.files.access import current_store
from readiness.office.names import MEDIA_TYPES
from readiness.people.access import current_person, requires
from readiness.people.permissions import Permission
from readiness.trial_runs import operations
from readiness.trial_runs.blueprint import blueprint
from readiness.trial_runs.exports import name_report
from readiness.trial_runs.forms.gaps import EndForm
from readiness.trial_runs.learned_pages import compare_trial, gather_learned
from readiness.trial_runs.queries.runs import find_report, get_trial
from readiness.trial_runs.rules.gaps import KIND_WORDS
from readiness.web.commits import commits
from readiness.web.pages import is_htmx
from readiness.work.queries import find_latest_owed

HERE = "/<int:inspection_id>"


@blueprint.get(f"{HERE}/learned")
@requires(Permission.SEE_TASKS)
def show_learned(inspection_id: int) -> ResponseReturnValue:
    """How each step went against its due time, what was late and why, gaps, what went well."""
    trial = get_trial(inspection_id)
    work = find_latest_owed(operations.REPORT, trial.id)
    if is_htmx():
        part = render_template("trial_runs/progress.html", inspection=trial, work=work)
        over = work is None or not work.is_open
        return part, 200, ({"HX-Refresh": "true"} if over else {})
    now = clock.now()
    return render_template(
        "trial_runs/learned.html",
        inspection=trial,
        learned=gather_learned(trial),
        report=find_report(trial.id),
        work=work,
        kind_words=KIND_WORDS,
        today=clock.today(),
        now=now,
    )


@blueprint.post(f"{HERE}/end")
@requires(Permission.START_INSPECTIONS)
@commits
def end_trial(inspection_id: int) -> ResponseReturnValue:
    """End the trial run; its report is written by the worker."""
    trial, form = get_trial(inspection_id), EndForm()
    version = form.version.data or 0
    operations.end_trial(actor=current_person(), inspection=trial, version=version)
    flash("The trial run has ended. Its report is being written.")
    return redirect(url_for("trial_runs.show_learned", inspection_id=trial.id))


@blueprint.post(f"{HERE}/report")
@requires(Permission.AGREE_ACTIONS)
@commits
def ask_report(inspection_id: int) -> ResponseReturnValue:
    """Write the report as everything stands now."""
    trial = get_trial(inspection_id)
    operations.ask_report(actor=current_person(), inspection=trial)
    flash("The report is being written.")
    return redirect(url_for("trial_runs.show_learned", inspection_id=trial.id))


@blueprint.get(f"{HERE}/report.docx")
@requires(Permission.SEE_TASKS)
def download_report(inspection_id: int) -> ResponseReturnValue:
    """The report as it was written last."""
    trial = get_trial(inspection_id)
    report = find_report(trial.id)
    if report is None:
        raise NotFound("The report is written when the trial run has ended.")
    return send_file(
        current_store().open(report.sha256),
        mimetype=MEDIA_TYPES["docx"],
        as_attachment=True,
        download_name=name_report(trial),
    )


@blueprint.get(f"{HERE}/comparison")
@requires(Permission.SEE_TASKS)
def compare(inspection_id: int) -> ResponseReturnValue:
    """This trial run beside the one before it and the last real inspection."""
    trial = get_trial(inspection_id)
    return render_template(
        "trial_runs/comparison.html",
        inspection=trial,
        comparison=compare_trial(trial),
        kind_words=KIND_WORDS,
    )
