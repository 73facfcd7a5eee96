"""What the pages about people send, as commands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Role
from meetings.people.accounts_list import Sought
from meetings.people.usecases import CreateAccount, EndGrant, GrantRole, NewGrant, UpdateAccount
from meetings.web.fields import date_of, day_before

Form = Mapping[str, str]
_CORRECT = "Some of this needs correcting."


def new_account(form: Form) -> CreateAccount:
    """A new account, with its first role if one was chosen. Raises Invalid."""
    errors: dict[str, str] = {}
    role = _role(form, errors)
    grants = (NewGrant(role, form.get("body_id") or None),) if role else ()
    _raise(errors)
    return CreateAccount(
        email=form.get("email", ""),
        name=form.get("name", ""),
        person_id=form.get("person_id") or None,
        grants=grants,
    )


def changed_account(account_id: str, form: Form) -> UpdateAccount:
    """An account's details."""
    return UpdateAccount(
        account_id, form.get("email", ""), form.get("name", ""), form.get("person_id") or None
    )


def new_grant(account_id: str, form: Form, today: date) -> GrantRole:
    """A role; without a first day from today. Raises Invalid."""
    errors: dict[str, str] = {}
    role = _role(form, errors)
    if role is None:
        errors.setdefault("role", "Choose a role")
    first = date_of(form, "valid_from", errors, default=today)
    last = date_of(form, "valid_to", errors)
    if errors or role is None or first is None:
        raise Invalid(_CORRECT, errors)
    return GrantRole(account_id, role, form.get("body_id") or None, first, last)


def grant_end(grant_id: str, form: Form, first_day: date) -> EndGrant:
    """The last day of a role, or that it was given by mistake. Raises Invalid."""
    if form.get("mistake"):
        return EndGrant(grant_id, day_before(first_day))
    errors: dict[str, str] = {}
    last = date_of(form, "valid_to", errors, missing="Enter the last day")
    if last is not None and last < first_day:
        errors["valid_to"] = "The last day must be on or after the first day"
    if last is None or errors:
        raise Invalid(_CORRECT, errors)
    return EndGrant(grant_id, last)


def sought(args: Form) -> Sought:
    """What the list of accounts is narrowed down to."""
    role = next((r for r in Role if r.value == args.get("role")), None)
    active = {"out": False, "all": None}.get(args.get("state", ""), True)
    return Sought(args.get("q", "").strip()[:100], role, active)


def _role(form: Form, errors: dict[str, str]) -> Role | None:
    text = form.get("role", "")
    if not text:
        return None
    role = next((r for r in Role if r.value == text), None)
    if role is None:
        errors["role"] = "Choose a role from the list"
    return role


def _raise(errors: dict[str, str]) -> None:
    if errors:
        raise Invalid(_CORRECT, errors)
