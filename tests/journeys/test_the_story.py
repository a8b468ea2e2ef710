"""The story of the product, from the Monday call to the bundle that was sent, at each size."""

import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from readiness import clock
from readiness.demo.dates import last_wednesday
from tests.journeys.conftest import WAYS
from tests.support.soak import in_full
from tests.support.walking import Walker, reload_until, this_monday

pytestmark = [pytest.mark.journey, pytest.mark.soak]
TODAY = clock.today()
AS_AT = last_wednesday(TODAY)


@pytest.mark.parametrize("page", in_full(WAYS, else_=WAYS[:2]), indirect=True)
def test_from_the_call_to_the_bundle_that_was_sent(
    page: Page, request: pytest.FixtureRequest, served: Path, tmp_path: Path
) -> None:
    walker = Walker(page, scripts="without" not in request.node.callspec.id)
    walker.open("/sign-in")
    board = log_the_call_and_start(walker)
    assert "/inspections/" in board
    with walker.on_a_phone():
        work_as_head_of_service(walker, board)
    upload_and_correct_the_lists(walker, board, served, tmp_path)
    read_the_document_set(walker)
    release_and_send(walker, board, tmp_path)
    look_around_and_close(walker, board)


def log_the_call_and_start(walker: Walker) -> str:
    """Step 1: the coordinator logs a Monday call, sees every date, starts, sees the board."""
    page = walker.page
    walker.sign_in("inspection-coordinator")
    walker.look()
    walker.open("/inspections/new")
    page.get_by_label("Kind of inspection").select_option("ilacs-short")
    walker.fill_day(this_monday(TODAY))
    page.get_by_label("Time", exact=True).fill("9.15am")
    walker.press("Show the dates")
    walker.expect("Child-level data due")
    walker.look()
    sure = page.get_by_label("The day and the time of the call are right")
    if sure.count():
        sure.check()
    walker.press("Start the inspection")
    walker.expect("11 of 11 lists are still to be signed")
    walker.look()
    board = page.url
    row = walker.main.get_by_role("row").filter(has_text="Tell the chief executive").first
    standing = walker.main.locator("#standing")
    expect(standing).to_contain_text(re.compile(r"\b1 of \d+\s+tasks done"))
    row.get_by_role("button", name="Tick off").click()
    expect(row).to_contain_text("Done")
    expect(standing).to_contain_text(re.compile(r"\b2 of \d+\s+tasks done"))
    waited = walker.main.get_by_role("row").filter(has_text="Hold the first planning meeting").first
    expect(waited).to_contain_text("Ring the call list")
    walker.main.get_by_role("button", name="Tick off Ring the call list").click()
    expect(waited).to_contain_text("To do")
    walker.follow("Tell the chief executive")
    walker.expect("Done by Charlie Fernwick")
    walker.open(f"{board}/print")
    walker.open(f"{board}/dates")
    return board


def work_as_head_of_service(walker: Walker, board: str) -> None:
    """Step 2: tick with a note and a file, block with a reason, hand over to the deputy."""
    page = walker.page
    walker.sign_in("hos-quality-assurance")
    expect(page.get_by_role("heading", name="Your next tasks")).to_be_visible()
    walker.look()

    open_task(walker, board, "Return the audits")
    page.get_by_label("File").set_input_files(
        {"name": "audits.txt", "mimeType": "text/plain", "buffer": b"Twelve of twelve returned."}
    )
    page.get_by_label("Note (optional)").fill("All twelve, each moderated.")
    walker.press("Mark as done")
    walker.expect("Done by Alex Merrowdale")
    with page.expect_download() as waiting:
        walker.press("Download audits.txt")
    assert waiting.value.suggested_filename == "audits.txt"
    walker.expect("All twelve, each moderated.")
    walker.look()

    open_task(walker, board, "Check that workers")
    walker.unfold("It is blocked")
    page.get_by_label("What blocks it?").fill("Two workers are on leave until Thursday.")
    walker.press("Mark as blocked")
    walker.expect("Two workers are on leave until Thursday.")

    open_task(walker, board, "Ask families")
    walker.unfold("Hand it over")
    page.get_by_label("Hand this task to").select_option(label="Kit Larchwood")
    walker.press("Hand over")
    walker.expect("Kit Larchwood")
    walker.look()


def open_task(walker: Walker, board: str, words: str) -> None:
    walker.page.goto(f"{board}?search={words}#tasks")
    walker.main.locator("#tasks ~ * a[href*='/tasks/']").first.click()


def upload_and_correct_the_lists(walker: Walker, board: str, served: Path, folder: Path) -> None:
    """Step 3: the planted workbook is found out, the corrected one is clean, the result taken."""
    number = board.rstrip("/").rpartition("/")[2]
    extracts = served / "demo" / "extracts" / AS_AT.isoformat()
    walker.sign_in("data-lead")
    upload(walker, number, extracts / "with-errors" / "annexe-a-with-errors.xlsx")
    walker.expect("11 lists checked")
    walker.follow("See the findings")
    walker.follow("See them row by row")
    walker.expect("Facebook")
    walker.look()
    upload(walker, number, extracts / "corrected" / "annexe-a-corrected.xlsx")
    walker.expect("11 lists checked: 0 errors and")
    walker.look()
    walker.open(f"/annexe-a/inspections/{number}")
    with walker.page.expect_download() as waiting:
        walker.press("Download the workbook")
    path = save(waiting.value, folder)
    with zipfile.ZipFile(path) as book:
        assert b"Front_Sheet" in book.read("xl/workbook.xml")


def upload(walker: Walker, number: str, path: Path) -> None:
    walker.page.goto(f"/annexe-a/inspections/{number}/upload")
    walker.page.get_by_label("Extracts").set_input_files(path)
    walker.fill_day(AS_AT)
    walker.press("Upload and check")
    reload_until(walker, "Lists of this upload")


def read_the_document_set(walker: Walker) -> None:
    """Step 4: what is asked for, by when, whose it is, which version is approved; approve one."""
    walker.sign_in("hos-quality-assurance")
    walker.open("/documents/")
    walker.expect("30 documents are asked for")
    walker.open("/documents/audit-summaries")
    approve = walker.main.get_by_role("button", name="Approve")
    if approve.count():  # once: the next size finds it approved
        approve.first.click()
    walker.expect("is approved")


def release_and_send(walker: Walker, board: str, folder: Path) -> None:
    """Step 5: release with a reason, the zip is built, downloaded, verified, marked as sent."""
    page = walker.page
    walker.sign_in("director-supporting-families")
    walker.open(f"{board}/bundles/")
    walker.main.locator("section").filter(has_text="Documents due").get_by_role(
        "button", name="Prepare a bundle"
    ).click()
    walker.expect("What is in it now")
    walker.look()
    walker.main.get_by_role("button", name="Release", exact=True).click()
    reason = page.get_by_label("Why does it go out all the same?")
    expect(reason).to_be_visible()
    walker.look()
    reason.fill("The others follow tomorrow.")
    walker.press("Release all the same")
    reload_until(walker, "Download the zip")
    with page.expect_download() as waiting:
        walker.press("Download the zip")
    verify(save(waiting.value, folder), folder)
    walker.follow("Mark as sent")
    walker.look()
    now = clock.in_london(clock.now())
    walker.fill_day(now.date())
    page.get_by_label("Time", exact=True).fill(f"{now:%H:%M}")
    page.get_by_label("How was the receipt confirmed?").fill("Reference 4711 on the site.")
    walker.press("Mark as sent")
    walker.expect("Reference 4711 on the site.")
    walker.look()
    walker.follow("Check this bundle")
    walker.look()


def verify(path: Path, folder: Path) -> None:
    """As whoever receives the bundle would: unpack it and let sha256sum compare."""
    unpacked = folder / "unpacked"
    with zipfile.ZipFile(path) as bundle:
        bundle.extractall(unpacked)
        names = bundle.namelist()
    assert any(name.endswith("00 Index.docx") for name in names)
    manifest = next(unpacked.rglob("manifest.sha256"))
    said = subprocess.run(
        ["sha256sum", "-c", manifest.name], cwd=manifest.parent, capture_output=True, check=False
    )
    assert said.returncode == 0, said.stderr


def look_around_and_close(walker: Walker, board: str) -> None:
    """The other pages hold at this size too; then the inspection is closed for the next one."""
    walker.sign_in("inspection-coordinator")
    for path in ("/people", "/activity", "/inspections/", "/inspections/mine", "/password"):
        walker.open(path)
    walker.page.goto(board)
    walker.follow("Close this inspection")
    walker.expect("still open in this inspection")
    walker.look()
    walker.page.get_by_label("Close it and leave this open").check()
    walker.press("Close and archive it")
    walker.expect("and kept until")
    walker.look()
    walker.sign_in("observers")
    walker.page.goto("/people/new")
    expect(walker.page.get_by_role("heading", level=1)).not_to_have_text("Add a person")
    walker.look()


def save(download: Download, folder: Path) -> Path:
    path = folder / download.suggested_filename
    download.save_as(path)
    return path
