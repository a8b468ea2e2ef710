"""The sections of the register: what each package has that must stay ready.

Those of the packages below are modules here, which offer themselves like any other when the
register is loaded: `readiness/register/sections/offers.py`.
"""

from readiness.register.sections import documents, lists, standing  # noqa: F401 - they offer theirs
from readiness.register.sections.offers import (
    find_section,
    list_sections,
    list_sections_of,
    offer_section,
)

__all__ = ["find_section", "list_sections", "list_sections_of", "offer_section"]
