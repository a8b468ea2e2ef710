"""What every answer tells the browser: run only our own files, keep nothing, tell no one."""

from flask import Flask, Response, request

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
_HEADERS = {
    "Content-Security-Policy": "; ".join(f"{key} {value}" for key, value in _POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_FOR_A_YEAR = "max-age=31536000"
_FRONT_END = frozenset({"static", "theme"})


def install_security(app: Flask, *, production: bool) -> None:
    """Set the headers of every answer.

    A route may set its own Content-Security-Policy, and a Cache-Control that begins “private”.
    """

    @app.after_request
    def secure(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if production:
            response.headers["Strict-Transport-Security"] = f"{_FOR_A_YEAR}; includeSubDomains"
        if not response.headers.get("Cache-Control", "").startswith("private"):
            response.headers["Cache-Control"] = _cache_control()
        return response


def _cache_control() -> str:
    """Pages are never kept: the next person at this machine must not find them."""
    if request.endpoint not in _FRONT_END:
        return "no-store"
    return f"public, {_FOR_A_YEAR}, immutable" if "v" in request.args else "no-cache"
