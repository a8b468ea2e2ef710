"""What a section of the register is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from readiness.people.permissions import Permission
from readiness.register.known import Known
from readiness.register.rules.items import Thing


@dataclass(frozen=True)
class Section:
    """A part of the register.

    `list_things` gives what must stay ready, each able to be judged on any day, in a fixed number
    of queries; their keys begin with `prefix`. `find_page` gives the address where the thing of a
    key is worked on, for those with `permission`; None where the register’s own page is that place.
    `noun` is what one of its things is called in a count.
    """

    key: str
    title: str
    list_things: Callable[[Known], Iterable[Thing]]
    prefix: str
    find_page: Callable[[str], str] | None = None
    permission: Permission = Permission.SEE_READINESS
    noun: str = "thing"
