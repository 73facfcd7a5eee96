"""Choosing how minutes are written, and where the numbers of a meeting's minutes begin."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from meetings.bodies.models import Body
from meetings.bodies.queries import body_of
from meetings.db.record import council_stream
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.facts import canonical
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.minutes.house.events import MinutesNumbered, StyleChosen, StyleGivenUp
from meetings.minutes.house.models import HouseStyleRow, MinuteNumbersRow
from meetings.minutes.house.queries import style_of
from meetings.minutes.house.rules import clash_words, problems_with
from meetings.minutes.house.taking import others_of
from meetings.minutes.style import HouseStyle, MinuteNumbers, style_to_data
from meetings.minutes.usecases.drafts import read_record_again
from meetings.minutes.usecases.versions import locked_minutes, must_be_newest
from meetings.runtime.usecase import use_case, whole_council
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting

LONGEST_REASON = 500


@dataclass(frozen=True)
class ChooseStyle:
    """How a body writes its minutes from now on. Versions that exist keep theirs."""

    body_id: str
    style: HouseStyle


@dataclass(frozen=True)
class ChooseCommonStyle:
    """The same for every body that chose nothing itself."""

    style: HouseStyle


@dataclass(frozen=True)
class GiveUpStyle:
    """The body writes as the whole council does again."""

    body_id: str


@dataclass(frozen=True)
class CopyStyle:
    """The body writes as another one does."""

    body_id: str
    from_body_id: str


@dataclass(frozen=True)
class BeginNumbers:
    """The numbers of a meeting's minutes begin here, and why. `base_version` is the version that was looked at."""

    meeting_id: str
    base_version: int
    first: int
    reason: str


@use_case(permission=Permission.MANAGE_BODIES, scope=lambda _, command: command.body_id)
def choose_style(work: Work, command: ChooseStyle) -> None:
    """Keep a body's choices. Raises NotFound, Invalid."""
    body = work.session.get(Body, command.body_id, with_for_update=True)
    if body is None:
        raise NotFound("There is no such body.")
    _keep(work, body.id, body.name, command.style)
    body.resolved_word = command.style.resolved


@use_case(permission=Permission.MANAGE_BODIES, scope=whole_council)
def choose_common_style(work: Work, command: ChooseCommonStyle) -> None:
    """Keep the choices of the whole council. Raises Invalid."""
    _keep(work, None, "", command.style)


@use_case(permission=Permission.MANAGE_BODIES, scope=lambda _, command: command.body_id)
def copy_style(work: Work, command: CopyStyle) -> None:
    """Take over another body's choices. Raises NotFound, Invalid."""
    body = work.session.get(Body, command.body_id, with_for_update=True)
    if body is None:
        raise NotFound("There is no such body.")
    if not command.from_body_id or command.from_body_id == body.id:
        raise Invalid("Choose another body.", {"from_body_id": "Choose the body whose style is taken over"})
    style = style_of(work.session, body_of(work.session, command.from_body_id))
    _keep(work, body.id, body.name, style)
    body.resolved_word = style.resolved


@use_case(permission=Permission.MANAGE_BODIES, scope=lambda _, command: command.body_id)
def give_up_style(work: Work, command: GiveUpStyle) -> None:
    """Without choices of its own a body follows the whole council. Raises NotFound."""
    body = work.session.get(Body, command.body_id, with_for_update=True)
    if body is None:
        raise NotFound("There is no such body.")
    row = _row(work, body.id)
    if row is None:
        return
    work.session.delete(row)
    body.resolved_word = HouseStyle().resolved
    work.session.flush()
    work.record(council_stream(work.session), StyleGivenUp(body.id, body.name))


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def begin_numbers(work: Work, command: BeginNumbers) -> int:
    """Have the numbers begin elsewhere and draft anew. Returns the newest version's number.

    Raises WrongState once the public reads them, Invalid where another meeting has one of the numbers.
    """
    reason = " ".join(command.reason.split())
    minutes = locked_minutes(work, command.meeting_id)
    row = work.session.get(MinuteNumbersRow, command.meeting_id, with_for_update=True)
    if row is None or not MinuteNumbers(row.scheme).goes_on:
        raise WrongState("The numbers of these minutes do not go on from another meeting's.")
    if minutes.public_version:
        raise WrongState("The public reads these minutes: their numbers do not change any more.")
    must_be_newest(minutes, command.base_version)
    last = command.first + row.last - row.first
    errors = problems_with(command.first, reason, LONGEST_REASON)
    if not errors and (clash := clash_words(command.first, last, others_of(work, row))):
        errors = {"first": clash}
    if errors:
        raise Invalid("The numbers cannot begin there.", errors)
    row.first, row.last, row.reason = command.first, last, reason
    work.session.flush()
    work.record(minutes.meeting_id, MinutesNumbered(row.scheme, row.year, row.first, row.last, reason))
    return read_record_again(work, minutes, f"Numbers begin at {command.first}: {reason}")


def _keep(work: Work, body_id: str | None, name: str, style: HouseStyle) -> None:
    from_words = {"resolved": style.resolved, "recommended": style.recommended, "agreed": style.agreed}
    missing = {field: "Enter a word" for field, word in from_words.items() if not word.strip()}
    if missing:
        raise Invalid("A word is missing.", missing)
    choices = style_to_data(style)
    row = _row(work, body_id)
    if row is None:
        row = HouseStyleRow(id=new_id(), body_id=body_id, choices={})
        work.session.add(row)
    row.choices, row.changed_at, row.changed_by = choices, work.now, work.actor.name
    work.session.flush()
    said = StyleChosen(body_id or "", name, canonical(choices).decode())
    work.record(council_stream(work.session), said)


def _row(work: Work, body_id: str | None) -> HouseStyleRow | None:
    query = select(HouseStyleRow).where(HouseStyleRow.body_id == body_id)
    return work.session.scalar(query.with_for_update())
