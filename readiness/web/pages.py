"""Small questions a route asks of the request."""

from flask import Flask, Response, request

TOLD_ANEW = {"HX-Trigger-After-Settle": "ticked"}
"""Sent along with a row that changed: what the page says of all of them is read anew."""


def is_htmx() -> bool:
    """Whether htmx asks, and so a part of the page is the answer."""
    return request.headers.get("HX-Request") == "true"


def safe_next(usual: str, field: str = "next") -> str:
    """Where the form asks in a field to go on to, if that is a page of ours; otherwise `usual`."""
    asked = request.values.get(field, "")
    is_ours = asked.startswith("/") and not asked.startswith(("//", "/\\"))
    return asked if is_ours and asked.isprintable() and "\\" not in asked else usual


def install_redirects(app: Flask) -> None:
    """Turn a redirect answered to htmx into a whole new page, not a page within a page."""

    @app.after_request
    def redirect_whole_page(response: Response) -> Response:
        if is_htmx() and response.status_code in {301, 302, 303, 307, 308}:
            response.headers["HX-Redirect"] = response.headers.pop("Location")
            response.status_code = 204
            response.set_data(b"")
        return response
