"""Tables of a page as Word tables: a heading that is repeated on each page, rows that are kept whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

from meetings.documents.docx_runs import make

if TYPE_CHECKING:
    from meetings.documents.docx_blocks import Body, Place

#: The width of the text, in twentieths of a point.
WIDTH = 9412
_WIDEST = 63


def write_table(body: Body, holder: Any, element: Any, place: Place) -> None:
    """Add the table, with its caption above it."""
    caption = next(iter(element.iterchildren("caption")), None)
    if caption is not None:
        body.write_into(holder, caption, replace(place, style="Caption", level=-1, number=0))
    rows = [row for row in element.iter("tr") if _table_of(row) is element]
    if not rows:
        return
    grid = _grid(rows)
    columns = max(len(row) for row in grid)
    table = make("w:tbl")
    table.append(_properties(element, rows, caption))
    table.append(_columns(columns))
    for row, cells in zip(rows, grid, strict=True):
        table.append(_row(body, row, cells, columns, place))
    if len(holder) and holder[-1].tag == qn("w:tbl"):
        # Two tables that touch would become one.
        holder.append(make("w:p"))
    holder.append(table)


def _table_of(row: Any) -> Any:
    return next(row.iterancestors("table"))


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _grid(rows: list[Any]) -> list[list[tuple[Any, bool]]]:
    """For each row the cell in every column, and whether it goes on from the row above."""
    grid: list[list[tuple[Any, bool]]] = []
    hanging: dict[int, tuple[Any, int]] = {}
    for row in rows:
        line: list[tuple[Any, bool]] = []
        waiting = iter(_cells(row))
        cell = next(waiting, None)
        while cell is not None or len(line) in hanging:
            column = len(line)
            if column in hanging:
                above, left = hanging.pop(column)
                line.append((above, True))
                if left > 1:
                    hanging[column] = (above, left - 1)
                continue
            for offset in range(_span(cell, "colspan")):
                line.append((cell, False))
                if (down := _span(cell, "rowspan")) > 1:
                    hanging[column + offset] = (cell, down - 1)
            cell = next(waiting, None)
        grid.append(line or [(None, False)])
    return grid


def _span(cell: Any, name: str) -> int:
    value = cell.get(name) or "1"
    return min(max(int(value), 1), _WIDEST) if value.isdigit() else 1


def _properties(element: Any, rows: list[Any], caption: Any) -> Any:
    first_column = all(cells[0].tag == "th" for row in rows if (cells := _cells(row)))
    properties = make("w:tblPr")
    properties.append(make("w:tblStyle", val="CouncilTable"))
    properties.append(make("w:tblW", w=WIDTH, type="dxa"))
    properties.append(make("w:tblLayout", type="autofit"))
    properties.append(_headings_of(_is_heading(rows[0]), first_column))
    words = element.get("aria-label") or (
        " ".join(caption.text_content().split()) if caption is not None else ""
    )
    if words:
        properties.append(make("w:tblCaption", val=words))
    return properties


def _headings_of(first_row: bool, first_column: bool) -> Any:
    bits = 0x0600 | 0x20 * first_row | 0x80 * first_column
    sides = {"firstRow": first_row, "lastRow": 0, "firstColumn": first_column, "lastColumn": 0}
    return make("w:tblLook", val=f"{bits:04X}", **{k: int(v) for k, v in sides.items()}, noHBand=1, noVBand=1)


def _columns(count: int) -> Any:
    grid = make("w:tblGrid")
    for _ in range(count):
        grid.append(make("w:gridCol", w=WIDTH // count))
    return grid


def _is_heading(row: Any) -> bool:
    parent = row.getparent()
    return bool(parent.tag == "thead" or (_cells(row) and all(c.get("scope") == "col" for c in _cells(row))))


def _row(body: Body, row: Any, cells: list[tuple[Any, bool]], columns: int, place: Place) -> Any:
    out = make("w:tr")
    properties = make("w:trPr")
    properties.append(make("w:cantSplit"))
    if _is_heading(row):
        properties.append(make("w:tblHeader"))
    out.append(properties)
    for cell, width, goes_on in _runs_of(cells, columns):
        out.append(_cell(body, cell, width, WIDTH // columns, goes_on, place))
    return out


def _runs_of(cells: list[tuple[Any, bool]], columns: int) -> Iterator[tuple[Any, int, bool]]:
    """Each cell once with the columns it takes; empty cells fill the row."""
    at = 0
    while at < len(cells):
        cell, goes_on = cells[at]
        width = 1
        while cell is not None and at + width < len(cells) and cells[at + width] == (cell, goes_on):
            width += 1
        yield cell, width, goes_on
        at += width
    for _ in range(columns - len(cells)):
        yield None, 1, False


def _cell(body: Body, cell: Any, width: int, column: int, goes_on: bool, place: Place) -> Any:
    out = make("w:tc")
    properties = make("w:tcPr")
    properties.append(make("w:tcW", w=column * width, type="dxa"))
    if width > 1:
        properties.append(make("w:gridSpan", val=width))
    if goes_on:
        properties.append(make("w:vMerge", val="continue"))
    elif cell is not None and _span(cell, "rowspan") > 1:
        properties.append(make("w:vMerge", val="restart"))
    out.append(properties)
    if cell is not None and not goes_on:
        inside = replace(place, look=place.look.within(cell), style="", level=-1, number=0)
        body.write_into(out, cell, inside)
    if not len(out) or out[-1].tag != qn("w:p"):
        out.append(make("w:p"))
    return out
