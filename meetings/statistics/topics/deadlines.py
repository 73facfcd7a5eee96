"""Deadlines kept: notice, minutes, statements of decisions."""

from __future__ import annotations

from collections import defaultdict

from meetings.deadlines.rules.base import Profile, Verdict
from meetings.statistics.charts import Bar
from meetings.statistics.queries.published import dates_of
from meetings.statistics.rules.kept import Dates, Kept, KeptTotals, kept, totals
from meetings.statistics.tables import Cell, Cells, Note, Table, Topic, chart_of, day_cell, of
from meetings.statistics.topics.ask import Ask

_NOTHING = "No meeting was held in this period."
_VERDICTS = {
    Verdict.SAFE: "In time",
    Verdict.ARGUABLE: "In time only if every day counts",
    Verdict.SHORT: "Too late",
    None: "Not known",
}
_STATEMENTS = {True: "In time", False: "Late", None: "–"}


def deadlines(ask: Ask) -> Topic:
    """The subject whole."""
    dates = dates_of(ask.session, ask.scope, ask.held)
    rows = {h.id: kept(ask.law, h, dates.get(h.id, Dates()), ask.scope.tz, ask.today) for h in ask.held}
    whole = totals(rows.values())
    return Topic(
        "deadlines",
        "Deadlines kept",
        _sentence(whole),
        (_by_body(ask, rows), _minutes(ask, rows), _by_meeting(ask, rows)),
        _how(ask),
    )


def _sentence(t: KeptTotals) -> str:
    if not t.meetings:
        return _NOTHING
    said = f"Of {t.agendas} {'agenda' if t.agendas == 1 else 'agendas'} {t.safe} had the clear days that are asked for."
    if t.minutes_middle is not None:
        said += f" Half of the minutes were published within {_days(t.minutes_middle)} of the meeting."
    if t.statements:
        said += f" {of(t.statements_kept, t.statements)} statements of decisions were published in time."
    return said


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def _how(ask: Ask) -> tuple[Note, ...]:
    wales = ask.law.profile is Profile.WALES
    statement = (
        "The note after a meeting is in time within the days of the law. The published minutes are that note."
        if wales
        else "The statement of the executive’s decisions is in time within the council’s working days after the "
        "meeting. Until a statement of its own is published, the published minutes are that statement."
    )
    return (
        ask.cited(
            "Clear days lie between the day on which the agenda was published and the day of the meeting; neither is "
            "counted. An agenda published after office hours counts from the next working day. “In time only if "
            "every day counts” is lawful on one reading of the law and not on the careful one. Meetings lawfully "
            "called at shorter notice are shown as they were.",
            "CD-1",
        ),
        Note(
            "Minutes are counted in days from the meeting to their first publication, as a draft or confirmed."
        ),
        ask.cited(statement, "RM-3-N" if wales else "EX-5"),
    )


def _by_body(ask: Ask, rows: dict[str, Kept]) -> Table:
    own: dict[str, list[Kept]] = defaultdict(list)
    for held in ask.held:
        own[held.body_id].append(rows[held.id])
    found = [(h, totals(own[b])) for b, h in ask.bodies.items()]
    return Table(
        "notice-by-committee",
        "Agendas published with clear days, by committee",
        ("Committee", "Meetings", "In time", "In time only if every day counts", "Too late", "Not known"),
        tuple(
            (ask.body(h), t.meetings, t.safe, t.arguable, t.short, t.meetings - t.agendas) for h, t in found
        ),
        (1, 2, 3, 4, 5),
        chart_of(
            "notice-by-committee",
            "Agendas published with clear days, by committee",
            "; ".join(f"{h.body_name}: in time {of(t.safe, t.agendas)}" for h, t in found),
            [Bar(h.body_name, (t.safe, t.arguable, t.short), of(t.safe, t.agendas)) for h, t in found],
            "In time",
            "In time only if every day counts",
            "Too late",
        ),
        _NOTHING,
    )


def _minutes(ask: Ask, rows: dict[str, Kept]) -> Table:
    own: dict[str, list[Kept]] = defaultdict(list)
    for held in ask.held:
        own[held.body_id].append(rows[held.id])
    found = [(h, totals(own[b])) for b, h in ask.bodies.items()]
    drawn = [(h, t) for h, t in found if t.minutes_middle is not None]

    def days(number: int | None) -> Cells:
        return Cell("–", "") if number is None else number

    return Table(
        "minutes-by-committee",
        "Days until the minutes were published, by committee",
        ("Committee", "Minutes published", "Usual number of days (median)", "Longest", "Not published"),
        tuple(
            (ask.body(h), t.minutes, days(t.minutes_middle), days(t.minutes_longest), t.meetings - t.minutes)
            for h, t in found
        ),
        (1, 2, 3, 4),
        chart_of(
            "minutes-by-committee",
            "Usual number of days until the minutes were published",
            "; ".join(f"{h.body_name}: {_days(t.minutes_middle or 0)}" for h, t in drawn),
            [Bar(h.body_name, (t.minutes_middle or 0,), _days(t.minutes_middle or 0)) for h, t in drawn],
        ),
        _NOTHING,
    )


def _by_meeting(ask: Ask, rows: dict[str, Kept]) -> Table:
    found: list[tuple[Cells, ...]] = []
    for held in ask.held:
        k = rows[held.id]
        found.append(
            (
                ask.meeting(held),
                day_cell(k.agenda_on),
                Cell("–", "") if k.clear is None else k.clear,
                k.needed,
                _VERDICTS[k.verdict],
                day_cell(k.minutes_on, none="Not published"),
                Cell("–", "") if k.minutes_days is None else k.minutes_days,
                day_cell(k.statement_due),
                _STATEMENTS[k.statement_kept],
            )
        )
    head = (
        "Meeting",
        "Agenda published",
        "Clear days",
        "Asked for",
        "Notice",
        "Minutes published",
        "Days",
        "Decisions due",
        "Decisions",
    )
    return Table("deadlines-by-meeting", "By meeting", head, tuple(found), (2, 3, 6), empty=_NOTHING)
