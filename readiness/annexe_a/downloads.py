"""Lists, findings and what is made of them as files to be saved."""

import io

from flask import Response, send_file

from readiness.annexe_a.pages import Scope
from readiness.office.names import MEDIA_TYPES, name_made

TRIAL = "TRIAL RUN"
"""What stands first in the name of a file of a trial run, and upon its pages."""


def name_download(scope: Scope, words: str, kind: str) -> str:
    """A file’s name: “TRIAL RUN Annexe A findings 2026-11-24.csv”; only a trial run’s says so."""
    mark = f"{TRIAL} " if scope.is_trial else ""
    return name_made(f"{mark}{words}.{kind}")


def send_content(content: bytes, name: str, kind: str) -> Response:
    """Content as a file to be saved, never kept by the browser; `kind` is its extension."""
    answer: Response = send_file(
        io.BytesIO(content),
        mimetype=MEDIA_TYPES[kind],
        as_attachment=True,
        download_name=name,
        max_age=0,
    )
    return answer
