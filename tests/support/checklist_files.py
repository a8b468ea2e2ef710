"""A small checklists folder that a test can spoil in one place."""

from pathlib import Path

POSTS = """\
posts:
  - key: dcs
    title: Director
    role: director
    about: Takes the call.
  - key: data-lead
    title: Data lead
    role: data_lead
    about: Builds the lists.
"""

DOCUMENTS = """\
documents:
  - key: self-evaluation
    number: 1
    title: Self-evaluation
    about: What we know of our practice.
    post: dcs
    gate: data_due
    months: 12
    folder: Leadership
    source: Common practice
  - key: duty-rota
    number: 2
    title: Duty rota
    about: Who is on duty.
    post: data-lead
    on_request: true
    months: 1
    folder: Workforce
    source: Common practice
"""

CHECKLIST = """\
key: ilacs-short
title: Short inspection
framework: ILACS
about: A short inspection.
source: Invented for tests
selected_cases: 12
anchors:
  - key: call
    title: Notification call
    named: the call
  - key: data_due
    title: Data due
    named: the data deadline
    gate: true
    from: call
    working_days: 1
    at: "17:00"
    because: The next working day.
    confirm: true
  - key: arrival
    title: Inspectors arrive
    gate: true
    from: call
    weekday: monday
    weeks_later: 1
    at: "09:00"
    because: The Monday of the next week.
  - key: review
    title: Review
    from: arrival
    weeks: 2
    at: "10:00"
    because: Two weeks on.
    estimate: true
steps:
  - key: take-call
    title: Take the call
    guidance: Write it down.
    post: dcs
    due: {anchor: call, working_days: 0, minutes: 45}
    area: people
    source: Common practice
  - key: send-data
    title: Send the data
    guidance: Upload it.
    post: data-lead
    due: {anchor: data_due, working_days: 0, at: "16:00"}
    after: [take-call]
    gate: data_due
    evidence: true
    delivers: bundle:data_due
    area: data
    source: Common practice
  - key: write-evaluation
    title: Write the self-evaluation
    guidance: Be honest.
    post: dcs
    due: {anchor: arrival, working_days: -2, at: "12:00"}
    delivers: document:self-evaluation
    area: documents
    source: Common practice
    confirm: true
  - key: hold-review
    title: Hold a review
    guidance: Look back.
    post: dcs
    due: {anchor: arrival, weeks: 3, at: "14:00"}
    area: after
    source: Common practice
"""

REMINDERS = """\
working_hours: {from: "08:00", to: "18:00"}
inspection:
  until: arrival
  rules:
    - key: due-soon
      to: owner
      when: before
      minutes: 120
    - key: late
      to: director
      when: after
      minutes: 30
director: dcs
heads:
  - {post: data-lead, head: dcs}
digests:
  - key: morning
    to: owner
    at: "08:00"
    ahead_working_days: 3
"""


REGISTER = """\
lists:
  review: {weeks: 5}
  takes: 2
  signing: 1
  source: Invented for tests
documents:
  takes: 3
  approving: 2
items:
  - key: call-list
    title: The call list is right
    guidance: Ring two numbers.
    post: dcs
    review: {working_days: 10}
    takes: 4
    steps: [take-call]
    source: Common practice
  - key: deputies
    title: Deputies
    guidance: Name them.
    post: data-lead
    check: deputies
    source: Common practice
    confirm: true
"""

FIELDWORK = """\
timetable:
  from: arrival
  to: review
referred_back:
  at: "17:00"
  post: dcs
  concerns:
    - {key: safety, title: Safety}
    - {key: other, title: Something else}
  source: Invented for tests
selected_cases:
  checks:
    - key: worker-told
      title: Worker told
      counted: workers are told
      due: {anchor: data_due, working_days: 1, at: "10:00"}
      source: Common practice
    - key: audit-returned
      title: Audit returned
      counted: audits are back
      due: {anchor: arrival, working_days: -1, at: "12:00"}
      post: data-lead
      source: Common practice
      confirm: true
"""


JUDGEMENTS = """\
editions:
  - key: invented
    framework: ILACS
    checklists: [ilacs-short]
    about: Invented.
    source: Invented for tests
    grades: [Good, Inadequate]
    judgements:
      - key: leaders
        title: Leaders
      - key: overall
        title: Overall
national_framework:
  source: Invented for tests
  elements:
    - key: outcome-1
      title: Outcome 1
plans: [review]
"""

ARCHIVE = """\
inspection_years: 10
trial_years: 4
because: It is enough.
source: Invented for tests
"""

REQUESTS = """\
keeper: data-lead
due: {working_days: 1, at: "17:00"}
areas:
  - {key: documents, title: Documents}
  - {key: other, title: Something else}
audiences:
  - key: leader
    title: The leader
    step: take-call
    what: The dates
"""


def make_folder(folder: Path) -> Path:
    """Write the files into a folder and give it back."""
    (folder / "inspections").mkdir(parents=True)
    (folder / "posts.yaml").write_text(POSTS, encoding="utf-8")
    (folder / "documents.yaml").write_text(DOCUMENTS, encoding="utf-8")
    (folder / "inspections" / "fortnightly.yaml").write_text(REGISTER, encoding="utf-8")
    (folder / "reminders.yaml").write_text(REMINDERS, encoding="utf-8")
    (folder / "judgements.yaml").write_text(JUDGEMENTS, encoding="utf-8")
    (folder / "archive.yaml").write_text(ARCHIVE, encoding="utf-8")
    (folder / "requests.yaml").write_text(REQUESTS, encoding="utf-8")
    (folder / "fieldwork.yaml").write_text(FIELDWORK, encoding="utf-8")
    (folder / "inspections" / "ilacs-short.yaml").write_text(CHECKLIST, encoding="utf-8")
    return folder


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the first `old` in a file. Fails where the file does not hold it."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
