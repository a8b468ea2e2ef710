"""Calendar files read by a parser that did not write them."""

from typing import Any

import vobject


def read_calendar(body: bytes | str) -> Any:
    """The calendar of a file, which must be whole and valid; it tells the rules of its own zone."""
    text = body if isinstance(body, str) else body.decode("utf-8")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n")), "a line is too long"
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    calendar = vobject.readOne(text)
    calendar.validate(raiseException=True)
    return calendar


def list_events(body: bytes | str) -> dict[str, Any]:
    """The events of a file by what they are called."""
    calendar = read_calendar(body)
    return {event.summary.value: event for event in getattr(calendar, "vevent_list", [])}
