"""Pages on which administrators look after accounts and roles."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.people import accounts_list, forms, rules
from meetings.people import queries as people
from meetings.people.usecases import (
    DeactivateAccount,
    MakePasswordLink,
    ReactivateAccount,
    create_account,
    deactivate_account,
    end_grant,
    grant_role,
    make_password_link,
    reactivate_account,
    update_account,
)
from meetings.web.access import needs
from meetings.web.doors import reading, run, today
from meetings.web.fields import complaints, page_number, typed
from meetings.web.services import services

bp = Blueprint("accounts", __name__, url_prefix="/desk/people")
_ROLES = [(role.value, role.label) for role in rules.GRANTABLE]
_ACCOUNT_FIELDS = ("name", "email", "person_id")


@bp.get("")
@needs(Permission.MANAGE_PEOPLE)
def index() -> ResponseReturnValue:
    """All accounts, narrowed down by text, role and state."""
    sought, page = forms.sought(request.args), page_number(request.args)
    with reading() as session:
        total = accounts_list.count_accounts(session, sought, today())
        pages = max(1, -(-total // accounts_list.PAGE_SIZE))
        page = min(page, pages)
        listed = accounts_list.accounts(session, sought, today(), page)
    narrowed = {k: v for k, v in request.args.items() if k in ("q", "role", "state") and v}
    return render_template(
        "people/accounts.html",
        listed=listed,
        sought=sought,
        state=request.args.get("state", ""),
        total=total,
        page=page,
        pages=pages,
        address=f"{url_for('accounts.index')}?{urlencode({**narrowed, 'page': '{page}'})}",
        narrowed=narrowed,
        roles=_ROLES,
    )


@bp.get("/new")
@needs(Permission.MANAGE_PEOPLE)
def new() -> ResponseReturnValue:
    """The form for a new account."""
    return _new_page({"person_id": request.args.get("person", "")}, {})


@bp.post("/new")
@needs(Permission.MANAGE_PEOPLE)
def create() -> ResponseReturnValue:
    """Make an account."""
    try:
        account_id = run(create_account, forms.new_account(request.form))
    except (Invalid, WrongState) as error:
        return _new_page(typed(request.form, *_ACCOUNT_FIELDS, "role", "body_id"), complaints(error))
    flash("The account is made. Now make a link with which a password can be set.", "success")
    return redirect(url_for("accounts.show", account_id=account_id), code=303)


@bp.get("/<account_id>")
@needs(Permission.MANAGE_PEOPLE)
def show(account_id: str) -> ResponseReturnValue:
    """One account."""
    return _account_page(account_id)


@bp.post("/<account_id>")
@needs(Permission.MANAGE_PEOPLE)
def update(account_id: str) -> ResponseReturnValue:
    """Change name, e-mail address or person."""
    try:
        run(update_account, forms.changed_account(account_id, request.form))
    except (Invalid, WrongState) as error:
        return _account_page(
            account_id, values=typed(request.form, *_ACCOUNT_FIELDS), errors=complaints(error)
        )
    flash("The account is changed.", "success")
    return redirect(url_for("accounts.show", account_id=account_id), code=303)


@bp.post("/<account_id>/roles")
@needs(Permission.MANAGE_PEOPLE)
def give_role(account_id: str) -> ResponseReturnValue:
    """Give a role."""
    try:
        run(grant_role, forms.new_grant(account_id, request.form, today()))
    except (Invalid, WrongState) as error:
        values = typed(request.form, "role", "body_id", dates=("valid_from", "valid_to"))
        return _account_page(account_id, values=values, errors=complaints(error))
    flash("The role is given.", "success")
    return redirect(url_for("accounts.show", account_id=account_id) + "#roles", code=303)


@bp.get("/<account_id>/roles/<grant_id>/end")
@needs(Permission.MANAGE_PEOPLE)
def end_role_form(account_id: str, grant_id: str) -> ResponseReturnValue:
    """Ask for the last day of a role."""
    return _end_page(account_id, grant_id, {"valid_to": today()}, {})


@bp.post("/<account_id>/roles/<grant_id>/end")
@needs(Permission.MANAGE_PEOPLE)
def end_role(account_id: str, grant_id: str) -> ResponseReturnValue:
    """Say when a role ends."""
    grant = _grant(account_id, grant_id)
    try:
        run(end_grant, forms.grant_end(grant_id, request.form, grant.valid_from))
    except (Invalid, WrongState) as error:
        values = typed(request.form, "mistake", dates=("valid_to",))
        return _end_page(account_id, grant_id, values, complaints(error))
    flash("The role has a last day.", "success")
    return redirect(url_for("accounts.show", account_id=account_id) + "#roles", code=303)


@bp.post("/<account_id>/deactivate")
@needs(Permission.MANAGE_PEOPLE)
def deactivate(account_id: str) -> ResponseReturnValue:
    """Take an account out of use."""
    run(deactivate_account, DeactivateAccount(account_id))
    flash("The account is out of use and signed out everywhere.", "success")
    return redirect(url_for("accounts.show", account_id=account_id), code=303)


@bp.post("/<account_id>/reactivate")
@needs(Permission.MANAGE_PEOPLE)
def reactivate(account_id: str) -> ResponseReturnValue:
    """Take an account into use again."""
    run(reactivate_account, ReactivateAccount(account_id))
    flash("The account can be used again.", "success")
    return redirect(url_for("accounts.show", account_id=account_id), code=303)


@bp.post("/<account_id>/password-link")
@needs(Permission.MANAGE_PEOPLE)
def password_link(account_id: str) -> ResponseReturnValue:
    """Make a password link and show it, this once: it is kept nowhere, so there is no page to come back to."""
    link = run(make_password_link, MakePasswordLink(account_id))
    with reading() as session:
        account = accounts_list.account_of(session, account_id)
    base = services().config.public_url.rstrip("/") or request.host_url.rstrip("/")
    address = base + url_for("people.choose_password", token=link.token)
    return render_template("people/password_link.html", account=account, address=address, link=link)


def _new_page(values: dict[str, Any], errors: dict[str, str]) -> ResponseReturnValue:
    with reading() as session:
        persons = accounts_list.linkable_persons(session)
        bodies = people.body_choices(session)
    page = render_template(
        "people/account_new.html", values=values, errors=errors, persons=persons, bodies=bodies, roles=_ROLES
    )
    return make_response(page, 422 if errors else 200)


def _account_page(
    account_id: str, values: dict[str, Any] | None = None, errors: dict[str, str] | None = None
) -> ResponseReturnValue:
    with reading() as session:
        account = accounts_list.account_of(session, account_id)
        grants = accounts_list.grants_of(session, [account_id])
        context = {
            "last_sign_in": accounts_list.last_sign_in(session, account_id),
            "persons": accounts_list.linkable_persons(session) if account.person_id is None else [],
            "bodies": people.body_choices(session),
        }
    on = today()
    page = render_template(
        "people/account_edit.html",
        account=account,
        current=[g for g in grants if g.took_effect and (g.valid_to is None or g.valid_to >= on)],
        past=[g for g in grants if g.took_effect and g.valid_to is not None and g.valid_to < on],
        values={"name": account.name, "email": account.email, "valid_from": on, **(values or {})},
        errors=errors or {},
        roles=_ROLES,
        on=on,
        **context,
    )
    return make_response(page, 422 if errors else 200)


def _end_page(
    account_id: str, grant_id: str, values: dict[str, Any], errors: dict[str, str]
) -> ResponseReturnValue:
    with reading() as session:
        account = accounts_list.account_of(session, account_id)
    grant = _grant(account_id, grant_id)
    page = render_template("people/role_end.html", account=account, grant=grant, values=values, errors=errors)
    return make_response(page, 422 if errors else 200)


def _grant(account_id: str, grant_id: str) -> accounts_list.GrantRow:
    with reading() as session:
        grants = accounts_list.grants_of(session, [account_id])
    grant = next((g for g in grants if g.id == grant_id), None)
    if grant is None:
        raise NotFound("There is no such role.")
    return grant
