"""The number of children in the area, which the council gives in a setting."""

from pathlib import Path

import pytest

from config import DEMO_CHILDREN, SettingsError, load_settings


@pytest.mark.parametrize(
    ("environ", "children"),
    [
        ({}, None),
        ({"READINESS_CHILD_POPULATION": " "}, None),
        ({"READINESS_CHILD_POPULATION": "52000"}, 52_000),
        ({"READINESS_DEMO": "1"}, DEMO_CHILDREN),
    ],
)
def test_it_is_what_the_council_says_and_else_not_known(
    tmp_path: Path, environ: dict[str, str], children: int | None
) -> None:
    settings = load_settings({"READINESS_INSTANCE": str(tmp_path), **environ})
    assert settings.child_population == children


@pytest.mark.parametrize("said", ["0", "many", "-5", "41,500"])
def test_what_is_no_number_of_children_is_refused(tmp_path: Path, said: str) -> None:
    environ = {"READINESS_INSTANCE": str(tmp_path), "READINESS_CHILD_POPULATION": said}
    with pytest.raises(SettingsError, match="READINESS_CHILD_POPULATION"):
        load_settings(environ)
