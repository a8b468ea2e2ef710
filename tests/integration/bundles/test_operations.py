"""A bundle from its draft to its sending: what is refused, recorded, frozen and final."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from readiness import clock
from readiness.activity.models import Activity
from readiness.bundles import operations, queries
from readiness.bundles.contents import find_said, judge_draft
from readiness.bundles.models import Bundle
from readiness.bundles.rules import BundleState, ItemKind
from readiness.errors import ChangedMeanwhile, NotAllowed, Refused
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.inspections.operations import close_inspection
from readiness.inspections.queries import find_delivering_task
from readiness.inspections.rules.tasks import TaskState
from readiness.library.operations import withdraw_approval
from readiness.library.queries import get_version
from readiness.people.models import Person
from readiness.people.permissions import Role
from readiness.work.queries import find_latest_owed
from tests.factories.annexe_a import GOOD, all_lists, make_upload
from tests.factories.bundles import (
    DATA,
    EVALUATION,
    PAPERS,
    build,
    freeze,
    make_built,
    make_document,
    make_draft,
    needs_of,
    sign_lists,
)
from tests.factories.inspections import make_inspection
from tests.factories.people import make_person
from tests.support.databases import on_both_databases


@pytest.fixture
def inspection(app: Flask) -> Inspection:
    return make_inspection()


@pytest.fixture
def director(app: Flask) -> Person:
    return make_person(Role.DIRECTOR, "Dana Director")


def events(bundle: Bundle) -> list[str]:
    chosen = select(Activity.event).where(Activity.subject_type == "bundle")
    return list(
        db.session.scalars(chosen.where(Activity.subject_id == bundle.id).order_by(Activity.id))
    )


def task_state(inspection: Inspection, delivers: str) -> TaskState:
    db.session.expire_all()
    task = find_delivering_task(inspection.id, delivers)
    assert task is not None
    return task.state


def seen_now(bundle: Bundle) -> operations.Seen:
    gate = needs_of(bundle.inspection, bundle.gate)
    items = judge_draft(bundle, gate)
    return operations.see(items, find_said(items, gate))


def test_a_draft_holds_what_its_gate_needs(inspection: Inspection) -> None:
    make_document()
    bundle = make_draft(inspection)
    assert bundle.title.startswith("Documents due, bundle 1 – ")
    assert len(bundle.items) == 28
    assert {item.kind for item in bundle.items} == {ItemKind.DOCUMENT}
    data = make_draft(inspection, gate=DATA)
    assert [item.key for item in data.items] == [str(number) for number in range(1, 12)]
    assert events(bundle) == ["bundles:bundle:begun"]


@on_both_databases
def test_a_second_draft_for_a_gate_is_refused_and_another_gate_may_have_one(
    inspection: Inspection,
) -> None:
    make_draft(inspection)
    with pytest.raises(ChangedMeanwhile, match="Work on that one"):
        make_draft(inspection)


@on_both_databases
def test_while_a_frozen_bundle_waits_no_other_is_begun(inspection: Inspection) -> None:
    make_document()
    freeze(make_draft(inspection, EVALUATION))
    with pytest.raises(Refused, match="is frozen and not sent yet"):
        make_draft(inspection)


@on_both_databases
def test_an_older_version_of_a_draft_is_refused_naming_who_changed_it(
    inspection: Inspection, director: Person
) -> None:
    bundle = make_draft(inspection)
    seen = bundle.version
    gate = needs_of(inspection)
    operations.choose_contents(
        actor=director, bundle=bundle, gate=gate, version=seen, chosen={EVALUATION}
    )
    db.session.commit()
    with pytest.raises(ChangedMeanwhile, match="Dana Director changed"):
        operations.choose_contents(
            actor=director, bundle=bundle, gate=gate, version=seen, chosen={PAPERS}
        )
    assert [item.key for item in queries.get_bundle(inspection.id, bundle.id).items] == [
        "self-evaluation"
    ]


def test_contents_may_be_chosen_back_and_forth(inspection: Inspection) -> None:
    bundle = make_draft(inspection, PAPERS, EVALUATION)
    gate = needs_of(inspection)
    for chosen in ({PAPERS}, {EVALUATION, PAPERS}):
        operations.choose_contents(
            actor=None, bundle=bundle, gate=gate, version=bundle.version, chosen=chosen
        )
        db.session.commit()
    found = queries.get_bundle(inspection.id, bundle.id)
    assert [(item.position, item.key) for item in found.items] == [
        (1, "self-evaluation"),
        (2, "board-papers"),
    ]


@on_both_databases
def test_a_release_freezes_what_was_seen_and_ticks_its_task(
    inspection: Inspection, director: Person
) -> None:
    version = make_document(is_approved=False)
    bundle = freeze(make_draft(inspection, EVALUATION), actor=director, reason="It is right")
    item = bundle.items[0]
    assert (bundle.state, bundle.frozen_by, bundle.reason) == (
        BundleState.FROZEN,
        director,
        "It is right",
    )
    assert bundle.released_at == bundle.frozen_at is not None
    assert (item.version_id, item.sha256, item.size, item.fault) == (
        version.id,
        version.sha256,
        version.size,
        "not_approved",
    )
    assert (item.folder, item.name) == (
        "02 Leadership",
        "01 Self-evaluation of social work practice.docx",
    )
    make_document(content=b"A later version")
    assert queries.get_bundle(inspection.id, bundle.id).items[0].version_number == 1
    assert task_state(inspection, "release:documents_due") is TaskState.DONE
    owed = find_latest_owed(operations.BUILD, bundle.id)
    assert owed is not None
    assert owed.is_open
    assert events(bundle)[-1] == "bundles:bundle:released"


def test_what_is_not_in_order_needs_a_reason(inspection: Inspection) -> None:
    make_document()
    with pytest.raises(Refused, match="27 items are not in order or left out"):
        freeze(make_draft(inspection, EVALUATION), reason=" ")
    db.session.rollback()
    bundle = queries.find_open_bundle(inspection.id, "documents_due")
    assert bundle is not None
    assert bundle.state is BundleState.DRAFT


def test_lists_in_order_go_out_without_a_reason_naming_their_content(
    inspection: Inspection,
) -> None:
    make_upload(all_lists(GOOD), inspection_id=inspection.id)
    sign_lists(inspection, range(1, 12))
    bundle = freeze(make_draft(inspection, gate=DATA), reason="")
    kept = queries.list_kept_lists(inspection.id)
    assert [item.sha256 for item in bundle.items] == [
        kept[number].version.content_hash for number in range(1, 12)
    ]
    assert [item.fault for item in bundle.items] == [""] * 11
    assert task_state(inspection, "release:data_due") is TaskState.DONE


def test_an_empty_bundle_is_not_released(inspection: Inspection) -> None:
    bundle = make_draft(inspection)
    gate = needs_of(inspection)
    operations.choose_contents(
        actor=None, bundle=bundle, gate=gate, version=bundle.version, chosen=set()
    )
    db.session.commit()
    with pytest.raises(Refused, match="Nothing is chosen"):
        freeze(queries.get_bundle(inspection.id, bundle.id))


def add_a_version(_inspection: Inspection) -> None:
    make_document(content=b"A later version")


def withdraw_the_approval(_inspection: Inspection) -> None:
    version = get_version("self-evaluation", 1)
    withdraw_approval(actor=None, version=version, reason="A figure is wrong")
    db.session.commit()


@pytest.mark.parametrize("change", [add_a_version, withdraw_the_approval])
def test_what_changed_after_the_page_was_opened_is_not_released(
    inspection: Inspection, change: Callable[[Inspection], None]
) -> None:
    make_document()
    bundle = make_draft(inspection, EVALUATION)
    seen = seen_now(bundle)
    change(inspection)
    with pytest.raises(ChangedMeanwhile, match="changed after you opened this page"):
        operations.release_bundle(
            actor=None,
            bundle=bundle,
            gate=needs_of(inspection),
            version=bundle.version,
            seen=seen,
            reason="Ofsted agreed",
        )
    db.session.rollback()
    assert queries.get_bundle(inspection.id, bundle.id).frozen_at is None


@on_both_databases
def test_sending_is_final_and_the_second_is_told_who_did_it(
    app: Flask, inspection: Inspection
) -> None:
    make_document()
    coordinator = make_person(Role.COORDINATOR, "Charlie Coordinator")
    bundle = make_built(app, inspection, EVALUATION)
    version = bundle.version
    operations.mark_sent(
        actor=coordinator, bundle=bundle, version=version, sent_at=clock.now(), note="Ref 12"
    )
    db.session.commit()
    sent = queries.get_bundle(inspection.id, bundle.id)
    assert (sent.state, sent.sent_by, sent.sent_note) == (BundleState.SENT, coordinator, "Ref 12")
    assert task_state(inspection, "bundle:documents_due") is TaskState.DONE
    assert queries.find_sent_at(inspection.id, "documents_due") == sent.sent_at
    assert queries.find_sent_at(inspection.id, "data_due") is None
    with pytest.raises(ChangedMeanwhile, match=r"Charlie Coordinator marked .* That is final"):
        operations.mark_sent(
            actor=coordinator, bundle=sent, version=version, sent_at=clock.now(), note="Again"
        )
    with pytest.raises(ChangedMeanwhile, match="That is final"):
        operations.withdraw_bundle(actor=None, bundle=sent, version=sent.version, reason="No")
    assert make_draft(inspection).number == 2


def test_sending_needs_a_moment_that_can_be_and_a_receipt(
    app: Flask, inspection: Inspection
) -> None:
    make_document()
    bundle = make_built(app, inspection, EVALUATION)
    coordinator = make_person(Role.COORDINATOR)
    for moved, note, words in (
        (timedelta(hours=1), "Ref 12", "has not come yet"),
        (timedelta(days=-1), "Ref 12", "It was released at"),
        (timedelta(), "  ", "Say how Ofsted confirmed"),
    ):
        with pytest.raises(Refused, match=words):
            operations.mark_sent(
                actor=coordinator,
                bundle=bundle,
                version=bundle.version,
                sent_at=clock.now() + moved,
                note=note,
            )


def test_a_receipt_without_a_task_to_keep_it_on_is_not_dropped_in_silence(
    app: Flask, inspection: Inspection
) -> None:
    make_document()
    bundle = make_built(app, inspection, EVALUATION)
    with pytest.raises(Refused, match="no task for this bundle"):
        operations.mark_sent(
            actor=make_person(Role.COORDINATOR),
            bundle=bundle,
            version=bundle.version,
            sent_at=clock.now(),
            note="Ref 12",
            receipt=operations.Receipt("receipt.txt", "0" * 64, 20, "text/plain"),
        )


def test_what_is_not_built_is_not_sent(inspection: Inspection) -> None:
    make_document()
    bundle = freeze(make_draft(inspection, EVALUATION))
    with pytest.raises(Refused, match="Only a bundle whose zip is there"):
        operations.mark_sent(
            actor=make_person(Role.COORDINATOR),
            bundle=bundle,
            version=bundle.version,
            sent_at=clock.now(),
            note="Ref 12",
        )


def test_a_withdrawn_bundle_stays_and_another_may_be_begun(
    app: Flask, inspection: Inspection, director: Person
) -> None:
    make_document()
    bundle = freeze(make_draft(inspection, EVALUATION))
    with pytest.raises(Refused, match="Say why"):
        operations.withdraw_bundle(
            actor=director, bundle=bundle, version=bundle.version, reason=" "
        )
    operations.withdraw_bundle(
        actor=director, bundle=bundle, version=bundle.version, reason="Wrong board papers"
    )
    db.session.commit()
    assert task_state(inspection, "release:documents_due") is TaskState.TO_DO
    assert make_draft(inspection).number == 2
    kept = build(app, bundle)
    assert (kept.state, kept.file_sha256) == (BundleState.WITHDRAWN, None)


@on_both_databases
def test_a_rehearsal_freezes_and_releases_nothing(app: Flask, director: Person) -> None:
    trial = make_inspection(is_trial=True)
    make_document()
    bundle = build(app, freeze(make_draft(trial, EVALUATION), actor=director))
    assert (bundle.state, bundle.released_at) == (BundleState.BUILT, None)
    assert "bundles:bundle:rehearsed" in events(bundle)
    with pytest.raises(Refused, match="trial run"):
        operations.mark_sent(
            actor=director,
            bundle=bundle,
            version=bundle.version,
            sent_at=clock.now(),
            note="Ref 12",
        )


def test_a_closed_inspection_releases_nothing(inspection: Inspection) -> None:
    make_document()
    bundle = make_draft(inspection, EVALUATION)
    seen = seen_now(bundle)
    coordinator = make_person(Role.COORDINATOR)
    close_inspection(actor=coordinator, inspection_id=inspection.id, version=inspection.version)
    db.session.commit()
    with pytest.raises(Refused, match="is closed"):
        operations.release_bundle(
            actor=None,
            bundle=bundle,
            gate=needs_of(inspection),
            version=bundle.version,
            seen=seen,
            reason="Ofsted agreed",
        )


def test_only_the_director_releases(inspection: Inspection) -> None:
    make_document()
    bundle = make_draft(inspection, EVALUATION)
    for role in sorted(set(Role) - {Role.DIRECTOR}):
        with pytest.raises(NotAllowed, match="release what goes to Ofsted"):
            freeze(bundle, actor=make_person(role))


def test_rows_of_children_are_downloaded_only_by_who_sees_or_sends_them(
    inspection: Inspection,
) -> None:
    make_document("audited-case-list")
    make_document()
    plain = freeze(make_draft(inspection, EVALUATION)).id
    lists = freeze(make_draft(inspection, gate=DATA)).id
    for role, with_children, without in (
        (Role.DIRECTOR, True, True),
        (Role.DATA_LEAD, True, True),
        (Role.QUALITY_LEAD, True, True),
        (Role.COORDINATOR, True, True),
        (Role.HEAD_OF_SERVICE, False, True),
        (Role.CONTRIBUTOR, False, False),
        (Role.OBSERVER, False, False),
        (Role.ADMINISTRATOR, False, False),
    ):
        person = make_person(role)
        may = [
            operations.may_download(person, queries.get_bundle(inspection.id, bundle_id))
            for bundle_id in (lists, plain)
        ]
        assert may == [with_children, without], role
