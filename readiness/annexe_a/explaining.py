"""What an explanation of a finding is, and what can be wrong with one.

Pure: the day and the words of the council are told.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from readiness.checklists.worklists import Worklists
from readiness.months import add_months
from readiness.plain_words import format_day

REFERENCE, EXPLANATION, UNTIL = "Finding", "Explanation", "Until"
"""The headings by which a file of explanations is read, and which files of findings have."""
SEEN = "Explained"
"""The heading of what explained a finding when the file was made."""
LONGEST_EXPLANATION = 500
SOON = timedelta(days=14)


@dataclass(frozen=True)
class Explained:
    """A finding and what is said of it: `reference` is that of `placing`."""

    reference: str
    list_number: int
    rule: str
    column: str
    text: str
    expires_on: date


@dataclass(frozen=True)
class Standing:
    """An explanation that stands: what a file may say again, or say anew once it was seen."""

    id: int
    text: str
    expires_on: date
    author: str
    explained_on: date

    @property
    def told(self) -> str:
        """As files of findings tell it under `SEEN`."""
        return f"{self.text} ({self.author}, until {self.expires_on:%d/%m/%Y})"


def find_text_fault(text: str) -> str:
    """What is wrong with the words of an explanation as a sentence, “” where nothing is."""
    if not text.strip():
        return "Write why the finding is right as it is."
    if len(text) > LONGEST_EXPLANATION:
        return f"The explanation is longer than {LONGEST_EXPLANATION} characters. Shorten it."
    return ""


def find_day_fault(expires_on: date, today: date, words: Worklists) -> str:
    """What is wrong with the last day of an explanation as a sentence, “” where nothing is."""
    last = add_months(today, words.most_months)
    if expires_on < today:
        return f"{format_day(expires_on)} is past. Give the last day on which it is to hold."
    if expires_on > last:
        return f"An explanation holds until {format_day(last)} at the longest. Give a day before."
    return ""
