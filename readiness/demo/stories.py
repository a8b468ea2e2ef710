"""What was particular about the invented council’s two inspections of the past.

Everything these tables do not name went as planned: done in time, by the holder of the post.
All are keyed by the step of `checklists/inspections/ilacs-short.yaml`; a step that the file no
longer has is passed over.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from readiness.demo.gaps import GAPS, WELL, GapSeen

_REHEARSED = "A rehearsal: there is no report to check, publish or answer."
_NO_FAMILIES = "A rehearsal: no family is asked for anything."


@dataclass(frozen=True)
class Story:
    """`late` in minutes after the due time; `handed_over` gives the reason for the deputy.

    `comments` name the post that speaks, `well` the post that saw what went well. `files` are
    the evidence: a name and its text. `gaps` are seen in a trial run.
    """

    call_note: str
    late: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    blocked: Mapping[str, str] = field(default_factory=dict)
    handed_over: Mapping[str, str] = field(default_factory=dict)
    not_needed: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    gaps: Mapping[str, GapSeen] = field(default_factory=dict)
    well: Mapping[str, tuple[str, str]] = field(default_factory=dict)


_FILES = {
    "file-confirmation": (
        "confirmation.txt",
        "Confirmation of the inspection.\nKind: short inspection.\nOff-site week: this week.\n"
        "On site: Monday to Friday of next week.\nChild-level data: Tuesday. Documents: Wednesday.",
    ),
    "upload-data": (
        "receipt-child-level-data.txt",
        "Receipt: 1 file received.\nThe workbook opened on the site and shows eleven lists.",
    ),
    "upload-documents": (
        "receipt-documents.txt",
        "Receipt: 1 file received.\nThe index opened on the site; every document in it was there.",
    ),
    "receive-selected-cases": (
        "selected-cases.txt",
        "Twelve cases selected from the list of audited cases.\nBy service: family support 4, "
        "child protection 3, children in care 3, care leavers 2.\nThe numbers are in the case "
        "system’s inspection folder, not here.",
    ),
    "return-case-audits": (
        "audits-returned.txt",
        "Twelve of twelve audits returned, each moderated.\nGrades changed in moderation: 4.",
    ),
    "agree-timetable": (
        "fieldwork-timetable.csv",
        "Day,Time,What,Room\nMonday,09:30,Welcome and introductions,Harbour room\n"
        "Monday,11:00,Front door: sit with the duty team,First floor\n"
        "Tuesday,09:30,Strategy meeting (observe),Meeting room 2\n"
        "Wednesday,10:00,Child protection conference (observe),Conference suite\n"
        "Thursday,14:00,Care leavers’ group,Youth centre\nFriday,11:00,Feedback,Harbour room\n",
    ),
    "note-feedback": (
        "feedback-notes.txt",
        "Notes of the feedback meeting, taken word for word by two people and compared.\n"
        "Embargoed until publication.",
    ),
    "return-comments": (
        "factual-accuracy.csv",
        "Paragraph,What it says,What is right,Evidence\n"
        "7,“most”,“almost all” (259 of 291),Performance report\n"
        "15,two teams,three teams,Structure chart\n",
    ),
    "send-action-plan": (
        "action-plan-receipt.txt",
        "The action plan was sent and receipt confirmed.",
    ),
}

TRIAL = Story(
    call_note="Played by the principal social worker from the phone in the next room.",
    late={
        "create-accounts": 330,
        "test-accounts": 75,
        "book-rooms": 95,
        "test-wifi": 190,
        "sign-list-6": 140,
        "reconcile-counts": 105,
        "sign-list-8": 50,
        "approve-team-caseloads": 120,
        "approve-audited-case-list": 65,
        "check-leave": 85,
    },
    notes={
        "book-rooms": "Harbour room and four interview rooms. Two were double-booked at first.",
        "create-accounts": "Six read-only accounts. The role was missing and had to be made.",
        "test-wifi": "Guest Wi-Fi did not reach the ground-floor interview rooms. Now it does.",
        "run-lists": "Second run. The first had the old column order in list 9.",
        "reconcile-counts": "790 in need, 274 plans, 291 in care, 268 care leavers: it agrees.",
        "upload-data": "Built and opened, but not uploaded: the receipt is a sample.",
        "receive-selected-cases": "Drawn by lot: twelve cases.",
        "hold-debrief": "On track. Eight gaps, each with an owner: rooms, passes, accounts, Wi-Fi, "
        "the caseload report, workers’ names in list 6, cover for the data lead, and leave.",
    },
    blocked={
        "create-accounts": "The case system has no read-only role for inspectors. The supplier "
        "says Thursday.",
        "book-rooms": "The conference suite is booked for elections training both weeks.",
        "sign-list-6": "Five open cases have no worker in the extract. Waiting for the teams.",
        "set-up-base": "No key for the Harbour room’s cabinet, and no desk for a sixth inspector.",
    },
    handed_over={
        "approve-early-help-strategy": "At the partnership’s away day until Thursday.",
        "test-wifi": "On site at the depot all day; Pat has the cables and the plan.",
    },
    not_needed={
        "tell-partners": "A rehearsal: partners were told beforehand that it would happen.",
        "arrange-parking-passes": "A rehearsal: everybody has a pass already.",
        "contact-families": _NO_FAMILIES,
        "arrange-young-people": _NO_FAMILIES,
        "arrange-carers": _NO_FAMILIES,
        "send-embargo": "A rehearsal: nothing is under embargo.",
        **dict.fromkeys(
            (
                "record-draft",
                "check-accuracy",
                "agree-comments",
                "return-comments",
                "plan-publication",
                "publish-day",
                "record-outcome",
                "draft-action-plan",
                "report-to-members",
                "approve-action-plan",
                "send-action-plan",
            ),
            _REHEARSED,
        ),
    },
    comments={
        "create-accounts": (
            ("it-lead", "Supplier rung at 10. They can copy the auditor’s role today."),
            ("inspection-coordinator", "For the real day this must exist already: a gap."),
        ),
        "book-rooms": (
            ("facilities-lead", "Elections training moved to the library. Suite is ours."),
        ),
        "sign-list-6": (
            ("hos-assessment-family-support", "All five are between workers this week. Named now."),
        ),
        "approve-team-caseloads": (
            ("data-lead", "Three workers had left but still held cases in the report."),
        ),
        "huddle-day-1": (
            ("inspection-coordinator", "Fifteen minutes were enough when everybody stood."),
        ),
    },
    files=_FILES,
    gaps=GAPS,
    well=WELL,
)
"""The rehearsal with colleagues from IT and Facilities, as in the planning slides."""

PAST = Story(
    call_note="The lead inspector rang at 9.15am. Four inspectors, a fifth for schools.",
    late={
        "check-leave": 45,
        "sign-list-8": 35,
        "approve-plo-tracker": 40,
        "return-case-audits": 50,
        "close-accounts": 260,
    },
    notes={
        "set-up-conversation": "Dates agreed. No reason for a deferral.",
        "upload-data": "Uploaded at the second attempt: the first file name was too long.",
        "receive-selected-cases": "Twelve cases from the list.",
        "attend-feedback": "Thanks given to staff. Embargoed.",
        "record-outcome": "Good in every judgement, and good overall.",
        "publish-day": "Staff and partners told at 8, an hour before the report was public.",
    },
    blocked={
        "test-upload": "The site refuses our address. The helpdesk is opening it.",
    },
    handed_over={
        "brief-members": "In the set-up conversation’s follow-up until noon.",
    },
    not_needed={
        "close-referred-cases": "No case was referred back to us.",
    },
    comments={
        "set-up-base": (("facilities-lead", "Six desks, two screens, kettle. Signs are up."),),
        "clear-requests": (
            ("inspection-coordinator", "Forty-one requests so far, all answered the same day."),
        ),
        "check-on-staff": (("psw", "Tired but proud. Cake on Thursday."),),
    },
    files=_FILES,
)
"""The short inspection of some years ago, which found services good, as in the slides."""
