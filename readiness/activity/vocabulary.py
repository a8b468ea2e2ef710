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
    Event("notifications:feed:made", "made"),
    Event("notifications:feed:revoked", "revoked"),
    Event("notifications:channel:set", "set"),
    Event("notifications:channel:removed", "removed"),
    Event("inspections:inspection:started", "started", ("call_at", "is_trial")),
    Event("inspections:inspection:closed", "closed and archived", ("left_open", "keep_until")),
    Event("inspections:inspection:reopened", "opened … again", ("reason",)),
    Event("inspections:inspection:kept", "changed how long … is kept", ("keep_until", "reason")),
    Event("inspections:anchor:moved", "moved", ("at", "tasks_moved")),
    Event("inspections:closure:added", "added the closure day", ("day", "name")),
    Event("inspections:closure:removed", "removed the closure day", ("day", "name")),
    Event("inspections:task:changed", "updated", ("state", "reason", "due_at", "pinned")),
    Event("inspections:task:begun", "began", ("state", "reason")),
    Event("inspections:task:put_back", "put … back to do", ("state", "reason")),
    Event("inspections:task:blocked", "blocked", ("state", "reason")),
    Event("inspections:task:dropped", "marked as not needed", ("state", "reason")),
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
    Event("outcomes:draft:received", "recorded the draft report of", ("received_at",)),
    Event("outcomes:comment:added", "wrote", ("paragraph",)),
    Event("outcomes:comment:changed", "changed", ("paragraph", "claim", "problem", "evidence")),
    Event("outcomes:comment:dropped", "took out", ("reason",)),
    Event("outcomes:comment:answered", "recorded Ofsted’s answer to", ("response", "words")),
    Event("outcomes:comment:evidenced", "added a file to", ("sha256",)),
    Event("outcomes:comment:downloaded", "downloaded a file of", ("sha256",)),
    Event("outcomes:judgement:recorded", "recorded the judgements of", ("grades",)),
    Event("outcomes:report:published", "recorded the publication of", ("at", "reference")),
    Event("outcomes:improvement:added", "recorded", ("text", "national_framework")),
    Event("outcomes:improvement:changed", "changed", ("text", "national_framework")),
    Event("outcomes:improvement:removed", "took out", ("text", "national_framework")),
    Event("outcomes:improvement:planned", "agreed an action for", ("action",)),
    Event("outcomes:plan:sent", "recorded the sending of", ("sent_at", "reference")),
    Event("actions:action:added", "agreed", ("owner", "due_on")),
    Event("actions:action:changed", "changed", ("title", "owner", "due_on", "reason")),
    Event("actions:action:noted", "added a note to"),
    Event("actions:action:evidenced", "added a file to", ("sha256",)),
    Event("actions:action:downloaded", "downloaded a file of", ("sha256",)),
    Event("actions:action:reported", "reported the end of", ("state", "reason")),
    Event("actions:action:confirmed", "confirmed the end of", ("state",)),
    Event("actions:action:dropped", "marked as not needed", ("state", "reason")),
    Event("actions:action:reopened", "reopened", ("state", "reason")),
    Event("requests:request:added", "logged", ("owner", "due_at")),
    Event("requests:request:changed", "changed", ("asked_at", "due_at", "area")),
    Event("requests:request:given", "gave … an owner", ("owner",)),
    Event("requests:request:answered", "answered", ("state", "document")),
    Event("requests:request:accepted", "noted that inspectors accepted", ("state",)),
    Event("requests:request:flagged", "flagged the answer to", ("state",)),
    Event("requests:briefing:recorded", "noted as told:", ("told_at",)),
    Event("requests:briefing:withdrawn", "took back as told:", ("told_at",)),
    Event("requests:screen:opened", "put up the wall screen in", ("until",)),
    Event("requests:screen:ended", "took down the wall screen in"),
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
    Event("trial_runs:gap:recorded", "recorded", ("kind", "severity", "owner")),
    Event("trial_runs:gap:changed", "changed", ("kind", "severity", "owner", "step", "what")),
    Event("trial_runs:gap:accepted", "accepted", ("reason",)),
    Event("trial_runs:gap:reopened", "opened again", ("reason",)),
    Event("trial_runs:gap:proposed", "proposed a change of the checklist for", ("step", "change")),
    Event("trial_runs:trial:noted", "noted what went well in"),
    Event("trial_runs:report:made", "wrote the report of", ("sha256",)),
    Event("fieldwork:entry:added", "put … on the timetable", ("starts_at", "room")),
    Event(
        "fieldwork:entry:changed",
        "changed … on the timetable",
        ("starts_at", "ends_at", "room", "inspector", "note_taker", "people"),
    ),
    Event("fieldwork:entry:removed", "took … off the timetable", ("starts_at", "room")),
    Event("fieldwork:note:added", "wrote the note of", ("day",)),
    Event("fieldwork:note:changed", "changed the note of"),
    Event("fieldwork:point:added", "added a point to the note of", ("kind", "due_at")),
    Event("fieldwork:point:changed", "changed a point of the note of", ("kind", "due_at")),
    Event("fieldwork:point:withdrawn", "withdrew a point of the note of", ("kind",)),
    Event("fieldwork:point:answered", "gave the evidence for a point of", ("kind",)),
    Event("fieldwork:point:reopened", "took back that evidence was given for", ("kind",)),
    Event("fieldwork:referral:logged", "logged", ("received_at", "due_at", "owner")),
    Event("fieldwork:referral:changed", "wrote down what is done about", ("owner",)),
    Event("fieldwork:referral:closed", "told the lead inspector of", ("told_at",)),
    Event("fieldwork:referral:reopened", "opened again", ("told_at",)),
    Event("fieldwork:case:selected", "added", ("service",)),
    Event("fieldwork:case:changed", "changed", ("service",)),
    Event("fieldwork:case:withdrawn", "withdrew"),
    Event("fieldwork:check:ticked", "ticked off a check of", ("check",)),
    Event("fieldwork:check:reopened", "reopened a check of", ("check",)),
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
    Event("trial_runs:inject:answered", "dealt with", ("at",)),
    Event("annexe_a:upload:added", "uploaded", ("as_at", "edition", "files")),
    Event("annexe_a:upload:checked", "checked", ("lists", "errors", "warnings", "mapped")),
    Event("annexe_a:upload:again", "asked for another check of", ("files_of_upload",)),
    Event("annexe_a:mapping:saved", "saved", ("values", "headings", "columns")),
    Event("annexe_a:mapping:withdrawn", "withdrew from the mapping", ("saved_by",)),
    Event("annexe_a:unknown:downloaded", "downloaded the unknown values of", ("spellings",)),
    Event("annexe_a:upload:refused", "could not read", ("reason",)),
    Event("annexe_a:list:replaced", "replaced", ("content_hash", "rows", "errors", "signed_by")),
    Event("annexe_a:list:signed", "signed", ("content_hash", "errors", "note")),
    Event("annexe_a:list:withdrawn", "withdrew the signature of", ("signed_by", "reason")),
    Event("annexe_a:list:commented", "wrote Ofsted a comment on", ("text",)),
    Event("annexe_a:workbook:downloaded", "downloaded the workbook made from", ("layout",)),
    Event("annexe_a:figures:given", "gave", ("figures", "children")),
    Event("annexe_a:findings:downloaded", "downloaded the findings of", ("kind", "findings")),
    Event("annexe_a:profile:downloaded", "downloaded the profile of", ("small_numbers",)),
    Event("annexe_a:child:looked_up", "looked up a child in", ("lists",)),
    Event("annexe_a:finding:explained", "explained", ("rule", "expires_on")),
    Event("annexe_a:findings:explained", "explained findings of", ("explanations",)),
    Event("annexe_a:explanation:withdrawn", "withdrew the explanation of", ("rule",)),
    Event("annexe_a:worklist:asked", "asked for"),
    Event("annexe_a:worklist:downloaded", "downloaded", ("findings", "teams")),
)

AREA_WORDS = {
    "inspections": "Inspections and tasks",
    "annexe_a": "Annexe A",
    "library": "Documents",
    "bundles": "Bundles",
    "outcomes": "After the inspection",
    "actions": "Actions",
    "requests": "Requests and people told",
    "meetings": "Meetings",
    "trial_runs": "Trial runs",
    "register": "Readiness register",
    "fieldwork": "Week on site",
    "people": "People and sign-ins",
    "notifications": "Emails",
}
"""What the part of an event before its first colon is called."""

EVENTS = {event.name: event for event in _ALL}


SIGN_IN_EVENTS = frozenset(
    {"people:session:began", "people:session:ended", "people:sign_in:failed"}
)
"""Who came and went: kept, but no news to anybody."""

SECRET_EVENTS = frozenset(
    {"trial_runs:inject:added", "trial_runs:inject:moved", "trial_runs:inject:skipped"}
)
"""What tells of a surprise to come, or of one left out: for those who run trial runs alone."""


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
