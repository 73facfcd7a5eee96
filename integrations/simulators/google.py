"""YouTube's live service and Google's sign-in."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, redirect, render_template_string, request

from integrations.simulators.base import Entry, World, simulator
from integrations.simulators.google_answers import Refused, fault_answer, oauth_refusal, refusal
from integrations.simulators.google_broadcasts import add_broadcasts
from integrations.simulators.google_controls import add_controls
from integrations.simulators.google_state import (
    CLIENT_ID,
    CLIENT_SECRET,
    FORCE_SSL,
    SCOPES,
    google,
    new_token,
)
from integrations.simulators.google_videos import add_videos

_CONSENT = """\
<!doctype html><html lang="en-GB"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Sign in (simulated Google)</title></head>
<body><main><h1>Sign in (simulated Google)</h1>
<p>The product asks for access to the channel <strong>{{ channel }}</strong>.</p>
<form method="post"><fieldset><legend>It wants to</legend>
{% for scope, words in scopes %}<p><label><input type="checkbox" name="scope" value="{{ scope }}" checked> {{ words }}
</label></p>{% endfor %}</fieldset>
<p><button name="answer" value="allow">Allow</button> <button name="answer" value="deny">Cancel</button></p>
</form></main></body></html>
"""
#: What each operation costs of the day's allowance.
UNITS = {"captions.insert": 400, "captions.update": 450, "captions.list": 50}


def make(world: World) -> Flask:
    """Below `/google`: the service as its description says, with sign-in, token and revocation."""
    app = simulator("google", world, fault_answer)
    values = (("Client ID", CLIENT_ID), ("Client secret", CLIENT_SECRET))
    words = "Then press the button that signs in at YouTube, and allow."
    world.entries.append(Entry("youtube", "YouTube", values, words))

    @app.before_request
    def authorised() -> Response | None:
        operation = request.endpoint or ""
        if operation.startswith("oauth.") or not operation:
            return None
        return _not_allowed(world, operation) or _spent(world, operation)

    @app.errorhandler(Refused)
    def refused(error: Refused) -> Response:
        return refusal(*error.answer)

    app.add_url_rule("/o/oauth2/v2/auth", "oauth.consent", lambda: _consent(world), methods=["GET", "POST"])
    app.add_url_rule("/token", "oauth.token", lambda: _token(world), methods=["POST"])
    app.add_url_rule("/revoke", "oauth.revoke", lambda: _revoke(world), methods=["POST"])
    add_broadcasts(app, world)
    add_videos(app, world)
    add_controls(world)
    return app


def _not_allowed(world: World, operation: str) -> Response | None:
    state = google(world)
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    until, refresh = state.tokens.get(token, (world.now(), ""))
    if kind != "Bearer" or until <= world.now() or refresh not in state.grants:
        return refusal(401, "authError", "Invalid Credentials")
    granted = state.grants[refresh]
    if not granted or (operation.startswith("captions.") and FORCE_SSL not in granted):
        return refusal(403, "insufficientPermissions", "Request had insufficient authentication scopes.")
    return None


def _spent(world: World, operation: str) -> Response | None:
    state = google(world)
    state.units += UNITS.get(operation, 1 if operation.endswith(".list") else 50)
    if state.units > state.allowance:
        words = "The request cannot be completed because you have exceeded your quota."
        return refusal(403, "quotaExceeded", words, "youtube.quota")
    return None


def _consent(world: World) -> Any:
    asked = request.args
    if asked.get("client_id") != CLIENT_ID or asked.get("response_type") != "code":
        return oauth_refusal(401, "invalid_client", "The OAuth client was not found.")
    known = [(s, SCOPES[s]) for s in asked.get("scope", "").split() if s in SCOPES]
    if request.method == "GET":
        return render_template_string(_CONSENT, channel=google(world).channel, scopes=known)
    back: dict[str, str] = {"state": asked.get("state", "")}
    if request.form.get("answer") == "allow":
        code = "4/sim-" + secrets.token_urlsafe(16)
        chosen = frozenset(request.form.getlist("scope")) & {s for s, _ in known}
        google(world).codes[code] = (asked.get("redirect_uri", ""), chosen)
        back |= {"code": code, "scope": " ".join(sorted(chosen))}
    else:
        back["error"] = "access_denied"
    return redirect(f"{asked.get('redirect_uri', '')}?{urlencode(back)}", 302)


def _token(world: World) -> Response:
    form, state = request.form, google(world)
    if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
        return oauth_refusal(401, "invalid_client", "The OAuth client was not found.")
    answer: dict[str, Any] = {"token_type": "Bearer"}
    if form.get("grant_type") == "authorization_code":
        redirect_uri, scopes = state.codes.pop(form.get("code", ""), ("", None))
        if scopes is None or redirect_uri != form.get("redirect_uri"):
            return oauth_refusal(400, "invalid_grant", "Malformed auth code.")
        refresh = "1//sim-" + secrets.token_urlsafe(24)
        state.grants[refresh] = scopes
        answer["refresh_token"] = refresh
    else:
        refresh = form.get("refresh_token", "")
        if refresh not in state.grants:
            return oauth_refusal(400, "invalid_grant", "Token has been expired or revoked.")
    token, lasts = new_token(world, refresh)
    answer |= {"access_token": token, "expires_in": lasts, "scope": " ".join(sorted(state.grants[refresh]))}
    return jsonify(answer)


def _revoke(world: World) -> Response:
    if google(world).grants.pop(request.form.get("token", ""), None) is None:
        return oauth_refusal(400, "invalid_token", "Token expired or revoked")
    return jsonify({})
