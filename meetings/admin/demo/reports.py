"""Makes the PDF of an officer's report: tagged, with selectable text, headings, page numbers and a title."""

from __future__ import annotations

from datetime import date

from meetings.admin.demo.agenda import DemoReport, DemoSection
from meetings.admin.demo.content import DemoBody, DemoCouncil
from meetings.admin.demo.flow import ACCENT, GREY, LEFT, MEASURE, RIGHT, RULE, TOP, Flow
from meetings.admin.demo.tagged_pdf import HEIGHT, Colour, Node, TaggedPdf
from meetings.admin.demo.typesetting import Face, font, wrapped
from meetings.admin.demo.wording import long_date

_WARNING: Colour = (0.55, 0.13, 0.10)
_LABEL = 128.0


def make_report_pdf(report: DemoReport, council: DemoCouncil, body: DemoBody, day: date) -> bytes:
    """The report as laid before that body on that day. The same report gives the same bytes."""
    pdf = TaggedPdf()
    flow = Flow(pdf)
    _front(flow, report, council, body, day)
    for number, section in enumerate(report.sections, 1):
        _section(flow, number, section)
    for page in range(pdf.page_count):
        _furniture(pdf, page, council, body, report.title)
    return pdf.save(title=report.title, author=f"{report.author_name}, {report.author_post}")


def _front(flow: Flow, report: DemoReport, council: DemoCouncil, body: DemoBody, day: date) -> None:
    """Title and particulars at the head of the first page."""
    root = flow.pdf.root
    flow.y = TOP - 6
    flow.lines(
        root.child("P"), [f"Report to the {body.name}, {long_date(day)}"], LEFT, Face.BOLD, 11, 15, GREY
    )
    flow.y -= 6
    title = wrapped(report.title, Face.TITLE, 22, MEASURE)
    flow.pdf.bookmark(report.title, flow.y)
    flow.lines(root.child("H1"), title, LEFT, Face.TITLE, 22, 27)
    flow.y -= 12
    if report.exemption:
        _exempt(flow, report.exemption)
    _particulars(flow, _facts(report, council))


def _exempt(flow: Flow, exemption: str) -> None:
    lines = wrapped(f"Not for publication. {exemption}.", Face.BOLD, 10, MEASURE - 24)
    high = len(lines) * 14 + 14
    with flow.pdf.artifact():
        flow.pdf.box(LEFT, flow.y - high, MEASURE, high, (0.985, 0.94, 0.93))
        flow.pdf.box(LEFT, flow.y - high, 3, high, _WARNING)
    flow.y -= 7
    flow.lines(flow.pdf.root.child("P"), lines, LEFT + 12, Face.BOLD, 10, 14, _WARNING)
    flow.y -= 18


def _facts(report: DemoReport, council: DemoCouncil) -> list[tuple[str, str]]:
    rows = [
        ("Report of", f"{report.author_name}, {report.author_post}"),
        ("Cabinet member", report.lead),
        ("Wards affected", report.wards),
        ("Key decision", ("Yes" if report.key_decision else "No") if report.lead else ""),
        ("Enquiries", f"{council.email}, {council.telephone}"),
    ]
    return [(name, value) for name, value in rows if value]


def _particulars(flow: Flow, rows: list[tuple[str, str]]) -> None:
    """A table of two columns: the name of a particular heads its row."""
    body = flow.pdf.root.child("Table").child("TBody")
    with flow.pdf.artifact():
        flow.pdf.box(LEFT, flow.y, MEASURE, 0.7, RULE)
    for name, value in rows:
        lines = wrapped(value, Face.TEXT, 10, MEASURE - _LABEL)
        high = len(lines) * 13.5 + 6
        row, top = body.child("TR"), flow.y
        with flow.pdf.marked(row.child("TH", "Row")):
            flow.pdf.text(LEFT, top - 13.5, name, Face.BOLD, 10)
        with flow.pdf.marked(row.child("TD")):
            for n, line in enumerate(lines):
                tail = " " if n + 1 < len(lines) else ""
                flow.pdf.text(LEFT + _LABEL, top - 13.5 * (n + 1), line + tail, Face.TEXT, 10)
        flow.y = top - high
        with flow.pdf.artifact():
            flow.pdf.box(LEFT, flow.y, MEASURE, 0.7, RULE)
    flow.y -= 6


def _section(flow: Flow, number: int, section: DemoSection) -> None:
    part = flow.pdf.root.child("Sect")
    flow.heading(part, f"{number}  {section.heading}")
    for at, text in enumerate(section.paragraphs, 1):
        flow.paragraph(part, text, f"{number}.{at}")
    if section.table:
        flow.table(part, section.table)
    if section.points:
        _points(flow, part, section)


def _points(flow: Flow, part: Node, section: DemoSection) -> None:
    boxed = section.heading.startswith("Recommendation")
    if boxed:
        flow.paragraph(part, "It is recommended that:")
    flow.points(part, section.points, boxed=boxed)


def _furniture(pdf: TaggedPdf, page: int, council: DemoCouncil, body: DemoBody, title: str) -> None:
    """The head and the foot of a page, which a reader leaves out."""
    with pdf.artifact(page):
        pdf.box(0, HEIGHT - 8, RIGHT + LEFT, 8, ACCENT, page)
        pdf.text(LEFT, HEIGHT - 44, council.name, Face.TITLE, 13, ACCENT, page)
        _right(pdf, HEIGHT - 44, body.name, page)
        pdf.box(LEFT, HEIGHT - 54, MEASURE, 0.7, RULE, page)
        pdf.box(LEFT, 52, MEASURE, 0.7, RULE, page)
        pdf.text(LEFT, 38, _shortened(title), Face.TEXT, 8.5, GREY, page)
        _right(pdf, 38, f"Page {page + 1} of {pdf.page_count}", page)


def _right(pdf: TaggedPdf, y: float, words: str, page: int) -> None:
    wide = font(Face.TEXT).width(words, 8.5)
    pdf.text(RIGHT - wide, y, words, Face.TEXT, 8.5, GREY, page)


def _shortened(title: str) -> str:
    return title if len(title) < 90 else f"{title[:88].rstrip()}…"
