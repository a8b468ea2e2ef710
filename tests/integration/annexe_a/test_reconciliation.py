"""The lists beside the scorecard on the page, and its figures given by csv or typed in."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from readiness.activity.models import Activity
from readiness.annexe_a import readings
from readiness.annexe_a.exports import load_contents
from readiness.annexe_a.models import ReportedFigure, ReportedMonth
from readiness.annexe_a.operations import add_figures, replace_figures
from readiness.annexe_a.readings import Source, gather_figures, offer_readings
from readiness.annexe_a.reported import Figure
from readiness.annexe_a.reported_queries import find_reported
from readiness.errors import ChangedMeanwhile, NotAllowed
from readiness.extensions import db
from readiness.files.access import current_store
from readiness.inspections.models import Inspection
from readiness.inspections.operations import close_inspection
from readiness.people.models import Person
from tests.factories.annexe_a import AS_AT, list_csv, make_upload
from tests.support.client import InspectingClient
from tests.support.databases import on_both_databases
from tests.support.statements import statements

PAGE, FIGURES = "/annexe-a/between/reconciliation", "/annexe-a/reported"
OCTOBER = date(2025, 10, 1)
HEAD = "indicator,month,numerator,denominator,value\n"


def plan(child: str, visit: str) -> list[str]:
    """A row of List 7: a protection plan, and when the child was seen."""
    row = dict.fromkeys(range(17), "")
    return list((row | {0: child, 1: "b", 6: "01/02/2025", 9: visit}).values())


@pytest.fixture
def two_plans(app: Flask) -> None:
    """Two children with a protection plan on List 7, one of them never visited."""
    make_upload({"list_7.csv": list_csv(7, plan("800001", "20/11/2025"), plan("800002", ""))})


def send(
    client: InspectingClient, figures: bytes | str, children: str = "", name: str = "figures.csv"
) -> TestResponse:
    content = figures if isinstance(figures, bytes) else (HEAD + figures).encode()
    fields: dict[str, Any] = {"figures": (io.BytesIO(content), name)}
    if children:
        fields["counted"] = (io.BytesIO(f"indicator,child\n{children}".encode()), "c.csv")
    return client.send(FIGURES, fields)


def give(actor: Person, count: int, month: date = OCTOBER) -> ReportedMonth | None:
    """So many children with a plan are reported."""
    made = add_figures(actor=actor, month=month, figures={"1.3": Figure("1.3", count)})
    db.session.commit()
    return made


def test_figures_from_csv_stand_beside_the_lists_with_who_gave_them(
    client: InspectingClient, data_lead: Person, two_plans: None
) -> None:
    client.sign_in(data_lead)
    assert "0 figures are reported" in client.get(PAGE).text
    answer = send(client, "1.3,2025-10,,,3\n4.7.2,2025-10,1,2,50%\n1.1,2025-10,9,9,100\n")
    assert answer.status_code == 302
    said = client.get(FIGURES).text
    assert "2 figures for October 2025 kept. 1 row left out: no list can give 1.1." in said
    page = client.get(PAGE).text
    assert "1 of 3 figures for October 2025 differs from the lists." in page
    assert "24 days after the end of the month" in page
    assert "given by Dana Data" in page
    assert "−1" in page
    assert "List 8 is not here" not in page, "it was not reported either"


def test_children_are_told_apart_only_to_those_who_may_see_them(
    client: InspectingClient, data_lead: Person, owner: Person, two_plans: None
) -> None:
    client.sign_in(data_lead)
    send(client, "1.3,2025-10,,,2\n", "1.3,800002\n1.3,900009\n")
    page = client.get(PAGE).text
    assert "The children behind one figure that agrees are not the same ones." in page
    assert "2 children on one side only" in page
    shown = client.get(f"{PAGE}/1.3/children?month=2025-10").text
    assert "800001" in shown
    assert "900009" in shown
    assert "800002" not in shown
    assert client.get(f"{PAGE}/1.4/children").status_code == 404
    client.sign_in(owner)
    counts = client.get(PAGE).text
    assert "2 children on one side only" in counts
    assert "/children" not in counts
    assert client.get(f"{PAGE}/1.3/children").status_code == 403
    assert client.get(FIGURES).status_code == 403
    told = [f"{one.subject_title} {one.changes}" for one in db.session.scalars(select(Activity))]
    assert any("1.3: 2" in words for words in told)
    assert not [words for words in told if "80000" in words or "90000" in words]


BAD_FILES = (
    (b"", "figures.csv", "is empty"),
    (b"\n\n", "figures.csv", "The first row has no heading"),
    (b"a,b\n1,2\n", "figures.csv", "has no heading “indicator”"),
    (b"hello", "figures.xlsx", "figures.xlsx"),
    (b"hello", "figures.txt", "not a kind of file that can be used here"),
    (HEAD.encode() + b"1.3,2025-13,,,2\n", "f.csv", "“2025-13” is not a month"),
    (HEAD.encode() + b"4.7.2,2025-10,3,2,\n1.3,2025-10,,,2\n", "f.csv", "above the denominator"),
    (HEAD.encode() + b"1.3,2025-10,,,=1+1\n", "f.csv", "“=1+1” is not a whole number"),
)


def test_a_bad_file_gets_a_sentence_and_nothing_of_it_is_kept(
    client: InspectingClient, data_lead: Person
) -> None:
    client.sign_in_quickly(data_lead)
    for content, name, said in BAD_FILES:
        answer = send(client, content, name=name)
        assert answer.status_code == 422, name
        assert said in answer.text
    assert db.session.scalar(select(func.count()).select_from(ReportedMonth)) == 0


def test_a_file_saved_by_windows_is_read_and_one_that_is_not_chosen_is_asked_for(
    client: InspectingClient, data_lead: Person
) -> None:
    client.sign_in_quickly(data_lead)
    cp1252 = "Ref;Month;Note;Value\n1.3;Oct-25;na\xefve – “quoted”;2\n".encode("cp1252")
    assert send(client, cp1252).status_code == 302
    kept = find_reported(OCTOBER)
    assert kept is not None
    assert [(one.ref, one.numerator) for one in kept.figures] == [("1.3", 2)]
    assert "Choose a csv file of figures." in client.send(FIGURES, {}).text


def test_bad_children_undo_the_figures_too(client: InspectingClient, data_lead: Person) -> None:
    client.sign_in_quickly(data_lead)
    assert (
        "1.3 counts 2, but 1 child is named"
        in send(client, "1.3,2025-10,,,2\n", "1.3,800001\n").text
    )
    months = "1.3,2025-09,,,1\n1.3,2025-10,,,1\n"
    assert "the figures of one month" in send(client, months, "1.3,800001\n").text
    assert find_reported(OCTOBER) is None


def test_the_same_file_again_makes_no_new_version_and_a_second_adds_to_the_first(
    client: InspectingClient, data_lead: Person
) -> None:
    client.sign_in_quickly(data_lead)
    for _ in range(2):
        send(client, "1.3,2025-10,,,1\n", "1.3,800001\n")
    assert "Nothing is new for October 2025." in client.get(FIGURES).text
    send(client, "1.4,2025-10,,,5\n")
    kept = find_reported(OCTOBER)
    assert kept is not None
    assert kept.number == 2
    assert [(one.ref, one.numerator, one.children) for one in kept.figures] == [
        ("1.3", 1, 1),
        ("1.4", 5, None),
    ]
    figures = gather_figures(OCTOBER, current_store()).figures
    assert figures["1.3"].children == frozenset({"800001"})


def test_a_month_is_typed_in_and_what_cannot_be_is_said_at_its_box(
    client: InspectingClient, data_lead: Person
) -> None:
    client.sign_in_quickly(data_lead)
    address = f"{FIGURES}/2025-10"
    typed = {"version": "0", "numerator-1.2": "790", "numerator-3.3": "9", "denominator-3.3": "8"}
    answer = client.send(address, typed)
    assert answer.status_code == 422
    assert "3.3: the numerator 9 is above the denominator 8." in answer.text
    assert 'href="#numerator-3.3"' in answer.text
    assert client.send(address, typed | {"denominator-3.3": "10"}).status_code == 302
    assert 'value="790"' in client.get(address).text
    stale = client.send(address, typed | {"denominator-3.3": "11"})
    assert stale.status_code == 409
    assert "gave figures for October 2025" in stale.text
    assert "It stands now: 9 of 10" in stale.text
    assert 'name="version" type="hidden" value="1"' in stale.text
    assert client.send(address, {"version": "1", "numerator-1.2": "790"}).status_code == 302
    kept = find_reported(OCTOBER)
    assert kept is not None
    assert [one.ref for one in kept.figures] == ["1.2"]


def test_a_month_that_does_not_exist_is_not_found(
    client: InspectingClient, data_lead: Person
) -> None:
    client.sign_in_quickly(data_lead)
    for month in ("2025-13", "nothing", "1999-01", "2999-01", "0000-00"):
        assert client.get(f"{FIGURES}/{month}").status_code == 404, month
    assert client.get(f"{PAGE}?month=2025-13").status_code == 200


@on_both_databases
def test_each_giving_is_a_version_and_the_second_writer_is_told(data_lead: Person) -> None:
    first = give(data_lead, 2)
    assert first is not None
    assert first.number == 1
    later: Any = {"actor": data_lead, "month": OCTOBER, "figures": {"1.3": Figure("1.3", 3)}}
    with pytest.raises(ChangedMeanwhile, match="Dana Data gave figures for October 2025 at"):
        replace_figures(**later, among=["1.3"], version=0)
    second = replace_figures(**later, among=["1.3"], version=1)
    db.session.commit()
    assert second is not None
    assert (second.number, db.session.scalar(select(func.count(ReportedFigure.id)))) == (2, 2)
    replace_figures(actor=data_lead, month=OCTOBER, figures={}, among=["1.4"], version=2)
    kept = find_reported(OCTOBER)
    assert kept is not None
    assert kept.number == 2, "what was not shown stays"
    latest = db.session.scalars(select(Activity).order_by(Activity.id.desc()).limit(1)).one()
    assert latest.changes["figures"] == ["1.3: 2", "1.3: 3"]


def test_only_who_uploads_extracts_gives_figures(owner: Person) -> None:
    with pytest.raises(NotAllowed):
        give(owner, 2)


@pytest.fixture
def scorecard() -> Iterator[None]:
    """A package above that keeps readings."""
    offer_readings(
        "scorecard",
        Source(
            "the scorecard",
            lambda: [OCTOBER],
            lambda month: {"1.3": Figure("1.3", 7), "1.4": Figure("1.4", 8)},
        ),
    )
    yield
    readings._sources.clear()


def test_a_package_above_offers_readings_and_what_is_given_here_takes_their_place(
    client: InspectingClient, data_lead: Person, two_plans: None, scorecard: None
) -> None:
    client.sign_in_quickly(data_lead)
    page = client.get(PAGE).text
    assert "They are from the scorecard." in page
    assert "1 of 1 figure for October 2025 differs" in page
    give(data_lead, 2)
    page = client.get(PAGE).text
    assert "More are from the scorecard." in page
    assert "1 of 1 figure for October 2025 agrees" in page


def test_the_month_is_that_of_the_lists_unless_the_address_names_another(
    client: InspectingClient, data_lead: Person, two_plans: None
) -> None:
    """So is that of the sentence on the front sheet, where there are figures at all."""
    assert load_contents(None).reconciliation == ""
    for month in (OCTOBER, date(2025, 9, 1), date(2025, 12, 1)):
        give(data_lead, 2, month)
    assert date(2025, 12, 1) > AS_AT
    said = "1 of 1 figure for October 2025 agrees with the lists."
    assert load_contents(None).reconciliation == said
    client.sign_in_quickly(data_lead)
    db.session.remove()
    with statements() as sent:
        assert said in client.get(PAGE).text
    assert len(sent) <= 15
    assert not [one for one in sent if one.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert "for September 2025 agrees" in client.get(f"{PAGE}?month=2025-09").text


def test_workbook_and_page_of_a_closed_inspection_take_only_figures_given_until_then(
    client: InspectingClient,
    data_lead: Person,
    coordinator: Person,
    inspection: Inspection,
    scorecard: None,
) -> None:
    make_upload({"list_7.csv": list_csv(7, plan("800001", ""))}, inspection_id=inspection.id)
    give(data_lead, 1)
    close_inspection(actor=coordinator, inspection_id=inspection.id, version=inspection.version)
    db.session.commit()
    said = "1 of 1 figure for October 2025 agrees with the lists."
    assert load_contents(inspection.id).reconciliation == said
    give(data_lead, 5)
    assert load_contents(inspection.id).reconciliation == said
    give(data_lead, 5, date(2025, 11, 1))
    client.sign_in_quickly(data_lead)
    page = client.get(f"/annexe-a/inspections/{inspection.id}/reconciliation")
    assert said in page.text
    assert "given by Dana Data, " in page.text
    assert "(version 1)" in page.text
    assert "Earlier versions" not in page.text
    assert "Give figures" not in page.text
    assert 'name="month"' not in page.text, "November was given too late"
