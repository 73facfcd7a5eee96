"""The sheet of actions on a meeting's agenda: placed, made as a paper, and what the meeting notes as finished."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.actions.events import ActionNoted, SheetMade, SheetPlaced
from meetings.actions.models import Action, ActionSheet
from meetings.actions.sheets import TITLE, on_sheet
from meetings.agendas.business.rules import Brought
from meetings.agendas.models import AgendaItem, Paper
from meetings.agendas.rules import PaperKind
from meetings.agendas.usecases import (
    AddItem,
    AddPaper,
    RemovePaper,
    ReplacePaper,
    add_item,
    add_paper,
    remove_paper,
    replace_paper,
)
from meetings.agendas.usecases.papers import PaperFile
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.room.events import MeetingClosed
from meetings.room.queries import taken_items
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting, MeetingKind, MeetingStatus
from meetings.schedule.queries import body_of_meeting
from meetings.schedule.usecases import lock_meeting

KEY = "actions:sheet"
JOB = "actions.sheet"
_TEXT = "<p>To note how far what earlier meetings asked for has come, and what is finished.</p>"
_RECOMMENDATION = "That the progress of the actions be noted."


@dataclass(frozen=True)
class PlaceSheet:
    """Put the sheet on the working agenda of a meeting, at its end."""

    meeting_id: str


@dataclass(frozen=True)
class MakeSheet:
    """Make the sheet again, with what is known now."""

    meeting_id: str


@dataclass(frozen=True)
class KeepSheet:
    """What was made: the lines, and the public sheet as a stored PDF; None: no line of it is public."""

    meeting_id: str
    content: dict[str, Any]
    file: PaperFile | None


def waiting(session: Session, meeting_id: str) -> Iterable[Brought]:
    """The item that an agenda begins with where there is something to report."""
    meeting = session.get_one(Meeting, meeting_id)
    if meeting.kind is MeetingKind.EXTRAORDINARY or placed(session, meeting_id) is not None:
        return ()
    return (Brought(TITLE, _TEXT, _RECOMMENDATION, KEY),) if on_sheet(session, meeting) else ()


def put_down(work: Work, key: str, meeting_id: str, item_id: str) -> None:
    """It stands on the agenda: its paper is made."""
    if key == KEY:
        _place(work, meeting_id, item_id)


def placed(session: Session, meeting_id: str) -> ActionSheet | None:
    """The sheet of a meeting, as long as its item is on the agenda."""
    query = (
        select(ActionSheet)
        .join(AgendaItem, AgendaItem.id == ActionSheet.item_id)
        .where(ActionSheet.meeting_id == meeting_id, AgendaItem.removed_at.is_(None))
    )
    return session.scalar(query)


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def place_sheet(work: Work, command: PlaceSheet) -> str:
    """Returns the item's id. Raises WrongState if it stands there already, or there is nothing to report."""
    meeting = lock_meeting(work.session, command.meeting_id)
    if placed(work.session, meeting.id) is not None:
        raise WrongState("The actions are on this agenda already.")
    if not on_sheet(work.session, meeting):
        raise WrongState("Earlier meetings asked for nothing that is still to be reported.")
    item_id = add_item(work, AddItem(meeting.id, TITLE, text=_TEXT, recommendation=_RECOMMENDATION))
    _place(work, meeting.id, item_id)
    return item_id


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def make_sheet(work: Work, command: MakeSheet) -> None:
    """Ask for the sheet to be made again. Raises NotFound, WrongState once the meeting has begun."""
    meeting = lock_meeting(work.session, command.meeting_id)
    if placed(work.session, meeting.id) is None:
        raise NotFound("The actions are not on this agenda.")
    if meeting.status is not MeetingStatus.PLANNED:
        raise WrongState("This meeting has begun: it reads the sheet as it was made.")
    ask(work, meeting.id)


@use_case(permission=None, system_only=True)
def keep_sheet(work: Work, command: KeepSheet) -> None:
    """Keep the lines, and put the file with the item. Nothing happens if the item has gone meanwhile."""
    lock_meeting(work.session, command.meeting_id)
    sheet = placed(work.session, command.meeting_id)
    if sheet is None:
        return
    sheet.content, sheet.made_at = command.content, work.now
    if command.file is not None:
        sheet.paper_id = _paper(work, sheet, command.file)
    elif sheet.paper_id is not None:
        _take_away(work, sheet)
    work.session.flush()
    sha256 = command.file.sha256 if command.file else ""
    made = SheetMade(sheet.paper_id or "", sha256, len(command.content["lines"]))
    work.record(command.meeting_id, made)


def refresh(work: Work, meeting_id: str, _fact: object) -> None:
    """Something about an action changed: the sheets that are in preparation are made again."""
    body = select(Meeting.body_id).where(Meeting.id == meeting_id).scalar_subquery()
    query = (
        select(ActionSheet.meeting_id)
        .join(Meeting, Meeting.id == ActionSheet.meeting_id)
        .where(Meeting.body_id == body, Meeting.status == MeetingStatus.PLANNED, Meeting.agenda_version == 0)
    )
    for sheet_of in list(work.session.scalars(query)):
        ask(work, sheet_of, f"{meeting_id}:{work.touched.get(meeting_id, 0)}")


def note_finished(work: Work, meeting_id: str, _fact: MeetingClosed) -> None:
    """The meeting took its sheet: what stood there as finished is noted, and is on no further sheet."""
    sheet = work.session.get(ActionSheet, meeting_id)
    if sheet is None or sheet.item_id not in taken_items(work.session, meeting_id):
        return
    meeting = work.session.get_one(Meeting, meeting_id)
    ids = [row.id for row in on_sheet(work.session, meeting) if not row.status.is_open]
    query = select(Action).where(Action.id.in_(ids), Action.noted_meeting_id.is_(None))
    for action in list(work.session.scalars(query.order_by(Action.meeting_id, Action.id))):
        action.noted_meeting_id = meeting_id
        work.session.flush()
        work.record(action.meeting_id, ActionNoted(action.id, meeting_id))


def ask(work: Work, meeting_id: str, why: str = "") -> None:
    """Have it made after the commit."""
    why = why or f"{meeting_id}:{work.touched.get(meeting_id, 0)}:{work.now.isoformat()}"
    work.queue(JOB, {"meeting_id": meeting_id}, f"{JOB}:{meeting_id}:{why}")


def _place(work: Work, meeting_id: str, item_id: str) -> None:
    sheet = work.session.get(ActionSheet, meeting_id)
    if sheet is None:
        sheet = ActionSheet(meeting_id=meeting_id, content={})
        work.session.add(sheet)
    sheet.item_id, sheet.paper_id, sheet.content, sheet.made_at = item_id, None, {}, None
    work.session.flush()
    work.record(meeting_id, SheetPlaced(item_id))
    ask(work, meeting_id)


def _take_away(work: Work, sheet: ActionSheet) -> None:
    """No line is public any longer: what was made when one was must not be published with the agenda."""
    paper = work.session.get(Paper, sheet.paper_id)
    if paper is not None and paper.removed_at is None:
        remove_paper(work, RemovePaper(sheet.meeting_id, paper.id))
    sheet.paper_id = None


def _paper(work: Work, sheet: ActionSheet, file: PaperFile) -> str:
    paper = work.session.get(Paper, sheet.paper_id) if sheet.paper_id else None
    if paper is not None and paper.removed_at is None:
        if paper.sha256 == file.sha256:
            return paper.id
        return replace_paper(work, ReplacePaper(sheet.meeting_id, paper.id, file))
    add = AddPaper(
        meeting_id=sheet.meeting_id,
        item_id=sheet.item_id,
        title="Action sheet",
        file=file,
        kind=PaperKind.REPORT,
        background_declared=True,
    )
    return add_paper(work, add)
