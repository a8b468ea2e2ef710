"""Word files, read back."""

import io

from docx import Document


def words_of(content: bytes) -> str:
    """Every paragraph, then every cell of every table, each on a line of its own."""
    document = Document(io.BytesIO(content))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])
