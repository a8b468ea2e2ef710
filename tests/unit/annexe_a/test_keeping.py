"""Lists and findings come back from Parquet as they were."""

from dataclasses import replace

from readiness.annexe_a.frames import Finding
from readiness.annexe_a.keeping import (
    FINDINGS,
    findings_to_frame,
    findings_to_parquet,
    frame_from_parquet,
    frame_to_parquet,
    read_findings,
)
from tests.support.annexe_a import EDITION, planted_result


def test_every_list_comes_back_exactly_and_its_bytes_are_the_same_again() -> None:
    for frame in planted_result().frames.values():
        content = frame_to_parquet(frame)
        back = frame_from_parquet(content, EDITION)
        assert back.values.equals(frame.values)
        assert back.values.schema == frame.values.schema
        assert back.originals.equals(frame.originals)
        assert (back.spec, back.letters, back.extra) == (frame.spec, frame.letters, frame.extra)
        assert frame_to_parquet(back) == content


def test_values_are_frozen_and_not_understood_anew() -> None:
    frame = planted_result().frames[1]
    changed = replace(frame, values=frame.values.with_columns(Gender=None))
    back = frame_from_parquet(frame_to_parquet(changed), EDITION)
    assert back.values["Gender"].null_count() == back.values.height
    assert back.originals["Gender"].null_count() == 0


def test_findings_come_back_in_their_order() -> None:
    table = read_findings(findings_to_parquet(findings_to_frame(planted_result().findings)))
    assert [Finding(*row) for row in table.iter_rows()] == list(planted_result().findings)
    assert table.columns == list(FINDINGS)
    assert read_findings(findings_to_parquet(findings_to_frame(()))).height == 0
