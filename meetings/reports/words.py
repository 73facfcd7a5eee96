"""What each fact about a report says, in a sentence for people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from meetings.kernel.facts import Fact
from meetings.reports import events as e


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names)


def _answer(f: e.ClearanceGiven) -> str:
    did = {"clear": "cleared", "comments": "cleared, with comments,", "changes": "asked for changes to"}
    place = f", in place of {f.on_behalf_of}" if f.on_behalf_of else ""
    return f"{f.role} {did.get(f.outcome, f.outcome)} version {f.version}{place}"


def _submitted(f: e.ReportSubmitted) -> str:
    lacking = f", without clearance by {_listed(f.missing)}" if f.missing else ""
    return f"Version {f.version} was submitted{lacking}"


def _accepted(f: e.ReportAccepted) -> str:
    if not f.overridden:
        return f"Version {f.version} was put on the agenda"
    return (
        f"Version {f.version} was put on the agenda without clearance by {_listed(f.overridden)}: {f.reason}"
    )


_SENTENCES: dict[type[Fact], Callable[[Any], str]] = {
    e.ReportStarted: lambda f: "The report was begun",
    e.ReportWritten: lambda f: f"Version {f.version} was saved" + (" (a minor change)" if f.minor else ""),
    e.ReportMoved: lambda f: (
        "The report was meant for another meeting" if f.meeting_id else "The report was meant for no meeting"
    ),
    e.AuthorAdded: lambda f: f"{f.name} may write on the report",
    e.ClearanceAsked: lambda f: (
        f"{f.role} was asked about version {f.version}, to answer by {_day(f.due_on)}"
    ),
    e.ClearanceGiven: _answer,
    e.ClearanceFell: lambda f: (
        f"The clearance by {f.role} of version {f.cleared_version} fell with version {f.version}"
    ),
    e.ReportCommented: lambda f: f"A remark was made on version {f.version}",
    e.CommentSettled: lambda f: "A remark was dealt with" if f.done else "A remark was taken up again",
    e.ReportSubmitted: _submitted,
    e.ReportReturned: lambda f: f"Version {f.version} was returned: {f.reason}",
    e.ReportTakenBack: lambda f: "The report was taken back",
    e.ReportWithdrawn: lambda f: f"The report was withdrawn: {f.reason}",
    e.ReportTakenUp: lambda f: "The report was taken up again",
    e.ReportAccepted: _accepted,
    e.ReportPrinted: lambda f: f"Version {f.version} was printed",
    e.ConsulteeRoleChanged: lambda f: (
        f"The consultee {f.name} was " + ("made or changed" if f.is_active else "retired")
    ),
    e.HolderChanged: lambda f: "Who holds a consultee’s role was changed",
    e.CoverSet: lambda f: f"Cover was set from {_day(f.valid_from)} to {_day(f.valid_to)}",
    e.CoverEnded: lambda f: "Cover was ended",
    e.TemplateChanged: lambda f: "What reports need was changed",
}


def sentence_of(fact: Fact) -> str:
    """What happened; empty for a fact of another feature."""
    words = _SENTENCES.get(type(fact))
    return words(fact) if words else ""
