"""Registers: upright, across the page, restricted, and with nothing in them."""

from __future__ import annotations

from collections.abc import Iterator

from meetings.documents.printing import page
from meetings.registers.document import Kind, Register, Table, cell


def _table(columns: int, rows: int) -> Table:
    head = tuple(f"Column {n}" for n in range(columns))
    body = tuple(
        (cell(f"Councillor {row}", "Labour"), *(cell(row * n) for n in range(columns - 2)), cell())
        for row in range(rows)
    )
    return Table("Members", head, body, numeric=(1, 2))


def pages() -> Iterator[str]:
    for kind, tables in (
        (Kind.ATTENDANCE, (_table(4, 50), _table(4, 2))),
        (Kind.VOTES, (_table(8, 40),)),
        (Kind.INTERESTS, ()),
    ):
        register = Register(
            kind=kind,
            council="Eastmere and Saltwick Borough Council",
            body="Cabinet",
            when="1 April 2020 to 31 March 2021",
            lead=("All meetings of the year.",),
            tables=tables,
            notes=("Members who left the council are counted until they did.",),
            empty="Nothing was declared.",
            restricted=kind is Kind.VOTES,
        )
        yield page("pdf/register.html", doc=register)
