"""Storage gives no link between voter and choice that is better than chance; the ordinary design gives every one."""

from __future__ import annotations

import base64
import random
from pathlib import Path

from sqlalchemy import select, text

from meetings.appointments import usecases as uc
from meetings.appointments.box import root_of
from meetings.appointments.models import Candidate, Round
from meetings.appointments.queries import enrolled_device, envelopes_of
from meetings.appointments.rules import CandidateState, Names, RoundWay
from meetings.db.engine import Database
from meetings.kernel.actor import SYSTEM
from meetings.kernel.ids import new_id
from tests.appointments.council import Election, election
from tests.appointments.devices import OpenerHere, TellerDevice, envelope
from tests.appointments.links import (
    best_links,
    byte_orders,
    followed_by,
    forget_log,
    joined_on_xmin,
    raw,
    row_orders,
)
from tests.factories.world import World

VOTERS = 100
#: of 100 voters, all with different choices, a guess is right once on average; eight or more in one of a million
CHANCE = 7


def candidates_for_all(world: World) -> Election:
    """A secret appointment of which every member is a candidate, so that every choice can be another."""
    found = election(world, members=VOTERS, candidates=3, names=Names.SECRET)
    people = found.sitting.body.members
    with world.runner.work(SYSTEM) as work:
        for n, person in enumerate([people[0], *people[4:]]):
            more = Candidate(
                id=new_id(),
                appointment_id=found.id,
                person_id=person,
                position=n + 10,
                proposer_id=people[1],
                consented=True,
                state=CandidateState.STANDING,
            )
            work.session.add(more)
            found.candidates.append(more.id)
    return found


def secret_round(
    world: World, folder: Path, order: random.Random
) -> tuple[Election, str, dict[str, str], list[str]]:
    """A whole secret round: what everybody chose, and in which order they came."""
    found = candidates_for_all(world)
    people = found.sitting.body.members
    tellers = [TellerDevice(world, p).enrol() for p in people[:3]]
    opener, round_id = OpenerHere(folder / "opener"), new_id()
    made = opener.ask("make", round=round_id, tellers=[t.public_key for t in tellers])
    with world.runner.read() as session:
        devices = [enrolled_device(session, t.account_id) for t in tellers]
    shares = tuple(
        uc.Share(t.account_id, d.id, s)
        for t, d, s in zip(tellers, devices, made["shares"], strict=True)
        if d is not None
    )
    found.round(RoundWay.DEVICES, uc.Sealing(round_id, made["public_key"], made["reply_key"], shares))
    forget_log(world.runner.database)
    choices = order.sample(found.candidates, VOTERS)
    truth = dict(zip(people, choices, strict=True))
    coming = order.sample(people, VOTERS)
    for n, person in enumerate([*coming, *coming[:20]]):
        # The first twenty change their minds, and back: what is replaced must not tell either.
        choice = truth[person] if n >= 20 else found.candidates[0]
        cast(world, round_id, person, envelope(made["public_key"], round_id, choice))
    world.run(uc.close_round, uc.CloseRound(round_id, 0))
    count_box(world, opener, round_id, tellers, made["shares"])
    return found, round_id, truth, coming


def cast(world: World, round_id: str, person: str, sealed: str) -> None:
    """One envelope, in a transaction of its own: the worst case for secrecy."""
    request = uc.RoundRequest(
        round_id, world.tokens[person], new_id(), envelope=sealed, envelope_bytes=base64.b64decode(sealed)
    )
    with world.runner.work(SYSTEM) as work:
        (answer,) = uc.cast_in_rounds(work, [request])
    assert isinstance(answer, uc.RoundAnswer), answer


def count_box(
    world: World, opener: OpenerHere, round_id: str, tellers: list[TellerDevice], shares: list[str]
) -> None:
    """Two tellers approve, the box is opened, its counts are kept."""
    with world.runner.read() as session:
        box = envelopes_of(session, round_id)
        candidates = session.scalar(select(Round.candidates).where(Round.id == round_id))
    root = root_of(h for h, _ in box)
    result = opener.ask(
        "open",
        round=round_id,
        root=root,
        count=len(box),
        candidates=candidates,
        envelopes=[e for _, e in box],
        approvals=[t.approval(s, root, len(box)) for t, s in zip(tellers[:2], shares, strict=False)],
    )
    command = uc.CountBox(round_id, root, len(box), result["votes"], result["abstained"], 0)
    world.run(uc.count_box, command, SYSTEM)


def test_no_link_better_than_chance_in_what_is_stored(world: World, tmp_path: Path) -> None:
    database = world.runner.database
    found, round_id, truth, coming = secret_round(world, tmp_path, random.Random(7))
    assert found.view.rounds[0].votes == dict.fromkeys(found.candidates, 1)
    where = f"round_id = '{round_id}'"
    with world.runner.read() as session:
        by_hash = [
            row[0]
            for row in session.execute(
                text(f"SELECT person_id FROM appointment_ballot WHERE {where} ORDER BY envelope_hash")
            )
        ]
    files = raw(database, "appointment_ballot")
    voters = {
        "arrival in any log": coming,
        "by hash": by_hash,
        **row_orders(database, "appointment_ballot", "person_id", where),
        **row_orders(database, "appointment_ballot_key", "person_id", where),
        **byte_orders(files, list(truth)),
    }
    figures = raw(database, "appointment_round")
    ballot = found.view.rounds[0].candidates
    choices = {"the ballot paper": list(ballot), **byte_orders({**files, **figures}, found.candidates)}
    links = best_links(voters, choices, truth)
    assert len(links) >= 20
    links |= {name: followed_by(content, truth, found.candidates) for name, content in files.items()}
    assert {name: n for name, n in links.items() if n > CHANCE} == {}
    if not database.is_sqlite:
        xmin = joined_on_xmin(database, "appointment_ballot", "appointment_round", "person_id", "id")
        assert xmin == []


def test_control_the_ordinary_design_is_linked_throughout(database: Database) -> None:
    """A table of who has voted beside one of ballots, in one transaction a voter, found out by the same means."""
    order = random.Random(8)
    voters, candidates = [new_id() for _ in range(VOTERS)], [new_id() for _ in range(VOTERS)]
    truth = dict(zip(voters, order.sample(candidates, VOTERS), strict=True))
    coming = order.sample(voters, VOTERS)
    with database.writer.begin() as connection:
        connection.execute(text("CREATE TABLE voted (voter varchar(20) PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE ballot (id varchar(20) PRIMARY KEY, choice varchar(20))"))
    forget_log(database)
    for voter in coming:
        with database.writer.begin() as connection:
            connection.execute(text("INSERT INTO voted VALUES (:v)"), {"v": voter})
            values = {"i": new_id(), "c": truth[voter]}
            connection.execute(text("INSERT INTO ballot VALUES (:i, :c)"), values)
    in_rows = best_links(
        {"arrival": coming, **row_orders(database, "voted", "voter")},
        row_orders(database, "ballot", "choice"),
        truth,
    )
    assert set(in_rows.values()) == {VOTERS}
    wal = raw(database, "ballot")["wal"]
    # Where a page of the log ends in the middle of an identifier, that one is not found.
    assert followed_by(wal, truth, candidates) >= VOTERS - 5
    if not database.is_sqlite:
        assert dict(joined_on_xmin(database, "voted", "ballot", "voter", "choice")) == truth
