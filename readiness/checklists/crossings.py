"""What the parts of a checklist say about each other: posts, anchors, gates, order, documents.

A rule that cannot be proved wrong for every call is left alone: whether two days before arrival
comes after the call depends on the call. Nor is anything said that rests on a value with a fault
of its own: one wrong time would be a fault of every step that is held against it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from readiness.checklists.cycles import find_cycle
from readiness.checklists.documents import read_documents
from readiness.checklists.faults import ChecklistFault, Report
from readiness.checklists.inspections import AnchorSpec, Checklist, DueSpec, Lines, StepSpec
from readiness.checklists.invitations import check_invitation
from readiness.checklists.judgements import JudgementsFile, read_judgements
from readiness.checklists.posts import read_posts
from readiness.checklists.reader import Entry, suggest

CALL = "call"
LISTS = tuple(f"list:{number}" for number in range(1, 12))


@dataclass(frozen=True)
class Known:
    """What other files offer. What is empty is not checked against."""

    posts: Collection[str]
    documents: Collection[str]
    judged: JudgementsFile | None


def read_known(folder: Path) -> Known:
    """What the files hold; nothing where one is unreadable, a fault of its own."""
    judged = None
    with suppress(ChecklistFault):
        judged = read_judgements(folder, Report())
    return Known(_keys(read_posts, folder), _keys(read_documents, folder), judged)


def check_checklist(checklist: Checklist, lines: Lines, known: Known) -> None:
    """Note every contradiction in the entries' report."""
    anchors = {anchor.key: anchor for anchor in checklist.anchors}
    frameworks = known.judged.list_frameworks(checklist.key) if known.judged else ()
    _check_reference(
        lines.top,
        "framework",
        checklist.framework,
        frameworks,
        "judgements.yaml for this checklist",
    )
    _check_anchors(checklist.anchors, lines)
    gates = list_gates(checklist, lines)
    delivered: dict[str, str] = {}
    for step in checklist.steps:
        entry = lines.steps[step.key]
        _check_reference(entry, "post", step.post, known.posts, "posts.yaml")
        _check_due(entry, step, anchors if have_sound_keys(lines) else ())
        _check_gate(entry, step, anchors, gates, lines)
        _check_delivery(entry, step, known, gates, delivered)
        _check_start(entry, step)
    for spec in checklist.invitations:
        usable = anchors if have_sound_keys(lines) else ()
        check_invitation(lines.invitations[spec.key], spec, usable, known.posts)
    _check_order(checklist, lines)


def list_gates(checklist: Checklist, lines: Lines) -> tuple[str, ...]:
    """The anchors that are gates, or may be: of some the field itself is wrong.

    None where an anchor’s key cannot be used: it may be the one that is asked for.
    """
    if not have_sound_keys(lines):
        return ()
    return tuple(
        anchor.key
        for anchor in checklist.anchors
        if anchor.gate or lines.anchors[anchor.key].is_faulty("gate")
    )


def have_sound_keys(lines: Lines) -> bool:
    """Whether every anchor is known by its key, so that one that is not there is nowhere."""
    return not any(entry.is_faulty("key") for entry in lines.anchors.values())


def _keys(read: Callable[[Path, Report], Mapping[str, object]], folder: Path) -> tuple[str, ...]:
    try:
        return tuple(read(folder, Report()))
    except ChecklistFault:
        return ()


def _check_reference(
    entry: Entry, name: str, written: str, known: Collection[str], where: str
) -> None:
    if written and known and written not in known:
        entry.fault(name, f"“{written}” is not in {where}.{suggest(written, known)}")


def _check_anchors(anchors: Iterable[AnchorSpec], lines: Lines) -> None:
    if not have_sound_keys(lines):
        return
    all_keys = set(lines.anchors)
    earlier: list[str] = []
    for anchor in anchors:
        entry = lines.anchors[anchor.key]
        if not earlier and anchor.key != CALL:
            entry.fault("key", "the first anchor must be “call”, the notification itself.")
            return
        if anchor.start and anchor.start not in earlier:
            entry.fault("from", _not_earlier(anchor.start, all_keys, earlier))
        earlier.append(anchor.key)


def _not_earlier(start: str, all_keys: Collection[str], earlier: Collection[str]) -> str:
    if start in all_keys:
        return f"“{start}” comes later in the file. Count from an anchor above this one."
    return f"“{start}” is not an anchor of this checklist.{suggest(start, earlier)}"


def _check_due(entry: Entry, step: StepSpec, anchors: Collection[str]) -> None:
    _check_reference(entry, "due.anchor", step.due.anchor, anchors, "the anchors of this file")
    if step.due.anchor == CALL and _offset(step.due) < 0:
        entry.fault("due.working_days", "nothing can be due before the call.")


def _check_gate(
    entry: Entry,
    step: StepSpec,
    anchors: Mapping[str, AnchorSpec],
    gates: Collection[str],
    lines: Lines,
) -> None:
    if step.gate is None or not (gates or have_sound_keys(lines)):
        return
    if step.gate not in gates:
        entry.fault(
            "gate", f"“{step.gate}” is not an anchor with gate: true.{suggest(step.gate, gates)}"
        )
    elif entry.is_faulty("due") or lines.anchors[step.gate].is_faulty("at"):
        return
    elif step.due.anchor == step.gate and _is_past(step.due, anchors[step.gate]):
        entry.fault("due", f"the step is due after its gate, {step.gate}. Make it earlier.")


def _is_past(due: DueSpec, anchor: AnchorSpec) -> bool:
    """True where the due time is after the anchor it counts from, whatever the call."""
    if _offset(due) or due.minutes is not None:
        return _offset(due) > 0 or bool(due.minutes)
    return due.at is not None and anchor.at is not None and due.at > anchor.at


def _offset(due: DueSpec) -> int:
    """Which way the due time lies from its anchor: working days, or weeks as five of them."""
    return due.working_days or (due.weeks or 0) * 5


def _check_delivery(
    entry: Entry,
    step: StepSpec,
    known: Known,
    gates: Collection[str],
    delivered: dict[str, str],
) -> None:
    if step.delivers is None:
        return
    if step.delivers in delivered:
        other = delivered[step.delivers]
        entry.fault("delivers", f"“{step.delivers}” is already delivered by {other}.")
    delivered.setdefault(step.delivers, step.key)
    kind, _, name = step.delivers.partition(":")
    if kind == "document":
        _check_reference(entry, "delivers", name, known.documents, "documents.yaml")
    elif kind in {"release", "bundle"}:
        _check_reference(entry, "delivers", name, gates, "the gates of this file")
    elif step.delivers not in LISTS:
        entry.fault(
            "delivers", "must be list:1 to list:11, document:key, release:gate or bundle:gate."
        )


def _check_start(entry: Entry, step: StepSpec) -> None:
    if step.done_at_start and (step.evidence or step.delivers):
        entry.fault(
            "done_at_start", "a step that needs a file or delivers something is done later."
        )


def _check_order(checklist: Checklist, lines: Lines) -> None:
    steps = {step.key: step for step in checklist.steps}
    for step in checklist.steps:
        for place, before in enumerate(step.after):
            _check_dependency(lines.steps, step, steps, place, before)
    cycle = find_cycle({key: step.after for key, step in steps.items()})
    if cycle:
        circle = " → ".join(cycle)
        lines.steps[cycle[0]].fault(
            "after", f"the steps wait for each other in a circle: {circle}. Take one of them out."
        )


def _check_dependency(
    lines: Mapping[str, Entry],
    step: StepSpec,
    steps: Mapping[str, StepSpec],
    place: int,
    before: str,
) -> None:
    entry = lines[step.key]
    if before not in steps:
        problem = f"“{before}” is not a step of this checklist.{suggest(before, steps)}"
        entry.fault("after", problem, place)
    elif before in step.after[:place]:
        entry.fault("after", f"“{before}” is named twice. Keep one.", place)
    elif _are_sound(entry, lines[before]) and _is_before(step.due, steps[before].due):
        entry.fault("due", f"the step is due before “{before}”, which it waits for.")
    elif step.done_at_start and not steps[before].done_at_start:
        entry.fault("done_at_start", f"the step waits for “{before}”, which is done later.")


def _are_sound(entry: Entry, other: Entry) -> bool:
    return not (entry.is_faulty("due") or other.is_faulty("due"))


def _is_before(due: DueSpec, other: DueSpec) -> bool:
    """True where `due` is earlier than `other` whatever the call; False where that is unsure."""
    if due.anchor != other.anchor or (due.weeks is None) != (other.weeks is None):
        return False
    if _offset(due) != _offset(other):
        return _offset(due) < _offset(other)
    if due.at is not None and other.at is not None:
        return due.at < other.at
    return due.minutes is not None and other.minutes is not None and due.minutes < other.minutes
