"""Signing in at a provider: an officer leaves with a state that is bound to the session, and comes back with a code."""

from __future__ import annotations

import secrets

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from meetings.connections.accounts import opened
from meetings.connections.pages import provider_or_404
from meetings.connections.redact import redacted
from meetings.connections.testing import try_connection
from meetings.connections.usecases import (
    BeginSignIn,
    KeepSignIn,
    TakeSignIn,
    begin_sign_in,
    keep_sign_in,
    take_sign_in,
)
from meetings.connections.views import site, tell, vault
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.ports.providers import Permanent, Provider, ProviderFailed
from meetings.web.access import needs
from meetings.web.doors import run
from meetings.web.services import services

bp = Blueprint("connection_sign_ins", __name__)
_LONGEST_WORDS = 300


@bp.post("/desk/connections/<key>/sign-in")
@needs(Permission.SETTINGS)
def leave(key: str) -> ResponseReturnValue:
    """A page with the way to the provider: no form of ours leads to another site."""
    provider = _signs_in(key)
    state = secrets.token_urlsafe(32)
    try:
        account = opened(services().runner, services().vault, provider, even_dead=True).account
        address = provider.sign_in_address(account, state, _back(key))
    except ProviderFailed as error:
        flash(redacted(error.reason), "error")
        return redirect(f"/desk/connections/{key}", 303)
    run(begin_sign_in, BeginSignIn(key, state))
    return render_template("connections/sign_in.html", provider=provider, address=address)


@bp.get("/desk/connections/<key>/signed-in")
@needs(Permission.SETTINGS)
def come_back(key: str) -> ResponseReturnValue:
    """Back from the provider: with a code, with an error, or because the officer changed their mind."""
    provider = _signs_in(key)
    page = redirect(f"/desk/connections/{key}", 303)
    try:
        run(take_sign_in, TakeSignIn(key, request.args.get("state", "")))
    except WrongState as error:
        flash(error.message, "error")
        return page
    refused = request.args.get("error", "")
    if refused:
        flash(_refusal(provider, refused, request.args.get("error_description", "")), "error")
        return page
    known: tuple[str, ...] = (request.args.get("code", ""),)
    try:
        account = opened(services().runner, services().vault, provider, even_dead=True)
        known += account.secrets()
        values = provider.signed_in(account.account, request.args.get("code", ""), _back(key))
    except ProviderFailed as error:
        remedy = error.remedy if isinstance(error, Permanent) else ""
        flash(redacted(f"The sign-in did not succeed. {error.reason} {remedy}".strip(), known), "error")
        return page
    run(keep_sign_in, KeepSignIn(key, provider.name, values, vault()))
    tell(try_connection(provider))
    return page


def _refusal(provider: Provider, code: str, words: str) -> str:
    if code in ("access_denied", "user_cancelled", "consent_required"):
        return f"The sign-in was cancelled at {provider.name}. Nothing was changed."
    said = " ".join(f"{code}: {words}".split())[:_LONGEST_WORDS].rstrip(": ")
    return redacted(f"{provider.name} did not let you sign in. It says: {said}")


def _signs_in(key: str) -> Provider:
    provider = provider_or_404(services().providers, key)
    if not provider.setup.sign_in:
        raise NotFound("Nobody signs in at this provider.")
    return provider


def _back(key: str) -> str:
    return f"{site()}/desk/connections/{key}/signed-in"
