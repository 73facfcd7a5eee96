"""Reports on their way to the Cabinet in the demonstration: one in each state, with those who clear them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from meetings.admin.demo.content import FOLDER
from meetings.admin.demo.load_people import Cast
from meetings.kernel.actor import SYSTEM
from meetings.reports.queries import clearances_of, report_of
from meetings.reports.rules.states import Outcome
from meetings.reports.usecases import (
    AddHolder,
    AddSection,
    AskConsultees,
    Comment,
    EditReport,
    GiveClearance,
    ReturnReport,
    SaveRole,
    StartReport,
    SubmitReport,
    add_holder,
    add_section,
    ask_consultees,
    comment_as_author,
    comment_as_consultee,
    edit_report,
    give_clearance,
    return_report,
    save_role,
    start_report,
    submit_report,
)
from meetings.runtime.work import Work
from meetings.schedule.queries import upcoming

BODY, AUTHOR, OFFICER = "cabinet", "zielonka", "carvalho-webb"
#: There is still time to clear and publish what is for a meeting that far ahead.
_AHEAD = timedelta(days=21)


def load_workflow(work: Work, cast: Cast) -> None:
    """The consultees, then each report as far as its state says."""
    content = tomllib.loads((FOLDER / "workflow.toml").read_text(encoding="utf-8"))
    work.actor = cast.actors[OFFICER]
    for role in content["role"]:
        _role(work, cast, role)
    coming = upcoming(work.session, work.now, 12, cast.bodies[BODY], public_only=False)
    meeting = next((m for m in coming if m.starts_at > work.now + _AHEAD), None)
    holders = {role["name"]: role["holder"] for role in content["role"]}
    for planned in content["report"]:
        made = _Made(work, cast, holders, _written(work, cast, planned, meeting.id if meeting else None))
        _STATES[planned["state"]](made, planned)
    work.actor = SYSTEM


def _role(work: Work, cast: Cast, role: Mapping[str, Any]) -> None:
    signs = bool(role.get("signoff"))
    made = save_role(work, SaveRole(None, role["name"], role["about"], role["days"], signoff=signs))
    account = cast.actors[role["holder"]].account_id
    assert account is not None
    add_holder(work, AddHolder(made, account, work.today - timedelta(days=400)))


def _written(work: Work, cast: Cast, planned: Mapping[str, Any], meeting_id: str | None) -> str:
    work.actor = cast.actors[AUTHOR]
    report_id = start_report(work, StartReport(cast.bodies[BODY], planned["title"], meeting_id))
    fields: dict[str, Any] = {f"section.{key}": html for key, html in planned["sections"].items()}
    fields["recommendations"] = planned["recommendations"]
    fields["background"] = tuple(planned.get("background_papers", ()))
    fields["no_background"] = planned.get("no_background", False)
    fields["paragraphs"] = tuple(planned.get("paragraphs", ()))
    fields["interest_test"] = planned.get("interest_test", "")
    fields["negotiation"] = planned.get("negotiation", False)
    if "exempt_section" in planned:
        title, html = planned["exempt_section"]
        key = add_section(work, AddSection(report_id, title))
        fields |= {f"section.{key}": html, f"exempt.{key}": True}
    version = report_of(work.session, report_id).version
    edit_report(work, EditReport(report_id, version, fields))
    return report_id


class _Made:
    """A report that is written, and what its people do with it."""

    def __init__(self, work: Work, cast: Cast, holders: Mapping[str, str], report_id: str) -> None:
        self.work, self.cast, self.holders, self.id = work, cast, holders, report_id

    @property
    def version(self) -> int:
        return report_of(self.work.session, self.id).version

    def as_(self, key: str) -> Work:
        self.work.actor = self.cast.actors[key]
        return self.work

    def ask(self) -> None:
        ask_consultees(self.as_(AUTHOR), AskConsultees(self.id, self.version))

    def answer(self, role: str, outcome: Outcome = Outcome.CLEAR, words: str = "") -> None:
        found = next(c for c in clearances_of(self.work.session, self.id) if c.role == role)
        command = GiveClearance(self.id, found.id, self.version, outcome, words)
        give_clearance(self.as_(self.holders[role]), command)

    def clear_all(self) -> None:
        self.ask()
        for role in ("Finance", "Legal", "Equalities", "Responsible director"):
            self.answer(role)

    def submit(self) -> None:
        submit_report(self.as_(AUTHOR), SubmitReport(self.id, self.version))


def _draft(_made: _Made, _planned: Mapping[str, Any]) -> None:
    """Nobody has been asked."""


def _waiting(made: _Made, _planned: Mapping[str, Any]) -> None:
    made.ask()
    made.answer(
        "Finance",
        Outcome.COMMENTS,
        "The reserve can bear it. Show it in the next monitoring report.",
    )
    made.answer("Equalities")
    question = Comment(
        made.id, "Is an environmental permit needed for the works in the river?", "section.legal"
    )
    remark = comment_as_consultee(made.as_(made.holders["Legal"]), question)
    answer = Comment(made.id, "Yes. We have applied for it; it takes two months.", parent_id=remark)
    comment_as_author(made.as_(AUTHOR), answer)


def _fallen(made: _Made, planned: Mapping[str, Any]) -> None:
    made.clear_all()
    changed = {f"section.{key}": html for key, html in planned["changed"].items()}
    edit_report(made.as_(AUTHOR), EditReport(made.id, made.version, changed, "New price for the lease"))


def _submitted(made: _Made, _planned: Mapping[str, Any]) -> None:
    made.clear_all()
    made.submit()


def _returned(made: _Made, planned: Mapping[str, Any]) -> None:
    made.clear_all()
    made.submit()
    return_report(made.as_(OFFICER), ReturnReport(made.id, planned["reason"]))


_STATES: Mapping[str, Callable[[_Made, Mapping[str, Any]], None]] = {
    "draft": _draft,
    "waiting": _waiting,
    "fallen": _fallen,
    "submitted": _submitted,
    "returned": _returned,
}
