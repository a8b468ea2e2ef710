"""Standing arrangements in the register: confirmed by a person, or found out by Readiness."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from readiness.checklists.register import Check, Interval, StandingSpec
from readiness.clock import in_london
from readiness.register.known import Known
from readiness.register.models import Confirmation
from readiness.register.queries import find_last_trial, list_newest_confirmations
from readiness.register.rules.absences import find_nobody
from readiness.register.rules.items import Thing
from readiness.register.rules.judging import (
    Judgement,
    Status,
    Word,
    judge_cover,
    judge_missing,
    judge_trial,
    judge_word,
    spell_interval,
)
from readiness.register.sections.contract import Section
from readiness.register.sections.offers import offer_section

MONDAYS_COVERED = 2
Judge = Callable[[date], Judgement]


def list_things(known: Known) -> Iterator[Thing]:
    """The arrangements of the checklists, in their order. Two queries."""
    said, trial = list_newest_confirmations(), find_last_trial(known.now)
    held = in_london(trial).date() if trial else None
    for spec in known.spec.items.values():
        yield _make_thing(known, spec, said.get(spec.key), held)


def _make_thing(
    known: Known, spec: StandingSpec, newest: Confirmation | None, held: date | None
) -> Thing:
    return Thing(
        key=spec.key,
        section=SECTION.key,
        title=spec.title,
        guidance=spec.guidance,
        source=spec.source,
        confirm=spec.confirm,
        owner=known.find_owner(spec.post),
        review=_spell_review(known, spec),
        is_confirmed=spec.check is None,
        steps=spec.steps,
        judge=_find_judge(known, spec, newest, held),
        version=newest.arrangement.version if newest else 0,
        takes=spec.takes,
        ask="Say how it is" if spec.check is None else "See that it is so",
    )


def _spell_review(known: Known, spec: StandingSpec) -> str:
    if spec.review is None:
        return "Readiness looks each time"
    if spec.check is Check.TRIAL_RUN:
        return f"A trial run holds for {spell_interval(spec.review)}"
    again = spell_interval(known.spec.not_ready)
    return f"“Ready” holds for {spell_interval(spec.review)}, anything else for {again} at most"


def _find_judge(
    known: Known, spec: StandingSpec, newest: Confirmation | None, held: date | None
) -> Judge:
    match spec.check:
        case Check.HOLDERS:
            return lambda _day: _judge_holders(known)
        case Check.DEPUTIES:
            return lambda _day: _judge_deputies(known)
        case Check.COVER:
            return partial(_judge_cover, known)
        case Check.TRIAL_RUN:
            return partial(_judge_trial, known, spec.review, held)
        case None:
            return partial(_judge_word, known, spec.review, _read(newest))


def _judge_holders(known: Known) -> Judgement:
    missing = [post.title for post in known.needed_posts if post.holder_id is None]
    return judge_missing(missing, "a holder", Status.NOT_READY)


def _judge_deputies(known: Known) -> Judgement:
    missing = [post.title for post in known.needed_posts if post.deputy_id is None]
    return judge_missing(missing, "a deputy", Status.NEEDS_ATTENTION)


def _judge_cover(known: Known, day: date) -> Judgement:
    """The next Mondays from the day on, that day among them."""
    monday = day + timedelta(days=-day.weekday() % 7)
    days = [monday + timedelta(weeks=number) for number in range(MONDAYS_COVERED)]
    absences = known.people.absences
    return judge_cover([(d, find_nobody(known.needed_posts, absences, d)) for d in days])


def _judge_trial(
    known: Known, interval: Interval | None, held: date | None, day: date
) -> Judgement:
    assert interval is not None  # noqa: S101 - the loader’s promise
    return judge_trial(held, interval, known.calendar, day)


def _judge_word(known: Known, interval: Interval | None, word: Word | None, day: date) -> Judgement:
    assert interval is not None  # noqa: S101 - the loader’s promise
    return judge_word(word, interval, known.calendar, day, known.spec.not_ready)


def _read(newest: Confirmation | None) -> Word | None:
    if newest is None:
        return None
    return Word(
        status=newest.status,
        by=newest.by.name if newest.by else "Readiness",
        on=in_london(newest.at).date(),
        note=newest.note,
    )


SECTION = Section("standing", "Standing arrangements", list_things, prefix="", noun="arrangement")
offer_section(30, SECTION)
