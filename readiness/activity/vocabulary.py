"""What can happen in Readiness: every kind of entry, declared once.

An event is named source:subject:action and says in words what happened. The words are
written to follow a person’s name: A. Person ticked off “Test the upload”.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """One kind of entry. `words` follow the actor’s name; the subject’s stands at their “…”,
    or after them where they have none.
    """

    name: str
    words: str
    fields: tuple[str, ...] = ()

    def tell(self, actor: str, subject: str) -> str:
        """“A. Person marked Bundle 2 as sent”: the sentence of an entry."""
        before, _, after = self.words.partition(" …")
        return f"{actor} {before} {subject}{after}"


_ALL = (
    Event("people:session:began", "signed in"),
    Event("people:session:ended", "signed out"),
    Event("people:sign_in:failed", "refused a sign-in of"),
    Event("people:person:added", "added", ("role",)),
    Event("people:person:changed", "changed", ("name", "role", "active")),
    Event("people:password:set", "set a new password for"),
    Event("people:post:filled", "changed the holder or deputy of", ("holder", "deputy")),
    Event("people:absence:added", "recorded time away for", ("first_day", "last_day")),
    Event("people:absence:removed", "removed time away for", ("first_day", "last_day")),
    Event("notifications:message:retried", "tried again"),
    Event("notifications:hours:changed", "changed", ("hours", "any_time")),
    Event("inspections:inspection:started", "started", ("call_at", "is_trial")),
    Event("inspections:inspection:closed", "closed"),
    Event("inspections:anchor:moved", "moved", ("at", "tasks_moved")),
    Event("inspections:closure:added", "added the closure day", ("day", "name")),
    Event("inspections:closure:removed", "removed the closure day", ("day", "name")),
    Event("inspections:task:changed", "updated", ("state", "reason", "due_at", "pinned")),
    Event("inspections:task:ticked", "ticked off", ("state", "note")),
    Event("inspections:task:reopened", "reopened", ("state", "reason")),
    Event("inspections:task:handed_over", "handed over", ("owner", "reason")),
    Event("inspections:task:commented", "commented on"),
    Event("inspections:task:evidenced", "added evidence to", ("sha256",)),
    Event("inspections:evidence:downloaded", "downloaded evidence of", ("sha256",)),
    Event("library:document:added", "added the document"),
    Event("library:version:added", "added a version of", ("number", "file", "sha256")),
    Event("library:version:downloaded", "downloaded a version of", ("number", "sha256")),
    Event("library:version:approved", "approved", ("number", "sha256")),
    Event("library:approval:confirmed", "confirmed the approval of", ("number", "sha256")),
    Event("library:approval:withdrawn", "withdrew the approval of", ("number", "reason")),
    Event("register:arrangement:confirmed", "confirmed", ("status", "note", "sha256")),
    Event("register:arrangement:downloaded", "downloaded a file of", ("sha256",)),
    Event("register:arrangement:reported", "reported on", ("status", "note", "sha256")),
    Event("bundles:bundle:begun", "began to prepare", ("contents",)),
    Event("bundles:bundle:changed", "chose what goes into", ("contents",)),
    Event("bundles:bundle:released", "released", ("contents_hash", "reason", "not_in_order")),
    Event(
        "bundles:bundle:rehearsed",
        "rehearsed the release of",
        ("contents_hash", "reason", "not_in_order"),
    ),
    Event("bundles:bundle:queued", "asked again for the zip of"),
    Event("bundles:bundle:built", "built the zip of", ("sha256",)),
    Event("bundles:bundle:downloaded", "downloaded", ("sha256",)),
    Event("bundles:bundle:sent", "marked … as sent", ("sent_at", "sha256", "note")),
    Event("bundles:bundle:withdrawn", "withdrew", ("reason",)),
    Event("actions:action:added", "agreed", ("owner", "due_on")),
    Event("actions:action:changed", "changed", ("title", "owner", "due_on", "reason")),
    Event("actions:action:noted", "added a note to"),
    Event("actions:action:evidenced", "added a file to", ("sha256",)),
    Event("actions:action:downloaded", "downloaded a file of", ("sha256",)),
    Event("actions:action:reported", "reported the end of", ("state", "reason")),
    Event("actions:action:confirmed", "confirmed the end of", ("state",)),
    Event("actions:action:dropped", "marked as not needed", ("state", "reason")),
    Event("actions:action:reopened", "reopened", ("state", "reason")),
    Event("meetings:series:added", "began the meetings", ("first_day",)),
    Event(
        "meetings:series:changed",
        "changed the meetings",
        ("first_day", "starts_at", "weeks", "chair"),
    ),
    Event("meetings:meeting:moved", "moved", ("at", "reason")),
    Event("meetings:meeting:cancelled", "cancelled", ("reason",)),
    Event("meetings:meeting:packed", "made the pack of", ("sha256",)),
    Event("meetings:meeting:decided", "recorded a decision of", ("item", "decision")),
    Event("meetings:meeting:attended", "recorded who came to", ("present",)),
    Event("meetings:meeting:ended", "ended", ("carried_over",)),
    Event("meetings:item:raised", "put an item on the agenda of", ("item",)),
    Event("meetings:item:noted", "wrote a note in the minutes of", ("item",)),
    Event("trial_runs:clock:begun", "put on an exercise clock", ("at",)),
    Event("trial_runs:clock:started", "let the exercise clock run in", ("at", "speed")),
    Event("trial_runs:clock:paused", "paused the exercise clock of", ("at",)),
    Event("trial_runs:clock:stepped", "stepped the exercise clock of", ("at",)),
    Event("trial_runs:person:added", "added … to the trial run", ("part",)),
    Event("trial_runs:person:removed", "took … out of the trial run", ("part",)),
    Event("trial_runs:inject:added", "prepared", ("at",)),
    Event("trial_runs:inject:moved", "moved", ("at",)),
    Event("trial_runs:inject:given", "gave", ("at",)),
    Event("trial_runs:inject:skipped", "left out"),
    Event("trial_runs:inject:acknowledged", "has seen", ("at",)),
    Event("trial_runs:inject:answered", "dealt with", ("at", "answer")),
    Event("annexe_a:upload:added", "uploaded", ("as_at", "edition", "files")),
    Event("annexe_a:upload:checked", "checked", ("lists", "errors", "warnings")),
    Event("annexe_a:upload:refused", "could not read", ("reason",)),
    Event("annexe_a:list:replaced", "replaced", ("content_hash", "rows", "errors", "signed_by")),
    Event("annexe_a:list:signed", "signed", ("content_hash", "errors", "note")),
    Event("annexe_a:list:withdrawn", "withdrew the signature of", ("signed_by", "reason")),
    Event("annexe_a:list:commented", "wrote Ofsted a comment on", ("text",)),
    Event("annexe_a:workbook:downloaded", "downloaded the workbook made from", ("layout",)),
    Event("annexe_a:findings:downloaded", "downloaded the findings of", ("kind", "findings")),
)

AREA_WORDS = {
    "inspections": "Inspections and tasks",
    "annexe_a": "Annexe A",
    "library": "Documents",
    "bundles": "Bundles",
    "actions": "Actions",
    "meetings": "Meetings",
    "register": "Readiness register",
    "trial_runs": "Trial runs",
    "people": "People and sign-ins",
    "notifications": "Emails",
}
"""What the part of an event before its first colon is called."""

EVENTS = {event.name: event for event in _ALL}


SIGN_IN_EVENTS = frozenset(
    {"people:session:began", "people:session:ended", "people:sign_in:failed"}
)
"""Who came and went: kept, but no news to anybody."""


def list_areas() -> dict[str, str]:
    """The areas that something can happen in, with their words."""
    present = {name.partition(":")[0] for name in EVENTS}
    return {area: words for area, words in AREA_WORDS.items() if area in present}


def find_event(name: str) -> Event:
    """The declared event. Raises LookupError for one that is not in the vocabulary."""
    try:
        return EVENTS[name]
    except KeyError:
        raise LookupError(f"“{name}” is not in the activity vocabulary.") from None
