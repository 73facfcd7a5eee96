"""The profile, the council's own choices and the monitoring officer's sign-off."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from meetings.db.record import council_stream
from meetings.deadlines.events import ChoiceCleared, ChoiceSet, LawSignedOff, ProfileChosen
from meetings.deadlines.models import CouncilLaw, LocalChoice
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.base import Profile
from meetings.deadlines.rules.profiles import check_choice
from meetings.kernel.checks import Checks
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import WHOLE_COUNCIL, Permission, Role
from meetings.people.usecases.grants import lock_council
from meetings.runtime.usecase import use_case, whole_council
from meetings.runtime.work import Work


@dataclass(frozen=True)
class ChooseProfile:
    """Which law the council lives under; choosing the one that stands confirms it."""

    profile: Profile


@dataclass(frozen=True)
class SetChoice:
    """A parameter as this council has it, and the standing order or resolution that says so."""

    name: str
    value: str
    source: str


@dataclass(frozen=True)
class ClearChoice:
    """A parameter as the profile has it."""

    name: str


@dataclass(frozen=True)
class SignOffLaw:
    """The monitoring officer has read profile, choices and closures and stands for them."""

    note: str = ""


@use_case(permission=Permission.MANAGE_LAW, scope=whole_council)
def choose_profile(work: Work, command: ChooseProfile) -> None:
    """Confirm the profile or change it. Confirming again what the same person confirmed changes nothing."""
    lock_council(work.session)
    row = work.session.scalar(select(CouncilLaw))
    before = row.profile if row else None
    if row is not None and before is command.profile and row.chosen_by_id == work.actor.account_id:
        return
    if row is None:
        row = CouncilLaw(id=new_id(), profile=command.profile, signed_by="", signed_note="")
        work.session.add(row)
    row.profile = command.profile
    row.chosen_by, row.chosen_by_id = work.actor.name, work.actor.account_id
    row.chosen_at = work.now
    if before is not command.profile:
        row.changed_at = work.now
    work.record(council_stream(work.session), ProfileChosen(command.profile, before))


@use_case(permission=Permission.MANAGE_LAW, scope=whole_council)
def set_choice(work: Work, command: SetChoice) -> None:
    """Set a parameter. Raises Invalid without a source, and for what is no local choice under this profile."""
    checks = Checks()
    value = checks.line("value", command.value, missing="Enter a value")
    source = checks.line(
        "source",
        command.source,
        missing="Say where this is laid down, such as “Standing order 4.2”",
        longest=500,
    )
    checks.done()
    lock_council(work.session)
    value = _checked(work, command.name, value)
    row = work.session.get(LocalChoice, command.name)
    if row is not None and (row.value, row.source) == (value, source):
        return
    before = row.value if row else ""
    if row is None:
        row = LocalChoice(name=command.name)
        work.session.add(row)
    row.value, row.source = value, source
    row.by, row.by_id, row.at = work.actor.name, work.actor.account_id, work.now
    note_change(work)
    work.record(council_stream(work.session), ChoiceSet(command.name, value, source, before))


def _checked(work: Work, name: str, text: str) -> str:
    try:
        return check_choice(law_of(work.session).profile, name, text)
    except ValueError as error:
        raise Invalid(str(error), {"value": str(error)}) from error


@use_case(permission=Permission.MANAGE_LAW, scope=whole_council)
def clear_choice(work: Work, command: ClearChoice) -> None:
    """Go back to the profile's default. Raises NotFound when nothing was chosen."""
    lock_council(work.session)
    row = work.session.get(LocalChoice, command.name)
    if row is None:
        raise NotFound("This is the profile’s default already.")
    work.session.delete(row)
    note_change(work)
    work.record(council_stream(work.session), ChoiceCleared(command.name, row.value))


@use_case(permission=Permission.MANAGE_LAW, scope=whole_council)
def sign_off_law(work: Work, command: SignOffLaw) -> None:
    """Sign off. Raises Denied for anybody but a monitoring officer, WrongState without a confirmed profile."""
    if not work.actor.is_system and Role.MONITORING not in work.actor.roles(work.today, WHOLE_COUNCIL):
        raise Denied("Only the monitoring officer can sign this off.")
    checks = Checks()
    note = checks.text("note", command.note, longest=2000)
    checks.done()
    lock_council(work.session)
    row = work.session.scalar(select(CouncilLaw))
    if row is None:
        raise WrongState("Confirm the profile first; then it can be signed off.")
    row.signed_at, row.signed_by, row.signed_note = work.now, work.actor.name, note
    work.record(council_stream(work.session), LawSignedOff(row.profile, note))


def note_change(work: Work) -> None:
    """Something changed that a sign-off may have covered."""
    row = work.session.scalar(select(CouncilLaw))
    if row is not None:
        row.changed_at = work.now
