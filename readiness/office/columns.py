"""How a spreadsheet calls its columns. Kept apart, so that reading needs no writer of workbooks."""

from functools import cache


@cache
def column_letter(index: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
