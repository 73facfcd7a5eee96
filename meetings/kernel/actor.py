"""Who acts: a signed-in person, nobody, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetings.kernel.permissions import Grant, Permission, Role, allowed


@dataclass(frozen=True)
class Actor:
    """The one who calls a use case. `person_id` links to the public person (a councillor, say) where there is one."""

    account_id: str | None
    name: str
    person_id: str | None = None
    grants: tuple[Grant, ...] = ()
    session_id: str | None = None
    is_system: bool = False

    @property
    def signed_in(self) -> bool:
        """Whether somebody is signed in."""
        return self.account_id is not None

    def may(self, permission: Permission, body_id: str | None, on: date) -> bool:
        """Whether this actor holds the permission for that body on that day; body_id None asks for any body."""
        return self.is_system or allowed(self.grants, permission, body_id, on)

    def roles(self, on: date, body_id: str | None = None) -> frozenset[Role]:
        """Every role held on that day: on any body, or those that count for one (or WHOLE_COUNCIL)."""
        return frozenset(g.role for g in self.grants if g.covers(body_id, on))


ANONYMOUS = Actor(account_id=None, name="Public")
SYSTEM = Actor(account_id=None, name="System", is_system=True)
