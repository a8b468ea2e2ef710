"""Two who begin or release a bundle at the same moment, on both databases."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import func, select

from readiness.activity.models import Activity
from readiness.bundles import operations, queries
from readiness.bundles.contents import find_said, judge_draft
from readiness.extensions import db
from readiness.inspections.models import Inspection
from readiness.people.models import Person
from readiness.people.permissions import Role
from tests.factories.bundles import EVALUATION, make_document, make_draft, needs_of
from tests.factories.inspections import make_inspection
from tests.factories.people import make_person
from tests.support.at_once import run_at_once
from tests.support.databases import on_both_databases


@on_both_databases
def test_of_two_who_release_at_once_one_does_and_the_other_is_told_who(app: Flask) -> None:
    make_document()
    bundle = make_draft(make_inspection(), EVALUATION)
    inspection_id, bundle_id, version = bundle.inspection_id, bundle.id, bundle.version
    people = [make_person(Role.DIRECTOR, name).id for name in ("Ada Alder", "Bea Birch")]
    gate = needs_of(bundle.inspection, bundle.gate)
    items = judge_draft(bundle, gate)
    seen = operations.see(items, find_said(items, gate))
    db.session.rollback()

    def release(person_id: int) -> Callable[[], str]:
        def act() -> str:
            held = queries.lock_bundle(inspection_id, bundle_id)
            operations.release_bundle(
                actor=db.session.get(Person, person_id),
                bundle=held,
                gate=needs_of(held.inspection),
                version=version,
                seen=seen,
                reason="Ofsted agreed",
            )
            db.session.commit()
            return "released"

        return act

    said = run_at_once(app, *map(release, people))
    found = queries.get_bundle(inspection_id, bundle_id)
    assert found.frozen_by is not None
    assert "released" in said
    assert any(f"{found.frozen_by.name} released it at" in sentence for sentence in said)
    released = select(func.count()).where(Activity.event == "bundles:bundle:released")
    assert db.session.scalar(released) == 1


@on_both_databases
def test_of_two_who_begin_at_once_one_does(app: Flask) -> None:
    inspection_id = make_inspection().id
    db.session.rollback()

    def begin() -> str:
        found = db.session.get(Inspection, inspection_id)
        assert found is not None
        operations.begin_bundle(actor=None, inspection=found, gate=needs_of(found))
        db.session.commit()
        return "begun"

    said = sorted(run_at_once(app, begin, begin))
    assert said[1] == "begun"
    assert "Work on that one" in said[0]
    assert len(queries.list_bundles(inspection_id)) == 1
