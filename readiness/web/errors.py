"""What people see when something is refused, missing or broken: a sentence, never a traceback."""

import logging
import traceback
from types import TracebackType

from flask import Flask, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from readiness.errors import ReadinessError, SignedOut
from readiness.web.filters import file_size
from readiness.web.pages import is_htmx

_HEADINGS = {
    400: "This request cannot be used",
    403: "You cannot do this",
    404: "Page not found",
    405: "This page is opened another way",
    409: "Somebody changed this before you",
    413: "That is too large",
    422: "This cannot be done",
    429: "Too many attempts",
    500: "Something went wrong",
}
_SENTENCES = {
    400: "Something in the request is missing or damaged. Go back, reload the page and try again.",
    403: "Your role does not include this. If it should, ask the inspection coordinator.",
    404: "There is nothing at this address, or it is not for you to see. "
    "Check the address, or start again from the first page.",
    405: "This address only takes what a form sends. Go back and use the button on the page.",
    429: "There were too many attempts in a short time. Wait a few minutes, then try again.",
    500: "It is our fault and not yours, and nothing of what you just sent was saved. "
    "Try again in a few minutes. If it goes on, tell the people who look after Readiness, "
    "with the time it happened.",
}
_OUT_OF_DATE = "This page is out of date"
_SIGNED_OUT = "You are no longer signed in"
_COPY_FIRST = "If you wrote something here, copy it first."
log = logging.getLogger(__name__)

_UNREADABLE_NAMES = ("csrf_token", "version", "next")


def install_errors(app: Flask) -> None:
    """Answer every error with a page, or for htmx with the part that says so."""
    app.register_error_handler(ReadinessError, _answer_own)
    app.register_error_handler(CSRFError, _answer_out_of_date)
    app.register_error_handler(SignedOut, _answer_signed_out)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(413, _answer_too_large)
    app.register_error_handler(500, _answer_broken)
    app.log_exception = _log_without_its_words  # type: ignore[method-assign]  # called by Flask for what no handler expects


def _answer_own(error: ReadinessError) -> Response:
    return _answer(error.status, error.sentence)


def _answer_http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    answer = _answer(error.code, _SENTENCES.get(error.code, _SENTENCES[400]))
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value
    return answer


def _answer_too_large(_error: HTTPException) -> Response:
    limit = request.max_content_length
    allowed = f" At most {file_size(limit)} can be sent at once." if limit else ""
    return _answer(
        413,
        f"What you sent is larger than Readiness takes.{allowed} "
        "Nothing was saved. Send fewer or smaller files.",
    )


def _answer_out_of_date(_error: CSRFError) -> Response:
    """A form whose token is not of this session."""
    sentence = (
        "This page was open for so long that it is out of date, so nothing was saved. "
        "Open the page again, sign in if you are asked to, and send it once more."
    )
    if is_htmx():
        return _answer(400, f"{sentence} {_COPY_FIRST}")
    return _hand_back(400, _OUT_OF_DATE, sentence)


def _answer_signed_out(error: SignedOut) -> Response:
    """A form sent after its session ended: the token was still right, the person was not."""
    if is_htmx():
        sentence = f"{error.sentence} {_COPY_FIRST}"
        return _part(error.status, _SIGNED_OUT, sentence, may_sign_in=True)
    return _hand_back(error.status, _SIGNED_OUT, error.sentence, may_sign_in=True)


def _hand_back(status: int, heading: str, sentence: str, *, may_sign_in: bool = False) -> Response:
    """What was written is handed back, to be copied.

    It is shown and not put into a form with a fresh token, because then a foreign page could
    have its own words sent in this person’s name with one click.
    """
    page = render_template(
        "errors/out_of_date.html",
        heading=heading,
        sentence=sentence,
        kept=_own_words(),
        may_sign_in=may_sign_in,
    )
    return make_response(page, status)


def _own_words() -> list[str]:
    return [
        value
        for name, value in request.form.items(multi=True)
        if name not in _UNREADABLE_NAMES and "password" not in name and len(value.split()) > 1
    ]


def _answer_broken(_error: Exception) -> Response:
    """Drawn without navigation or database: these may be what broke."""
    heading, sentence = _HEADINGS[500], _SENTENCES[500]
    if is_htmx():
        return _part(500, heading, sentence)
    return make_response(
        render_template("errors/broken.html", heading=heading, sentence=sentence), 500
    )


def _log_without_its_words(
    exc_info: tuple[type, BaseException, TracebackType | None] | tuple[None, None, None],
) -> None:
    """Log the kind and the places. The words of an error could hold a child’s details."""
    kind, _error, place = exc_info
    log.error(
        "%s %s: %s\n%s",
        request.method,
        request.endpoint,
        kind.__name__ if kind else "",
        "".join(traceback.format_tb(place)),
    )


def _answer(status: int, sentence: str) -> Response:
    heading = _HEADINGS.get(status, _HEADINGS[400])
    if is_htmx():
        return _part(status, heading, sentence)
    return make_response(
        render_template("errors/error.html", heading=heading, sentence=sentence), status
    )


def _part(status: int, heading: str, sentence: str, *, may_sign_in: bool = False) -> Response:
    part = render_template(
        "errors/part.html", heading=heading, sentence=sentence, may_sign_in=may_sign_in
    )
    answer = make_response(part, status)
    answer.headers["HX-Retarget"] = "#messages"
    answer.headers["HX-Reswap"] = "innerHTML show:top"
    return answer
