"""What anybody may have to check the record with, and the officers' page of what the signer refused."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.kernel.permissions import Permission
from meetings.proof import desk as desk
from meetings.proof.notes import verifier_key
from meetings.proof.queries import (
    Checkpoint,
    checkpoint_of,
    checkpoints_of,
    key_of,
    keys,
    latest_checkpoint,
    open_alarms,
    public_checkpoints,
    require_public,
    tree_of,
)
from meetings.proof.usecases import SettleAlarm, settle_alarm
from meetings.web.access import needs, public
from meetings.web.doors import current_actor, reading, run

bp = Blueprint("proof", __name__)
#: proofs of growth that were asked for: they never change
_GROWTH: OrderedDict[tuple[str, int, int], list[str]] = OrderedDict()
_KEPT = 500
_FOR_EVER = "public, max-age=31536000, immutable"


@bp.get("/about/proof")
@public
def about() -> ResponseReturnValue:
    """How anybody can check a vote, with the public keys."""
    with reading() as session:
        return render_template("proof/about.html", keys=keys(session))


@bp.get("/proof/keys.json")
@public
def keys_json() -> ResponseReturnValue:
    """Every public key the signer has or had, the newest first."""
    with reading() as session:
        found = keys(session)
    return jsonify({"keys": [vars(key) | {"since": key.since.isoformat()} for key in found]})


@bp.get("/proof/checkpoints")
@public
def checkpoints() -> ResponseReturnValue:
    """The newest checkpoints as they were signed, one after another."""
    with reading() as session:
        found = public_checkpoints(session)
    return _plain("\n".join(each.note for each in found))


@bp.get("/proof/checkpoints.json")
@public
def checkpoints_json() -> ResponseReturnValue:
    """The same as JSON."""
    with reading() as session:
        found = public_checkpoints(session)
    return jsonify({"checkpoints": [_told(each) for each in found]})


@bp.get("/proof/streams/<stream_id>/checkpoint")
@public
def checkpoint(stream_id: str) -> ResponseReturnValue:
    """The newest checkpoint of one record."""
    with reading() as session:
        _may_ask(session, stream_id)
        found = latest_checkpoint(session, stream_id)
    if found is None:
        abort(404)
    return _plain(found.note)


@bp.get("/proof/streams/<stream_id>/checkpoints")
@public
def checkpoints_of_one(stream_id: str) -> ResponseReturnValue:
    """All checkpoints of one record, the newest first."""
    with reading() as session:
        _may_ask(session, stream_id)
        found = checkpoints_of(session, stream_id)
    return jsonify({"checkpoints": [_told(each) for each in found]})


@bp.get("/proof/streams/<stream_id>/consistency")
@public
def consistency(stream_id: str) -> ResponseReturnValue:
    """What shows that one checkpoint of a record begins with another: ?from=152&to=190; the newest without `to`."""
    first = request.args.get("from", type=int)
    second = request.args.get("to", type=int)
    if first is None:
        abort(400)
    with reading() as session:
        _may_ask(session, stream_id)
        latest = latest_checkpoint(session, stream_id)
        second = second if second is not None else latest.size if latest else 0
        older, newer = checkpoint_of(session, stream_id, first), checkpoint_of(session, stream_id, second)
        if older.size > newer.size:
            abort(400)
        path = _growth(session, stream_id, older.size, newer.size)
        told = {"from": _told(older) | _key(session, older), "to": _told(newer) | _key(session, newer)}
    answer = jsonify({"stream": stream_id, **told, "path": path})
    if request.args.get("to") and not current_actor().signed_in:
        answer.headers["Cache-Control"] = _FOR_EVER
    return answer


@bp.get("/desk/proof")
@needs(Permission.READ_RECORD)
def alarms() -> ResponseReturnValue:
    """What the signer refused, and what to do then."""
    with reading() as session:
        found, latest = open_alarms(session), public_checkpoints(session, limit=20)
    return render_template("proof/alarms.html", alarms=found, checkpoints=latest)


@bp.post("/desk/proof/alarms/<alarm_id>/settle")
@needs(Permission.READ_RECORD)
def settle(alarm_id: str) -> ResponseReturnValue:
    """Say what was found out."""
    run(settle_alarm, SettleAlarm(alarm_id, request.form.get("words", "")))
    flash("What you found out is in the record.", "success")
    return redirect(url_for("proof.alarms"), 303)


def _may_ask(session: Session, stream_id: str) -> None:
    """Hashes tell nothing of what they are of; but that there is a meeting is known to its people alone at first."""
    if not current_actor().signed_in:
        require_public(session, stream_id)


def _growth(session: Session, stream_id: str, first: int, second: int) -> list[str]:
    key = (stream_id, first, second)
    if key not in _GROWTH:
        tree = tree_of(session, stream_id, second)
        _GROWTH[key] = [step.hex() for step in tree.consistency(first)]
        while len(_GROWTH) > _KEPT:
            _GROWTH.popitem(last=False)
    return _GROWTH[key]


def _told(found: Checkpoint) -> dict[str, Any]:
    return {
        "stream": found.stream_id,
        "origin": found.origin,
        "size": found.size,
        "root": found.root,
        "signed_at": found.signed_at.isoformat(),
        "key_id": found.key_id,
        "checkpoint": found.note,
    }


def _key(session: Session, found: Checkpoint) -> dict[str, str]:
    key = key_of(session, found.key_id)
    public_key = bytes.fromhex(key.public_key)
    return {"public_key": key.public_key, "verifier_key": verifier_key(found.origin, public_key)}


def _plain(text: str) -> Response:
    return Response(text, mimetype="text/plain")
