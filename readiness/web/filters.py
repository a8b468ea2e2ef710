"""What templates may use to put moments, days, spans and sizes into words."""

import re
from datetime import date, datetime, timedelta

from flask import Flask

from readiness import clock, plain_words


def install_filters(app: Flask) -> None:
    """Add the filters and the clock to every template."""
    app.jinja_env.filters.update(
        moment=moment,
        day=day,
        short_day=short_day,
        short_moment=short_moment,
        time=clock_time,
        iso=iso,
        plural=plain_words.plural,
        join_words=plain_words.join_words,
        file_size=file_size,
        length_of_time=plain_words.spell_length,
        how_long_until=how_long_until,
        how_long_since=how_long_since,
        slug=slug,
    )
    app.jinja_env.globals.update(clock_now=clock.now, clock_today=clock.today)


def moment(value: datetime | None) -> str:
    """“Tuesday 24 November 2026, 5pm” on a London clock; nothing for None."""
    return "" if value is None else plain_words.format_moment(value)


def day(value: date | None) -> str:
    """“Tuesday 24 November 2026”; an aware moment gives its London day; nothing for None."""
    if value is None:
        return ""
    return plain_words.format_day(
        clock.in_london(value).date() if isinstance(value, datetime) else value
    )


def short_day(value: date) -> str:
    """“Tue 24 Nov”, where a list of days already says the year."""
    return f"{value:%a} {value.day} {value:%b}"


def short_moment(value: datetime) -> str:
    """“Tue 24 Nov, 5pm” on a London clock, where the page already says the year."""
    local = clock.in_london(value)
    return f"{short_day(local)}, {plain_words.format_time(local)}"


def clock_time(value: datetime | None) -> str:
    """“5pm” on a London clock; nothing for None."""
    return "" if value is None else plain_words.format_time(clock.in_london(value))


def iso(value: date) -> str:
    """The form that a `datetime` attribute takes."""
    return value.isoformat()


def how_long_until(then: datetime, now: datetime) -> str:
    """“in 5 hours 12 minutes”, or “3 days ago” when it has passed."""
    length = plain_words.spell_length(then - now)
    return f"in {length}" if then >= now else f"{length} ago"


def how_long_since(then: datetime, now: datetime) -> str:
    """“5 minutes ago”; “just now” within a minute."""
    return "just now" if abs(now - then) < timedelta(minutes=1) else how_long_until(then, now)


def file_size(size: int | None) -> str:
    """A size in bytes as people say it: “812 bytes”, “1.4 MB”. Nothing for None."""
    if size is None:
        return ""
    if size < 1000:
        return plain_words.plural(size, "byte")
    amount = float(size)
    for unit in ("KB", "MB"):
        amount /= 1000
        if round(amount, 1) < 1000:
            return f"{amount:.0f} {unit}" if amount >= 10 else f"{amount:.1f} {unit}"
    return f"{amount / 1000:.1f} GB"


def slug(words: object) -> str:
    """Words as an element’s id: lower case letters and figures joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", str(words).lower()).strip("-")
