"""What the programs on this machine know each other by: made once, kept in the data folder for its owner alone."""

from __future__ import annotations

import hmac
import json
import os
import secrets
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

_NAMES = ("api", "admin", "rooms", "events", "seats", "streams", "publish")


def secrets_of(data: Path) -> dict[str, str]:
    """The secrets, by what each is for."""
    folder = data / "video"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "secrets.json"
    if not path.exists():
        _make(folder, path)
    return {str(k): str(v) for k, v in json.loads(path.read_text()).items()}


def _make(folder: Path, path: Path) -> None:
    # Written aside and linked: of two who make it at once both then read the same.
    aside = folder / f".{secrets.token_hex(8)}"
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump({name: secrets.token_hex(24) for name in _NAMES}, file)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(aside, path)
    aside.unlink()


def derived(secret: str, *parts: str) -> str:
    """A name or a password that only we can work out, and always the same."""
    return hmac.new(bytes.fromhex(secret), "\0".join(parts).encode(), sha256).hexdigest()[:40]
