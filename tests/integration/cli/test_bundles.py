"""`bundles build` and `bundles verify`: files written whole, exit codes, one sentence."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from readiness.activity.models import Activity
from readiness.bundles import queries
from readiness.bundles.rules import DRAFT_SENTENCE, BundleState, ItemKind
from readiness.extensions import db
from readiness.inspections.models import Inspection
from tests.factories.annexe_a import GOOD, all_lists, contacts, make_upload
from tests.factories.bundles import EVALUATION, freeze, make_document, make_draft, sign_lists
from tests.factories.inspections import make_inspection


@pytest.fixture
def inspection(app: Flask) -> Inspection:
    return make_inspection()


def run(app: Flask, *arguments: str) -> Result:
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=["bundles", *arguments])
    db.session.rollback()
    assert "Traceback" not in result.output
    return result


def build(app: Flask, inspection: Inspection, out: Path, *more: str) -> Result:
    return run(app, "build", str(inspection.id), "--gate", "data_due", "--out", str(out), *more)


@pytest.fixture
def trial(app: Flask) -> Inspection:
    return make_inspection(is_trial=True)


def test_what_the_gate_of_a_trial_run_needs_is_rehearsed_and_written(
    app: Flask, trial: Inspection, tmp_path: Path
) -> None:
    make_upload(all_lists(GOOD), inspection_id=trial.id)
    sign_lists(trial, range(1, 12))
    out = tmp_path / "out" / "bundle.zip"
    out.parent.mkdir()
    result = build(app, trial, out)
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(out) as package:
        assert "00 Index.docx" in package.namelist()
    assert [path.name for path in out.parent.iterdir()] == ["bundle.zip"]
    bundle = queries.list_bundles(trial.id)[0]
    assert (bundle.state, bundle.frozen_by, bundle.reason) == (BundleState.BUILT, None, "")
    assert str(bundle.file_sha256) in result.stdout

    again = tmp_path / "out" / "again.zip"
    assert build(app, trial, again).exit_code == 0
    assert again.read_bytes() == out.read_bytes()
    assert len(queries.list_bundles(trial.id)) == 1
    assert run(app, "verify", str(out)).exit_code == 0


def test_what_is_missing_in_a_trial_run_needs_a_reason(
    app: Flask, trial: Inspection, tmp_path: Path
) -> None:
    out = tmp_path / "bundle.zip"
    refused = build(app, trial, out)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "(Missing); and more. Nothing was frozen." in refused.stderr
    assert not out.exists()
    assert queries.list_bundles(trial.id) == []
    assert build(app, trial, out, "--reason", "A rehearsal").exit_code == 0
    assert queries.list_bundles(trial.id)[0].reason == "A rehearsal"


@pytest.mark.parametrize("is_begun", [False, True])
def test_of_what_nobody_released_a_draft_is_written_and_nothing_is_kept(
    app: Flask, inspection: Inspection, tmp_path: Path, is_begun: bool
) -> None:
    make_document()
    make_upload(contacts(GOOD), inspection_id=inspection.id)
    chosen = ((ItemKind.LIST, "1"), (ItemKind.LIST, "2"), EVALUATION)
    draft = make_draft(inspection, *chosen, gate="data_due").id if is_begun else None
    entries = db.session.scalar(select(func.count()).select_from(Activity))
    out = tmp_path / "bundle.zip"
    result = build(app, inspection, out)
    assert result.exit_code == 0, result.output
    assert "Draft: not released." in result.stdout
    with zipfile.ZipFile(out) as package:
        for name in ("00 Index.docx", "00 Missing items.docx"):
            words = docx.Document(io.BytesIO(package.read(name)))
            assert DRAFT_SENTENCE in [paragraph.text for paragraph in words.paragraphs], name
        assert any(name.startswith("02 ") for name in package.namelist()) == is_begun
    assert run(app, "verify", str(out)).exit_code == 0
    kept = [(bundle.id, bundle.state) for bundle in queries.list_bundles(inspection.id)]
    assert kept == ([(draft, BundleState.DRAFT)] if is_begun else [])
    assert db.session.scalar(select(func.count()).select_from(Activity)) == entries


def test_the_bundle_that_was_released_is_taken(
    app: Flask, inspection: Inspection, tmp_path: Path
) -> None:
    make_document()
    bundle = freeze(make_draft(inspection, EVALUATION))
    out = tmp_path / "bundle.zip"
    result = run(app, "build", str(inspection.id), "--gate", "documents_due", "--out", str(out))
    assert result.exit_code == 0, result.output
    assert queries.get_bundle(inspection.id, bundle.id).state is BundleState.BUILT


@pytest.mark.parametrize(
    ("number", "gate", "out", "code", "words"),
    [
        ("999", "data_due", "a.zip", 2, "There is no such inspection"),
        ("99999999999999999999", "data_due", "a.zip", 2, "There is no such inspection"),
        ("1", "arrivals", "a.zip", 2, "Its gates are: data_due, documents_due"),
        ("1", "data_due", "nowhere/a.zip", 2, "There is no folder"),
        ("1", "data_due", ".", 2, "is a folder"),
    ],
)
def test_unusable_input_is_one_sentence(
    app: Flask,
    inspection: Inspection,
    tmp_path: Path,
    number: str,
    gate: str,
    out: str,
    code: int,
    words: str,
) -> None:
    result = run(app, "build", number, "--gate", gate, "--out", str(tmp_path / out))
    assert (result.exit_code, result.stdout) == (code, "")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_gate_that_needs_nothing_is_refused(app: Flask, tmp_path: Path) -> None:
    visit = make_inspection(key="ilacs-focused-visit", is_trial=True)
    result = build(app, visit, tmp_path / "a.zip")
    assert result.exit_code == 1
    assert "does not say what this gate needs" in result.stderr


def test_a_changed_zip_has_faults_and_what_is_no_zip_is_unusable(
    app: Flask, tmp_path: Path
) -> None:
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(changed, "w") as package:
        package.writestr("a.txt", "changed")
        package.writestr("manifest.sha256", f"{'0' * 64}  a.txt\n")
    result = run(app, "verify", str(changed))
    assert result.exit_code == 1
    assert "is not what was sent" in result.stdout
    (tmp_path / "b.zip").write_bytes(b"hello")
    for name, words in (("b.zip", "not a zip"), ("none.zip", "cannot be opened")):
        unusable = run(app, "verify", str(tmp_path / name))
        assert (unusable.exit_code, unusable.stdout) == (2, "")
        assert words in unusable.stderr
