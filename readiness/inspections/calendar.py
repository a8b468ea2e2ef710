"""England's bank holidays and the council's closure days, as the calendar the rules count with."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import holidays
from holidays.holiday_base import HolidayBase

from readiness.inspections.rules.working_days import Calendar

_NAMES = {
    "May Day": "the Early May bank holiday",
    "Spring Bank Holiday": "the Spring bank holiday",
    "Late Summer Bank Holiday": "the Summer bank holiday",
}
_SUBSTITUTE = " (observed)"


@cache
def _united_kingdom() -> type[HolidayBase]:
    """The library’s own class, from its own file.

    Asked for in the usual way the library loads the 250 other countries too, which takes
    longer than it takes to check a list.
    """
    file = Path(holidays.__file__).parent / "countries" / "united_kingdom.py"
    module = ModuleType("united_kingdom")
    SourceFileLoader(module.__name__, str(file)).exec_module(module)
    found: type[HolidayBase] = module.UnitedKingdom
    return found


@lru_cache(maxsize=128)
def read_year(year: int) -> Mapping[date, str]:
    """The bank holidays of a year in order, with their names; none after the year 2100."""
    # The division must be given, or Easter Monday counts as a working day.
    found = _united_kingdom()(subdiv="ENG", years=year)
    return {day: _plain(name) for day, name in sorted(found.items())}


def england_bank_holidays(years: Iterable[int]) -> frozenset[date]:
    """The bank holidays of these years, substitute days included."""
    return frozenset(day for year in years for day in read_year(year))


def working_calendar(closures: Mapping[date, str] | None = None) -> Calendar:
    """England’s working days of any year; the calendar knows why a day is not worked.

    `closures` are the council's own closure days with their names.
    """
    names = {day: f"a closure day of the council, {name}" for day, name in (closures or {}).items()}
    return Calendar(frozenset(names), names, _BANK_HOLIDAYS.__getitem__)


class _BankHolidays(dict[date, str]):
    """The bank holiday of each day that was asked for, "" for none.

    A date may be put into any year, and nobody knows beforehand which: the library is asked for
    a year with the first of its days, and for a day once.
    """

    def __missing__(self, day: date) -> str:
        name = self[day] = read_year(day.year).get(day, "")
        return name


_BANK_HOLIDAYS = _BankHolidays()


def _plain(name: str) -> str:
    """The library's name of a holiday as a sentence has it."""
    if name.endswith(_SUBSTITUTE):
        return f"the bank holiday in place of {_plain(name.removesuffix(_SUBSTITUTE))}"
    return _NAMES.get(name, name.replace("'", "’"))
