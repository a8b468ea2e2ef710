"""The invented council’s readiness, as people will find it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from readiness import clock
from readiness.annexe_a.queries import list_current_versions, list_owners
from readiness.demo.load import Loaded
from readiness.extensions import db
from readiness.library.queries import list_documents
from readiness.library.rules import DocumentState
from readiness.register.gathering import read_register
from readiness.register.models import ReadinessSnapshot
from readiness.register.queries import find_snapshot, list_measured
from readiness.register.rules.absences import Cover
from readiness.register.rules.items import count_items
from readiness.register.rules.judging import Status
from readiness.register.rules.mondays import find_next_call
from readiness.register.rules.rehearsal import Verdict
from tests.integration.demo.conftest import NOW

pytestmark = pytest.mark.usefixtures("loaded")
TODAY = NOW.date()


def test_part_is_ready_and_every_state_is_there() -> None:
    items = {item.thing.key: item for item in read_register(clock.now()).items}
    counts = count_items(tuple(items.values()))
    assert counts.ready == 40
    assert {item.status for item in items.values()} == set(Status)
    assert counts.out_of_date == 6
    assert items["list-6"].status is Status.NEEDS_ATTENTION
    assert items["trial-run"].judgement.is_ready
    assert items["parking-and-passes"].judgement.is_out_of_date
    assert items["case-system-accounts"].status is Status.NEEDS_ATTENTION
    assert items["sharing-site-access"].status is Status.NOT_CONFIRMED


def test_the_register_and_the_pages_of_lists_and_documents_never_disagree() -> None:
    items = {item.thing.key: item for item in read_register(clock.now()).items}
    lines = [line for line in list_documents(today=TODAY).values() if line.spec]
    assert len(lines) == 30
    for line in lines:
        item = items[f"document-{line.key}"]
        assert item.judgement.is_ready == line.judgement.is_ready, line.key
        is_stale = line.state is DocumentState.STALE
        assert item.judgement.is_out_of_date == is_stale, line.key
        assert (item.thing.owner.name, item.thing.owner.post_title) == (
            line.owner_name,
            line.post_title,
        )
    for number, version in list_current_versions(None).items():
        item = items[f"list-{number}"]
        assert item.judgement.is_ready == (version.standing_signature is not None), number
        assert item.thing.owner.name == list_owners(None, TODAY)[number].name


def test_the_call_of_next_monday_has_something_in_every_gate_and_somebody_away() -> None:
    register = read_register(clock.now())
    found = register.rehearse(find_next_call(clock.now(), register.known.calendar)).rehearsal
    assert [(gate.verdict, gate.days_late) for gate in found.gates] == [
        (Verdict.MISSED, 1),
        (Verdict.MISSED, 8),
        (Verdict.MISSED, 5),
    ]
    assert 0 < found.met < found.prepared < len(found.steps)
    assert [line.cover for line in found.away].count(Cover.COVERED) == len(found.away) - 2
    assert found.without_holder == found.without_deputy == ()


def test_a_year_of_nights_leads_to_what_is_there_now(loaded: Loaded) -> None:
    assert loaded.lists == 11
    nights = list_measured(TODAY)
    assert len(nights) == 366
    assert [night.day for night in nights] == [
        TODAY - timedelta(days=n) for n in range(365, -1, -1)
    ]
    summer = min(nights[230:290], key=lambda night: night.ready)
    spring = max(nights[100:200], key=lambda night: night.ready)
    assert nights[0].ready < summer.ready < spring.ready < nights[-1].ready
    latest = find_snapshot(TODAY)
    assert latest is not None
    counts = count_items(read_register(clock.now()).items)
    assert (latest.ready, latest.things) == (counts.ready, counts.things)


def test_each_night_s_parts_make_up_its_whole() -> None:
    table = ReadinessSnapshot
    parts = table.ready + table.needs_attention + table.not_ready + table.not_confirmed
    wrong = select(func.count()).select_from(table).where(parts != table.things)
    assert db.session.scalar(wrong) == 0
