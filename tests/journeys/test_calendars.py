"""Somebody makes an address for their calendar, reads it without signing in, and revokes it."""

import re

import pytest
from playwright.sync_api import Page

from tests.support.calendar_files import list_events
from tests.support.walking import Walker

pytestmark = [pytest.mark.journey, pytest.mark.soak]


def test_an_address_is_made_read_and_revoked(
    page: Page, address: str, request: pytest.FixtureRequest
) -> None:
    walker = Walker(page, scripts="without" not in request.node.callspec.id)
    walker.sign_in("hos-front-door")
    walker.open("/emails/calendars")
    walker.main.get_by_role("button", name=re.compile("^Make a.* for Your calendar")).click()
    walker.expect("Copy it now")
    walker.look()
    shown = page.get_by_label("Address of “Your calendar”").input_value()
    feed = address + shown[shown.index("/emails/") :]
    page.context.clear_cookies()
    answer = page.request.get(feed)
    assert answer.status == 200
    assert "Inspection readiness meeting" in list_events(answer.body())
    walker.sign_in("hos-front-door")
    page.goto("/emails/calendars")
    walker.main.get_by_role("button", name="Revoke the address of Your calendar").click()
    walker.expect("is revoked")
    walker.look()
    assert page.request.get(feed).status == 404
