"""Pages of the week on site."""

from readiness.fieldwork import models  # noqa: F401
from readiness.fieldwork.blueprint import blueprint

__all__ = ["blueprint"]
