"""Keeping set phrases and the council's words: changes are facts of the council's own record."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetings.bodies.models import Body
from meetings.db.record import council_stream
from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import WHOLE_COUNCIL, Permission
from meetings.minutes.writing.events import PhraseKept, PhraseRemoved, WordKept, WordRemoved
from meetings.minutes.writing.models import KnownWord, Phrase
from meetings.minutes.writing.phrasebook import STARTERS
from meetings.runtime.usecase import CONFLICTS, use_case
from meetings.runtime.work import Work

CONFLICTS["pk_minutes_word"] = "That word is in the list already."
CONFLICTS["minutes_word.key"] = CONFLICTS["pk_minutes_word"]
LONGEST_PHRASE = 4000
LANGUAGES = ("en", "cy")


@dataclass(frozen=True)
class KeepPhrase:
    """A new phrase (no id), or one that reads otherwise now; a phrase stays with its body. None: the council's.

    `replaces` names one of those that a council begins with.
    """

    body_id: str | None
    name: str
    text: str
    language: str = "en"
    phrase_id: str = ""
    replaces: str = ""


@dataclass(frozen=True)
class RemovePhrase:
    """No longer offered. `name` finds one of those that a council begins with."""

    phrase_id: str
    name: str = ""


@dataclass(frozen=True)
class KeepWord:
    """A name or word that is written so."""

    word: str


def _where(session: Session, command: KeepPhrase) -> str:
    kept = session.get(Phrase, command.phrase_id) if command.phrase_id else None
    return (kept.body_id if kept else command.body_id) or WHOLE_COUNCIL


def _whose(session: Session, command: RemovePhrase) -> str:
    kept = session.get(Phrase, command.phrase_id) if command.phrase_id else None
    return (kept.body_id if kept else None) or WHOLE_COUNCIL


def _any_body(_session: Session, _command: KeepWord) -> None:
    """Every officer knows names."""


@use_case(permission=Permission.WRITE_MINUTES, scope=_where)
def keep_phrase(work: Work, command: KeepPhrase) -> str:
    """Keep a phrase. Returns its id. Raises Invalid without a name or text."""
    checks = Checks()
    name = checks.line("name", command.name, "Enter a name for the menu", 100)
    text = checks.text("text", command.text, LONGEST_PHRASE)
    checks.that(bool(text), "text", "Enter the phrase")
    checks.that(command.language in LANGUAGES, "language", "Choose the language")
    known = command.body_id is None or work.session.get(Body, command.body_id) is not None
    checks.that(known, "body_id", "Choose a committee")
    checks.done()
    _begin(work)
    row = None
    if command.phrase_id or (command.replaces and command.body_id is None):
        row = _phrase(work, command.phrase_id, command.replaces)
    if row is None:
        last = work.session.scalar(select(func.max(Phrase.position))) or 0
        row = Phrase(id=new_id(), body_id=command.body_id, position=last + 1)
        work.session.add(row)
    row.name, row.text, row.language = name, text, command.language
    work.session.flush()
    _record(work, row)
    return row.id


@use_case(permission=Permission.WRITE_MINUTES, scope=_whose)
def remove_phrase(work: Work, command: RemovePhrase) -> None:
    """Offer a phrase no longer. Raises NotFound."""
    _begin(work)
    row = _phrase(work, command.phrase_id, command.name)
    row.removed_at = work.now
    work.session.flush()
    work.record(council_stream(work.session), PhraseRemoved(row.id, row.name))


@use_case(permission=Permission.WRITE_MINUTES, scope=_any_body)
def keep_word(work: Work, command: KeepWord) -> None:
    """Put a word on the council's list; one that is there already stays."""
    checks = Checks()
    word = checks.line("word", command.word, "Enter the name or word", 100)
    checks.done()
    if work.session.get(KnownWord, word.casefold()) is not None:
        return
    row = KnownWord(key=word.casefold(), word=word, added_by=work.actor.name, added_at=work.now)
    work.session.add(row)
    work.session.flush()
    work.record(council_stream(work.session), WordKept(word))


@use_case(permission=Permission.WRITE_MINUTES, scope=_any_body)
def remove_word(work: Work, command: KeepWord) -> None:
    """Take a word off the list. Raises NotFound."""
    row = work.session.get(KnownWord, command.word.casefold())
    if row is None:
        raise NotFound("That word is not on the list.")
    work.session.delete(row)
    work.session.flush()
    work.record(council_stream(work.session), WordRemoved(row.word))


def _phrase(work: Work, phrase_id: str, name: str = "") -> Phrase:
    standing = select(Phrase).where(Phrase.removed_at.is_(None))
    found = standing.where(Phrase.id == phrase_id) if phrase_id else standing.where(Phrase.name == name)
    row = work.session.scalars(found.order_by(Phrase.id).limit(1)).first()
    if row is None:
        raise NotFound("That phrase is not there any more.")
    return row


def _begin(work: Work) -> None:
    """The phrases a council begins with are its own from the first change on."""
    if work.session.scalar(select(Phrase.id).limit(1)) is not None:
        return
    for position, (name, text) in enumerate(STARTERS, 1):
        row = Phrase(id=new_id(), body_id=None, name=name, text=text, language="en", position=position)
        work.session.add(row)
        work.session.flush()
        _record(work, row)


def _record(work: Work, row: Phrase) -> None:
    fact = PhraseKept(row.id, row.body_id, row.name, row.text, row.language)
    work.record(council_stream(work.session), fact)
