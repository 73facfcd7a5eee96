"""Pages for everybody who has an account: sign-in, sign-out, one's own account, the demonstration's people."""

from __future__ import annotations

import math
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from meetings.kernel.actor import Actor
from meetings.kernel.errors import NotFound, TooMany
from meetings.kernel.permissions import Permission, Role
from meetings.people import accounts_list, passwords, rules
from meetings.people import queries as people
from meetings.people.signing_in import (
    drop_session,
    keep_session,
    new_password_problem,
    note_in_use,
    origin,
    own_password,
    try_to_sign_in,
)
from meetings.people.usecases import (
    DemoSignIn,
    OpenedSession,
    RevokeOtherSessions,
    RevokeSession,
    SetPassword,
    SetPasswordByLink,
    SignOut,
    revoke_other_sessions,
    revoke_session,
    set_password,
    set_password_by_link,
    sign_in_as_demo,
    sign_out,
)
from meetings.web.access import demo_only, public, signed_in
from meetings.web.doors import current_actor, now, reading, run, today
from meetings.web.fields import local_path

bp = Blueprint("people", __name__)
bp.before_app_request(note_in_use)
_WRONG = "The e-mail address or the password is not right. Check both and try again."


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """The sign-in form."""
    onward = local_path(request.args.get("next"))
    if current_actor().signed_in:
        return redirect(onward or _home(current_actor()), code=303)
    return _sign_in_page({"next": onward or ""}, {})


@bp.post("/sign-in")
@public
def sign_in_now() -> ResponseReturnValue:
    """Check e-mail address and password, and begin a session."""
    values = {"email": request.form.get("email", ""), "next": local_path(request.form.get("next")) or ""}
    password = request.form.get("password", "")
    errors = {}
    if not values["email"].strip():
        errors["email"] = "Enter your e-mail address"
    if not password:
        errors["password"] = "Enter your password"
    if errors:
        return _sign_in_page(values, errors, status=422)
    try:
        opened = try_to_sign_in(values["email"], password)
    except TooMany as error:
        response = _sign_in_page(values, {"": error.message}, status=429)
        response.headers["Retry-After"] = str(max(1, math.ceil(error.retry_after)))
        return response
    if opened is None:
        return _sign_in_page(values, {"email": _WRONG}, status=422)
    return _enter(opened, values["next"])


@bp.post("/sign-out")
@public
def sign_out_now() -> ResponseReturnValue:
    """End the present session."""
    run(sign_out, SignOut())
    flash("You have signed out.", "success")
    return drop_session(make_response(redirect("/sign-in", code=303)))


@bp.get("/account")
@signed_in
def account() -> ResponseReturnValue:
    """One's own account."""
    return _account_page({})


@bp.post("/account/password")
@signed_in
def change_password() -> ResponseReturnValue:
    """Change one's own password."""
    actor, form = current_actor(), request.form
    account_id = actor.account_id or ""
    with reading() as session:
        own = accounts_list.account_of(session, account_id)
    checked = own_password(account_id, actor.session_id, form.get("password", ""))
    errors = {} if checked else {"password": "This is not your present password"}
    again = form.get("new_password_again", "")
    errors |= new_password_problem(form.get("new_password", ""), again, own.name, own.email)
    if errors or checked is None:
        return _account_page(errors)
    run(set_password, SetPassword(account_id, passwords.hash_password(form["new_password"]), checked))
    flash("Your password is changed. All your other devices are signed out.", "success")
    return redirect("/account", code=303)


@bp.post("/account/sessions/<session_id>/end")
@signed_in
def end_session(session_id: str) -> ResponseReturnValue:
    """Sign out another of one's own devices."""
    run(revoke_session, RevokeSession(session_id))
    flash("That device is signed out.", "success")
    return redirect("/account", code=303)


@bp.post("/account/sessions/end-others")
@signed_in
def end_other_sessions() -> ResponseReturnValue:
    """Sign out all of one's own devices but this one."""
    run(revoke_other_sessions, RevokeOtherSessions())
    flash("All your other devices are signed out.", "success")
    return redirect("/account", code=303)


@bp.get("/set-password/<token>")
@public
def choose_password(token: str) -> ResponseReturnValue:
    """The page behind a password link."""
    return _link_page(token, {})


@bp.post("/set-password/<token>")
@public
def choose_password_now(token: str) -> ResponseReturnValue:
    """Set the password that a link is for."""
    new, again = request.form.get("new_password", ""), request.form.get("new_password_again", "")
    errors = new_password_problem(new, again, _name_for(token))
    if errors:
        return _link_page(token, errors)
    with passwords.STRANGERS.entered():
        hashed = passwords.hash_password(new)
    run(set_password_by_link, SetPasswordByLink(token, hashed))
    flash("Your password is set. Sign in with it now.", "success")
    return redirect("/sign-in", code=303)


@bp.get("/demo")
@demo_only
def demo() -> ResponseReturnValue:
    """The made-up people of the demonstration, by what they do."""
    with reading() as session:
        listed = accounts_list.demo_accounts(session, today())
    return render_template("people/demo.html", sections=_demo_sections(listed))


@bp.post("/demo")
@demo_only
def demo_sign_in() -> ResponseReturnValue:
    """Be one of them."""
    account_id = request.form.get("account_id", "")
    opened = run(sign_in_as_demo, DemoSignIn(account_id, origin()))
    return _enter(opened, local_path(request.form.get("next")) or "")


def _enter(opened: OpenedSession, onward: str) -> Response:
    with reading() as session:
        actor = people.actor_of(session, opened.token, now())
    if actor is None or actor.account_id is None:
        raise NotFound("Your account was taken out of use at this moment.")
    response = make_response(redirect(onward or _home(actor), code=303))
    return keep_session(response, opened, actor.account_id)


def _home(actor: Actor) -> str:
    """Where somebody's work begins."""
    officer = (Permission.PREPARE_MEETING, Permission.UPLOAD_PAPER, Permission.MANAGE_PEOPLE)
    if any(actor.may(permission, None, today()) for permission in officer):
        return "/desk/people" if not actor.may(Permission.UPLOAD_PAPER, None, today()) else "/desk"
    return "/my" if actor.may(Permission.JOIN_AS_MEMBER, None, today()) else "/account"


def _sign_in_page(values: dict[str, str], errors: dict[str, str], status: int = 200) -> Response:
    with reading() as session:
        empty = not people.any_account(session)
    page = render_template("people/sign_in.html", values=values, errors=errors, empty=empty)
    return make_response(page, status)


def _account_page(errors: dict[str, str]) -> ResponseReturnValue:
    actor = current_actor()
    account_id = actor.account_id or ""
    with reading() as session:
        own = accounts_list.account_of(session, account_id)
        grants = [g for g in accounts_list.grants_of(session, [account_id]) if g.runs(today())]
        sessions = people.sessions_of(session, account_id, now())
    devices: list[dict[str, Any]] = [
        {"row": row, "words": rules.device_words(row.user_agent), "current": row.id == actor.session_id}
        for row in sessions
    ]
    devices.sort(key=lambda d: not d["current"])
    page = render_template("people/account.html", account=own, grants=grants, devices=devices, errors=errors)
    return make_response(page, 422 if errors else 200)


def _link_page(token: str, errors: dict[str, str]) -> ResponseReturnValue:
    page = render_template("people/set_password.html", name=_name_for(token), errors=errors)
    return make_response(page, 422 if errors else 200)


def _name_for(token: str) -> str:
    with reading() as session:
        name = people.name_for_link(session, token, now())
    if name is None:
        raise NotFound(
            "This link has been used already, is more than a day old, or was replaced. Ask for a new one."
        )
    return name


def _demo_sections(
    listed: list[accounts_list.ListedAccount],
) -> list[tuple[str, list[accounts_list.ListedAccount]]]:
    """Each account once, under the first of the headings that it fits."""
    sections: dict[str, list[accounts_list.ListedAccount]] = {}
    for entry in listed:
        held = {grant.role for grant in entry.grants}
        title = next((title for title, roles in _SECTIONS if held & roles), "Others")
        sections.setdefault(title, []).append(entry)
    order = [title for title, _ in _SECTIONS] + ["Others"]
    return [(title, sections[title]) for title in order if title in sections]


_SECTIONS = (
    ("Officers", {Role.OFFICER, Role.MONITORING, Role.AUTHOR}),
    ("Administrators", {Role.ADMINISTRATOR}),
    ("Chairs", {Role.CHAIR}),
    ("Councillors", {Role.COUNCILLOR}),
    ("Co-opted members", {Role.CO_OPTED}),
)
