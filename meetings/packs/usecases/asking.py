"""What people do about packs: ask for them, open them, choose how they are laid out."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.agendas.queries import published_agenda
from meetings.db.record import council_stream
from meetings.kernel.errors import NotFound
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.packs.events import PackAsked, PackOpened, SidesChosen
from meetings.packs.models import PackOpening, PackSetting
from meetings.packs.queries import NO_PACK, PackRow, pack_of
from meetings.packs.rules import PackKind, PackState, is_personal, may_open
from meetings.packs.usecases.building import BUILD, row_of
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting, meeting_of
from meetings.schedule.rules import audience_of


@dataclass(frozen=True)
class AskForPacks:
    """Make the packs of a meeting again where anything changed; or a draft of what is being prepared."""

    meeting_id: str
    draft: bool = False


@dataclass(frozen=True)
class OpenPack:
    """A reader wants their copy of a restricted pack."""

    meeting_id: str
    kind: PackKind
    edition: int = 0


@dataclass(frozen=True)
class ChooseSides:
    """Whether the packs of a meeting's body are printed on both sides."""

    meeting_id: str
    double_sided: bool


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def ask_for_packs(work: Work, command: AskForPacks) -> None:
    """Have the packs made in the background. Raises NotFound for an unknown meeting."""
    meeting = meeting_of(work.session, command.meeting_id)
    kind = PackKind.DRAFT if command.draft else PackKind.PUBLIC
    row = row_of(work.session, meeting.id, kind, 0)
    if row.state is not PackState.BUILDING:
        row.state, row.message, row.done = PackState.WAITING, "", 0
    (written,) = work.record(meeting.id, PackAsked(kind.value))
    payload = {"stream": meeting.id, "seq": written.seq, "draft": command.draft, "asked": True}
    work.queue(BUILD, payload, f"{BUILD}:{meeting.id}:asked:{written.seq}")


@use_case(permission=Permission.READ_RESTRICTED, scope=body_of_meeting)
def open_pack(work: Work, command: OpenPack) -> PackRow:
    """Record that this reader is handed a copy, and say of what. Raises NotFound for whoever may not have it."""
    meeting = meeting_of(work.session, command.meeting_id)
    audience = audience_of(work.actor, meeting.body_id, work.today)
    published = meeting.is_public and published_agenda(work.session, meeting.id) is not None
    if not may_open(command.kind, audience, published=published):
        raise NotFound(NO_PACK)
    row = pack_of(work.session, meeting.id, command.kind, command.edition)
    if not is_personal(row.kind, row.has_exempt):
        return row
    work.session.add(
        PackOpening(
            id=new_id(),
            meeting_id=meeting.id,
            kind=row.kind,
            edition=row.edition,
            account_id=work.actor.account_id,
            name=work.actor.name,
            sha256=row.sha256,
            at=work.now,
        )
    )
    opened = PackOpened(meeting.id, row.kind.value, row.edition, row.sha256)
    work.record(council_stream(work.session), opened)
    return row


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def choose_sides(work: Work, command: ChooseSides) -> None:
    """Choose for the body; numbers that were given stay as they are."""
    body_id = meeting_of(work.session, command.meeting_id).body_id
    row = work.session.get(PackSetting, body_id)
    if row is None:
        row = PackSetting(body_id=body_id, double_sided=False)
        work.session.add(row)
    if row.double_sided != command.double_sided:
        row.double_sided = command.double_sided
        work.record(council_stream(work.session), SidesChosen(body_id, command.double_sided))
