"""Requests are held to the providers' contracts: what is wrong is found, what cannot be held is said."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from integrations.simulators.base import Logged
from tests.integrations import contracts
from tests.integrations.contracts import GRAPH, ZOOM, Asked, Contract, against

BEARER = {"Authorization": "Bearer x", "Content-Type": "application/json"}
needs_them = pytest.mark.skipif(
    not contracts.there(), reason="../shared/specs is not beside this repository: there is nothing to hold to"
)


def asked(method: str, path: str, body: Any = None, **query: str) -> Asked:
    raw = b"" if body is None else json.dumps(body).encode()
    return Asked(method, path, {name: [value] for name, value in query.items()}, BEARER, raw)


WRONG: tuple[tuple[Contract, Asked, str], ...] = (
    (ZOOM, asked("POST", "/users/me/meetings", {"settings": {"waitingroom": True}}), "waitingroom"),
    (ZOOM, asked("POST", "/users/me/meetings", {"type": 7}), "7 is not one of"),
    (ZOOM, asked("PATCH", "/meetings/1/livestream", {"stream_url": "a", "stream_key": "b"}), "page_url"),
    (
        ZOOM,
        asked("POST", "/meetings/1/registrants", {"email": "a@b.uk", "first_name": "A", "nme": ""}),
        "nme",
    ),
    (ZOOM, asked("GET", "/meetings/1", zak="x"), "no parameter zak"),
    (ZOOM, asked("GET", "/meetings/one"), "meetingId"),
    (ZOOM, asked("POST", "/meetings"), "Zoom has no POST /meetings"),
    (
        GRAPH,
        asked("PATCH", "/users/a/onlineMeetings/b", {"lobbyBypassSettings": {"scope": "friends"}}),
        "friends",
    ),
    (GRAPH, asked("PATCH", "/users/a/onlineMeetings/b", {"lobbyBypassSettings": {"skope": "x"}}), "skope"),
    (GRAPH, asked("PATCH", "/users/a/onlineMeetings/b", {"subjct": "x"}), "subjct"),
)


@needs_them
@pytest.mark.parametrize(("contract", "request_", "words"), WRONG, ids=[words for _, _, words in WRONG])
def test_what_is_wrong_is_found(contract: Contract, request_: Asked, words: str) -> None:
    assert words in against(contract, request_)


@needs_them
def test_what_is_right_is_not_complained_of() -> None:
    for contract, request_ in (
        (ZOOM, asked("POST", "/users/me/meetings", {"topic": "Council", "settings": {"waiting_room": True}})),
        (ZOOM, asked("GET", "/report/meetings//ab//c==/participants", include_fields="registrant_id")),
        (GRAPH, asked("PATCH", "/users/a/onlineMeetings/b", {"lobbyBypassSettings": {"scope": "invited"}})),
        (GRAPH, asked("PATCH", "/users/a/onlineMeetings/b", {"subject": None})),
    ):
        assert against(contract, request_) == ""


def logged(path: str) -> Logged:
    return Logged(datetime.now(UTC), "zoom", "", "GET", path, {}, dict(BEARER), b"")


def test_where_the_contracts_are_absent_it_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(contracts, "SPECS", tmp_path)
    monkeypatch.setattr(contracts, "not_held", Counter())
    assert contracts.wrong([logged("/v2/nowhere"), logged("/j/1")]) == []
    reporter = Mock()
    contracts.pytest_terminal_summary(reporter)
    (said,) = reporter.write_line.call_args.args
    assert "ABSENT" in said
    assert "1 requests to Zoom and Graph were not held" in said
