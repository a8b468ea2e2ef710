"""The after-action report of a trial run in Word. Domain to blocks."""

from collections.abc import Iterator
from datetime import datetime

from readiness.actions.models import Action
from readiness.actions.rules import ActionState
from readiness.bundles.rules import TRIAL_MARK
from readiness.clock import in_london
from readiness.inspections.models import Inspection
from readiness.inspections.now import now_for
from readiness.office.docx import (
    Block,
    Bullets,
    Facts,
    Heading,
    Paragraph,
    Table,
    TextStyle,
    write_document,
)
from readiness.office.names import safe_name
from readiness.people.models import Person
from readiness.plain_words import (
    format_day,
    format_moment,
    format_time,
    join_words,
    plural,
    spell_length,
)
from readiness.trial_runs.learned_pages import Learned
from readiness.trial_runs.models import Inject, WentWell
from readiness.trial_runs.queries.gaps import GapLine
from readiness.trial_runs.rules.gaps import KIND_WORDS, SEVERITY_WORDS, STATE_WORDS, GapKind
from readiness.trial_runs.rules.timings import Timing

WHAT = "after-action report"


def write_report(learned: Learned, *, council: str, made_at: datetime) -> bytes:
    """What was late and why, injects, gaps, what went well, who took part, then every step."""
    title = f"{learned.trial.title}: {WHAT}"
    blocks: list[Block] = [
        Heading(1, title),
        Paragraph("This was practice: nothing in it was sent to Ofsted.", TextStyle.WARNING),
        Paragraph(f"{learned.timings_answer} {learned.gaps_answer}", TextStyle.LEAD),
        Facts(_facts(learned), description="When the trial run was, and who took part"),
        Heading(2, "What was late, and why"),
        *_late_blocks(learned),
        Heading(2, "Injects"),
        *_inject_blocks(learned.injects),
        Heading(2, "Gaps"),
        *_gap_blocks(learned, made_at),
        Heading(2, "What went well"),
        *_well_blocks(learned.went_well),
        Heading(2, "Every step against its due time"),
        *_timing_blocks(learned),
        Paragraph(f"As everything stood on {format_moment(made_at)}.", TextStyle.NOTE),
    ]
    return write_document(
        blocks,
        title=title,
        created=made_at,
        header=f"{council}, {learned.trial.title}",
        footer=WHAT.capitalize(),
        watermark=TRIAL_MARK,
        landscape=True,
    )


def name_report(trial: Inspection) -> str:
    """A file name that says first that it is of a trial run, then its day."""
    day = in_london(trial.call_at)
    return safe_name(f"{TRIAL_MARK} {day:%Y-%m-%d} {WHAT}.docx")


def _facts(learned: Learned) -> list[tuple[str, str]]:
    trial = learned.trial
    people = join_words([person.name for person in learned.took_part]) or "Nobody"
    return [
        ("Began with the call", format_moment(trial.call_at)),
        ("Ended", _spell_end(trial)),
        ("Done in time", learned.share.words),
        ("Gaps", _count_gaps(learned.gaps)),
        ("Took part", people),
    ]


def _spell_end(trial: Inspection) -> str:
    """When it ended; on an exercise clock first by that clock, by which all other times are."""
    if not trial.closed_at:
        return "It is still going on"
    ended = format_moment(trial.closed_at)
    if trial.exercise_clock is None:
        return ended
    return f"{format_moment(now_for(trial))} on its exercise clock ({ended} in real time)"


def _count_gaps(gaps: tuple[GapLine, ...]) -> str:
    counts = {kind: sum(line.gap.kind is kind for line in gaps) for kind in GapKind}
    said = [f"{KIND_WORDS[kind]} {count}" for kind, count in counts.items() if count]
    return f"{len(gaps)}: {', '.join(said)}" if gaps else "No gap was recorded"


def _late_blocks(learned: Learned) -> Iterator[Block]:
    if learned.stepped_over:
        yield Paragraph(learned.stepped_over)
    if not learned.late:
        yield Paragraph("No other step was late." if learned.stepped_over else "No step was late.")
        return
    rows = [
        (
            timing.title,
            timing.post_title,
            format_moment(timing.due_at),
            timing.verdict(learned.reached),
            "\n".join(timing.why) or "Nobody wrote why.",
        )
        for timing in learned.late
    ]
    yield Table(
        ("Step", "Owner", "Due", "How late", "Why"),
        rows,
        widths=(4, 3, 3, 2, 6),
        description="Steps that were late, the latest first, and why",
    )


def _inject_blocks(injects: tuple[Inject, ...]) -> Iterator[Block]:
    """Each that was given; of the others only how many there are, for they may be used again."""
    given = [inject for inject in injects if inject.given_at is not None]
    if given:
        yield Table(
            ("Inject", "Told to", "Given", "Seen", "What was done"),
            [_inject_row(inject, inject.given_at) for inject in given if inject.given_at],
            widths=(5, 3, 3, 3, 6),
            description="Injects: whom each was told to, when, when it was seen and what was done",
        )
    else:
        yield Paragraph("No inject was given.")
    left = len(injects) - len(given)
    if left:
        words = plural(left, "inject was prepared", "injects were prepared")
        yield Paragraph(f"{words} and not given.")


def _inject_row(inject: Inject, given_at: datetime) -> tuple[str, ...]:
    seen, done = "Nobody said so", inject.answer or "Nobody wrote what was done."
    if inject.acknowledged_at is not None:
        seen = _spell_after(inject.acknowledged_by, inject.acknowledged_at, given_at)
    if inject.answered_at is not None:
        done += f"\n{_spell_after(inject.answered_by, inject.answered_at, given_at)}"
    told = f"{inject.title}\n{inject.words}"
    return (told, inject.post.title, _spell_short(given_at), seen, done)


def _spell_after(person: Person | None, at: datetime, given_at: datetime) -> str:
    who = f", {person.name}" if person else ""
    return f"{_spell_short(at)}{who}, after {spell_length(at - given_at)}"


def _spell_short(at: datetime) -> str:
    """“Mon 5 Oct, 9.45am”."""
    local = in_london(at)
    return f"{local:%a} {local.day} {local:%b}, {format_time(local)}"


def _gap_blocks(learned: Learned, made_at: datetime) -> Iterator[Block]:
    if not learned.gaps:
        yield Paragraph("Nobody recorded a gap.")
        return
    today = in_london(made_at).date()
    for kind in GapKind:
        lines = [line for line in learned.gaps if line.gap.kind is kind]
        if not lines:
            continue
        yield Heading(3, f"{KIND_WORDS[kind]}: {plural(len(lines), 'gap')}")
        yield Table(
            ("Gap", "Seen", "Severity", "Owner", "Action", "State"),
            [(*_gap_row(line), f"{STATE_WORDS[line.state]}, {line.age(today)}") for line in lines],
            widths=(6, 3, 2, 3, 5, 2),
            description=f"Gaps about {KIND_WORDS[kind].lower()} with owners and actions",
        )


def _gap_row(line: GapLine) -> tuple[str, ...]:
    gap = line.gap
    actions = [_spell_action(action) for action in line.actions]
    if gap.is_accepted:
        actions.append(f"Accepted: {gap.accepted_because}")
    step = f"At “{gap.task.title}”, " if gap.task else ""
    return (
        gap.what,
        f"{step}by {gap.seen_by.name}",
        SEVERITY_WORDS[gap.severity],
        gap.owner_post.title,
        "\n".join(actions) or "No action yet",
    )


def _spell_action(action: Action) -> str:
    if action.state is ActionState.NOT_NEEDED:
        return f"{action.title} (not needed)"
    return f"{action.title} ({action.owner.name}, by {action.due_on:%d/%m/%Y})"


def _well_blocks(notes: tuple[WentWell, ...]) -> Iterator[Block]:
    if not notes:
        yield Paragraph("Nobody wrote down what went well.")
        return
    yield Bullets([f"{note.text} ({_where(note)})" for note in notes])


def _where(note: WentWell) -> str:
    return f"{note.seen_by.name}, at “{note.task.title}”" if note.task else note.seen_by.name


def _timing_blocks(learned: Learned) -> Iterator[Block]:
    to_come = [timing for timing in learned.timings if timing.is_to_come(learned.reached)]
    for day, every in learned.days:
        timings = [timing for timing in every if timing not in to_come]
        if not timings:
            continue
        yield Heading(3, format_day(day))
        yield Table(
            ("Step", "Owner", "Due", "Done", "Against due"),
            [_timing_row(timing, learned) for timing in timings],
            widths=(7, 4, 2, 5, 4),
            description=f"Steps due on {format_day(day)}: when each was due and done",
        )
    if to_come:
        yield Heading(3, f"Not due yet when it ended: {plural(len(to_come), 'step')}")
        yield Paragraph(f"The first was due {format_moment(to_come[0].due_at)}.")
    if learned.not_needed:
        titles = "; ".join(timing.title for timing in learned.not_needed)
        yield Heading(3, f"Not needed: {plural(len(learned.not_needed), 'step')}")
        yield Paragraph(f"{titles}.")


def _timing_row(timing: Timing, learned: Learned) -> tuple[str, ...]:
    done = "–"
    if timing.done_at is not None:
        done = f"{_spell_short(timing.done_at)}, {timing.done_by}"
    return (
        timing.title,
        timing.post_title,
        format_time(in_london(timing.due_at)),
        done.rstrip(", "),
        timing.verdict(learned.reached),
    )
