"""The documents that inspections ask for, in the register: judged as the library judges them."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from flask import url_for

from readiness.library.queries import (
    CurrentVersion,
    current_requirements,
    list_current_versions,
)
from readiness.people.permissions import Permission
from readiness.plain_words import plural
from readiness.register.known import Known
from readiness.register.rules.items import Thing
from readiness.register.rules.judging import DocumentFacts, Judgement, judge_document
from readiness.register.sections.contract import Section
from readiness.register.sections.offers import offer_section

PREFIX = "document-"
GUIDANCE = "Add a new version on the document’s page, and have it approved there."


def list_things(known: Known) -> Iterator[Thing]:
    """The documents that are asked for; those of our own are not. One query."""
    required = current_requirements()
    versions = list_current_versions(required)
    for spec in required.values():
        step = known.steps_by_delivery.get(f"document:{spec.key}")
        yield Thing(
            key=f"{PREFIX}{spec.key}",
            section=SECTION.key,
            title=spec.title,
            guidance=f"{spec.about} {GUIDANCE}",
            source=spec.source,
            confirm=spec.confirm,
            owner=known.find_owner(spec.post),
            review=f"Its data may be {plural(spec.months, 'month')} old",
            is_confirmed=False,
            steps=(step,) if step else (),
            judge=partial(_judge, _read(versions.get(spec.key)), spec.months),
            takes=known.spec.document_takes,
            word_takes=known.spec.approving,
            ask="Have a version approved",
        )


def find_page(key: str) -> str:
    """The page of a document."""
    return url_for("library.show_document", key=key.removeprefix(PREFIX))


def _judge(facts: DocumentFacts | None, months: int, day: date) -> Judgement:
    return judge_document(facts, months, day)


def _read(version: CurrentVersion | None) -> DocumentFacts | None:
    if version is None:
        return None
    return DocumentFacts(
        number=version.number,
        as_at=version.as_at,
        is_approved=version.approved_by is not None,
        approved_by=version.approved_by or "",
    )


SECTION = Section(
    key="documents",
    title="Documents",
    list_things=list_things,
    prefix=PREFIX,
    find_page=find_page,
    permission=Permission.SEE_DOCUMENTS,
    noun="document",
)
offer_section(20, SECTION)
