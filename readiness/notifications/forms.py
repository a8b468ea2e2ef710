"""The form of one’s own e-mail hours, and the filter of the list of e-mails."""

from collections.abc import Mapping
from datetime import date, time

from readiness.notifications.queries import Wanted
from readiness.notifications.rules.hours import MailHours
from readiness.notifications.rules.outbox import MessageState
from readiness.plain_words import format_time
from readiness.web import forms

_HOURS = [(f"{hour:02d}:00", format_time(time(hour))) for hour in range(24)]
_LAST = ("23:59", "midnight, at the end of the day")


class HoursForm(forms.BaseForm):
    """When we may e-mail you."""

    submit_words = "Save"
    opens = forms.select("Not before", _HOURS, needed="Choose the first hour.")
    closes = forms.select("Not after", [*_HOURS[1:], _LAST], needed="Choose the last hour.")
    every_day = forms.checkbox("Also at weekends and on bank holidays")
    any_time = forms.checkbox(
        "In an inspection, also at any time of day or night, about what is due now or overdue"
    )
    version = forms.version()

    @property
    def chosen(self) -> MailHours:
        """The hours as chosen. Only after it was validated."""
        return MailHours(
            time.fromisoformat(self.opens.data),
            time.fromisoformat(self.closes.data),
            bool(self.every_day.data),
            bool(self.any_time.data),
        )


def fill_form(hours: MailHours, version: int) -> HoursForm:
    """The form with these hours in it."""
    return HoursForm(
        None,
        opens=f"{hours.opens:%H:%M}",
        closes=f"{hours.closes:%H:%M}",
        every_day=hours.every_day,
        any_time=hours.any_time,
        version=version,
    )


def read_filter(args: Mapping[str, str]) -> Wanted:
    """The filter from the address; what makes no sense is left out."""
    state, person = args.get("state", ""), args.get("who", "")
    is_number = person.isascii() and person.isdigit() and len(person) < 10
    return Wanted(
        state=MessageState(state) if state in list(MessageState) else None,
        person_id=int(person) if is_number else None,
        first_day=_read_day(args.get("from", "")),
        last_day=_read_day(args.get("to", "")),
    )


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
