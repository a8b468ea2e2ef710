"""What is judged in an inspection goes by its own time: nothing there asks the clock itself.

A trial run may move on an exercise clock. So every package that shows or changes something of an
inspection asks `inspections/now.py`; each function below asks the real clock, and says why.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "readiness"
PACKAGES = (
    "inspections",
    "library",
    "annexe_a",
    "bundles",
    "today",
    "trial_runs",
    "requests",
    "fieldwork",
)
"""`outcomes` is not among them: what comes after an inspection is of real ones alone."""
READERS = {"now", "today"}
BY_WHOM = "a record of who did what, and when it really was"
FILE = "when the content was first kept"
KEPT = "archives are kept for years of real time"
LEARNED = "what was learned lives on in real time, after the trial run as well"
SCREEN = "a screen ends in real time"
MONTHS = "the scorecard’s months are the council’s, not an inspection’s"
DATA = "real data is as at a real day, in a trial run too"
REAL_TIME = {
    "inspections/now.py now_for": "the one place that turns real time into an inspection’s",
    "inspections/deeds.py _add_evidence": FILE,
    "inspections/routes.py log_call": "nothing has started yet",
    "inspections/routes.py list_own_tasks": "turned into each inspection’s own by now_for",
    "inspections/closure_routes.py _show": "closure days are the council’s, not an inspection’s",
    "inspections/operations/closures.py _check_day": "the same",
    "inspections/operations/dates.py move_anchor": BY_WHOM,
    "inspections/operations/starting.py preview_timeline": "nothing has started yet",
    "inspections/operations/starting.py question_call_at": "nothing has started yet",
    "inspections/operations/archiving.py close_inspection": BY_WHOM,
    "inspections/operations/archiving.py reopen_inspection": BY_WHOM,
    "inspections/archive_routes.py list_archived": KEPT,
    "inspections/archive_routes.py _show": KEPT,
    "inspections/archive_routes.py _ask": KEPT,
    "inspections/operations/starting.py _make_inspection": BY_WHOM,
    "inspections/operations/exercise.py make_clock": "the real half of the clock’s two moments",
    "inspections/operations/exercise.py stop_clock": "the same",
    "inspections/operations/checks.py mark_changed": BY_WHOM,
    "inspections/operations/tasks.py add_comment": BY_WHOM,
    "inspections/operations/tasks.py add_evidence": BY_WHOM,
    "library/routes.py _receive": FILE,
    "library/operations/adding.py add_version": BY_WHOM,
    "library/operations/approving.py approve_version": BY_WHOM,
    "library/operations/approving.py withdraw_approval": BY_WHOM,
    "library/operations/checks.py check_as_at": DATA,
    "annexe_a/forms.py validate_as_at": DATA,
    "annexe_a/commands/inputs.py doubt_day": DATA,
    "annexe_a/commands/reported.py reconcile_checked": MONTHS,
    "annexe_a/reported_routes.py _months_offered": MONTHS,
    "annexe_a/reported_routes.py _read_address": MONTHS,
    "annexe_a/reported_routes.py _take": MONTHS,
    "annexe_a/operations/reporting.py _give": BY_WHOM,
    "annexe_a/operations/reporting.py _make_figure": FILE,
    "annexe_a/upload_routes.py choose_files": DATA,
    "annexe_a/upload_routes.py show_upload": f"{DATA}; how long ago it was uploaded",
    "annexe_a/upload_routes.py _register": FILE,
    "annexe_a/finding_routes.py show_findings": DATA,
    "annexe_a/finding_routes.py _make_findings": FILE,
    "annexe_a/operations/receiving.py receive_upload": BY_WHOM,
    "annexe_a/operations/explaining.py explain_finding": BY_WHOM,
    "annexe_a/operations/explaining.py explain_findings": BY_WHOM,
    "annexe_a/operations/explaining.py withdraw_explanation": BY_WHOM,
    "annexe_a/operations/explaining.py _values": BY_WHOM,
    "annexe_a/operations/worklisting.py ask_worklist": BY_WHOM,
    "annexe_a/operations/worklisting.py make_worklist": FILE,
    "annexe_a/operations/worklisting.py _gather": FILE,
    "annexe_a/operations/signing.py _sign": "a signature follows its list out of a trial run",
    "annexe_a/operations/signing.py withdraw_signature": BY_WHOM,
    "annexe_a/operations/commenting.py write_comment": BY_WHOM,
    "annexe_a/operations/mapping.py save_mapping": BY_WHOM,
    "annexe_a/operations/mapping.py withdraw_mapping": BY_WHOM,
    "annexe_a/operations/mapping.py begin_again": BY_WHOM,
    "annexe_a/operations/checking.py _make_version": BY_WHOM,
    "annexe_a/operations/checking.py _save": BY_WHOM,
    "annexe_a/operations/crossing.py _follow": BY_WHOM,
    "annexe_a/operations/crossing.py _add": BY_WHOM,
    "annexe_a/operations/profiling.py keep_profile": FILE,
    "bundles/jobs.py build": FILE,
    "bundles/form_routes.py ask_sent": "only what is real is ever sent",
    "bundles/form_routes.py _register": FILE,
    "bundles/operations/drafting.py begin_bundle": BY_WHOM,
    "bundles/operations/sending.py record_built": BY_WHOM,
    "bundles/operations/sending.py _check_sent_at": "only what is real is ever sent",
    "bundles/operations/checks.py mark_changed": BY_WHOM,
    "today/routes.py show": "the person’s day; each inspection’s own by now_for",
    "fieldwork/operations/referring.py log_referral": BY_WHOM,
    "fieldwork/operations/referring.py answer_referral": BY_WHOM,
    "fieldwork/operations/selecting.py _fill": BY_WHOM,
    "fieldwork/operations/selecting.py withdraw_case": BY_WHOM,
    "fieldwork/operations/talking.py add_note": BY_WHOM,
    "fieldwork/operations/talking.py change_note": BY_WHOM,
    "fieldwork/operations/timetable.py add_entry": BY_WHOM,
    "fieldwork/operations/timetable.py change_entry": BY_WHOM,
    "requests/operations/checks.py mark_changed": BY_WHOM,
    "requests/operations/logging.py log_request": BY_WHOM,
    "requests/operations/briefing.py record_briefing": BY_WHOM,
    "requests/operations/screens.py open_screen": SCREEN,
    "requests/operations/screens.py end_screen": SCREEN,
    "requests/wall_routes.py show_screen": SCREEN,
    "requests/wall_routes.py _show_screens": SCREEN,
    "trial_runs/gap_routes.py list_gaps": LEARNED,
    "trial_runs/gap_routes.py _show": LEARNED,
    "trial_runs/jobs.py make_report": FILE,
    "trial_runs/learned_routes.py show_learned": LEARNED,
    "trial_runs/operations/gaps.py record_gap": BY_WHOM,
    "trial_runs/operations/gaps.py accept_gap": BY_WHOM,
    "trial_runs/operations/gaps.py note_went_well": BY_WHOM,
    "trial_runs/operations/proposing.py propose_change": BY_WHOM,
    "trial_runs/jobs.py give_now": "turned into each trial run’s own by now_for",
    "trial_runs/operations/clock.py begin_clock": "what a clock begins at",
    "trial_runs/operations/clock.py _set": "the real half of the clock’s two moments",
    "trial_runs/operations/injects.py add_inject": BY_WHOM,
    "trial_runs/operations/injects.py _give": "when the email was put into the outbox",
    "trial_runs/operations/injects.py _mark": BY_WHOM,
}


TEMPLATES = ROOT.parent / "templates"
NO_INSPECTION = {
    "annexe_a/month.html",
    "annexe_a/reported.html",
    "inspections/archives.html",
    "requests/wall.html",  # a screen of its own, which says it in its part
    "trial_runs/gaps.html",
    "inspections/call.html",
    "inspections/closures.html",
    "inspections/list.html",
    "inspections/mine.html",
    "inspections/preview.html",
    "library/new.html",
}
"""Pages of these packages that are not of one inspection."""


def asks_the_clock(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in READERS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "clock"
    )


def list_askers(path: Path) -> Iterator[str]:
    """The innermost functions that ask it, and modules that take its functions out of it."""
    where, text = path.relative_to(ROOT), path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)) if "clock" in text else ():
        if isinstance(node, ast.FunctionDef) and any(asks_the_clock(n) for n in ast.walk(node)):
            yield f"{where} {node.name}"
        if isinstance(node, ast.ImportFrom) and node.module == "readiness.clock":
            yield from (f"{where} imports {a.name}" for a in node.names if a.name in READERS)


def test_only_what_is_listed_goes_by_real_time() -> None:
    files = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    found = {asker for path in files for asker in list_askers(path)}
    assert found - set(REAL_TIME) == set(), "ask inspections/now.py, or say here why not"
    assert set(REAL_TIME) - found == set(), "no longer there"


def test_the_clock_is_found_wherever_it_is_asked(tmp_path: Path) -> None:
    call = ast.parse("def due(task):\n    return task.due_at < clock.now()")
    assert [node for node in ast.walk(call) if asks_the_clock(node)]


def test_every_page_of_an_inspection_says_when_it_is_a_trial_run() -> None:
    pages = [
        path
        for package in PACKAGES
        for path in sorted((TEMPLATES / package).rglob("*.html"))
        if package != "today" and "{% extends" in path.read_text(encoding="utf-8")
    ]
    silent = {
        str(path.relative_to(TEMPLATES))
        for path in pages
        if not {"trial_banner(", "scope_banner("} & set(_calls(path))
    }
    assert silent == NO_INSPECTION, "put trial_banner into block banner"


def _calls(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return [name for name in ("trial_banner(", "scope_banner(") if "{{ " + name in text]
