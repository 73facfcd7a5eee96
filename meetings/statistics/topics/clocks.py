"""For officers alone: the last attendance that counts and the day on which the six months end."""

from __future__ import annotations

from meetings.room.absence import member_clocks
from meetings.statistics.tables import Cell, Table, Topic, day_cell
from meetings.statistics.topics.ask import Ask


def six_months(ask: Ask) -> Topic:
    """Everybody in office, those with least time first. The chosen period makes no difference to it."""
    clocks = member_clocks(ask.session, ask.law, ask.today, ask.scope.tz)
    rows = tuple(
        (
            Cell(c.name, href=f"/desk/members/{c.slug}"),
            day_cell(c.last.on if c.last else None, none="Nothing recorded"),
            c.last.what if c.last else "",
            c.missed,
            day_cell(c.careful),
            day_cell(c.last_council),
            c.state(ask.today)[0],
        )
        for c in clocks
    )
    table = Table(
        "six-months",
        "Last attendance and the six months",
        (
            "Member",
            "Last attended",
            "What",
            "Missed since",
            "Last day to attend",
            "Last council to approve an absence",
            "State",
        ),
        rows,
        (3,),
        empty="There is no councillor in office.",
    )
    note = ask.cited(
        "For officers only. Only attendance that counts in law stops the clock: in England nobody who watched from "
        "elsewhere. It is counted up to today, whatever period is chosen. The working is on each member’s page.",
        "MB-1",
    )
    return Topic("six-months", "Six months", "Members with least time left first.", (table,), (note,))
