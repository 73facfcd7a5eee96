"""Who may do what: roles, permissions and dated grants per body, as one readable table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """The parts people play. `public` needs no account."""

    PUBLIC = "public"
    COUNCILLOR = "councillor"
    CO_OPTED = "co_opted_member"
    CHAIR = "chair"
    AUTHOR = "report_author"
    CONSULTEE = "consultee"
    OFFICER = "democratic_services_officer"
    MONITORING = "monitoring_officer"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The role in words."""
        return "Co-opted member" if self is Role.CO_OPTED else self.value.replace("_", " ").capitalize()


class Permission(StrEnum):
    """What a use case can ask of the person who calls it."""

    READ_PUBLIC = "read_public"
    JOIN_AS_MEMBER = "join_as_member"
    CAST_BALLOT = "cast_ballot"
    PRESIDE = "preside"
    READ_RESTRICTED = "read_restricted"
    PREPARE_MEETING = "prepare_meeting"
    UPLOAD_PAPER = "upload_paper"
    WRITE_REPORT = "write_report"
    CLEAR_REPORT = "clear_report"
    ACCEPT_REPORT = "accept_report"
    MANAGE_LAW = "manage_law"
    OVERRIDE_LAW = "override_law"
    SEND_NOTICE = "send_notice"
    PUBLISH = "publish"
    RUN_MEETING = "run_meeting"
    WRITE_MINUTES = "write_minutes"
    APPROVE_MINUTES = "approve_minutes"
    CONFIRM_MINUTES = "confirm_minutes"
    MANAGE_BODIES = "manage_bodies"
    MANAGE_PEOPLE = "manage_people"
    IMPORT = "import"
    READ_RECORD = "read_record"
    SETTINGS = "settings"


_MEMBER = frozenset(
    {Permission.READ_PUBLIC, Permission.JOIN_AS_MEMBER, Permission.CAST_BALLOT, Permission.READ_RESTRICTED}
)

#: The administrator looks after the machine and the accounts and has no right to content.
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.PUBLIC: frozenset({Permission.READ_PUBLIC}),
    Role.COUNCILLOR: _MEMBER,
    Role.CO_OPTED: _MEMBER,
    Role.CHAIR: _MEMBER | {Permission.PRESIDE, Permission.APPROVE_MINUTES, Permission.CONFIRM_MINUTES},
    Role.AUTHOR: frozenset({Permission.READ_PUBLIC, Permission.UPLOAD_PAPER, Permission.WRITE_REPORT}),
    Role.CONSULTEE: frozenset({Permission.READ_PUBLIC, Permission.CLEAR_REPORT}),
    Role.OFFICER: frozenset(
        {
            Permission.READ_PUBLIC,
            Permission.READ_RESTRICTED,
            Permission.PREPARE_MEETING,
            Permission.UPLOAD_PAPER,
            Permission.PUBLISH,
            Permission.RUN_MEETING,
            Permission.WRITE_MINUTES,
            Permission.APPROVE_MINUTES,
            Permission.CONFIRM_MINUTES,
            Permission.MANAGE_BODIES,
            Permission.WRITE_REPORT,
            Permission.ACCEPT_REPORT,
            Permission.MANAGE_LAW,
            Permission.OVERRIDE_LAW,
            Permission.SEND_NOTICE,
            Permission.IMPORT,
            Permission.READ_RECORD,
        }
    ),
    Role.MONITORING: frozenset(
        {
            Permission.READ_PUBLIC,
            Permission.READ_RESTRICTED,
            Permission.READ_RECORD,
            Permission.APPROVE_MINUTES,
            Permission.CLEAR_REPORT,
            Permission.MANAGE_LAW,
            Permission.OVERRIDE_LAW,
        }
    ),
    Role.ADMINISTRATOR: frozenset({Permission.READ_PUBLIC, Permission.MANAGE_PEOPLE, Permission.SETTINGS}),
}


#: In place of a body: only a grant on all bodies will do.
WHOLE_COUNCIL = "*"


@dataclass(frozen=True)
class Grant:
    """A role held by somebody, on one body or (body_id None) on all, from one day to another, both included."""

    role: Role
    body_id: str | None
    valid_from: date
    valid_to: date | None = None

    def covers(self, body_id: str | None, on: date) -> bool:
        """Whether the grant stands on that day for that body; body_id None asks for a council-wide grant or any."""
        in_time = self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)
        return in_time and (self.body_id is None or body_id is None or self.body_id == body_id)


def allowed(grants: Iterable[Grant], permission: Permission, body_id: str | None, on: date) -> bool:
    """Whether any grant gives the permission there and then. Everybody may read what is public."""
    if permission in ROLE_PERMISSIONS[Role.PUBLIC]:
        return True
    return any(g.covers(body_id, on) and permission in ROLE_PERMISSIONS[g.role] for g in grants)
