"""Every package's scheduled jobs, put together for the worker."""

from readiness.work.contract import Scheduled

SCHEDULE: tuple[Scheduled, ...] = ()
