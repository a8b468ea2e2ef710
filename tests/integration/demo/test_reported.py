"""The invented council’s scorecard beside its lists: the slides’ figures, and what is planted."""

import csv
from datetime import date
from pathlib import Path

import pytest
from flask import current_app
from sqlalchemy import select

from readiness import clock
from readiness.activity.models import Activity
from readiness.annexe_a.queries import list_current_versions
from readiness.annexe_a.reconciled import View, make_view
from readiness.annexe_a.reconciling import State
from readiness.demo.extract_files import find_folder
from readiness.demo.load import Loaded
from readiness.demo.reported import CHILDREN_FILE, FIGURES_FILE, find_occasion
from readiness.extensions import db

SLIDES = Path(__file__).parents[4] / "shared" / "facts" / "scorecard.csv"


@pytest.fixture
def view(loaded: Loaded) -> View:
    return make_view(list_current_versions(None).values())


def test_the_lists_give_the_slides_figures_but_for_the_two_planted_differences(view: View) -> None:
    assert view.found.sentence == (
        "1 of 18 figures for October 2026 differs from the lists. The children behind one figure "
        "that agrees are not the same ones."
    )
    held = {(line.spec.ref, line.part): line for line in view.found.lines}
    visits, plans = held["5.11", "numerator"], held["1.3", "count"]
    assert (visits.listed, visits.reported, visits.state) == (257, 259, State.DIFFERS)
    assert (plans.listed, plans.reported) == (274, 274)
    assert (plans.only_listed, plans.only_reported, plans.children) == (1, 1, None)


@pytest.mark.skipif(not SLIDES.exists(), reason="The slides’ figures are not on this machine")
def test_what_is_reported_is_what_the_slides_say(view: View) -> None:
    with SLIDES.open(encoding="utf-8") as file:
        slides = {row["ref"]: row for row in csv.DictReader(file)}
    for ref, figure in view.gathered.figures.items():
        if ref in slides:
            row = slides[ref]
            assert str(figure.count) == (row["numerator"] or row["current"])
            assert str(figure.of or "") == row["denominator"]


def test_the_same_figures_lie_beside_the_extracts_to_be_uploaded(view: View) -> None:
    assert view.as_at is not None
    path = current_app.extensions["readiness.settings"].instance_path
    folder = find_folder(path, view.as_at)
    lines = (folder / FIGURES_FILE).read_text("utf-8-sig").splitlines()
    assert "3.3,2026-10,615,790,77.8" in lines
    assert len((folder / CHILDREN_FILE).read_text("utf-8-sig").splitlines()) == 275


def test_the_data_lead_gave_them_when_the_month_was_over(view: View) -> None:
    entry = db.session.scalars(
        select(Activity).where(Activity.event == "annexe_a:figures:given")
    ).one()
    assert clock.in_london(entry.at).date() == date(2026, 11, 2)
    assert "C1" not in str(entry.changes)


@pytest.mark.parametrize(
    ("today", "month", "given"),
    [
        (date(2026, 11, 24), date(2026, 10, 1), date(2026, 11, 2)),
        (date(2026, 11, 2), date(2026, 9, 1), date(2026, 10, 1)),
        (date(2027, 1, 4), date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_the_latest_figures_are_of_a_month_that_was_over_before_today(
    today: date, month: date, given: date
) -> None:
    occasion = find_occasion(today)
    assert (occasion.month, occasion.given) == (month, given)
