"""The invented council where visits are late: as many as its scorecard says, on any day."""

from datetime import date

import pytest

from readiness.annexe_a.reading import read_lists
from readiness.annexe_a.reconciling import ListAt, State, reconcile
from readiness.checklists.folder import checklists_folder
from readiness.checklists.reconciliation import load_reconciliation
from readiness.demo.extracts import generate_lists
from readiness.demo.reported import find_occasion, list_figures
from readiness.office.sheets import Sheet
from tests.support.annexe_a import EDITION
from tests.support.soak import in_full

KNOWN = load_reconciliation(checklists_folder())
DAYS = [date(2026, 11, 25), date(2026, 5, 6), date(2027, 1, 6), date(2028, 2, 29)]


@pytest.mark.parametrize("as_at", in_full(DAYS, else_=DAYS[1:2]))
def test_every_figure_of_the_slides_that_a_list_has_is_met_exactly(as_at: date) -> None:
    rows = generate_lists(as_at, late=True)
    sheets = [
        Sheet.from_rows(f"List_{n}", [[c.name for c in EDITION.list(n).columns], *rows[n]])
        for n in (6, 7, 8, 9)
    ]
    frames = read_lists(sheets, EDITION).frames
    lists = {number: ListAt(frame, as_at) for number, frame in frames.items()}
    figures, month = list_figures(KNOWN, rows), find_occasion(as_at).month
    found = reconcile(lists, figures, month, KNOWN)
    assert found.count(State.AGREES) == 17
    assert [one.spec.ref for one in found.lines if one.state is State.CHILDREN_DIFFER] == ["1.3"]
