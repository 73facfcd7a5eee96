"""What a command works on: the database, the files, and what the settings say of them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from meetings.bodies.models import Council
from meetings.ports.storage import Storage
from meetings.runtime.keeper import Keeper
from meetings.runtime.usecase import Runner

#: where a server listens that was told nothing else
LOCAL_ADDRESS = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Installation:
    """An open installation. `address` is where people find it, `council_name` what a new council is called."""

    runner: Runner
    storage: Storage
    address: str
    council_name: str
    #: what seals the record, should it be running; None: nothing does
    signer: Keeper | None = None

    def council(self) -> str | None:
        """The council's name; None while none is set up."""
        with self.runner.read() as session:
            return session.scalar(select(Council.name))
