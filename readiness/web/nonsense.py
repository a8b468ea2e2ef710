"""What no browser sends and no database can hold: answered as such, before any page sees it."""

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, ValidationError

LARGEST = 2**31 - 1  # an INTEGER of PostgreSQL; SQLite’s reach further


class NumberConverter(IntegerConverter):
    """`<int:…>` of every route: a larger number is a page not found."""

    def to_python(self, value: str) -> int:
        """The number. Raises ValidationError, which werkzeug takes for another address."""
        number = int(super().to_python(value))
        if number > LARGEST:
            raise ValidationError
        return number


def install_nonsense(app: Flask) -> None:
    """Before any route is added."""
    app.url_map.converters["int"] = NumberConverter

    @app.before_request
    def refuse_nul() -> None:
        if any("\0" in text for text in _texts()):
            abort(400)


def _texts() -> list[str]:
    """All that a page may look up or keep. PostgreSQL’s text cannot hold NUL."""
    texts = [request.path, *request.args.keys()]
    for fields in (request.args, request.form):
        texts += [value for values in fields.listvalues() for value in values]
    return texts
