"""The desk's page of set phrases and of the council's words."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from meetings.bodies.queries import bodies
from meetings.kernel.errors import Invalid, NotFound
from meetings.kernel.permissions import WHOLE_COUNCIL, Permission
from meetings.minutes import queries
from meetings.minutes.pages import minutes_at
from meetings.minutes.writing.phrasebook import (
    FIELDS,
    fields_of,
    item_fields,
    phrases_of,
    words_of_council,
)
from meetings.minutes.writing.phrasing import (
    KeepPhrase,
    KeepWord,
    RemovePhrase,
    keep_phrase,
    keep_word,
    remove_phrase,
    remove_word,
)
from meetings.web.access import needs
from meetings.web.doors import may, reading, run
from meetings.web.errors import wants_json

bp = Blueprint("minutes_phrases", __name__)
HOME = "/desk/phrases"


@bp.get(HOME)
@needs(Permission.WRITE_MINUTES)
def index() -> ResponseReturnValue:
    """Every phrase, the council's words, and a form for one more or for changing one."""
    return _page({}, request.args.get("change", ""))


@bp.post(HOME)
@needs(Permission.WRITE_MINUTES)
def keep() -> ResponseReturnValue:
    """Keep a phrase."""
    form = request.form
    command = KeepPhrase(
        form.get("body_id") or None,
        form.get("name", ""),
        form.get("text", ""),
        form.get("language", "en"),
        form.get("phrase_id", ""),
        form.get("replaces", ""),
    )
    try:
        run(keep_phrase, command)
    except Invalid as error:
        return _page(error.fields, command.phrase_id or command.replaces, form), 422
    flash("The phrase is kept.", "success")
    return redirect(HOME, 303)


@bp.post(f"{HOME}/remove")
@needs(Permission.WRITE_MINUTES)
def remove() -> ResponseReturnValue:
    """Offer one no longer."""
    run(remove_phrase, RemovePhrase(request.form.get("phrase_id", ""), request.form.get("name", "")))
    flash("The phrase is offered no longer.", "success")
    return redirect(HOME, 303)


@bp.post(f"{HOME}/words")
@needs(Permission.WRITE_MINUTES)
def add_word() -> ResponseReturnValue:
    """Put a word on the list."""
    try:
        run(keep_word, KeepWord(request.form.get("word", "")))
    except Invalid as error:
        if wants_json():
            raise
        return _page(error.fields), 422
    if wants_json():
        return jsonify({"kept": True})
    flash("The word is kept.", "success")
    return redirect(f"{HOME}#words", 303)


@bp.post(f"{HOME}/words/remove")
@needs(Permission.WRITE_MINUTES)
def drop_word() -> ResponseReturnValue:
    """Take one off it."""
    run(remove_word, KeepWord(request.form.get("word", "")))
    flash("The word is off the list.", "success")
    return redirect(f"{HOME}#words", 303)


@bp.get("/desk/meetings/<meeting_id>/minutes/phrases.json")
@needs(Permission.WRITE_MINUTES)
def offered(meeting_id: str) -> ResponseReturnValue:
    """The phrases of a meeting's body, with what the record puts into them."""
    with reading() as session:
        meeting, row = minutes_at(session, meeting_id)
        document = queries.document_of(session, row)
        rows = phrases_of(session, meeting.body_id)
    phrases = [{"name": p.name, "text": p.text, "language": p.language, "own": bool(p.body)} for p in rows]
    return jsonify({"phrases": phrases, "fields": fields_of(document), "items": item_fields(document)})


def _page(errors: Mapping[str, str], phrase_id: str = "", typed: Mapping[str, str] | None = None) -> str:
    with reading() as session:
        rows = phrases_of(session)
        words = words_of_council(session)
        committees = [(b.id, b.name) for b in bodies(session) if may(Permission.WRITE_MINUTES, b.id)]
    chosen = next((p for p in rows if phrase_id and phrase_id == (p.id or p.name)), None)
    if phrase_id and chosen is None:
        raise NotFound("That phrase is not there any more.")
    return render_template(
        "minutes/phrases.html",
        rows=rows,
        words=words,
        committees=committees,
        whole=may(Permission.WRITE_MINUTES, WHOLE_COUNCIL),
        chosen=chosen,
        errors=errors,
        typed=typed,
        fields=FIELDS,
        home=HOME,
    )
