"""Changing the logs of an inspection’s week; all is recorded, and nothing is committed here."""

from readiness.requests.operations.answering import (
    accept_request,
    answer_request,
    flag_request,
    give_request,
    take_request,
)
from readiness.requests.operations.briefing import record_briefing, take_back_briefing
from readiness.requests.operations.checks import may_run, may_work_on
from readiness.requests.operations.logging import change_request, find_usual_due, log_request
from readiness.requests.operations.screens import LASTS, end_screen, hash_secret, open_screen

__all__ = [
    "LASTS",
    "accept_request",
    "answer_request",
    "change_request",
    "end_screen",
    "find_usual_due",
    "flag_request",
    "give_request",
    "hash_secret",
    "log_request",
    "may_run",
    "may_work_on",
    "open_screen",
    "record_briefing",
    "take_back_briefing",
    "take_request",
]
