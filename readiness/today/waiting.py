"""What waits for a person’s own signature, approval or release, from every package that knows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for

from readiness.annexe_a.queries import list_waiting_signatures
from readiness.bundles.queries import list_drafts
from readiness.inspections.models import Inspection
from readiness.inspections.owners import Deliveries
from readiness.library.queries import list_waiting_approvals
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows
from readiness.plain_words import plural


@dataclass(frozen=True)
class WaitingItem:
    """One thing that waits: what it is, where it is done, and why it waits for this person."""

    title: str
    href: str
    why: str


def list_waiting(
    person: Person, found: Deliveries, running: Sequence[Inspection]
) -> tuple[WaitingItem, ...]:
    """Everything that waits for the person: releases first, then lists, then documents.

    `found` is of all that is running.
    """
    return (
        *_list_releases(person),
        *_list_signatures(person, found, running),
        *_list_approvals(person, found, running),
    )


def _list_releases(person: Person) -> Iterator[WaitingItem]:
    if allows(person.role, Permission.RELEASE_BUNDLES):
        for bundle in list_drafts():
            yield WaitingItem(
                bundle.title,
                url_for(
                    "bundles.show_bundle", inspection_id=bundle.inspection_id, bundle_id=bundle.id
                ),
                "Prepared: look at it and release it",
            )


def _list_signatures(
    person: Person, given: Deliveries, running: Sequence[Inspection]
) -> Iterator[WaitingItem]:
    for found in list_waiting_signatures(person, given, running):
        version = found.version
        yield WaitingItem(
            f"List {version.list_number}, {version.name}",
            url_for(
                "annexe_a.show_list",
                inspection_id=found.inspection_id,
                number=version.list_number,
            ),
            f"{found.inspection_title}: {plural(version.rows, 'row')}, "
            f"{plural(version.errors, 'error')}",
        )


def _list_approvals(
    person: Person, found: Deliveries, running: Sequence[Inspection]
) -> Iterator[WaitingItem]:
    for line in list_waiting_approvals(person, found.day, found, running[0] if running else None):
        if line.version is not None:
            yield WaitingItem(
                line.title,
                url_for("library.show_document", key=line.key),
                f"Version {line.version.number} is not approved",
            )
