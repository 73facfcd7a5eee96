"""Secrets are taken out of whatever is kept, logged or shown, and nothing else is."""

from __future__ import annotations

import json
import logging
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.connections.redact import HIDDEN, install, redacted, redacted_data

S = "canary5f2e7Xq"
LEAKS = [
    f"https://zoom.us/s/812?zak={S}",
    f"https://us02web.zoom.us/j/812345?pwd={S}.1&uname=Ann",
    f"https://example.zoom.us/w/81?tk={S}",
    f"open https://zoom.us/j/{S}",
    f"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{S}%40thread.v2/0?context=x",
    f"rtmps://a.rtmps.youtube.com:443/live2/{S}",
    f"Authorization: Bearer {S}",
    f"authorization=Basic {S}",
    f'{{"access_token": "{S}", "expires_in": 3600}}',
    f"{{'refresh_token': '{S}'}}",
    f'{{\\"download_token\\":\\"{S}\\"}}',
    f'"stream_key":"{S}"',
    f"streamName={S}",
    f'{{"cdn": {{"ingestionInfo": {{"streamName": "{S}"}}}}}}',
    f"grant_type=refresh_token&refresh_token={S}&client_secret={S}",
    f"passcode: {S}",
    f"Passcode={S}",
    f'"password": "{S}"',
    f"https://user:{S}@janus.example/api",
    f"eyJhbGciOiJIUzI1NiJ9.{S}{S}.{S}",
    f"ya29.{S}{S}",
    f"1//{S}{S}",
    f"POST /hooks/zoom/{S}{S} 403",
    f'"start_url":"https://zoom.us/s/1?x={S}"',
    f"client_state={S}",
    f"x-zm-signature: v0={S}",
    f"https://api.example/hook?validation={1}&token={S}",
    f"code_verifier={S}",
    f"zoom_access_token={S}",
    f'"my-client_secret": "{S}"',
    f"multi\nline access_token={S}\nend",
]
PLAIN = [
    "Zoom asks us to come back later (429).",
    "The meeting of 8 December 2026, 7.00pm, in the Council Chamber",
    "https://www.youtube.com/watch?v=abc123 is live",
    "Password links are sent by post.",
    "The token was revoked.",
    "The organiser must sign in: https://meetings.example/desk/connections/teams",
    "Councillor Pinner spoke; the pin was lost.",
    "/meetings/0123456789abcdef/live",
    "Zoom does not know it (any more).",
]


@pytest.mark.parametrize("text", LEAKS)
def test_secrets_are_hidden(text: str) -> None:
    found = redacted(text)
    assert S not in found
    assert redacted(found) == found


@pytest.mark.parametrize("text", PLAIN)
def test_plain_words_stay(text: str) -> None:
    assert redacted(text) == text


def test_known_secrets_are_hidden_wherever_they_stand() -> None:
    assert (
        redacted(f"Nobody knows {S} here, nor abc.", (S, "abc", f"{S}-longer"))
        == f"Nobody knows {HIDDEN} here, nor abc."
    )
    assert redacted(f"{S}-longer", (S, f"{S}-longer")) == HIDDEN


@settings(max_examples=60, deadline=None, database=None, derandomize=True)
@given(st.text(alphabet="abc :=&?\"'{}/\\\n", max_size=60), st.sampled_from(LEAKS), st.text(max_size=30))
def test_twice_is_once_and_nothing_around_brings_it_back(before: str, leak: str, after: str) -> None:
    once = redacted(f"{before} {leak} {after}")
    assert redacted(once) == once


def test_data_is_cleaned_by_name_and_by_content() -> None:
    data = {
        "user_name": "Ann",
        "join_url": f"https://x/{S}",
        "Stream_Key": S,
        "count": 3,
        "token": True,
        "nested": {"pwd": S, "list": [f"zak={S}", {"passcode": S}]},
    }
    found = redacted_data(data)
    assert S not in json.dumps(found)
    assert (found["user_name"], found["count"], found["token"]) == ("Ann", 3, True)
    assert found["join_url"] == HIDDEN


def test_logs_are_cleaned_message_arguments_and_traceback() -> None:
    before = logging.getLogRecordFactory()
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    log = logging.getLogger("t.leaky")
    log.addHandler(handler)
    try:
        install()
        install()
        log.warning("asked %s with %s", f"https://zoom.us/j/1?pwd={S}", {"access_token": S})
        log.error("no arguments for %s %s")
        try:
            raise RuntimeError(f"refresh_token={S}")
        except RuntimeError:
            log.exception("it failed")
    finally:
        log.removeHandler(handler)
        logging.setLogRecordFactory(before)
    said = stream.getvalue()
    assert S not in said
    assert "Traceback" in said
    assert "RuntimeError: refresh_token=[hidden]" in said
    assert "no arguments for %s %s" in said
