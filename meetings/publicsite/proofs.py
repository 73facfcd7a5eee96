"""Checking a vote: the page that does it in the reader's own browser, and the files for doing it without us."""

from __future__ import annotations

import json

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.kernel.errors import NotFound
from meetings.kernel.permissions import Permission
from meetings.proof.notes import allowed_signers
from meetings.publicsite import queries
from meetings.publicsite.pages import page
from meetings.voting.statements.queries import Statement, statement_of, statements_of
from meetings.web.access import needs, public
from meetings.web.doors import reading

bp = Blueprint("proofs", __name__)


@bp.get("/votes/<vote_id>/check")
@public
def check(vote_id: str) -> ResponseReturnValue:
    """Checks the signed result in the browser; works offline once it is loaded."""
    with reading() as session:
        found = queries.public_vote(session, vote_id)
        statement = next(iter(statements_of(session, vote_id)), None)
        if statement is not None and statement.said["secret"]:
            statement = None
    return page(
        "proof/check.html",
        found=found,
        vote=found.vote,
        meeting=found.meeting,
        statement=statement,
        text=_pretty(statement) if statement else "",
    )


@bp.get("/votes/<vote_id>/statement.json")
@public
def statement_json(vote_id: str) -> ResponseReturnValue:
    """Statement and signature in one file, for verify_vote.py."""
    return _file(_pretty(_public(vote_id)), f"vote-{vote_id}.json", "application/json")


@bp.get("/votes/<vote_id>/statement.txt")
@public
def statement_text(vote_id: str) -> ResponseReturnValue:
    """Exactly the bytes that are signed."""
    return _file(_public(vote_id).text, f"vote-{vote_id}.txt", "text/plain")


@bp.get("/votes/<vote_id>/statement.sig")
@public
def statement_signature(vote_id: str) -> ResponseReturnValue:
    """The signature, for ssh-keygen -Y verify."""
    return _file(_public(vote_id).signature, f"vote-{vote_id}.txt.sig", "text/plain")


@bp.get("/votes/<vote_id>/signers")
@public
def signers(vote_id: str) -> ResponseReturnValue:
    """Whose signature ssh-keygen is to believe."""
    key = bytes.fromhex(_public(vote_id).said["key"]["public_key"])
    return _file(allowed_signers(key), "council-signers", "text/plain")


@bp.get("/desk/proof/votes/<vote_id>.json")
@needs(Permission.READ_RECORD)
def officers_statement(vote_id: str) -> ResponseReturnValue:
    """The statement of any vote, of a private item too: that one tells nothing but its hashes."""
    with reading() as session:
        found = statement_of(session, vote_id)
    return _file(_pretty(found), f"vote-{vote_id}.json", "application/json")


def _public(vote_id: str) -> Statement:
    with reading() as session:
        queries.public_vote(session, vote_id)
        return _statement(session, vote_id)


def _statement(session: Session, vote_id: str) -> Statement:
    """Raises NotFound; also for one that was made while the item was private."""
    found = statement_of(session, vote_id)
    if found.said["secret"]:
        raise NotFound("This vote has no signed result yet.")
    return found


def _pretty(statement: Statement) -> str:
    return json.dumps(statement.document, ensure_ascii=False, indent=1)


def _file(text: str, name: str, media_type: str) -> Response:
    response = Response(text, mimetype=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
