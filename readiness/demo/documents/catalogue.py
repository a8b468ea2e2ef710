"""Which documents the invented council has, and how each stands on the day it is loaded.

Most are in date and approved. Three are out of date, three wait for approval, two are missing
(`MISSING`), and the self-evaluation has an approved version below a newer one that nobody has
approved. tests/integration/demo holds the catalogue to `checklists/documents.yaml`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from readiness.demo.documents import audits, figures, leadership, partnership, practice, services
from readiness.demo.documents.pieces import Content, Facts

MISSING = ("fostering-adoption-reports", "partnership-report")


@dataclass(frozen=True)
class Paper:
    """One version: its file name, its content, and its age in days, 0 for as old as the lists.

    `kind` is docx, xlsx or csv.
    """

    key: str
    name: str
    make: Callable[[Facts], Content]
    age: int = 0
    approved: bool = True
    note: str = ""

    @property
    def kind(self) -> str:
        """The kind of file, by its name."""
        return self.name.rpartition(".")[2]


PAPERS = (
    Paper("self-evaluation", "Self-evaluation.docx", leadership.self_evaluation, 52),
    Paper("self-evaluation", "Self-evaluation, revised.docx", leadership.revised_self_evaluation,
          0, approved=False, note="With what the trial run showed. For the Director to read."),
    Paper("improvement-plan", "Improvement plan and board minutes.docx",
          leadership.improvement_plan, 19),
    Paper("board-papers", "Scrutiny and safeguarding board.docx", leadership.board_papers, 33),
    Paper("previous-inspections", "Previous inspections and reviews.docx",
          leadership.previous_inspections, 61),
    Paper("structure-chart", "Structure chart and contacts.docx", leadership.structure_chart),
    Paper("audited-case-list", "Audited cases.xlsx", audits.audited_case_list),
    Paper("qa-framework", "Quality assurance framework.docx", audits.qa_framework, 260),
    Paper("audit-summaries", "Audit summaries and actions.docx", audits.audit_summaries, 24,
          approved=False, note="Third cycle added."),
    Paper("performance-report", "Performance report.docx", figures.performance_report, 20),
    Paper("team-caseloads", "Caseloads.xlsx", figures.team_caseloads, 46,
          note="To be run again without workers who have left."),
    Paper("workforce-report", "Workforce report.docx", figures.workforce_report, 150),
    Paper("practice-standards", "Practice standards.docx", practice.practice_standards, 300),
    Paper("threshold-document", "Thresholds and front door.docx", practice.threshold_document,
          410),
    Paper("plo-tracker", "Pre-proceedings and court.xlsx", practice.plo_tracker, 0,
          approved=False, note="Two hearing dates to be confirmed."),
    Paper("permanence-tracker", "Permanence tracker.xlsx", practice.permanence_tracker),
    Paper("exploitation-and-missing", "Exploitation and missing.docx",
          practice.exploitation_and_missing, 240),
    Paper("family-feedback", "Feedback from families.docx", practice.family_feedback, 120),
    Paper("early-help-strategy", "Early help strategy.docx", services.early_help_strategy, 500),
    Paper("sufficiency-strategy", "Sufficiency strategy.docx", services.sufficiency_strategy,
          620),
    Paper("corporate-parenting", "Corporate parenting.docx", services.corporate_parenting, 55),
    Paper("care-leavers-offer", "Offer to care leavers.docx", services.care_leavers_offer, 40),
    Paper("iro-annual-report", "Reviewing officers, annual report.docx",
          services.iro_annual_report, 200),
    Paper("lado-annual-report", "Designated officer, annual report.docx",
          services.lado_annual_report, 190),
    Paper("virtual-school-report", "Virtual school, annual report.docx",
          services.virtual_school_report, 75),
    Paper("complaints-report", "Complaints, annual report.docx", services.complaints_report, 170,
          approved=False),
    Paper("serious-incident-learning", "Learning from incidents.docx",
          partnership.serious_incident_learning, 80),
    Paper("meetings-schedule", "Meetings to observe.csv", practice.meetings_schedule),
    Paper("particular-circumstances", "Particular circumstances.xlsx",
          figures.particular_circumstances),
)  # fmt: skip
