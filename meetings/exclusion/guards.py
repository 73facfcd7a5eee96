"""Who looks after a meeting's broadcast while the public is excluded. A higher feature registers itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from meetings.ports.broadcast import BroadcastGuard
from meetings.runtime.jobs import JobContext

#: Made anew for each look.
MakeGuard = Callable[[JobContext], BroadcastGuard]
#: Whether the service of a meeting's broadcast says itself what the public gets.
ReadsItself = Callable[[Session, str], bool]
_MAKERS: list[MakeGuard] = []
_READERS: list[ReadsItself] = []
#: Names the broadcast of a meeting that its page does not tell the public of; empty: there is none.
NamesStream = Callable[[Session, str], str]
_NAMERS: list[NamesStream] = []


def guarded_by(make: MakeGuard) -> MakeGuard:
    """Register who guards. Twice is once."""
    if make not in _MAKERS:
        _MAKERS.append(make)
    return make


def guard_of(context: JobContext, meeting_id: str) -> BroadcastGuard | None:
    """Who looks after this meeting's stream; None: a person must look."""
    guards = (make(context) for make in reversed(_MAKERS))
    return next((guard for guard in guards if guard.handles(meeting_id)), None)


def reads_itself(reader: ReadsItself) -> ReadsItself:
    """Register who knows which streams are read. Of those nobody says by eye alone that they have stopped."""
    if reader not in _READERS:
        _READERS.append(reader)
    return reader


def is_read(session: Session, meeting_id: str) -> bool:
    """Whether the service is asked what the public gets, so that one person's word is not needed, and not enough."""
    return any(reader(session, meeting_id) for reader in _READERS)


def names_stream(namer: NamesStream) -> NamesStream:
    """Register who knows of broadcasts beside the address on the meeting. Twice is once."""
    if namer not in _NAMERS:
        _NAMERS.append(namer)
    return namer


def stream_named(session: Session, meeting_id: str) -> str:
    """The broadcast of a meeting in words, where its page gives no address; empty: there is none."""
    return next((name for namer in _NAMERS if (name := namer(session, meeting_id))), "")


@contextmanager
def guarding(guard: BroadcastGuard) -> Iterator[None]:
    """Have a guard for a while, such as for a test."""

    def make(_context: JobContext) -> BroadcastGuard:
        return guard

    _MAKERS.append(make)
    try:
        yield
    finally:
        _MAKERS.remove(make)
