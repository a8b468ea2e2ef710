"""Uploading to the pages of Annexe A, and doing the work that uploads wait for."""

import io
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from readiness import clock
from readiness.annexe_a.models import Extract, Upload
from readiness.extensions import db
from readiness.work.models import OwedWork
from readiness.work.runner import run_owed_work
from tests.support.client import InspectingClient


def send_files(
    client: InspectingClient, scope: str, *files: tuple[bytes, str], **changes: Any
) -> TestResponse:
    """Upload as a browser would: today’s data, edition of 2024."""
    today = clock.today()
    fields = {
        "files": [(io.BytesIO(content), name) for content, name in files],
        "as_at-day": today.day,
        "as_at-month": today.month,
        "as_at-year": today.year,
        "edition": "2024",
    }
    return client.send(f"{scope}/upload", fields | changes)


def run_checks(app: Flask) -> None:
    """Be the worker, once."""
    owed = list(db.session.scalars(select(OwedWork.id).order_by(OwedWork.id)))
    db.session.rollback()
    for owed_id in owed:
        run_owed_work(app, owed_id)
    db.session.rollback()


def count(model: type[Upload] | type[Extract]) -> int:
    """How many there are."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0
