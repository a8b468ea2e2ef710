"""Every package's scheduled jobs, put together for the worker; the imports register the others."""

import readiness.annexe_a.jobs  # noqa: F401 - knows how to check an upload
from readiness.work.contract import Scheduled

SCHEDULE: tuple[Scheduled, ...] = ()
