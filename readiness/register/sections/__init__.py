"""The sections of the register: what each package has that must stay ready.

A package joins with one module here that says what its section is (`SECTION`), and one name in
`SECTIONS`. The pages, the count, “if the call came today” and the nightly snapshot ask no more.
"""

from readiness.register.sections import documents, lists, standing
from readiness.register.sections.contract import Section

SECTIONS: tuple[Section, ...] = (lists.SECTION, documents.SECTION, standing.SECTION)
"""In the order of the page."""


def find_section(key: str) -> Section:
    """The section of this key. Raises KeyError."""
    return {section.key: section for section in SECTIONS}[key]
