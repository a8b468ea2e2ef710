"""The parts of Word's XML that python-docx has no words for.

ECMA-376 part 1 (WordprocessingML) section numbers stand beside each element.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Length, Pt

RIGHT_TAB = WD_TAB_ALIGNMENT.RIGHT
MOMENT = (1980, 1, 1, 0, 0, 0)
# What XML 1.0 (section 2.2) cannot hold, and carriage returns, which Word shows as breaks.
_UNHOLDABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WATERMARK = """
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
     xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
  <w:rPr><w:noProof/></w:rPr>
  <w:pict>
    <v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
        path="m@7,l@8,m@5,21600l@6,21600e">
      <v:formulas>
        <v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>
        <v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>
        <v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>
      </v:formulas>
      <v:path textpathok="t" o:connecttype="rect"/>
      <v:textpath on="t" fitshape="t"/>
    </v:shapetype>
    <v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136"
        alt={alt} o:allowincell="f" fillcolor="#bfbfbf" stroked="f"
        style="position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;\
rotation:315;z-index:-251658752;mso-position-horizontal:center;\
mso-position-horizontal-relative:margin;mso-position-vertical:center;\
mso-position-vertical-relative:margin">
      <v:fill opacity=".4"/>
      <v:textpath style="font-family:Arial;font-size:1pt" string={text}/>
    </v:shape>
  </w:pict>
</w:r>
"""


def clean(text: str) -> str:
    """Text without the characters that XML cannot hold; line breaks and tabs stay."""
    return _UNHOLDABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def add_field(paragraph: Any, name: str) -> None:
    """Add a field that Word works out itself, such as PAGE (17.16.18)."""
    for kind in ("begin", None, "separate", "1", "end"):
        run = paragraph.add_run()
        if kind is None:
            instruction = OxmlElement("w:instrText")
            instruction.text = f" {name} "
            run._r.append(instruction)
        elif kind == "1":
            run.text = kind
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def add_watermark(paragraph: Any, text: str) -> None:
    """Set a text pale and slanted behind every page, the way Word's own watermark is made."""
    height = 100
    width = min(500, max(200, len(text) * 42))
    run = _WATERMARK.format(
        alt=quoteattr(f"Watermark: {text}"), text=quoteattr(text), width=width, height=height
    )
    paragraph._p.append(parse_xml(run))


def lay_out(table: Any, widths: Sequence[Length]) -> None:
    """Give the columns of a table fixed widths (17.4.52)."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width


def keep_together(row: Any) -> None:
    """Never split a row over two pages (17.4.6)."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def mark_header(row: Any) -> None:
    """Repeat a row on every page, and let screen readers know it for headings (17.4.78)."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def head_by_column(table: Any) -> None:
    """Say that the first column, not the first row, holds the headings (17.4.55)."""
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.set(qn("w:firstRow"), "0")
    look.set(qn("w:val"), "0480")


def describe_table(table: Any, caption: str, description: str) -> None:
    """Give a table its title and description for screen readers (17.4.58 and 17.4.61)."""
    for tag, text in (("w:tblCaption", caption), ("w:tblDescription", description)):
        if text:
            element = OxmlElement(tag)
            element.set(qn("w:val"), text)
            table._tbl.tblPr.append(element)


def repack(package: bytes) -> bytes:
    """The same package with nothing in it of when and where it was made."""
    fresh = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            info = zipfile.ZipInfo(name, MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            target.writestr(info, source.read(name))
    return fresh.getvalue()


def set_font(style: Any, size: float, *, bold: bool | None = None) -> None:
    """Set a style in Arial, whatever fonts of the theme it named before."""
    style.font.name = "Arial"
    style.font.size = Pt(size)
    style.font.bold = bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    for name in ("w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), "Arial")
