"""A signer in the test's own process, asked as the real one is, and whoever meddles with the database behind it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlalchemy import text

from meetings.proof.queries import Checkpoint, open_alarms
from meetings.proof.signing import seal
from meetings.runtime.keeper import Away, Keeper
from meetings.runtime.keeping import Keep
from meetings.runtime.usecase import Runner
from meetings.signer import Signer
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from tests.factories.world import Sitting, World


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


def voted(sitting: Sitting) -> str:
    """A recorded vote that all members cast, declared; its id."""
    world = sitting.world
    vote_id = sitting.vote(sitting.motion(), VoteMethod.RECORDED)
    sitting.cast(vote_id, dict.fromkeys(sitting.body.members, Choice.FOR))
    world.run(close_vote, CloseVote(vote_id, 0))
    world.later(seconds=30)
    world.run(declare_vote, DeclareVote(vote_id))
    return vote_id


def alarms(world: World) -> list[str]:
    """Why there is alarm."""
    with world.runner.read() as session:
        return [alarm.why for alarm in open_alarms(session)]
