"""Printed agendas and reports: what is on the page, and the page itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from meetings.documents.printing import page


@dataclass(frozen=True, kw_only=True)
class AgendaLine:
    """An item, or a heading over items. `text` is rich text; `recommendation` has a paragraph on each line."""

    number: str = ""
    title: str
    is_heading: bool = False
    text: str = ""
    recommendation: str = ""
    #: why the public may not read it; empty: they may
    exemption: str = ""
    #: each with its pages, as `Report of the Director of Place (12 pages)`
    papers: tuple[str, ...] = ()

    @property
    def recommendations(self) -> tuple[str, ...]:
        """The paragraphs of the recommendation."""
        return tuple(line.strip() for line in self.recommendation.splitlines() if line.strip())


@dataclass(frozen=True, kw_only=True)
class AgendaSheet:
    """The agenda of one meeting, for one audience: whoever fills it has left out what they may not read."""

    council: str
    body: str
    meeting_title: str
    #: `Tuesday 9 February 2021`
    day: str
    #: `6.30pm`
    time: str
    place: str
    mode: str = ""
    #: members who are summoned, the chair first
    members: tuple[str, ...] = ()
    #: `1 February 2021`
    published_on: str = ""
    #: who summons the members, with the post: `Miriam Okonjo-Lindqvist, Chief Executive`
    signed_by: str = ""
    #: whom to ask: a line each
    contact: tuple[str, ...] = ()
    #: what visitors should know of access, filming and speaking, as rich text
    notes: str = ""
    lines: tuple[AgendaLine, ...] = ()
    #: above 1 for an agenda that was published again
    version: int = 1

    @property
    def title(self) -> str:
        """`Agenda: Full Council, Tuesday 9 February 2021`."""
        return f"Agenda: {self.body}, {self.day}"


@dataclass(frozen=True, kw_only=True)
class ReportSection:
    """A part of a report under its own heading, as rich text."""

    heading: str
    html: str


@dataclass(frozen=True, kw_only=True)
class ReportSheet:
    """A report to a meeting."""

    council: str
    body: str
    day: str
    subject: str
    author: str
    post: str = ""
    #: further lines of the head: `("Wards", "Harbour; Old Town")`
    facts: tuple[tuple[str, str], ...] = ()
    exemption: str = ""
    recommendations: tuple[str, ...] = ()
    sections: tuple[ReportSection, ...] = field(default=())
    #: background papers, a line each
    background: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """`Report: Harbour Street car park`."""
        return f"Report: {self.subject}"


def agenda_page(sheet: AgendaSheet) -> str:
    """The HTML of a printed agenda."""
    return page("pdf/agenda.html", sheet=sheet)


def report_page(sheet: ReportSheet) -> str:
    """The HTML of a printed report."""
    return page("pdf/report.html", sheet=sheet)
