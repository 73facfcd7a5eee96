"""The bounds a hub keeps, in one place, so that no client can take it down or hold it up."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, times in seconds."""

    #: connections open at once; the next one hears 503
    connections: int = 4000
    #: connections waiting to be accepted by the operating system
    backlog: int = 2048
    #: a whole request line and its headers must have come by then
    header_seconds: float = 15.0
    #: silence after which a read, a write or an idle connection is given up
    silent_seconds: float = 30.0
    #: a body may take this long whatever its speed, then it must average `body_rate`
    body_grace_seconds: float = 30.0
    body_rate: int = 8 * KIB
    #: the biggest ordinary body; kept in memory
    body: int = MIB
    #: the biggest body on an upload path, for someone with a session; kept on disk
    upload: int = 512 * MIB
    #: uploads on disk at once; the next one hears 503
    uploads: int = 16
    #: how much of a refused body is read so that the client gets to hear the refusal
    drain: int = 32 * MIB
    drain_seconds: float = 10.0
    #: requests running in a thread or waiting for one; the next one hears 503
    waiting: int = 512
    #: how much of a response a thread produces before the client must have taken it
    response_piece: int = 256 * KIB
    #: what requests in flight get to finish when the server stops
    stop_seconds: float = 5.0
    #: one message from a socket
    socket_message: int = 16 * KIB
