"""Motions, votes and appointments on the time line: as they then stood, and what came of them."""

from __future__ import annotations

from datetime import datetime

from meetings.appointments import events as appointments
from meetings.motions import events as motions
from meetings.motions.rules import MotionKind
from meetings.publicsite.replay.fold import Fold, Moving, tells
from meetings.publicsite.replay.lines import Kind
from meetings.voting import events as voting

_WORDS = {
    MotionKind.SUBSTANTIVE: "Motion",
    MotionKind.AMENDMENT: "Amendment",
    MotionKind.PROCEDURAL: "Procedural motion",
}


@tells(motions.MotionMoved)
def moved(fold: Fold, at: datetime, fact: motions.MotionMoved) -> None:
    """A motion is before the meeting."""
    words = _WORDS[fact.kind]
    fold.motions[fact.motion_id] = Moving(fact.text, words, fact.item_id)
    by = f" by {fact.mover}" if fact.mover else ""
    second = f", seconded by {fact.seconder}" if fact.seconder else ""
    fold.put(at, Kind.MOTION, f"{words} moved{by}{second}", fact.text)


@tells(motions.MotionDecided)
def decided(fold: Fold, at: datetime, fact: motions.MotionDecided) -> None:
    """Carried or lost. After a vote the declaration says it."""
    moving = fold.motions.get(fact.motion_id)
    if moving is None:
        return
    moving.open = False
    if fact.vote_id is None:
        fold.result = f"{moving.words} {'agreed' if fact.carried else 'not agreed'} without a vote"
        fold.put(at, Kind.VOTE, fold.result, moving.text)


@tells(motions.MotionWithdrawn)
def withdrawn(fold: Fold, at: datetime, fact: motions.MotionWithdrawn) -> None:
    """Taken back."""
    moving = fold.motions.get(fact.motion_id)
    if moving is not None:
        moving.open = False
        fold.put(at, Kind.MOTION, f"{moving.words} withdrawn")


@tells(motions.MotionAmended)
def amended(fold: Fold, at: datetime, fact: motions.MotionAmended) -> None:
    """It reads differently from now on."""
    _now_reads(fold, at, fact.motion_id, fact.text, "The motion as amended now read")


@tells(motions.AmendmentAccepted)
def accepted(fold: Fold, at: datetime, fact: motions.AmendmentAccepted) -> None:
    """The mover took it in."""
    taken = fold.motions.get(fact.amendment_id)
    if taken is not None:
        taken.open = False
    _now_reads(fold, at, fact.motion_id, fact.text, "The mover accepted the amendment: the motion now read")


@tells(motions.MotionAltered)
def altered(fold: Fold, at: datetime, fact: motions.MotionAltered) -> None:
    """With consent."""
    _now_reads(fold, at, fact.motion_id, fact.text, "The mover altered the motion with consent: it now read")


@tells(motions.MotionDivided)
def divided(fold: Fold, at: datetime, fact: motions.MotionDivided) -> None:
    """Put in parts."""
    moving = fold.motions.get(fact.motion_id)
    if moving is not None:
        moving.open = False
        fold.put(at, Kind.MOTION, f"The motion was put in {len(fact.parts)} parts")


@tells(motions.MotionPutAside)
def put_aside(fold: Fold, at: datetime, fact: motions.MotionPutAside) -> None:
    """No longer before the meeting."""
    moving = fold.motions.get(fact.motion_id)
    if moving is not None:
        moving.open = False
        words = {"adjourned": "stood over", "referred": "was referred", "withdrawn": "was withdrawn"}
        fold.put(
            at, Kind.MOTION, f"The {moving.words.lower()} {words.get(fact.status.value, 'fell')}", fact.why
        )


@tells(motions.DebateResumed)
def taken_up(fold: Fold, at: datetime, fact: motions.DebateResumed) -> None:
    """Before the meeting again."""
    moving = fold.motions.get(fact.motion_id)
    if moving is not None:
        moving.open, moving.item_id = True, fold.item_id
        fold.put(at, Kind.MOTION, "The adjourned debate was resumed", moving.text)


@tells(voting.VoteOpened)
def vote_opened(fold: Fold, at: datetime, fact: voting.VoteOpened) -> None:
    """A vote."""
    moving = fold.motions.get(fact.motion_id)
    what = f" on the {moving.words.lower()}" if moving else ""
    how = "Recorded vote" if fact.method.value == "recorded" else "Vote"
    fold.votes[fact.vote_id] = (how, what, None)
    fold.put(at, Kind.VOTE, f"{how} opened{what}", f"{len(fact.roll)} entitled to vote")


@tells(voting.VoteClosed)
def vote_closed(fold: Fold, at: datetime, fact: voting.VoteClosed) -> None:
    """The figures are told when they are declared."""
    known = fold.votes.get(fact.vote_id)
    if known is not None:
        counts = (fact.count_for, fact.count_against, fact.count_abstain, fact.count_none)
        fold.votes[fact.vote_id] = (known[0], known[1], counts)
        fold.put(at, Kind.VOTE, "The vote was closed")


@tells(voting.ResultRecounted)
def recounted(fold: Fold, at: datetime, fact: voting.ResultRecounted) -> None:
    """Corrected ballots were counted again."""
    known = fold.votes.get(fact.vote_id)
    if known is not None:
        counts = (fact.count_for, fact.count_against, fact.count_abstain, fact.count_none)
        fold.votes[fact.vote_id] = (known[0], known[1], counts)
        fold.put(at, Kind.VOTE, "The vote was counted again after a correction")


@tells(voting.VoteDeclared)
def vote_declared(fold: Fold, at: datetime, fact: voting.VoteDeclared) -> None:
    """What the chair declared, with the figures."""
    known, moving = fold.votes.get(fact.vote_id), fold.motions.get(fact.motion_id)
    figures = ""
    if known is not None and known[2] is not None:
        figures = "For {}, against {}, abstained {}, no vote cast {}".format(*known[2])
    fold.result = f"{moving.words if moving else 'Vote'} {fact.outcome.value}" + (
        f". {figures}" if figures else ""
    )
    if moving is not None:
        moving.open = False
    fold.put(at, Kind.VOTE, f"Declared: {fact.outcome.value}", figures)


@tells(voting.CastingVoteGiven)
def casting_vote(fold: Fold, at: datetime, fact: voting.CastingVoteGiven) -> None:
    """A tie decided."""
    how = f"gave a casting vote {fact.choice.value}" if fact.choice else "gave no casting vote"
    fold.put(at, Kind.VOTE, f"{fact.name} {how}")


@tells(voting.VoteVoided)
def vote_voided(fold: Fold, at: datetime, fact: voting.VoteVoided) -> None:
    """It counts for nothing; the motion is before the meeting again."""
    moving = fold.motions.get(fact.motion_id)
    if moving is not None:
        moving.open = True
    fold.result = "The vote was void and is taken again"
    fold.put(at, Kind.VOTE, "The vote was declared void", fact.reason)


@tells(appointments.AppointmentOpened)
def appointment_opened(fold: Fold, at: datetime, fact: appointments.AppointmentOpened) -> None:
    """Somebody is to be appointed."""
    fold.put(at, Kind.VOTE, f"Appointment: {fact.title}")


@tells(appointments.RoundOpened)
def round_opened(fold: Fold, at: datetime, fact: appointments.RoundOpened) -> None:
    """A round."""
    names = ", ".join(c.name for c in fact.candidates)
    fold.put(at, Kind.VOTE, f"Round {fact.number} of the appointment was opened", names)


@tells(appointments.RoundDeclared)
def round_declared(fold: Fold, at: datetime, fact: appointments.RoundDeclared) -> None:
    """What a round came to."""
    names = ", ".join(fact.names)
    fold.put(at, Kind.VOTE, f"Round declared: {fact.outcome.value.replace('_', ' ')}", names)


@tells(appointments.AppointmentMade)
def appointment_made(fold: Fold, at: datetime, fact: appointments.AppointmentMade) -> None:
    """Done."""
    fold.result = f"Appointed: {', '.join(fact.names)}"
    fold.put(at, Kind.VOTE, fold.result)


def _now_reads(fold: Fold, at: datetime, motion_id: str, text: str, words: str) -> None:
    moving = fold.motions.get(motion_id)
    if moving is not None:
        moving.text = text
        fold.put(at, Kind.MOTION, words, text)
