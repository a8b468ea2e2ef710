"""What waits for a person’s signature, approval, release or word, from every package that knows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from readiness.actions.queries import list_awaiting
from readiness.annexe_a.queries import list_waiting_signatures
from readiness.bundles.queries import list_drafts
from readiness.inspections.archives import list_past_keeping
from readiness.inspections.models import Inspection
from readiness.inspections.owners import Deliveries
from readiness.library.queries import list_waiting_approvals
from readiness.people.models import Person
from readiness.people.permissions import Permission, allows
from readiness.plain_words import format_day, plural


@dataclass(frozen=True)
class WaitingItem:
    """One thing that waits: what it is, where it is done, and why it waits for this person."""

    title: str
    href: str
    why: str


def list_waiting(
    person: Person, found: Deliveries, running: Sequence[Inspection]
) -> tuple[WaitingItem, ...]:
    """Everything that waits for the person: releases, lists, documents, ends of actions, archives.

    `running` is what of it is theirs to be asked of; `found` is of all that is running.
    """
    return (
        *_list_releases(person, running),
        *_list_signatures(person, found, running),
        *_list_approvals(person, found, running),
        *_list_confirmations(person),
        *_list_past_keeping(person, found.day),
    )


def _list_releases(person: Person, running: Sequence[Inspection]) -> Iterator[WaitingItem]:
    if allows(person.role, Permission.RELEASE_BUNDLES):
        for bundle in list_drafts([inspection.id for inspection in running]):
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


def _list_confirmations(person: Person) -> Iterator[WaitingItem]:
    # Who runs the whole, not each of those who may: else every head of service has them all.
    if not allows(person.role, Permission.AGREE_ACTIONS):
        return
    runs_all = allows(person.role, Permission.WORK_ALL_TASKS)
    for action in list_awaiting(person):
        if runs_all or action.created_by_id == person.id:
            yield WaitingItem(
                action.title,
                url_for("actions.show_action", action_id=action.id),
                f"{action.owner.name} reports it done: confirm it, or open it again",
            )


def _list_past_keeping(person: Person, today: date) -> Iterator[WaitingItem]:
    if allows(person.role, Permission.MANAGE_ARCHIVES):
        for archive in list_past_keeping(today):
            yield WaitingItem(
                archive.inspection.title,
                url_for("inspections.show_archive", inspection_id=archive.inspection_id),
                f"Kept until {format_day(archive.keep_until)}: decide what becomes of it",
            )
