"""Small answers for an open page: who else writes, what was saved meanwhile, which names look wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.kernel.errors import Invalid
from meetings.kernel.permissions import Permission
from meetings.minutes import queries
from meetings.minutes.pages import minutes_at
from meetings.minutes.slots import texts_of, tidied
from meetings.minutes.writing.merging import merge
from meetings.minutes.writing.names import suspects
from meetings.minutes.writing.phrasebook import names_at, words_known
from meetings.minutes.writing.together import (
    BeHere,
    Changed,
    be_here,
    changed_between,
    drop_typing,
    others_at,
)
from meetings.web.access import needs
from meetings.web.doors import current_actor, now, reading, run
from meetings.web.services import services

bp = Blueprint("minutes_together", __name__)


@bp.post("/desk/meetings/<meeting_id>/minutes/here")
@needs(Permission.WRITE_MINUTES)
def here(meeting_id: str) -> ResponseReturnValue:
    """Keep what was typed; answer with everything that others did meanwhile."""
    asked = request.get_json(silent=True)
    if not isinstance(asked, dict):
        raise Invalid("This is not what a page sends.")
    texts = _texts(asked.get("texts"))
    slot_id = asked.get("slot") if isinstance(asked.get("slot"), str) else ""
    if over := run(be_here, BeHere(meeting_id, slot_id or "", texts)):
        return jsonify({"over": over})
    version = asked.get("version")
    with reading() as session:
        _, row = minutes_at(session, meeting_id)
        others = others_at(session, meeting_id, current_actor().account_id or "", now())
        answer: dict[str, Any] = {
            "version": row.version,
            "others": [{"name": o.name, "slot": o.slot_id} for o in others],
            "names": _names(session, meeting_id, texts),
        }
        if isinstance(version, int) and 0 < version < row.version:
            answer |= _news(session, row, version, _texts(asked.get("mine")))
    return jsonify(answer)


@bp.post("/desk/meetings/<meeting_id>/minutes/typed/drop")
@needs(Permission.WRITE_MINUTES)
def drop(meeting_id: str) -> ResponseReturnValue:
    """Throw away what one typed and did not save."""
    run(drop_typing, BeHere(meeting_id))
    flash("What you had typed and not saved is thrown away.", "success")
    return redirect(f"/desk/meetings/{meeting_id}/minutes", 303)


def _texts(sent: Any) -> dict[str, tuple[str, str]]:
    """By place: text and base; anything else than texts is left out."""
    if not isinstance(sent, dict):
        return {}
    pairs = {k: v for k, v in sent.items() if isinstance(k, str) and isinstance(v, list) and len(v) == 2}
    return {k: (v[0], v[1]) for k, v in pairs.items() if isinstance(v[0], str) and isinstance(v[1], str)}


def _news(
    session: Session, row: queries.MinutesRow, version: int, mine: Mapping[str, tuple[str, str]]
) -> dict[str, Any]:
    """What is different since that version; where both changed the same text, both put together."""
    old = queries.document_of(session, row, version)
    new = queries.document_of(session, row)
    changed: Changed = changed_between(old, new)
    newest = queries.versions_of(session, row.meeting_id)[0]
    before = texts_of(old)
    both = {
        slot_id: _merged(before.get(slot_id, ""), mine[slot_id][0], theirs)
        for slot_id, theirs in changed.texts.items()
        if slot_id in mine
    }
    return {
        "by": newest.written_by,
        "changed": {slot_id: html for slot_id, html in changed.texts.items() if slot_id not in both},
        "both": both,
        "shape": changed.shape,
    }


def _merged(base: str, mine: str, theirs: str) -> dict[str, Any]:
    return {"theirs": theirs, "parts": merge(base, tidied(mine), theirs).as_data}


def _names(session: Session, meeting_id: str, texts: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    if not texts:
        return {}
    names = names_at(session, meeting_id, services().config.timezone)
    known = words_known(session)
    return {
        slot_id: [{"word": s.word, "meant": s.meant} for s in suspects(html, names, known)]
        for slot_id, (html, _) in texts.items()
    }
