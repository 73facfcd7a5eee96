"""Who an owner is: a public person, an account, or a post or name that nobody here has; and who is written to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from meetings.actions.models import Action
from meetings.kernel.actor import Actor
from meetings.notifications.queries import own_recipient, recipients_of_persons
from meetings.notifications.rules import Recipient, is_address
from meetings.people.models import Account, Person

_PERSON, _ACCOUNT = "person:", "account:"


@dataclass(frozen=True)
class Owner:
    """Who does something, as it is printed, with who that is where it is known."""

    name: str = ""
    person_id: str | None = None
    account_id: str | None = None

    @property
    def ref(self) -> str:
        """As a form sends it."""
        if self.person_id:
            return f"{_PERSON}{self.person_id}"
        return f"{_ACCOUNT}{self.account_id}" if self.account_id else ""


def owner_of(session: Session, name: str, ref: str = "") -> Owner:
    """Who is meant: whoever `ref` says, else the one person, post or account that has this very name."""
    if ref.startswith(_PERSON):
        found = session.execute(
            select(Person.id, Person.name, Person.post).where(Person.id == ref[7:])
        ).first()
        return Owner(name or found.post or found.name, found.id) if found else Owner(name)
    if ref.startswith(_ACCOUNT):
        row = session.execute(
            select(Account.id, Account.name, Account.person_id).where(Account.id == ref[8:])
        ).first()
        return Owner(name or row.name, row.person_id, row.id) if row else Owner(name)
    return _by_name(session, name)


def _by_name(session: Session, name: str) -> Owner:
    wanted = name.strip()
    if not wanted:
        return Owner(name)
    persons = session.execute(
        select(Person.id).where(or_(Person.name.ilike(_literal(wanted)), Person.post.ilike(_literal(wanted))))
    ).all()
    if len(persons) == 1:
        return Owner(name, persons[0].id)
    accounts = session.execute(
        select(Account.id, Account.person_id).where(Account.is_active, Account.name.ilike(_literal(wanted)))
    ).all()
    if not persons and len(accounts) == 1:
        return Owner(name, accounts[0].person_id, accounts[0].id)
    return Owner(name)


def _literal(text: str) -> str:
    return text.replace("%", "").replace("_", "")


def choices(session: Session) -> list[tuple[str, str]]:
    """Everybody who can be made an owner: officers by post, then all who have an account; value and text."""
    posts = session.execute(
        select(Person.id, Person.name, Person.post)
        .where(Person.post != "")
        .order_by(Person.post, Person.name)
    )
    found = [(f"{_PERSON}{i}", f"{post} ({name})") for i, name, post in posts]
    listed = {value for value, _ in found}
    accounts = session.execute(
        select(Account.id, Account.name, Account.person_id).where(Account.is_active).order_by(Account.name)
    )
    for account_id, name, person_id in accounts:
        value = f"{_PERSON}{person_id}" if person_id else f"{_ACCOUNT}{account_id}"
        if value not in listed:
            listed.add(value)
            found.append((value, name))
    return found


def recipients(session: Session, action: Action, *, late: bool) -> tuple[Recipient, ...]:
    """Who is reminded: the owner; when the day has gone by, or the owner cannot be written to, the deputy too."""
    owner = _recipient(session, action.owner, action.owner_person_id, action.owner_account_id)
    found = [owner] if owner else []
    if late or not owner:
        deputy = _recipient(session, action.deputy, action.deputy_person_id, action.deputy_account_id)
        found += [deputy] if deputy and deputy not in found else []
    return tuple(found)


def reachable(session: Session, action: Action) -> tuple[str, ...]:
    """The names of those who would be reminded."""
    return tuple(r.name for r in recipients(session, action, late=True))


def _recipient(
    session: Session, name: str, person_id: str | None, account_id: str | None
) -> Recipient | None:
    if not person_id and not account_id:
        # A post that was vacant then may be filled now.
        owner = _by_name(session, name)
        person_id, account_id = owner.person_id, owner.account_id
    found: Recipient | None = None
    if account_id:
        found = own_recipient(session, account_id)
    elif person_id:
        found = recipients_of_persons(session, [person_id]).get(person_id)
    return found if found and is_address(found.email.strip()) else None


def is_own(action: Action, actor: Actor, post: str = "") -> bool:
    """Whether somebody is the owner or the deputy."""
    if not actor.signed_in:
        return False
    persons = {action.owner_person_id, action.deputy_person_id} - {None, ""}
    accounts = {action.owner_account_id, action.deputy_account_id} - {None, ""}
    if actor.person_id in persons or actor.account_id in accounts:
        return True
    unlinked = not action.owner_person_id and not action.owner_account_id
    return bool(post) and unlinked and action.owner.casefold() == post.casefold()


def post_of(session: Session, actor: Actor) -> str:
    """The post that somebody holds; empty without one."""
    if not actor.person_id:
        return ""
    return session.scalar(select(Person.post).where(Person.id == actor.person_id)) or ""
