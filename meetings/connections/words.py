"""What operations at providers are called on pages."""

from __future__ import annotations

_OPERATIONS = {
    "conferencing.create": "Make the room",
    "conferencing.update": "Change the room",
    "conferencing.cancel": "Take the room away",
    "conferencing.seat": "Prepare a member’s seat",
    "conferencing.seats": "Prepare the members’ seats",
    "conferencing.aim": "Point the room’s picture at the broadcast",
    "conferencing.start_stream": "Send the room’s picture to the broadcast",
    "conferencing.stop_stream": "Stop sending the room’s picture",
    "conferencing.end": "End the room",
    "broadcast.prepare": "Prepare the broadcast",
    "broadcast.update": "Change the broadcast",
    "broadcast.cancel": "Take the broadcast away",
    "broadcast.go_live": "Go live",
    "broadcast.hold": "Hold the broadcast",
    "broadcast.release": "Go on after the hold",
    "broadcast.end": "End the broadcast",
    "broadcast.captions": "Put captions under the recording",
    "broadcast.chapters": "Write the chapters",
    "conferencing.attendance": "Ask who was connected",
    "recordings.fetch": "Fetch a recording",
    "connections.upkeep": "Renew the order for news",
    "broadcast.rehearse": "Make a test run",
    "broadcast.end_rehearsal": "Take the test run away",
}


def operation_words(operation: str) -> str:
    """The operation as people would say it."""
    known = _OPERATIONS.get(operation)
    return known or operation.rpartition(".")[2].replace("_", " ").capitalize()
