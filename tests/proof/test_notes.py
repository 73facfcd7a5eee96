"""Checkpoints have the form that others' tools read."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest

from meetings.proof.notes import Head, note, read_note, verifier_key
from tests.factories.sealing import SignerHere

EVENING = datetime(2026, 12, 8, 19, 0, tzinfo=UTC)


def test_a_note_is_in_the_common_form(tmp_path: Path) -> None:
    signer = SignerHere(tmp_path / "s").signer
    head = Head("council.example/abc", 7, bytes(range(32)), EVENING)
    text = note(head, signer.public_key, signer._key.sign(head.text().encode()).signature)
    assert text.splitlines()[:3] == ["council.example/abc", "7", base64.b64encode(bytes(range(32))).decode()]
    assert text.splitlines()[4:5] == [""]
    assert read_note(text)[0] == head
    name, hint, key = verifier_key("council.example/abc", signer.public_key).split("+", 2)
    assert (name, read_note(text)[1].hex()) == ("council.example/abc", hint)
    assert base64.b64decode(key)[0] == 1
    for broken in (text.replace("\n\n", "\n"), text.replace("—", "-"), text.replace("time", "tide"), ""):
        with pytest.raises(ValueError, match="no checkpoint"):
            read_note(broken)
