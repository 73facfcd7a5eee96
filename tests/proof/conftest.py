"""A signer in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.sealing import SignerHere


@pytest.fixture
def signer(tmp_path: Path) -> SignerHere:
    return SignerHere(tmp_path / "signer")
