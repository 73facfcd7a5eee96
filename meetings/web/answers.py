"""What a pressed button gets back: a word for scripts, the room again for everybody else."""

from __future__ import annotations

from flask import flash, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue

from meetings.web.errors import wants_json


def back_to_room(meeting_id: str, message: str = "") -> ResponseReturnValue:
    """After a press in the live room. The room's address takes officers on to their console."""
    if wants_json():
        return jsonify({"ok": True, "message": message})
    if message:
        flash(message, "success")
    return redirect(url_for("room.room", meeting_id=meeting_id), code=303)
