"""The front sheet of a bundle’s lists: how they stood against the scorecard at the release."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask

from readiness.annexe_a.operations import add_figures
from readiness.annexe_a.reported import Figure
from readiness.bundles import building
from readiness.bundles.contents import find_said, judge_draft
from readiness.bundles.models import Bundle
from readiness.bundles.operations import release_bundle, see
from readiness.bundles.rules import ItemKind
from readiness.errors import ChangedMeanwhile
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.factories.annexe_a import AS_AT, GOOD, list_csv, make_upload
from tests.factories.bundles import DATA, build, freeze, make_draft, needs_of, read_zip
from tests.factories.inspections import make_inspection
from tests.factories.people import build_person
from tests.support.client import InspectingClient

SAID = "1 of 1 figure for November 2025 differs from the lists."


@pytest.fixture
def director(app: Flask) -> Person:
    """Somebody who may give figures and release what goes out."""
    director = build_person(Role.DIRECTOR)
    db.session.add(director)
    db.session.commit()
    return director


@pytest.fixture
def draft(app: Flask) -> Bundle:
    """A draft of List 1, and of List 7, on which no child has a plan."""
    inspection = make_inspection()
    make_upload(
        {"list_1.csv": list_csv(1, GOOD), "list_7.csv": list_csv(7)}, inspection_id=inspection.id
    )
    return make_draft(inspection, (ItemKind.LIST, "1"), (ItemKind.LIST, "7"), gate=DATA)


def give(actor: Person, count: int) -> None:
    """So many children with a plan are reported for the month of the lists."""
    month = AS_AT.replace(day=1)
    add_figures(actor=actor, month=month, figures={"1.3": Figure("1.3", count)})
    db.session.commit()


def front_sheet(bundle: Bundle) -> dict[Any, Any]:
    """The first two columns of the front sheet in the zip."""
    with read_zip(bundle) as package:
        content = package.read("01 Annexe A/Annex A child-level data.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return {row[0]: row[1] for row in book["Front_Sheet"].iter_rows(max_col=2, values_only=True)}


def test_it_says_what_was_so_at_the_release_whatever_is_reported_later(
    app: Flask, client: InspectingClient, director: Person, draft: Bundle
) -> None:
    give(director, 1)
    frozen = freeze(draft)
    give(director, 0)
    built, folder = build(app, frozen), Path(app.instance_path) / "elsewhere"
    assert front_sheet(built)["Against the scorecard"] == SAID
    give(director, 2)
    again = building.build_bundle(
        built,
        store=current_store(),
        council="Example council",
        folder=folder,
        report=lambda _done, _total: None,
    )
    assert again.sha256 == built.file_sha256, "the same bytes"
    assert building.check_zip(built, store=current_store(), folder=folder) == []
    client.sign_in_quickly(director)
    assert SAID in client.get(f"/inspections/{built.inspection_id}/bundles/{built.id}").text


def test_the_release_page_shows_it_and_a_figure_given_meanwhile_stops_the_release(
    client: InspectingClient, director: Person, draft: Bundle
) -> None:
    give(director, 1)
    client.sign_in_quickly(director)
    page = client.get(f"/inspections/{draft.inspection_id}/bundles/{draft.id}/release")
    assert f"against the scorecard: “{SAID}”" in page.text
    gate = needs_of(draft.inspection, DATA)
    items = judge_draft(draft, gate)
    seen = see(items, find_said(items, gate))
    give(director, 0)
    with pytest.raises(ChangedMeanwhile, match="a figure of the scorecard"):
        release_bundle(
            actor=director, bundle=draft, gate=gate, version=draft.version, seen=seen, reason="Yes"
        )


def test_without_a_figure_for_its_lists_it_says_nothing_of_the_scorecard(
    app: Flask, director: Person, draft: Bundle
) -> None:
    assert freeze(draft).reconciliation == ""
    give(director, 1)
    inspection = make_inspection(is_trial=True)
    make_upload({"list_1.csv": list_csv(1, GOOD)}, inspection_id=inspection.id)
    alone = freeze(make_draft(inspection, (ItemKind.LIST, "1"), gate=DATA))
    assert "Against the scorecard" not in front_sheet(build(app, alone))
