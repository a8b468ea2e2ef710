"""Sentences about files, as a command says them."""

import click
import pytest
from click.testing import CliRunner

from readiness.command_errors import plain_errors
from readiness.errors import Unusable


@pytest.mark.parametrize(
    ("on_pages", "said"),
    [
        ("“a” is empty. Save it, then upload it.", "“a” is empty. Save it, then give it."),
        ("Split it, then upload it again.", "Split it, then give it again."),
        (
            "“a” is larger than 5 MB, which is the most that can be uploaded. Split it.",
            "“a” is larger than 5 MB, which is the most that can be read. Split it.",
        ),
        (
            "“a” is not a kind of file that can be used here. Upload a workbook (.xlsx).",
            "“a” is not a kind of file that can be used here. Give a workbook (.xlsx).",
        ),
        ("“then upload it.csv” is damaged.", "“then upload it.csv” is damaged."),
    ],
)
def test_a_command_asks_for_a_file_again_and_uploads_nothing(on_pages: str, said: str) -> None:
    @click.command()
    @plain_errors
    def read() -> None:
        raise Unusable(on_pages)

    answer = CliRunner().invoke(read)
    assert (answer.stderr, answer.exit_code) == (f"{said}\n", 2)
