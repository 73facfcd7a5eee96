"""Microsoft's sign-in: the directory's description, the page where a person agrees, and where tokens are handed out."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, redirect, request
from markupsafe import Markup

from integrations.simulators.base import Control, Fault, FaultKind, World, simulator
from integrations.simulators.identity_state import (
    CLIENT,
    LASTS,
    ORGANISER_UPN,
    TENANT,
    Code,
    Identity,
    app_token,
    client_info,
    fits,
    id_token,
    user_token,
)

_LOGIN = "https://login.microsoftonline.com"
_NAME = "login"
#: What the page that asks for consent passes on.
_PASSED_ON = (
    "redirect_uri",
    "state",
    "scope",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "client_id",
)


def make(world: World) -> Flask:
    """The application below /login."""
    app = simulator(_NAME, world, _struck)

    @app.get("/<tenant>/v2.0/.well-known/openid-configuration", endpoint="discovery")
    def discovery(tenant: str) -> Response:
        if tenant.lower() not in (TENANT, "council.example"):
            return refused(400, "invalid_tenant", f"AADSTS90002: Tenant '{tenant}' not found.")
        return jsonify(_description())

    @app.get("/<tenant>/oauth2/v2.0/authorize", endpoint="authorize")
    def authorize(tenant: str) -> Response:
        return _consent_page(request.args)

    @app.post("/<tenant>/oauth2/v2.0/authorize", endpoint="consent")
    def consent(tenant: str) -> Response:
        return _back(world, request.form)

    @app.post("/<tenant>/oauth2/v2.0/token", endpoint="token")
    def token(tenant: str) -> Response:
        return _token(world, tenant, request.form)

    @app.errorhandler(404)
    def missing(_: Exception) -> Response:
        return refused(404, "not_found", "There is no such address.")

    _controls(world)
    return app


def _description() -> dict[str, Any]:
    base = f"{_LOGIN}/{TENANT}"
    return {
        "issuer": f"{base}/v2.0",
        "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
        "token_endpoint": f"{base}/oauth2/v2.0/token",
        "jwks_uri": f"{base}/discovery/v2.0/keys",
        "response_modes_supported": ["query", "fragment", "form_post"],
        "response_types_supported": ["code"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
    }


def refused(status: int, error: str, words: str) -> Response:
    """As this service refuses."""
    answer = jsonify({"error": error, "error_description": words, "correlation_id": "simulated"})
    answer.status_code = status
    return answer


def _struck(fault: Fault) -> Response:
    if fault.kind is FaultKind.EXPIRED_TOKEN:
        return refused(400, "invalid_grant", "AADSTS700082: The refresh token has expired due to inactivity.")
    if fault.kind is FaultKind.REVOKED_SCOPE:
        return refused(400, "invalid_grant", "AADSTS65001: The user or administrator has not consented.")
    error = "server_error" if fault.status == 500 else "temporarily_unavailable"
    return refused(fault.status, error, "AADSTS90033: A transient error has occurred.")


def _consent_page(asked: Mapping[str, str]) -> Response:
    if asked.get("client_id") != CLIENT:
        return refused(
            400, "unauthorized_client", "AADSTS700016: Application was not found in the directory."
        )
    if asked.get("response_type") != "code" or not asked.get("redirect_uri"):
        return refused(400, "invalid_request", "AADSTS900144: The request body must contain redirect_uri.")
    hidden = Markup("").join(
        Markup('<input type="hidden" name="{}" value="{}">').format(name, asked[name])
        for name in _PASSED_ON
        if asked.get(name)
    )
    page = Markup(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sign in (simulated)</title></head>'
        "<body><main><h1>Sign in (simulated)</h1><p>This stands in for Microsoft’s own page. "
        "The application asks for: {}</p>"
        '<form method="post">{}<button name="answer" value="yes">Sign in as {}</button> '
        '<button name="answer" value="no">Refuse</button></form></main></body></html>'
    ).format(asked.get("scope", ""), hidden, ORGANISER_UPN)
    return Response(str(page), content_type="text/html; charset=utf-8")


def _back(world: World, form: Mapping[str, str]) -> Response:
    state = form.get("state", "")
    if form.get("answer") != "yes":
        told = {"error": "access_denied", "error_description": "AADSTS65004: User declined to consent."}
    else:
        code = secrets.token_urlsafe(24)
        world.of(Identity).codes[code] = Code(
            form.get("redirect_uri", ""),
            form.get("scope", ""),
            form.get("nonce", ""),
            form.get("code_challenge", ""),
            form.get("code_challenge_method", "plain"),
        )
        told = {"code": code, "session_state": "simulated"}
    query = urlencode({**told, "state": state})
    there = redirect(f"{form.get('redirect_uri', '')}?{query}", 302)
    return Response(there.get_data(), there.status_code, dict(there.headers))


def _token(world: World, tenant: str, form: Mapping[str, str]) -> Response:
    state = world.of(Identity)
    if tenant.lower() not in (TENANT, "council.example"):
        return refused(400, "invalid_request", f"AADSTS90002: Tenant '{tenant}' not found.")
    if form.get("client_id") != CLIENT:
        return refused(
            400, "unauthorized_client", "AADSTS700016: Application was not found in the directory."
        )
    if not hmac.compare_digest(form.get("client_secret", "").encode(), state.secret.encode()):
        return refused(401, "invalid_client", "AADSTS7000215: Invalid client secret provided.")
    grant = form.get("grant_type")
    if grant == "client_credentials":
        if form.get("scope") != "https://graph.microsoft.com/.default":
            return refused(400, "invalid_scope", "AADSTS1002012: The provided value for scope is not valid.")
        return _handed_out({"access_token": app_token(world)})
    if grant == "authorization_code":
        return _exchanged(world, state, form)
    if grant == "refresh_token":
        return _refreshed(world, state, form)
    return refused(400, "unsupported_grant_type", "AADSTS70003: The app requested an unsupported grant type.")


def _exchanged(world: World, state: Identity, form: Mapping[str, str]) -> Response:
    code = state.codes.pop(form.get("code", ""), None)
    if code is None or code.redirect_uri != form.get("redirect_uri"):
        return refused(400, "invalid_grant", "AADSTS54005: The code was already redeemed.")
    if not fits(code, form.get("code_verifier", "")):
        return refused(400, "invalid_grant", "AADSTS50148: The code_verifier does not match.")
    answer = _delegated(world, state, code.scope)
    return _handed_out(answer | {"id_token": id_token(world, code.nonce), "client_info": client_info()})


def _refreshed(world: World, state: Identity, form: Mapping[str, str]) -> Response:
    # Each is good for once: whoever does not keep the new one is found out.
    scope = state.refresh.pop(form.get("refresh_token", ""), None)
    if scope is None:
        return refused(400, "invalid_grant", "AADSTS700082: The refresh token has expired due to inactivity.")
    answer = _delegated(world, state, scope)
    return _handed_out(answer | {"id_token": id_token(world, ""), "client_info": client_info()})


def _delegated(world: World, state: Identity, scope: str) -> dict[str, Any]:
    names = [s for s in scope.split() if s not in ("openid", "profile", "offline_access", "email")]
    granted = " ".join(s.rpartition("/")[2] for s in names)
    refresh = secrets.token_urlsafe(32)
    state.refresh[refresh] = scope
    return {"access_token": user_token(world, granted), "refresh_token": refresh, "scope": " ".join(names)}


def _handed_out(answer: dict[str, Any]) -> Response:
    seconds = int(LASTS.total_seconds())
    return jsonify({"token_type": "Bearer", "expires_in": seconds, "ext_expires_in": seconds, **answer})


def _controls(world: World) -> None:
    def dead(_: Mapping[str, str]) -> str:
        state = world.of(Identity)
        state.refresh.clear()
        state.refused.update(state.handed_out)
        return "The organiser must sign in again, and access tokens are refused."

    def refused_tokens(_: Mapping[str, str]) -> str:
        state = world.of(Identity)
        state.refused.update(state.handed_out)
        return "Every access token handed out so far is refused; fresh ones are good."

    def secret_expired(_: Mapping[str, str]) -> str:
        world.of(Identity).secret = secrets.token_urlsafe(24)
        return "The client secret is not accepted any more."

    for verb, title, act in (
        ("dead", "Microsoft: the organiser's sign-in dies", dead),
        ("refuse", "Microsoft: access tokens are taken back", refused_tokens),
        ("secret", "Microsoft: the client secret expires", secret_expired),
    ):
        world.controls[f"{_NAME}.{verb}"] = Control(f"{_NAME}.{verb}", title, act)
