"""How large a file of lists may be. Alone, so that a command can open one before the engine."""

from readiness.office.gate import Limits

LIMITS = Limits(size=200 * 1024**2)
