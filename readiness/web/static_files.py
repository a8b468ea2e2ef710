"""Addresses of front-end files that change when the file does, and the council’s colour."""

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

_FILES = frozenset({"static", "theme"})
_INK = "#0b0c0c"
_WHITE = "#ffffff"
_READABLE = 4.5  # contrast of WCAG 2.2 AA for text, success criterion 1.4.3


def install_static(app: Flask, *, accent_colour: str) -> None:
    """Serve `/theme.css`; give templates `static_url()` and `theme_url()`."""
    sheet = theme(accent_colour)

    def serve_theme() -> Response:
        return Response(sheet, mimetype="text/css")

    vars(serve_theme)["permission"] = None  # as open as the other front-end files
    app.add_url_rule("/theme.css", "theme", serve_theme)
    app.after_request(_compress)
    app.jinja_env.globals.update(
        static_url=static_url,
        theme_url=lambda: url_for("theme", v=accent_colour.lstrip("#")),
    )


def _compress(response: Response) -> Response:
    """Send front-end files a fifth of their size. Pages are left alone: compressed beside what
    a visitor typed, their token against forgery could be guessed (BREACH, CVE-2013-3587)."""
    if (
        request.endpoint in _FILES
        and response.status_code == 200
        and request.accept_encodings.best_match(["gzip"])
    ):
        response.direct_passthrough = False
        response.set_data(_squeeze(response.get_data()))
        response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
        etag, _is_weak = response.get_etag()
        if etag is not None:
            response.set_etag(etag, weak=True)
    return response


@lru_cache(maxsize=32)
def _squeeze(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def static_url(name: str) -> str:
    """The address of a file below `static/`, with its content’s hash. Raises OSError if absent."""
    path = Path(str(current_app.static_folder)) / name
    return url_for("static", filename=name, v=_hash(path, path.stat().st_mtime_ns))


def theme(accent: str) -> str:
    """The stylesheet of the one colour a council chooses, given as #rrggbb.

    Text on the colour is white or black, whichever reads better. Buttons take the colour only
    where white text on it reads well, otherwise black.
    """
    on_accent = _WHITE if contrast(accent, _WHITE) >= contrast(accent, _INK) else _INK
    action = accent if contrast(accent, _WHITE) >= _READABLE else _INK
    return (
        f":root{{--accent:{accent};--on-accent:{on_accent};"
        f"--action:{action};--action-dark:{_darker(action)}}}\n"
    )


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
        for value in (part / 255 for part in _parts(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _darker(colour: str) -> str:
    return "#" + "".join(f"{part // 2:02x}" for part in _parts(colour))


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


@lru_cache(maxsize=64)
def _hash(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
