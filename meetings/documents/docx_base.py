"""The empty Word file that our documents are written into: styles, lists and settings of our own, nobody's name."""

from __future__ import annotations

import io
import zipfile
from functools import cache

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: A date for every part: the same document is then the same file.
LONG_AGO = (1980, 1, 1, 0, 0, 0)

#: How a list counts: its format, the words of a label, and whether it is kept by hand (no label at all).
LISTS = {
    "bullet": ("bullet", "•"),
    "decimal": ("decimal", "%{n}."),
    "bracketed": ("decimal", "(%{n})"),
    "letters": ("lowerLetter", "(%{n})"),
    "capitals": ("upperLetter", "(%{n})"),
    "roman": ("lowerRoman", "(%{n})"),
    "none": ("none", ""),
}
LEVELS = 9
#: Twentieths of a point by which each level of a list stands further in.
STEP = 425


def list_number(kind: str) -> int:
    """The number of the definition of a kind of list."""
    return list(LISTS).index(kind)


@cache
def empty_document(language: str) -> bytes:
    """A Word file without a word in it."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            ("officeDocument", f"{_REL}/officeDocument", "word/document.xml"),
            ("core", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": (
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>'
        ),
        "word/_rels/document.xml.rels": _relations(
            *((name, f"{_REL}/{name}", f"{name}.xml") for name in ("styles", "settings", "numbering"))
        ),
        "word/document.xml": (
            f'<w:document xmlns:w="{W}" xmlns:r="{_REL}"><w:body><w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
            '<w:pgMar w:top="1361" w:right="1247" w:bottom="1361" w:left="1247" w:header="680" w:footer="680" '
            'w:gutter="0"/><w:titlePg/></w:sectPr></w:body></w:document>'
        ),
        "word/styles.xml": _styles(language),
        "word/settings.xml": (
            f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
            '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
            'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
            f'<w:themeFontLang w:val="{language}"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
            "</w:settings>"
        ),
        "word/numbering.xml": _numbering(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, xml in parts.items():
            file.writestr(zipfile.ZipInfo(name, LONG_AGO), _DECLARATION + xml)
    return out.getvalue()


def _content_types() -> str:
    kinds = {
        "document": "document.main",
        "styles": "styles",
        "settings": "settings",
        "numbering": "numbering",
    }
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}<Override '
        'PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        "</Types>"
    )


def _relations(*relations: tuple[str, str, str]) -> str:
    each = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (_, kind, target) in enumerate(relations, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _numbering() -> str:
    definitions = []
    for number, (form, label) in enumerate(LISTS.values()):
        levels = "".join(
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:suff w:val="{"nothing" if form == "none" else "tab"}"/>'
            f'<w:lvlText w:val="{label.replace("{n}", str(n + 1))}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{STEP * (n + 1)}" w:hanging="{STEP}"/></w:pPr></w:lvl>'
            for n in range(LEVELS)
        )
        definitions.append(
            f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        )
    return f'<w:numbering xmlns:w="{W}">{"".join(definitions)}</w:numbering>'


def _style(kind: str, name: str, inside: str, *, key: str = "", based: str = "", following: str = "") -> str:
    """One style. `inside` is its own XML, in the order that the standard asks for."""
    shown = "<w:qFormat/>" if kind == "paragraph" else ""
    default = ' w:default="1"' if name in ("Normal", "Normal Table", "Default Paragraph Font") else ""
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    after = f'<w:next w:val="{following}"/>' if following else ""
    return (
        f'<w:style w:type="{kind}"{default} w:styleId="{key or name.replace(" ", "")}"><w:name w:val="{name}"/>'
        f"{base}{after}{shown}{inside}</w:style>"
    )


def _paragraph(name: str, ppr: str = "", rpr: str = "", *, key: str = "", following: str = "") -> str:
    inside = (f"<w:pPr>{ppr}</w:pPr>" if ppr else "") + (f"<w:rPr>{rpr}</w:rPr>" if rpr else "")
    return _style("paragraph", name, inside, key=key, based="Normal", following=following)


def _heading(level: int, size: int, before: int) -> str:
    return _paragraph(
        f"heading {level}",
        f'<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="60" w:line="240" w:lineRule="auto"/>'
        f'<w:outlineLvl w:val="{level - 1}"/>',
        f'<w:b/><w:bCs/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>',
        key=f"Heading{level}",
        following="Normal",
    )


def _bar(indent: int) -> str:
    return (
        '<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="0B0C0C"/></w:pBdr>'
        f'<w:ind w:left="{indent}"/>'
    )


def _table_style() -> str:
    line = 'w:val="single" w:sz="4" w:space="0" w:color="6F777B"'
    bold = "<w:rPr><w:b/><w:bCs/></w:rPr>"
    inside = (
        '<w:pPr><w:spacing w:before="0" w:after="0" w:line="252" w:lineRule="auto"/></w:pPr>'
        f"<w:tblPr><w:tblBorders><w:top {line}/><w:bottom {line}/><w:insideH {line}/></w:tblBorders>"
        '<w:tblCellMar><w:top w:w="60" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        '<w:bottom w:w="60" w:type="dxa"/><w:right w:w="140" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow">{bold}</w:tblStylePr>'
        f'<w:tblStylePr w:type="firstCol">{bold}</w:tblStylePr>'
    )
    return _style("table", "Council Table", inside, based="TableNormal")


def _styles(language: str) -> str:
    font = "Arial"
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" '
        f'w:cs="{font}"/><w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="{language}" w:eastAsia="{language}" '
        'w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="120" '
        'w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    italic, bold = "<w:i/><w:iCs/>", "<w:b/><w:bCs/>"
    margins = "".join(f'<w:{side} w:w="{w}" w:type="dxa"/>' for side, w in
                      (("top", 0), ("left", 108), ("bottom", 0), ("right", 108)))  # fmt: skip
    small = '<w:color w:val="333333"/><w:sz w:val="20"/><w:szCs w:val="20"/>'
    styles = (
        _style("paragraph", "Normal", '<w:pPr><w:widowControl/></w:pPr>'),
        _style("character", "Default Paragraph Font", "", key="DefaultParagraphFont"),
        _style("table", "Normal Table", f"<w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar>{margins}"
               "</w:tblCellMar></w:tblPr>", key="TableNormal"),
        *(_heading(n, s, b) for n, s, b in
          ((1, 44, 0), (2, 30, 360), (3, 26, 280), (4, 24, 240), (5, 24, 200), (6, 24, 200))),
        _style("character", "Hyperlink", '<w:rPr><w:color w:val="1D3F72"/><w:u w:val="single"/></w:rPr>'),
        _paragraph("header", '<w:tabs><w:tab w:val="right" w:pos="9412"/></w:tabs>', small, key="Header"),
        _paragraph("footer", '<w:tabs><w:tab w:val="right" w:pos="9412"/></w:tabs>', small, key="Footer"),
        _paragraph("caption", '<w:keepNext/><w:spacing w:before="160" w:after="60"/>', bold, key="Caption"),
        _paragraph("List Paragraph", '<w:spacing w:after="60"/>'),
        _paragraph("Council", '<w:spacing w:after="60"/>', bold),
        _paragraph("Lead", '<w:spacing w:after="60"/>'),
        _paragraph("Note", "", italic),
        _paragraph("Declared", "", bold),
        _paragraph("Indented", f'<w:ind w:left="{STEP}"/>'),
        _paragraph("Resolution", _bar(340)),
        _paragraph("Small print", "", small),
        _table_style(),
    )  # fmt: skip
    return f'<w:styles xmlns:w="{W}">{defaults}{"".join(styles)}</w:styles>'
