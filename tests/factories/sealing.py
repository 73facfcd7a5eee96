"""A signer in the test's own process, asked as the real one is, and whoever meddles with the database behind it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlalchemy import text

from meetings.proof.queries import Checkpoint
from meetings.proof.signing import seal
from meetings.runtime.keeper import Away, Keeper
from meetings.runtime.keeping import Keep
from meetings.runtime.usecase import Runner
from meetings.signer import Signer


class SignerHere(Keeper):
    """Answers without a socket; what is asked and answered goes through JSON all the same."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "none.sock")
        self.folder = folder
        self.away = False
        self.asked: list[str] = []
        self.restart()

    def restart(self) -> None:
        """As after a kill: only what is on the disk is left."""
        self.signer = Signer(Keep(self.folder))

    def ask(self, question: str, **content: Any) -> dict[str, Any]:
        """As the real one's client."""
        if self.away:
            raise Away("the signer is away")
        self.asked.append(question)
        answer: dict[str, Any] = self.signer.handlers()[question](json.loads(json.dumps(content)))
        return dict(json.loads(json.dumps(answer)))


def sealed(runner: Runner, signer: Keeper, stream_id: str) -> Checkpoint:
    """A checkpoint of the stream as it stands."""
    found = seal(runner, signer, stream_id)
    assert found is not None
    return found


def meddle(runner: Runner, statement: str, **values: Any) -> None:
    """Change the record as somebody could who has the database: past the triggers that protect it."""
    engine = runner.database.writer
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            triggers = connection.execute(
                text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'record'")
            ).all()
            for name, _ in triggers:
                connection.execute(text(f"DROP TRIGGER {name}"))
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            connection.execute(text(statement), values)
            for _, sql in triggers:
                connection.execute(text(sql))
        else:
            connection.execute(text("ALTER TABLE record DISABLE TRIGGER USER"))
            connection.execute(text(statement), values)
            connection.execute(text("ALTER TABLE record ENABLE TRIGGER USER"))
