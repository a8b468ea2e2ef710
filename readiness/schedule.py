"""Every package's scheduled jobs, put together for the worker; the imports register the others."""

import readiness.actions.calendars
import readiness.actions.reminding
import readiness.annexe_a.jobs
import readiness.bundles.jobs
import readiness.fieldwork.calendars
import readiness.fieldwork.reminding
import readiness.inspections.calendars
import readiness.inspections.news
import readiness.inspections.reminding
import readiness.meetings.calendars
import readiness.outcomes.reminding
import readiness.register.reminding
import readiness.requests.reminding  # noqa: F401 - they know how to do what is owed, and what is due
from readiness.inspections import jobs as inspections
from readiness.meetings import jobs as meetings
from readiness.notifications import jobs as notifications
from readiness.register import jobs as register
from readiness.trial_runs import jobs as trial_runs
from readiness.work.contract import Scheduled

SCHEDULE: tuple[Scheduled, ...] = (
    *notifications.SCHEDULE,
    *inspections.SCHEDULE,
    *meetings.SCHEDULE,
    *register.SCHEDULE,
    *trial_runs.SCHEDULE,
)
