"""The piece of a page that weighs a day for a meeting, and the list of all rules."""

from __future__ import annotations

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.bodies.queries import body_of
from meetings.deadlines.blueprint import bp
from meetings.deadlines.notice import NOT_OUT, DayVerdict, GoneOut, day_verdict
from meetings.deadlines.queries import law_of, standing_of
from meetings.deadlines.rules.base import Rule, Severity
from meetings.deadlines.rules.book import rules_in_force
from meetings.kernel.permissions import Permission
from meetings.web.access import needs
from meetings.web.doors import now, reading, today
from meetings.web.fields import date_of
from meetings.web.services import services

_SEVERITIES = {
    Severity.BLOCK: ("The law does not allow otherwise", "red"),
    Severity.GATE: ("Only with a recorded reason", "orange"),
    Severity.WARN: ("Warning", "yellow"),
    Severity.INFO: ("To know", "grey"),
    Severity.CLOCK: ("Deadline", "blue"),
}


def verdict_for(session: Session, body_id: str, day: date, out: GoneOut = NOT_OUT) -> DayVerdict:
    """How a day stands for a meeting of that body, as of now; `out`: when its notice and summons went out."""
    kind = body_of(session, body_id).kind
    zone = services().config.timezone
    return day_verdict(law_of(session), day, kind, now(), zone, standing_of(session).confirmed, out)


@bp.get("/desk/law/notice")
@needs(Permission.PREPARE_MEETING)
def notice_piece() -> ResponseReturnValue:
    """The verdict on a day that is being typed; empty as long as it is no date."""
    errors: dict[str, str] = {}
    day = date_of(request.args, "date", errors)
    if day is None or not 2000 <= day.year <= 2100:
        return ""
    with reading() as session:
        verdict = verdict_for(session, request.args.get("body", ""), day)
    return render_template("deadlines/_notice.html", verdict=verdict)


@bp.get("/desk/law/rules")
@needs(Permission.MANAGE_LAW)
def rules() -> ResponseReturnValue:
    """Every rule of the council's law, as it stands today."""
    with reading() as session:
        law, standing = law_of(session), standing_of(session)
    found = rules_in_force(law.profile, today())
    return render_template(
        "deadlines/rules.html",
        rules=found,
        unverified=sum(not r.citation.verified for r in found),
        severity=lambda rule: severity_words(rule),
        standing=standing,
    )


def severity_words(rule: Rule) -> tuple[str, str]:
    """What follows when the rule is not met, in words and a colour."""
    return _SEVERITIES[rule.severity]
