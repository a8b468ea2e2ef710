"""What a cell of a spreadsheet can hold, and how its column is called.

Apart from the writer of workbooks, which a command that only reads does without.
"""

from functools import cache

LONGEST_TEXT = 32_767
"""Excel’s limit for one cell, in units of UTF-16: most characters are one, an emoji is two."""


def cut_text(text: str) -> str:
    """As much of a text as a cell holds; no character is cut in two."""
    if len(text) <= LONGEST_TEXT // 2:
        return text
    return text.encode("utf-16-le")[: 2 * LONGEST_TEXT].decode("utf-16-le", "ignore")


@cache
def column_letter(index: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
