"""Read a workbook and print its sheets, one JSON line each. Run in a process of its own.

A cell is text, a number, true or false, or null; a date is text behind DATE_MARK.
"""

import json
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

DATE_MARK = "\x01"


def plain(value: Any) -> Any:
    """A cell as something JSON can hold."""
    if isinstance(value, date | datetime):
        return DATE_MARK + value.isoformat()
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, str):
        return value.lstrip(DATE_MARK) or None
    return value


def main(path: str, memory: int, seconds: int) -> None:
    """Limit this process, then print every sheet of the workbook."""
    try:
        import resource
    except ImportError:  # Windows: the parent's wall clock is the limit there
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        line = json.dumps([name, [[plain(cell) for cell in row] for row in rows]])
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
