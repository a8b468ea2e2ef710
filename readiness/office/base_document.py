"""Makes templates/office/base.docx, the look of every Word document: `python -m` this module.

Kept as a script so that a change of look is a change one can read. Arial throughout, black
and grey, A4, no council's colours: a document must look like whoever sends it.
"""

import io
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from readiness.office import word
from readiness.office.docx import BASE

INK = RGBColor(0x0B, 0x0C, 0x0C)
GREY = RGBColor(0x50, 0x5A, 0x5F)  # 7:1 on white
MADE = datetime(2026, 1, 1, tzinfo=UTC)
KEPT = frozenset(
    {
        "Normal",
        "Heading 1",
        "Heading 2",
        "Heading 3",
        "List Bullet",
        "Caption",
        "Header",
        "Footer",
        "Default Paragraph Font",
        "Normal Table",
        "No List",
    }
)
NOT_NEEDED = ("/thumbnail", "/customXml", "/extended-properties", "/stylesWithEffects")


def make_base_document() -> bytes:
    """The base document: styles and page, no content. The same bytes every time."""
    document = Document()
    _drop_the_unneeded(document)
    _set_page(document.sections[0])
    _set_text_styles(document.styles)
    _set_table_styles(document.styles)
    _set_properties(document)
    unpacked = io.BytesIO()
    document.save(unpacked)
    return word.repack(unpacked.getvalue())


def _drop_the_unneeded(document: Any) -> None:
    for part in (document.part.package, document.part):
        for key in [key for key, rel in part.rels.items() if rel.reltype.endswith(NOT_NEEDED)]:
            del part.rels[key]
    styles = document.styles
    for style in list(styles):
        if style.name not in KEPT:
            styles.element.remove(style.element)
        else:
            for link in style.element.findall(qn("w:link")):
                style.element.remove(link)


def _set_page(section: Any) -> None:
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    section.header_distance = section.footer_distance = Cm(1)


def _set_text_styles(styles: Any) -> None:
    _set_defaults(styles)
    _style(styles["Normal"], 11, after=8)
    for level, (points, before) in enumerate(((20, 0), (14, 16), (12, 12)), 1):
        _style(styles[f"Heading {level}"], points, bold=True, before=before, after=6, keep=True)
    _style(styles["List Bullet"], 11, after=4)
    _style(styles["Caption"], 10, bold=True, before=8, after=4, keep=True)
    for name in ("Header", "Footer"):
        _style(styles[name], 9, colour=GREY)
        for tabs in styles[name].element.pPr.findall(qn("w:tabs")):
            styles[name].element.pPr.remove(tabs)
    added: tuple[tuple[str, float, dict[str, Any]], ...] = (
        ("Lead", 13, {"after": 12}),
        ("Note", 10, {"after": 8, "colour": GREY}),
        ("Warning", 11, {"bold": True, "before": 4, "after": 8}),
        ("Table text", 9.5, {"before": 3, "after": 3}),
        ("Table heading", 9.5, {"bold": True, "before": 3, "after": 3}),
        ("Gap", 4, {"after": 4}),
    )
    for name, size, options in added:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _style(style, size, **options)
    _add_bar(styles["Warning"])


def _set_defaults(styles: Any) -> None:
    defaults = styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(properties):
        properties.remove(child)
    properties.append(
        parse_xml(
            f'<w:rFonts {nsdecls("w")} w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" '
            'w:eastAsia="Arial"/>'
        )
    )
    properties.append(
        parse_xml(f'<w:lang {nsdecls("w")} w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>')
    )


def _style(
    style: Any,
    size: float,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    colour: RGBColor = INK,
    keep: bool = False,
) -> None:
    word.set_font(style, size, bold=bold)
    style.font.color.rgb = colour
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.line_spacing = 1.15
    layout.keep_with_next = keep


def _add_bar(style: Any) -> None:
    """A thick bar at the left: a warning is known by more than its words being bold."""
    properties = style.element.get_or_add_pPr()
    bar = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="36" w:space="8" '
        'w:color="0B0C0C"/></w:pBdr>'
    )
    properties.insert_element_before(bar, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _set_table_styles(styles: Any) -> None:
    lines = (
        '<w:top w:val="single" w:sz="8" w:color="0B0C0C"/>'
        '<w:bottom w:val="single" w:sz="8" w:color="0B0C0C"/>'
        '<w:insideH w:val="single" w:sz="4" w:color="B1B4B6"/>'
    )
    heading = (
        '<w:tblStylePr w:type="firstRow"><w:tcPr>'
        '<w:tcBorders><w:bottom w:val="single" w:sz="8" w:color="0B0C0C"/></w:tcBorders>'
        '<w:shd w:val="clear" w:color="auto" w:fill="F3F2F1"/></w:tcPr></w:tblStylePr>'
    )
    _add_table_style(styles, "Plain table", lines, heading)
    soft = '<w:insideH w:val="single" w:sz="4" w:color="B1B4B6"/>'
    _add_table_style(styles, "Facts table", soft, "")


def _add_table_style(styles: Any, name: str, lines: str, conditions: str) -> None:
    element = parse_xml(
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" '
        f'w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders><w:tblCellMar>"
        '<w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr>{conditions}</w:style>"
    )
    styles.element.append(element)


def _set_properties(document: Any) -> None:
    properties = document.core_properties
    properties.title = properties.author = properties.last_modified_by = ""
    properties.comments = properties.keywords = properties.subject = ""
    properties.created = properties.modified = MADE
    for element in document.settings.element.findall(qn("w:themeFontLang")):
        element.set(qn("w:val"), "en-GB")


if __name__ == "__main__":
    BASE.parent.mkdir(parents=True, exist_ok=True)
    BASE.write_bytes(make_base_document())
