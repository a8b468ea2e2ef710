"""Every package's scheduled jobs, put together for the worker; the imports register the others."""

import readiness.bundles.jobs  # noqa: F401 - knows how to build a bundle
from readiness.work.contract import Scheduled

SCHEDULE: tuple[Scheduled, ...] = ()
