"""The forms of what comes after an inspection, words included."""

from collections.abc import Iterable

from readiness.actions.forms import NO_CHILD, AgreeForm
from readiness.checklists.judgements import ElementSpec, JudgementSet
from readiness.inspections.forms import MoveForm
from readiness.outcomes.models import Judgement
from readiness.outcomes.rules import RESPONSE_WORDS
from readiness.people.models import Post
from readiness.web import forms
from readiness.web.forms import BaseForm, VersionForm


class DraftForm(MoveForm):
    """The last step of recording the draft, under the preview."""

    submit_words = "Record the draft report"


class PublicationForm(MoveForm):
    """The last step of recording the publication."""

    submit_words = "Record the publication"
    reference = forms.text("Reference or address of the report", most=200)


class PlanForm(BaseForm):
    """A plan was sent."""

    submit_words = "Record that it was sent"
    sent_at = forms.moment("When was it sent?", needed="Enter when the plan was sent.")
    reference = forms.text("Receipt or reference", most=200)


class CommentForm(VersionForm):
    """Something in the draft report that is not right."""

    submit_words = "Save the comment"
    paragraph = forms.text(
        "Paragraph", needed="Say which paragraph it is about.", most=40, width=10, hint="Like 12"
    )
    claim = forms.long_text(
        "What the draft says", needed="Write what the draft report says.", rows=3, hint=NO_CHILD
    )
    problem = forms.long_text(
        "What is wrong, and what is right",
        needed="Write what is wrong, and what is right.",
        rows=3,
        hint=NO_CHILD,
    )
    evidence_text = forms.long_text("What shows it", rows=2, hint="Files are added afterwards.")
    document = forms.select("A document that shows it", [])
    post = forms.select("Owner", [], needed="Choose whose comment it is.")

    def offer(self, posts: Iterable[Post], versions: Iterable[tuple[int, str]]) -> None:
        """Let a post and a document be chosen."""
        self.post.choices = [("", "Choose a post"), *((p.key, p.title) for p in posts)]
        self.document.choices = [("", "None of them"), *((str(i), words) for i, words in versions)]


class AnswerForm(VersionForm):
    """What Ofsted said to a comment."""

    submit_words = "Record the answer"
    response = forms.radios(
        "What Ofsted said",
        [(response.value, words) for response, words in RESPONSE_WORDS.items()],
        needed="Choose what Ofsted said.",
    )
    response_words = forms.long_text(
        "In Ofsted’s words", when="needed unless it was accepted", rows=2, hint=NO_CHILD
    )


class DropForm(VersionForm):
    """Why a comment is taken out."""

    submit_words = "Take the comment out"
    drop_reason = forms.text(
        "Why is it taken out?", needed="Say why the comment is taken out.", most=500
    )


class EvidenceForm(BaseForm):
    """A file that shows that a comment is right."""

    submit_words = "Add the file"
    file = forms.file(
        "File",
        needed="Choose a file to upload.",
        accept=".pdf,.docx,.xlsx,.pptx,.csv,.png,.jpg,.txt",
    )


class GradesForm(VersionForm):
    """A choice for each thing that is judged, made when the form is."""

    submit_words = "Save the judgements"


GRADE = "grade-"


def make_grades_form(
    edition: JudgementSet, known: dict[str, Judgement], version: int | None, *, is_sent: bool
) -> BaseForm:
    """The form with the judgements of one framework."""
    grades = [("", "Choose a grade"), *((grade, grade) for grade in edition.grades)]
    fields = {
        f"{GRADE}{one.key}": forms.select(
            one.title,
            grades,
            needed=f"Choose a grade for “{one.title}”.",
            default=known[one.key].grade if one.key in known else "",
        )
        for one in edition.judgements
    }
    # A field is on or off a form by its class, so each framework gets a class of its own.
    kind = type("GradesOf", (GradesForm,), fields)
    form: BaseForm = kind() if is_sent else kind(None, version=version)
    return form


def read_grades(form: BaseForm) -> dict[str, str]:
    """The grade that was chosen for each thing, by its key."""
    return {
        field.name.removeprefix(GRADE): field.data for field in form if field.name.startswith(GRADE)
    }


class ImprovementForm(VersionForm):
    """One thing that the report says needs to improve."""

    submit_words = "Save"
    text = forms.long_text(
        "What needs to improve, as the report says it",
        needed="Write what the report says needs to improve.",
        rows=3,
        most=2000,
    )
    element = forms.select("Part of the National Framework", [])

    def offer(self, elements: Iterable[ElementSpec]) -> None:
        """Let an outcome or an enabler be chosen."""
        self.element.choices = [("", "Not named"), *((e.key, e.title) for e in elements)]


class PlanActionForm(AgreeForm):
    """An action for what needs to improve."""

    submit_words = "Agree this action"
