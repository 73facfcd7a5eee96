"""Is this meeting lawful? The page, letting a rule pass, certificates; publishing at a time, and taking back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.agendas.content import without_number
from meetings.agendas.queries import working_agenda
from meetings.agendas.usecases import UnpublishAgenda, unpublish_agenda
from meetings.deadlines.queries import overrides_of
from meetings.deadlines.rules.base import Finding, Rule, State
from meetings.deadlines.rules.overriding import why_not_passed
from meetings.deadlines.usecases import OverrideRule, WithdrawOverride, override_rule, withdraw_override
from meetings.kernel.errors import Invalid, NotFound
from meetings.kernel.permissions import Permission
from meetings.lawfulness.queries import Lawfulness, certificates_of, last_planned, lawfulness_of
from meetings.lawfulness.usecases import (
    CallOff,
    MakeCertificate,
    PlanPublication,
    call_off_publication,
    make_certificate,
    plan_publication,
)
from meetings.ports.storage import FileMissing
from meetings.schedule.access import desk_meeting
from meetings.schedule.forms import moment, read_time
from meetings.web.access import needs
from meetings.web.doors import current_actor, now, reading, run, today
from meetings.web.fields import complaints, date_of, typed
from meetings.web.services import services

bp = Blueprint("lawfulness", __name__)
_LINES = {
    State.NOT_MET: ("Not met", "red"),
    State.DOUBTFUL: ("Arguable", "yellow"),
    State.OVERRIDDEN: ("Let pass", "purple"),
    State.WAITING: ("Not due yet", "grey"),
    State.MET: ("Met", "green"),
}


@dataclass(frozen=True)
class Alike:
    """A rule with all it was applied to with the same outcome: one of many items, or the meeting itself."""

    rule: Rule
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Group:
    """The findings of one state, in the order in which they matter."""

    label: str
    colour: str
    findings: tuple[Finding, ...]
    #: nothing is to be done about them: a rule that holds for ten items is said once
    brief: bool

    @property
    def alike(self) -> tuple[Alike, ...]:
        """The findings rule by rule."""
        rules = {f.rule.id: f.rule for f in self.findings}
        return tuple(
            Alike(rule, tuple(f for f in self.findings if f.rule.id == key)) for key, rule in rules.items()
        )


@bp.get("/desk/meetings/<meeting_id>/lawful")
@needs(Permission.OVERRIDE_LAW)
def lawful(meeting_id: str) -> ResponseReturnValue:
    """Every rule that applies, its verdict, its dates and its citation."""
    return _page(meeting_id)


@bp.post("/desk/meetings/<meeting_id>/lawful/override")
@needs(Permission.OVERRIDE_LAW)
def override(meeting_id: str) -> ResponseReturnValue:
    """Let a rule pass, with a reason."""
    rule_id, subject = request.form.get("rule", ""), request.form.get("subject", "")
    reason = request.form.get("reason", "")
    with reading() as session:
        judged = _judged(session, meeting_id)
    if not any(f.gates and (f.rule.id, f.subject) == (rule_id, subject) for f in judged.findings):
        raise NotFound("There is nothing to let pass here any more. Look at the page again.")
    try:
        run(override_rule, OverrideRule(meeting_id, rule_id, subject, reason))
    except Invalid as error:
        field = f"reason-{rule_id}-{subject}"
        return _page(meeting_id, {field: next(iter(complaints(error).values()))}, {field: reason})
    flash("The rule is let pass. Your name and the reason are in the record.", "success")
    return redirect(f"/desk/meetings/{meeting_id}/lawful", 303)


@bp.post("/desk/meetings/<meeting_id>/lawful/override/<override_id>/withdraw")
@needs(Permission.OVERRIDE_LAW)
def withdraw(meeting_id: str, override_id: str) -> ResponseReturnValue:
    """Keep the rule after all."""
    run(withdraw_override, WithdrawOverride(meeting_id, override_id))
    flash("The rule counts again. That it was let pass before stays in the record.", "success")
    return redirect(f"/desk/meetings/{meeting_id}/lawful", 303)


@bp.post("/desk/meetings/<meeting_id>/certificates")
@needs(Permission.PREPARE_MEETING)
def certify(meeting_id: str) -> ResponseReturnValue:
    """Make a certificate of how things stand."""
    run(make_certificate, MakeCertificate(meeting_id))
    flash("The certificate is made. Its PDF is ready in a few seconds.", "success")
    return redirect(f"/desk/meetings/{meeting_id}/lawful#certificates", 303)


@bp.get("/desk/meetings/<meeting_id>/certificates/<int:number>.pdf")
@needs(Permission.PREPARE_MEETING)
def certificate(meeting_id: str, number: int) -> ResponseReturnValue:
    """A certificate's PDF."""
    with reading() as session:
        desk_meeting(session, meeting_id)
        row = next((c for c in certificates_of(session, meeting_id) if c.number == number), None)
    if row is None or row.pdf_sha256 is None:
        raise NotFound("This certificate has no PDF yet. It takes a few seconds: reload the page.")
    try:
        file = services().storage.open(row.pdf_sha256)
    except FileMissing:
        raise NotFound("The file of this certificate is missing.") from None
    response: Response = send_file(
        file,
        mimetype="application/pdf",
        download_name=f"notice-certificate-{number}.pdf",
        etag=row.pdf_sha256,
    )
    response.headers["Cache-Control"] = "no-store, private"
    return response


@bp.get("/desk/meetings/<meeting_id>/publish/later")
@needs(Permission.PUBLISH)
def ask_later(meeting_id: str) -> ResponseReturnValue:
    """Publish at a time: when?"""
    return _later_page(meeting_id)


@bp.post("/desk/meetings/<meeting_id>/publish/later")
@needs(Permission.PUBLISH)
def set_later(meeting_id: str) -> ResponseReturnValue:
    """Set the time."""
    errors: dict[str, str] = {}
    values = typed(request.form, "time", "note", dates=("date",))
    at = _moment_of(errors)
    if at is not None:
        command = PlanPublication(meeting_id, at, values["note"], request.form.get("seen") or None)
        try:
            run(plan_publication, command)
        except Invalid as error:
            errors = {("date" if k == "at-date" else k): v for k, v in complaints(error).items()}
        else:
            flash("The agenda will be published then, if nothing on it changes before.", "success")
            return redirect(f"/desk/meetings/{meeting_id}/publish/later", 303)
    return _later_page(meeting_id, values, errors)


@bp.post("/desk/meetings/<meeting_id>/publish/call-off")
@needs(Permission.PUBLISH)
def call_off(meeting_id: str) -> ResponseReturnValue:
    """Do not publish it then."""
    run(call_off_publication, CallOff(meeting_id))
    flash("The agenda will not be published by itself.", "success")
    return redirect(f"/desk/meetings/{meeting_id}/publish/later", 303)


@bp.get("/desk/meetings/<meeting_id>/unpublish")
@needs(Permission.PUBLISH)
def ask_unpublish(meeting_id: str) -> ResponseReturnValue:
    """Take the agenda back: why?"""
    return _unpublish_page(meeting_id)


@bp.post("/desk/meetings/<meeting_id>/unpublish")
@needs(Permission.PUBLISH)
def unpublish(meeting_id: str) -> ResponseReturnValue:
    """Take it back."""
    reason = request.form.get("reason", "")
    try:
        run(unpublish_agenda, UnpublishAgenda(meeting_id, reason))
    except Invalid as error:
        return _unpublish_page(meeting_id, reason, complaints(error))
    flash("The agenda is taken back. Readers see your reason in its place.", "success")
    return redirect(f"/desk/meetings/{meeting_id}", 303)


def _judged(session: Session, meeting_id: str) -> Lawfulness:
    meeting = desk_meeting(session, meeting_id, Permission.OVERRIDE_LAW)
    return lawfulness_of(session, meeting, services().config.timezone, today=today())


def _page(
    meeting_id: str, errors: Mapping[str, str] | None = None, reasons: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.OVERRIDE_LAW)
        judged = _judged(session, meeting_id)
        certificates = certificates_of(session, meeting_id)
        overrides = overrides_of(session, meeting_id, withdrawn=True)
    groups = [
        Group(*words, judged.of_state(state), brief=state in (State.MET, State.WAITING))
        for state, words in _LINES.items()
    ]
    titles = {f.rule.id: f.rule.title for f in judged.findings}
    roles = current_actor().roles(today(), meeting.body_id)
    page = render_template(
        "lawfulness/lawful.html",
        meeting=meeting,
        law=judged,
        groups=[g for g in groups if g.findings],
        certificates=certificates,
        overrides=overrides,
        titles=titles,
        errors=errors or {},
        reasons=reasons or {},
        why_not={f.rule.id: why_not_passed(f.rule, roles) for f in judged.findings if f.gates},
    )
    return page, 422 if errors else 200


def _moment_of(errors: dict[str, str]) -> datetime | None:
    day = date_of(request.form, "date", errors, missing="Enter the day on which to publish")
    try:
        at = read_time(request.form.get("time", "").strip())
        return moment(day, at, services().config.timezone) if day is not None else None
    except ValueError as error:
        errors["time"] = str(error)
        return None


def _later_page(
    meeting_id: str, values: Mapping[str, Any] | None = None, errors: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.PUBLISH)
        seen = without_number(working_agenda(session, meeting_id))
        planned = last_planned(session, meeting_id)
    soon = now().astimezone(services().config.timezone) + timedelta(days=1)
    usual = {"date": soon.date(), "time": "09:00", "note": ""}
    page = render_template(
        "lawfulness/later.html",
        meeting=meeting,
        planned=planned,
        seen=seen,
        values=values or usual,
        errors=errors or {},
    )
    return page, 422 if errors else 200


def _unpublish_page(
    meeting_id: str, reason: str = "", errors: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    with reading() as session:
        meeting = desk_meeting(session, meeting_id, Permission.PUBLISH)
    page = render_template("lawfulness/unpublish.html", meeting=meeting, reason=reason, errors=errors or {})
    return page, 422 if errors else 200
