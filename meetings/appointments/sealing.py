"""Asks the opener for what a use case must not ask for itself: a round's key before it opens, the counts of its box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from meetings.appointments import queries, usecases
from meetings.appointments.events import RoundClosed
from meetings.appointments.rules import RoundState
from meetings.db.record import facts_of
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.ids import new_id
from meetings.proof.queries import keys, latest_checkpoint, rows_of, tree_of
from meetings.runtime.keeper import Away, Refused
from meetings.web.doors import reading
from meetings.web.services import services

TELLERS, NEEDED = 3, 2
_PAPER = "Take this round on paper slips, or start the process that opens boxes."


def sealing_for(account_ids: Sequence[str]) -> usecases.Sealing:
    """A new round's key, split among these tellers. Raises Invalid, and WrongState when the opener is away."""
    with reading() as session:
        signers = keys(session)
        enrolled = {account_id: device for account_id, _, device in queries.enrolled_tellers(session)}
        chosen = list(dict.fromkeys(account_ids))
        people = queries.people_of(session, chosen[:TELLERS])
    if len(chosen) != TELLERS or not enrolled.keys() >= set(chosen):
        raise Invalid(
            "A secret round needs three tellers, each with an enrolled device. Where they are not equipped, the round "
            "is taken on paper slips.",
            {"teller": "Choose three tellers"},
        )
    if len(set(people)) != len(people):
        raise Invalid(
            "Two of these accounts belong to one person.", {"teller": "Choose three different people"}
        )
    round_id = new_id()
    signer = signers[0].public_key if signers else ""
    made = _ask("make", round=round_id, tellers=[enrolled[a].public_key for a in chosen], signer=signer)
    shares = tuple(
        usecases.Share(account_id, enrolled[account_id].id, sealed)
        for account_id, sealed in zip(chosen, made["shares"], strict=True)
    )
    return usecases.Sealing(round_id, made["public_key"], made["reply_key"], shares)


def open_box_if_approved(round_id: str) -> bool:
    """Once two tellers have approved: have the box opened and its counts kept. Doing it again changes nothing.

    Raises WrongState when the opener is away or refuses.
    """
    with reading() as session:
        found = queries.round_of(session, round_id)
        approvals = queries.approvals_of(session, round_id)
        envelopes = [e for _, e in queries.envelopes_of(session, round_id)]
        ready = found.state is RoundState.CLOSED and found.box_root and len(approvals) >= NEEDED
        seal = _seal_of(session, round_id) if ready else None
    if not ready:
        return False
    result = _ask(
        "open",
        round=round_id,
        root=found.box_root,
        count=found.box_count,
        candidates=list(found.candidates),
        envelopes=envelopes,
        approvals=approvals,
        seal=seal,
    )
    command = usecases.CountBox(
        round_id=round_id,
        box_root=str(result["box"]["root"]),
        box_count=int(result["box"]["count"]),
        votes={str(c): int(n) for c, n in result["votes"].items()},
        abstained=int(result["abstained"]),
        spoilt=int(result["malformed"]) + int(result["copied"]),
    )
    services().runner.run(usecases.count_box, command, actor=SYSTEM)
    return True


def _seal_of(session: Session, round_id: str) -> dict[str, Any] | None:
    """Where the close of the round stands in the sealed record; None where nobody seals it. Raises WrongState."""
    if not keys(session):
        return None
    meeting_id = queries.round_row(session, round_id).meeting_id
    checkpoint = latest_checkpoint(session, meeting_id)
    up_to = checkpoint.size if checkpoint else 0
    closes = facts_of(session, meeting_id, types=[RoundClosed])
    seq = next(e.seq for e in closes if isinstance(e.fact, RoundClosed) and e.fact.round_id == round_id)
    if checkpoint is None or seq > up_to:
        raise WrongState("The record is being sealed. Press “Open the box” in a moment.")
    (row,) = rows_of(session, meeting_id, seq - 1, seq)
    path = tree_of(session, meeting_id, up_to).inclusion(seq - 1)
    return {
        "note": checkpoint.note,
        "stream": meeting_id,
        "row": row.sent(),
        "path": [step.hex() for step in path],
    }


def _ask(question: str, **content: Any) -> dict[str, Any]:
    opener = services().opener
    if opener is None:
        raise WrongState(f"Nothing is set up here that could open a box of sealed envelopes. {_PAPER}")
    try:
        return opener.ask(question, **content)
    except Refused as refused:
        raise WrongState(str(refused)) from refused
    except Away as away:
        raise WrongState(f"The process that opens boxes does not answer. {_PAPER}") from away
