"""Annexe A’s lists in the register: the newest extract between inspections, and who signed it."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from flask import url_for

from readiness.annexe_a.editions import find_edition, find_list_posts
from readiness.annexe_a.models import ListVersion
from readiness.annexe_a.queries import find_errors_before, list_current_versions
from readiness.clock import in_london
from readiness.people.permissions import Permission
from readiness.register.known import Known
from readiness.register.rules.items import Thing
from readiness.register.rules.judging import Judgement, ListFacts, judge_list, spell_interval
from readiness.register.sections.contract import Section
from readiness.register.sections.offers import offer_section

PREFIX = "list-"
GUIDANCE = (
    "Upload a fresh extract on the page of the lists, have its errors mended in the case system, "
    "and sign the list there. Nothing has to be confirmed here."
)


def list_things(known: Known) -> Iterator[Thing]:
    """The eleven lists. Four queries."""
    versions, before = list_current_versions(None), find_errors_before(None)
    posts, spec = find_list_posts(), known.spec.lists
    for found in find_edition().lists:
        number = found.number
        step = known.steps_by_delivery.get(f"list:{number}")
        facts = _read(versions.get(number), before.get(number))
        yield Thing(
            key=f"{PREFIX}{number}",
            section=SECTION.key,
            title=found.title,
            guidance=GUIDANCE,
            source=spec.source,
            confirm=spec.confirm,
            owner=known.find_owner(posts.get(number, "")),
            review=f"An extract may be {spell_interval(spec.review)} old",
            is_confirmed=False,
            steps=(step,) if step else (),
            judge=partial(_judge, known, facts),
            takes=spec.takes,
            word_takes=spec.signing,
            ask="Have a fresh extract signed",
        )


def find_page(key: str) -> str:
    """The page of a list between inspections."""
    number = int(key.removeprefix(PREFIX))
    return url_for("annexe_a.show_list", inspection_id=None, number=number)


def _judge(known: Known, facts: ListFacts | None, day: date) -> Judgement:
    return judge_list(facts, known.spec.lists.review, known.calendar, day)


def _read(version: ListVersion | None, errors_before: int | None) -> ListFacts | None:
    if version is None:
        return None
    signature = version.standing_signature
    signer = signature.signed_by if signature else None
    return ListFacts(
        as_at=version.upload.as_at,
        errors=version.errors,
        errors_before=errors_before,
        signed_by=(signer.name if signer else "Readiness") if signature else None,
        signed_on=in_london(signature.signed_at).date() if signature else None,
    )


SECTION = Section(
    key="lists",
    title="Annexe A lists",
    list_things=list_things,
    prefix=PREFIX,
    find_page=find_page,
    permission=Permission.SEE_LISTS,
    noun="list",
)
offer_section(10, SECTION)
