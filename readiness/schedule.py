"""Every package's scheduled jobs, put together for the worker; the imports register the others."""

import readiness.annexe_a.jobs
import readiness.bundles.jobs  # noqa: F401 - they know how to do what is owed
from readiness.meetings import jobs as meetings
from readiness.register import jobs as register
from readiness.work.contract import Scheduled

SCHEDULE: tuple[Scheduled, ...] = (*meetings.SCHEDULE, *register.SCHEDULE)
