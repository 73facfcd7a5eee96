"""Sets headings, paragraphs, lists and tables one below the other, page after page, with their structure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from meetings.admin.demo.agenda import DemoTable
from meetings.admin.demo.tagged_pdf import BLACK, HEIGHT, WIDTH, Colour, Node, TaggedPdf
from meetings.admin.demo.typesetting import Face, font, wrapped

LEFT, RIGHT, TOP, BOTTOM = 62.0, WIDTH - 62.0, HEIGHT - 78.0, 74.0
MEASURE = RIGHT - LEFT
INDENT = 32.0
SIZE, LEADING = 10.5, 14.8
ACCENT: Colour = (0.11, 0.29, 0.40)
GREY: Colour = (0.36, 0.39, 0.43)
TINT: Colour = (0.94, 0.96, 0.97)
RULE: Colour = (0.78, 0.82, 0.85)
_CELL = 9.5


class Flow:
    """Where the next thing goes."""

    def __init__(self, pdf: TaggedPdf) -> None:
        self.pdf = pdf
        self.y = 0.0
        self.next_page()

    def next_page(self) -> None:
        """Go on at the top of a new page."""
        self.pdf.add_page()
        self.y = TOP

    def need(self, height: float) -> None:
        """Go to a new page unless so much room is left."""
        if self.y - height < BOTTOM:
            self.next_page()

    def lines(
        self,
        node: Node,
        words: Sequence[str],
        x: float,
        face: Face = Face.TEXT,
        size: float = SIZE,
        leading: float = LEADING,
        colour: Colour = BLACK,
    ) -> None:
        """Lines of one element; neither one line alone is left behind on a page nor carried over."""
        rest = list(words)
        while rest:
            room = int((self.y - BOTTOM) // leading)
            fits = min(len(rest), room)
            if 0 < len(rest) - fits < 2 and fits > 2:
                fits -= 1
            if fits < min(2, len(rest)):
                self.next_page()
                continue
            with self.pdf.marked(node):
                for n, line in enumerate(rest[:fits]):
                    self.y -= leading
                    tail = "" if n + 1 == len(rest) else " "
                    self.pdf.text(x, self.y + leading * 0.28, line + tail, face, size, colour)
            rest = rest[fits:]

    def heading(self, parent: Node, title: str) -> None:
        """A section heading, kept with the lines after it and entered in the outline."""
        self.need(32 + 3 * LEADING)
        self.y -= 14
        self.pdf.bookmark(title, self.y + 4)
        self.lines(parent.child("H2"), [title], LEFT, Face.BOLD, 13, 18, ACCENT)
        self.y -= 3

    def paragraph(self, parent: Node, text: str, number: str = "") -> None:
        """A paragraph with its number in the margin of the text."""
        node = parent.child("P")
        x = LEFT + (INDENT if number else 0)
        words = wrapped(text, Face.TEXT, SIZE, RIGHT - x)
        self.need(min(2, len(words)) * LEADING)
        if number:
            with self.pdf.marked(node):
                self.pdf.text(LEFT, self.y - LEADING * 0.72, f"{number} ", Face.TEXT, SIZE, GREY)
        self.lines(node, words, x)
        self.y -= 6

    def points(self, parent: Node, points: Iterable[str], *, boxed: bool = False) -> None:
        """A list numbered (1), (2), (3); in a tinted box if it holds recommendations."""
        rows = [wrapped(p, Face.TEXT, SIZE, MEASURE - INDENT - (16 if boxed else INDENT)) for p in points]
        whole = sum(len(r) * LEADING + 5 for r in rows) + 14
        boxed = boxed and whole < TOP - BOTTOM
        x = LEFT + (12 if boxed else INDENT)
        if boxed:
            self.need(whole)
            with self.pdf.artifact():
                self.pdf.box(LEFT, self.y - whole, MEASURE, whole, TINT)
                self.pdf.box(LEFT, self.y - whole, 3, whole, ACCENT)
            self.y -= 8
        entries = parent.child("L")
        for number, words in enumerate(rows, 1):
            self._point(entries.child("LI"), f"({number})", words, x)
        self.y -= 8 if boxed else 2

    def _point(self, entry: Node, label: str, words: Sequence[str], x: float) -> None:
        self.need(min(2, len(words)) * LEADING)
        with self.pdf.marked(entry.child("Lbl")):
            self.pdf.text(x, self.y - LEADING * 0.72, f"{label} ", Face.TEXT, SIZE, GREY)
        self.lines(entry.child("LBody"), words, x + INDENT - 6)
        self.y -= 5

    def table(self, parent: Node, table: DemoTable) -> None:
        """A table whose figures stand on the right and whose first column heads its rows."""
        widths = _widths(table)
        self.need(60 + 18 * min(4, len(table.rows)))
        node = parent.child("Table")
        self.y -= 2
        caption = wrapped(table.caption, Face.BOLD, _CELL + 0.5, MEASURE)
        self.lines(node.child("Caption"), caption, LEFT, Face.BOLD, _CELL + 0.5, 14)
        self.y -= 2
        self._row(node.child("THead").child("TR"), table.head, widths, table, head=True)
        body = node.child("TBody")
        for row in table.rows:
            page = self.pdf.page_count
            self.need(_CELL * 3)
            if self.pdf.page_count > page:
                self._row(None, table.head, widths, table, head=True)
            self._row(body.child("TR"), row, widths, table, head=False)
        self.y -= 12

    def _row(
        self,
        node: Node | None,
        cells: Sequence[str],
        widths: Sequence[float],
        table: DemoTable,
        *,
        head: bool,
    ) -> None:
        """A row; without a node it is the head repeated on a new page, which a reader leaves out."""
        face = Face.BOLD if head or cells[0] == "Total" else Face.TEXT
        parts = [wrapped(c, face, _CELL, w - 10) or [""] for c, w in zip(cells, widths, strict=True)]
        high = max(len(p) for p in parts) * 12.5 + 7
        self.need(high)
        top, x = self.y, LEFT
        with self.pdf.artifact():
            if head:
                self.pdf.box(LEFT, top - high, MEASURE, high, TINT)
            self.pdf.box(LEFT, top - high, MEASURE, 1.0 if head else 0.5, ACCENT if head else RULE)
        for at, (words, width) in enumerate(zip(parts, widths, strict=True)):
            scope = "Column" if head else "Row" if at == 0 else ""
            cell = node.child("TH" if scope else "TD", scope) if node else None
            with self.pdf.marked(cell) if cell else self.pdf.artifact():
                self._cell(words, x, width, face, to_right=_is_figures(table, at))
            x += width
        self.y = top - high

    def _cell(self, words: Sequence[str], x: float, width: float, face: Face, *, to_right: bool) -> None:
        for n, line in enumerate(words):
            wide = font(face).width(line, _CELL)
            shift = width - 5 - wide if to_right else 5
            tail = " " if n + 1 < len(words) else ""
            self.pdf.text(x + shift, self.y - 13 - n * 12.5, line + tail, face, _CELL)


def _is_figures(table: DemoTable, column: int) -> bool:
    """Whether every cell of a column is a figure, a sum, a percentage or a dash."""
    cells = [row[column] for row in table.rows]
    return column > 0 and all(c == "–" or c.strip("+-£%0123456789,.") == "" for c in cells)


def _widths(table: DemoTable) -> list[float]:
    """Columns of figures as wide as they need to be, the rest shared by how much they hold."""
    columns = list(zip(table.head, *table.rows, strict=True))
    want = [max(font(Face.BOLD).width(cell, _CELL) for cell in column) + 14 for column in columns]
    spare = MEASURE - sum(want)
    loose = [n for n in range(len(want)) if not _is_figures(table, n)]
    if spare >= 0:
        return [w + (spare if n == _widest(want, loose) else 0) for n, w in enumerate(want)]
    fixed = sum(w for n, w in enumerate(want) if n not in loose)
    scale = (MEASURE - fixed) / sum(want[n] for n in loose)
    return [w * scale if n in loose else w for n, w in enumerate(want)]


def _widest(want: Sequence[float], among: Sequence[int]) -> int:
    return max(among, key=lambda n: want[n])
