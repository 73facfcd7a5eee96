"""Who clears reports: the consultees' roles, their holders, cover for absence, and each body's template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from meetings.db.record import council_stream
from meetings.kernel.checks import Checks
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.reports.events import (
    ConsulteeRoleChanged,
    CoverEnded,
    CoverSet,
    HolderChanged,
    TemplateChanged,
)
from meetings.reports.models import ConsulteeCover, ConsulteeHolder, ConsulteeRole, ReportTemplateRow
from meetings.reports.queries import held_by, people
from meetings.reports.rules.template import (
    MOST_SECTIONS,
    NeededConsultee,
    ReportTemplate,
    TemplateSection,
    key_for,
    to_json,
)
from meetings.runtime.usecase import CONFLICTS, use_case, whole_council
from meetings.runtime.work import Work

CONFLICTS["consultee_role.name"] = "There is a consultee of this name already."
CONFLICTS["uq_consultee_role_name"] = CONFLICTS["consultee_role.name"]
MOST_DAYS = 60


@dataclass(frozen=True)
class SaveRole:
    """`role_id` None: a new one."""

    role_id: str | None
    name: str
    about: str = ""
    usual_days: int = 5
    usual: bool = True
    signoff: bool = False
    is_active: bool = True


@dataclass(frozen=True)
class AddHolder:
    """Somebody holds a role from a day."""

    role_id: str
    account_id: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True)
class EndHolder:
    """They hold it until a day."""

    holder_id: str
    valid_to: date


@dataclass(frozen=True)
class SetCover:
    """`account_id` None: one's own roles."""

    cover_id: str
    valid_from: date
    valid_to: date
    reason: str = ""
    account_id: str | None = None


@dataclass(frozen=True)
class EndCover:
    """End it now."""

    id: str


@dataclass(frozen=True)
class SectionLine:
    """A section of a template as it was typed; an empty key is a new one."""

    key: str
    title: str
    hint: str = ""
    required: bool = False


@dataclass(frozen=True)
class SaveTemplate:
    """What reports to a body ("council": to every body without its own) need."""

    template_id: str
    sections: tuple[SectionLine, ...]
    consultees: tuple[NeededConsultee, ...]
    submit_days: int = 2


@use_case(permission=Permission.ACCEPT_REPORT, scope=whole_council)
def save_role(work: Work, command: SaveRole) -> str:
    """Make or change a consultee's role. Returns its id. Raises Invalid, NotFound."""
    checks = Checks()
    name = checks.line("name", command.name, "Say what the consultee is called, for example: Legal", 100)
    about = checks.line("about", command.about, longest=300)
    _days(checks, "usual_days", command.usual_days)
    checks.done()
    role = work.session.get(ConsulteeRole, command.role_id) if command.role_id else None
    if command.role_id and role is None:
        raise NotFound("There is no such consultee.")
    if role is None:
        last = work.session.scalar(select(func.max(ConsulteeRole.position))) or 0
        role = ConsulteeRole(id=new_id(), position=last + 1)
        work.session.add(role)
    role.name, role.about, role.usual_days = name, about, command.usual_days
    role.usual, role.signoff, role.is_active = command.usual, command.signoff, command.is_active
    work.session.flush()
    work.record(council_stream(work.session), ConsulteeRoleChanged(role.id, name, role.is_active))
    return role.id


@use_case(permission=Permission.ACCEPT_REPORT, scope=whole_council)
def add_holder(work: Work, command: AddHolder) -> str:
    """Let somebody hold a role. Returns the id. Raises Invalid, NotFound."""
    checks = Checks()
    checks.span(command.valid_from, command.valid_to)
    checks.that(bool(people(work.session, [command.account_id])), "account_id", "Choose somebody")
    checks.done()
    if work.session.get(ConsulteeRole, command.role_id) is None:
        raise NotFound("There is no such consultee.")
    row = ConsulteeHolder(
        id=new_id(),
        role_id=command.role_id,
        account_id=command.account_id,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
    )
    work.session.add(row)
    work.session.flush()
    fact = HolderChanged(row.role_id, row.account_id, row.valid_from, row.valid_to)
    work.record(council_stream(work.session), fact)
    return row.id


@use_case(permission=Permission.ACCEPT_REPORT, scope=whole_council)
def end_holder(work: Work, command: EndHolder) -> None:
    """End somebody's holding of a role. Raises Invalid, NotFound."""
    row = work.session.get(ConsulteeHolder, command.holder_id)
    if row is None:
        raise NotFound("They do not hold this role.")
    checks = Checks()
    checks.ending(row.valid_from, command.valid_to)
    checks.done()
    row.valid_to = command.valid_to
    fact = HolderChanged(row.role_id, row.account_id, row.valid_from, row.valid_to)
    work.record(council_stream(work.session), fact)


@use_case(permission=Permission.CLEAR_REPORT, scope=whole_council)
def delegate(work: Work, command: SetCover) -> str:
    """A holder says who clears in their place from one day to another. Returns the id. Raises Invalid."""
    mine = work.actor.account_id
    if mine is None or command.account_id not in (None, mine):
        raise Denied("You can only delegate your own roles.")
    if not any(not name for name in held_by(work.session, mine, work.today).values()):
        raise WrongState("You hold no role that could be delegated.")
    return _cover(work, command, mine)


@use_case(permission=Permission.ACCEPT_REPORT, scope=whole_council)
def set_cover(work: Work, command: SetCover) -> str:
    """Democratic services say who stands in for somebody who is away. Returns the id. Raises Invalid."""
    if command.account_id is None:
        raise Invalid("Choose who is away.", {"account_id": "Choose who is away"})
    return _cover(work, command, command.account_id)


@use_case(permission=Permission.CLEAR_REPORT, scope=whole_council)
def end_delegation(work: Work, command: EndCover) -> None:
    """A holder ends their own cover. Raises Denied, NotFound."""
    row = _cover_row(work, command.id)
    if row.account_id != work.actor.account_id:
        raise Denied("You can only end the cover for your own roles.")
    _end(work, row)


@use_case(permission=Permission.ACCEPT_REPORT, scope=whole_council)
def end_cover(work: Work, command: EndCover) -> None:
    """Democratic services end a cover. Raises NotFound."""
    _end(work, _cover_row(work, command.id))


@use_case(permission=Permission.ACCEPT_REPORT, scope=whole_council)
def save_template(work: Work, command: SaveTemplate) -> None:
    """Say what reports to a body need; those that are begun stay as they are. Raises Invalid."""
    template = _template(command)
    row = work.session.get(ReportTemplateRow, command.template_id)
    if row is None:
        row = ReportTemplateRow(id=command.template_id)
        work.session.add(row)
    row.sections, row.consultees = to_json(template)
    row.submit_days, row.changed_at, row.changed_by = template.submit_days, work.now, work.actor.name
    work.session.flush()
    keys = tuple(s.key for s in template.sections)
    roles = tuple(c.role_id for c in template.consultees)
    work.record(council_stream(work.session), TemplateChanged(command.template_id, keys, roles))


def _template(command: SaveTemplate) -> ReportTemplate:
    checks = Checks()
    sections: list[TemplateSection] = []
    for n, line in enumerate(command.sections):
        title = checks.line(f"title-{n}", line.title, longest=120)
        hint = checks.line(f"hint-{n}", line.hint, longest=300)
        if title:
            key = line.key or key_for(title, [s.key for s in command.sections])
            sections.append(TemplateSection(key, title, hint, line.required))
    checks.that(bool(sections), "sections", "Keep at least one section")
    checks.that(len(sections) <= MOST_SECTIONS, "sections", f"Use {MOST_SECTIONS} sections or fewer")
    titles = [s.title.casefold() for s in sections]
    checks.that(len(set(titles)) == len(titles), "sections", "Two sections have the same title")
    _days(checks, "submit_days", command.submit_days)
    for each in command.consultees:
        _days(checks, f"days-{each.role_id}", each.days)
    checks.done()
    return ReportTemplate(tuple(sections), command.consultees, command.submit_days)


def _cover(work: Work, command: SetCover, account_id: str) -> str:
    checks = Checks()
    checks.that(bool(people(work.session, [command.cover_id])), "cover_id", "Choose who stands in")
    checks.that(command.cover_id != account_id, "cover_id", "Choose somebody else")
    checks.span(command.valid_from, command.valid_to)
    checks.that(command.valid_to >= work.today, "valid_to", "Choose a last day that is not over")
    reason = checks.line("cover_reason", command.reason, longest=300)
    checks.done()
    row = ConsulteeCover(
        id=new_id(),
        account_id=account_id,
        cover_id=command.cover_id,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        reason=reason,
        set_by=work.actor.name,
    )
    work.session.add(row)
    work.session.flush()
    fact = CoverSet(account_id, row.cover_id, row.valid_from, row.valid_to)
    work.record(council_stream(work.session), fact)
    return row.id


def _cover_row(work: Work, cover_id: str) -> ConsulteeCover:
    row = work.session.get(ConsulteeCover, cover_id)
    if row is None or row.ended_at is not None:
        raise NotFound("This cover has ended already.")
    return row


def _end(work: Work, row: ConsulteeCover) -> None:
    row.ended_at = work.now
    work.record(council_stream(work.session), CoverEnded(row.account_id, row.cover_id))


def _days(checks: Checks, field: str, days: int) -> None:
    checks.that(0 <= days <= MOST_DAYS, field, f"Use a number of days from 0 to {MOST_DAYS}")
