"""Secrets at rest: keys and tokens of other services are kept locked, by a key that is not in the database."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random


class Unlockable(Exception):
    """It was locked with another key: the key file is not the one that belongs to this database."""


@dataclass(frozen=True)
class Vault:
    """Locks and opens (XSalsa20-Poly1305). Whoever has the database alone reads nothing."""

    key: bytes = field(repr=False)

    @classmethod
    def in_folder(cls, folder: Path) -> Vault:
        """The vault whose key is kept in this folder, readable by its owner alone; made when there is none."""
        path = folder / "vault.key"
        with suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(random(SecretBox.KEY_SIZE).hex().encode())
                file.flush()
                os.fsync(file.fileno())
        return cls(bytes.fromhex(path.read_text().strip()))

    def lock(self, values: Mapping[str, str]) -> bytes:
        """As it may be written down."""
        return bytes(SecretBox(self.key).encrypt(json.dumps(dict(values), sort_keys=True).encode()))

    def open(self, locked: bytes) -> dict[str, str]:
        """What was locked. Raises Unlockable."""
        try:
            found = json.loads(SecretBox(self.key).decrypt(locked))
        except CryptoError as error:
            raise Unlockable(
                "What is kept of other services was locked with another key. Bring back the file vault.key that "
                "belongs to this data folder, or connect the services again."
            ) from error
        return {str(k): str(v) for k, v in found.items()}
