"""A meeting with everything that can be checked, and the ways in which somebody could tamper with it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text

from integrations.registry import adapters
from meetings.admin.verify import Checked, check_stream
from meetings.agendas.usecases import AddPaper, PublishAgenda, add_paper, publish_agenda
from meetings.agendas.usecases.papers import PaperFile
from meetings.kernel.actor import SYSTEM
from meetings.minutes.usecases import (
    ApproveMinutes,
    KeepPdf,
    PublishMinutes,
    approve_minutes,
    keep_pdf,
    publish_minutes,
)
from meetings.ports.storage import Storage
from meetings.room.usecases import CloseMeeting, Leave, close_meeting, leave
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import (
    CloseVote,
    DeclareVote,
    GiveCastingVote,
    close_vote,
    declare_vote,
    give_casting_vote,
)
from tests.factories.world import Sitting, World


@dataclass
class Scene:
    """A meeting with everything that can be checked, and where its files are."""

    world: World
    sitting: Sitting
    storage: Storage
    folder: Path
    votes: list[str]

    def check(self) -> Checked:
        with self.world.runner.read() as session:
            return check_stream(session, self.storage, self.sitting.id)

    def tamper(self, statement: str, **values: Any) -> int:
        """Past the program: the triggers that refuse it are taken away first. How many rows it hit."""
        database = self.world.runner.database
        with database.writer.begin() as connection:
            if database.is_sqlite:
                for name in ("record_no_update", "record_no_delete"):
                    connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
            else:
                connection.execute(text("ALTER TABLE record DISABLE TRIGGER USER"))
            found = connection.execute(text(statement), {"meeting": self.sitting.id, **values})
            return found.rowcount


def decided(
    sitting: Sitting, method: VoteMethod, choices: list[Choice | None], casting: Choice | None
) -> str:
    """A vote from its opening to its declaration; None casts nothing. A tie is decided by the casting vote."""
    world = sitting.world
    vote = sitting.vote(sitting.motion(f"That matter {len(choices)} {method} be settled"), method)
    cast = {p: c for p, c in zip(sitting.body.members, choices, strict=True) if c is not None}
    sitting.cast(vote, cast, key=f"first-{vote}")
    world.run(close_vote, CloseVote(vote, missing_seen=choices.count(None)))
    if list(cast.values()).count(Choice.FOR) == list(cast.values()).count(Choice.AGAINST):
        world.run(give_casting_vote, GiveCastingVote(vote, casting))
    world.run(declare_vote, DeclareVote(vote))
    return vote


def make_scene(world: World, tmp_path: Path) -> Scene:
    """An agenda with a paper, three votes, minutes with a PDF."""
    storage = adapters().storage(tmp_path / "files")
    sitting = world.body(members=5).meeting("Library hours", "Parking")
    paper = storage.put(io.BytesIO(b"%PDF-1.7 a report"))
    file = PaperFile("report.pdf", "application/pdf", paper.size, 1, paper.sha256)
    world.run(add_paper, AddPaper(sitting.id, sitting.items[0], "Report", file))
    world.run(publish_agenda, PublishAgenda(sitting.id, "A report was added"))
    sitting.open()
    yes, no, neither = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN
    votes = [
        decided(sitting, VoteMethod.RECORDED, [yes, yes, no, neither, None], None),
        decided(sitting, VoteMethod.TOTALS, [yes, no, yes, no, neither], Choice.AGAINST),
    ]
    # Somebody changes their mind; somebody leaves without having voted.
    vote = sitting.vote(sitting.motion("That the matter be left"), VoteMethod.RECORDED)
    sitting.cast(vote, dict.fromkeys(sitting.body.members[:3], yes), key="mind-1")
    sitting.cast(vote, {sitting.body.members[0]: no}, key="mind-2")
    world.run(leave, Leave(sitting.id, sitting.body.members[4]))
    world.run(close_vote, CloseVote(vote, missing_seen=1))
    world.run(declare_vote, DeclareVote(vote))
    world.run(close_meeting, CloseMeeting(sitting.id))
    world.run(approve_minutes, ApproveMinutes(sitting.id, 1))
    world.run(publish_minutes, PublishMinutes(sitting.id, 1))
    pdf = storage.put(io.BytesIO(b"%PDF-1.7 the minutes"))
    world.run(keep_pdf, KeepPdf(sitting.id, 1, confirmed=False, sha256=pdf.sha256), SYSTEM)
    return Scene(world, sitting, storage, tmp_path / "files", [*votes, vote])


#: What is done to the database, and a part of what must be said of it.
TAMPERINGS = {
    "changed content": (
        "UPDATE record SET data = replace(data, 'Library', 'Liberty') "
        "WHERE stream_id = :meeting AND type = 'room.item_taken'",
        "(room.item_taken) was changed: its hash does not fit its content",
    ),
    "changed choice in a fact": (
        'UPDATE record SET data = replace(data, \'"choice":"for"\', \'"choice":"against"\') '
        "WHERE stream_id = :meeting AND type = 'voting.ballot_cast'",
        "was changed: its hash does not fit its content",
    ),
    "content that says a thing twice": (
        'UPDATE record SET data = \'{"name":"Nobody",\' || substr(data, 2) '
        "WHERE stream_id = :meeting AND type = 'room.member_left'",
        "(room.member_left) was changed",
    ),
    "unreadable content": (
        "UPDATE record SET data = 'nonsense' WHERE stream_id = :meeting AND type = 'room.meeting_opened'",
        "(room.meeting_opened) was changed",
    ),
    "content of another shape": (
        'UPDATE record SET data = \'{"roll":[1,2],"vote_id":"x"}\' '
        "WHERE stream_id = :meeting AND type = 'voting.vote_opened'",
        "the votes cannot be counted again",
    ),
    "changed author": (
        "UPDATE record SET actor_name = 'Somebody' WHERE stream_id = :meeting AND seq = 3",
        "fact 3 (",
    ),
    "changed time": (
        "UPDATE record SET at = '2020-01-01 00:00:00.000000' WHERE stream_id = :meeting AND seq = 2",
        "fact 2 (",
    ),
    "changed hash": ("UPDATE record SET leaf = '00' WHERE stream_id = :meeting AND seq = 4", "fact 4 ("),
    "removed fact": ("DELETE FROM record WHERE stream_id = :meeting AND seq = 7", "fact 7 is missing"),
    "removed last fact": (
        "DELETE FROM record WHERE stream_id = :meeting "
        "AND seq = (SELECT version FROM stream WHERE id = :meeting)",
        "is missing",
    ),
    "shortened record": (
        "UPDATE stream SET version = version - 1 WHERE id = :meeting",
        "is beyond the end",
    ),
    "changed ballot": (
        "UPDATE ballot SET choice = 'abstain' WHERE vote_id = :vote AND choice = 'for'",
        "is changed",
    ),
    "ballot that is no choice": (
        "UPDATE ballot SET choice = 'perhaps' WHERE vote_id = :vote AND choice = 'for'",
        "is changed",
    ),
    "removed ballot": ("DELETE FROM ballot WHERE vote_id = :vote AND choice = 'for'", "is missing"),
    "changed roll": (
        "DELETE FROM vote_roll WHERE vote_id = :vote "
        "AND person_id NOT IN (SELECT person_id FROM ballot WHERE vote_id = :vote)",
        "the stored roll is not the one in the record",
    ),
    "changed acknowledgement": (
        "UPDATE ballot_key SET choice = 'against' WHERE vote_id = :vote AND choice = 'for'",
        "the acknowledgements given",
    ),
    "changed count": ("UPDATE vote SET count_for = count_for + 1 WHERE id = :vote", "stored with 3 for"),
    "changed outcome": (
        "UPDATE vote SET outcome = 'lost' WHERE id = :vote",
        "stored as lost, the ballots give",
    ),
    "changed method": ("UPDATE vote SET method = 'totals' WHERE id = :vote", "the record has recorded"),
    "changed way of counting": ("UPDATE vote SET basis = 'dice' WHERE id = :vote", "counted by “dice”"),
    "reopened vote": ("UPDATE vote SET state = 'open' WHERE id = :vote", "stored as recorded and open"),
    "changed casting vote": (
        "UPDATE vote SET casting = 'for' WHERE id = :tied",
        "the stored casting vote is not the one in the record",
    ),
    "changed agenda": (
        "UPDATE agenda_version SET note = note, content = replace(CAST(content AS TEXT), 'Parking', 'Barking')"
        "{json} WHERE meeting_id = :meeting AND number = 2",
        "agenda version 2 was changed",
    ),
    "unreadable agenda": (
        "UPDATE agenda_version SET content = '[]' WHERE meeting_id = :meeting AND number = 1",
        "agenda version 1 was changed",
    ),
    "older agenda shown": (
        "UPDATE meeting SET agenda_version = 1 WHERE id = :meeting",
        "the public reads agenda version 1, the last one published is 2",
    ),
    "removed agenda": (
        "DELETE FROM agenda_version WHERE meeting_id = :meeting AND number = 1",
        "agenda version 1 is missing",
    ),
    "changed minutes": (
        "UPDATE minutes_version SET content = replace(CAST(content AS TEXT), 'Library', 'Liberty')"
        "{json} WHERE meeting_id = :meeting",
        "minutes version 1 was changed",
    ),
    "other hash beside the minutes": (
        "UPDATE minutes_version SET sha256 = 'x' WHERE meeting_id = :meeting",
        "minutes version 1 has another hash than the record",
    ),
    "minutes hidden": (
        "UPDATE minutes SET public_version = 0 WHERE meeting_id = :meeting",
        "the public reads minutes version 0",
    ),
    "another PDF": (
        "UPDATE minutes_version SET pdf_sha256 = (SELECT sha256 FROM paper WHERE meeting_id = :meeting)",
        "the PDF of minutes version 1 is not the one that was printed",
    ),
    "another file for a paper": (
        "UPDATE paper SET sha256 = (SELECT pdf_sha256 FROM minutes_version WHERE meeting_id = :meeting)",
        "the paper “Report” is not the file that the record says was put there",
    ),
}
