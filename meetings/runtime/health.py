"""What the people who run a meeting must be told of the place where everything is kept, before they find out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from meetings.db.space import Space

#: why something could not be written the last time; None if it could
Failing = Callable[[], Exception | None]


def trouble(space: Space | None, writers: Iterable[Failing]) -> str:
    """One or two sentences; empty when all is well."""
    failed = next((error for failing in writers if (error := failing()) is not None), None)
    if failed is not None:
        return (
            f"Ballots cannot be saved at this moment: {_why(failed)}. Devices keep them and go on trying. Do not close "
            "the vote before this message has gone, or take the vote by roll call on paper."
        )
    room = space.look() if space is not None else None
    if room is not None and room.too_little:
        return f"No vote can be opened on devices: {room.words}. Tell the administrator to make room."
    if room is not None and room.low:
        return f"Space is running out: {room.words}. Tell the administrator to make room before the next meeting."
    return ""


def _why(error: Exception) -> str:
    text = str(error).lower()
    if "full" in text or "no space" in text:
        return "the server's disk is full"
    return "the disk reports an error" if "i/o error" in text else "the database does not answer"
