from datetime import date

import pytest

from readiness.annexe_a.mapping import as_date, code_lookup, match_code
from readiness.checklists.annexe_a import load_edition
from readiness.checklists.folder import checklists_folder


@pytest.mark.parametrize(
    ("number", "heading", "written", "meant"),
    [
        (1, "Gender", "b) Male", None),
        (1, "Gender", "a) Male", "a) Male"),
        (1, "Gender", "A", "a) Male"),
        (1, "Gender", "male", "a) Male"),
        (1, "Ethnicity", "t) NOBT", "s) NOBT"),
        (1, "Ethnicity", "b) WBRI", None),
        (11, "Gender", "d) Neither", "c) Neither"),
        (11, "Gender", "d", None),
        (11, "Ethnicity", "a", "a) WBRI"),
        (11, "Disability", "b", "b) No"),
        (11, "Disability", "b) Yes", None),
    ],
)
def test_a_letter_that_contradicts_its_words_is_not_understood_but_for_adopters_gender(
    number: int, heading: str, written: str, meant: str | None
) -> None:
    column = load_edition(checklists_folder()).list(number).column(heading)
    assert match_code(written, code_lookup(column, number)) == meant


def test_a_date_may_carry_a_time_but_no_other_words() -> None:
    assert as_date("01/01/2016 09:30") == as_date("2016-01-01T09:30:00") == date(2016, 1, 1)
    assert as_date("01/01/2016 maybe") is None
