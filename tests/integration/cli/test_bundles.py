"""`bundles build` and `bundles verify`: files written whole, exit codes, one sentence."""

import zipfile
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from readiness.bundles import queries
from readiness.bundles.rules import BundleState
from readiness.extensions import db
from readiness.inspections.models import Inspection
from tests.factories.annexe_a import GOOD, all_lists, make_upload
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


def test_what_the_gate_needs_is_released_and_written(
    app: Flask, inspection: Inspection, tmp_path: Path
) -> None:
    make_upload(all_lists(GOOD), inspection_id=inspection.id)
    sign_lists(inspection, range(1, 12))
    out = tmp_path / "out" / "bundle.zip"
    out.parent.mkdir()
    result = build(app, inspection, out)
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(out) as package:
        assert "00 Index.docx" in package.namelist()
    assert [path.name for path in out.parent.iterdir()] == ["bundle.zip"]
    bundle = queries.list_bundles(inspection.id)[0]
    assert (bundle.state, bundle.frozen_by, bundle.reason) == (BundleState.BUILT, None, "")
    assert str(bundle.file_sha256) in result.stdout

    again = tmp_path / "out" / "again.zip"
    assert build(app, inspection, again).exit_code == 0
    assert again.read_bytes() == out.read_bytes()
    assert len(queries.list_bundles(inspection.id)) == 1
    assert run(app, "verify", str(out)).exit_code == 0


def test_what_is_missing_needs_a_reason(app: Flask, inspection: Inspection, tmp_path: Path) -> None:
    out = tmp_path / "bundle.zip"
    refused = build(app, inspection, out)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "(Missing); and more. Nothing was frozen." in refused.stderr
    assert not out.exists()
    assert queries.list_bundles(inspection.id) == []
    assert build(app, inspection, out, "--reason", "A rehearsal").exit_code == 0
    assert queries.list_bundles(inspection.id)[0].reason == "A rehearsal"


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
