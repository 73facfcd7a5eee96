"""One meeting of the demonstration: arranged, published, held and minuted, each step at its own time."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time, timedelta

import pikepdf

from meetings.admin.demo.agenda import DemoItem, DemoMeeting, DemoReport, DemoState, as_resolved
from meetings.admin.demo.load_people import Cast
from meetings.admin.demo.play import play
from meetings.admin.demo.reports import make_report_pdf
from meetings.admin.demo.speeches import register_public
from meetings.agendas.rules import PaperKind, Tag
from meetings.agendas.usecases import (
    AddItem,
    AddPaper,
    KeepRendition,
    PaperFile,
    PublishAgenda,
    add_item,
    add_paper,
    keep_rendition,
    publish_agenda,
)
from meetings.documents.richtext import from_plain
from meetings.kernel.actor import Actor
from meetings.minutes.usecases import (
    ApproveMinutes,
    ConfirmMinutes,
    PublishMinutes,
    approve_minutes,
    confirm_minutes,
    publish_minutes,
)
from meetings.motions.usecases import PrepareMotion, prepare_motion
from meetings.ports.storage import Storage
from meetings.runtime.work import Work
from meetings.schedule.usecases import (
    AnnounceMeeting,
    ArrangeMeeting,
    CancelMeeting,
    announce,
    arrange_meeting,
    cancel_meeting,
)

#: Why the demo council keeps something back.
INTEREST_TEST = (
    "Disclosure now would weaken the council’s position in a matter that is not settled. That would cost residents "
    "more than they would gain by reading it before the decision, so the interest in keeping it back is the greater."
)
_ARRANGED = timedelta(days=90)
_APPROVED, _PUBLISHED = timedelta(days=4), timedelta(days=6)
_CONFIRMED = timedelta(days=28)


def load_meeting(work: Work, storage: Storage, cast: Cast, meeting: DemoMeeting) -> str:
    """Everything of this meeting up to now. Its id."""
    loaded_at = work.now
    clerk = cast.content.clerk(meeting.body).key
    work.actor = cast.actors[clerk]
    starts = _utc(work, meeting.starts)
    work.now = min(loaded_at, starts - _ARRANGED)
    meeting_id = arrange_meeting(
        work,
        ArrangeMeeting(
            body_id=cast.bodies[meeting.body],
            starts_at=starts,
            place=meeting.place,
            mode=meeting.mode,
            kind=meeting.kind,
        ),
    )
    announce(work, AnnounceMeeting(meeting_id))
    if meeting.state is DemoState.CANCELLED:
        work.now = min(loaded_at, starts - timedelta(days=6))
        cancel_meeting(work, CancelMeeting(meeting_id, meeting.reason))
    work.now = _published_at(work, meeting, loaded_at)
    items = {item.number: _item(work, storage, cast, meeting, meeting_id, item) for item in meeting.items}
    if meeting.state in (DemoState.PAST, DemoState.READY, DemoState.PUBLISHED):
        publish_agenda(work, PublishAgenda(meeting_id))
        for item in meeting.items:
            if item.prepared is not None:
                text = as_resolved(item.prepared.text)
                prepare_motion(work, PrepareMotion(meeting_id, items[item.number], text))
    if meeting.state is DemoState.READY:
        register_public(work, meeting_id, meeting, items)
    if meeting.state is DemoState.PAST:
        play(work, cast, meeting, meeting_id, items)
        _minutes(work, cast.actors[clerk], meeting, meeting_id, starts, cast)
    return meeting_id


def _utc(work: Work, local: datetime) -> datetime:
    return local.replace(tzinfo=work.timezone).astimezone(UTC)


def _published_at(work: Work, meeting: DemoMeeting, loaded_at: datetime) -> datetime:
    day = meeting.published_on
    if day is None:
        return loaded_at
    return min(loaded_at, _utc(work, datetime.combine(day, time(16, 5))))


def _item(
    work: Work, storage: Storage, cast: Cast, meeting: DemoMeeting, meeting_id: str, item: DemoItem
) -> str:
    item_id = add_item(
        work,
        AddItem(
            meeting_id=meeting_id,
            title=item.title,
            text=from_plain(item.purpose),
            recommendation=as_resolved(item.recommendation),
            sensitivity=item.sensitivity,
            exemption=item.exemption,
            interest_test=INTEREST_TEST if item.exemption else "",
            tags=tuple(t for t, on in ((Tag.BUDGET, item.budget), (Tag.EDUCATION, item.education)) if on),
        ),
    )
    if item.report is not None:
        _report(work, storage, cast, meeting, (meeting_id, item_id), item, item.report)
    return item_id


def _report(
    work: Work,
    storage: Storage,
    cast: Cast,
    meeting: DemoMeeting,
    ids: tuple[str, str],
    item: DemoItem,
    report: DemoReport,
) -> None:
    """A report as PDF, kept and put with its item."""
    meeting_id, item_id = ids
    content = cast.content
    pdf = make_report_pdf(report, content.council, content.body(meeting.body), meeting.day)
    kept = storage.put(io.BytesIO(pdf))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pages = len(opened.pages)
    file = PaperFile(report.filename, "application/pdf", kept.size, pages, kept.sha256, disclosures=())
    paper_id = add_paper(
        work,
        AddPaper(
            meeting_id=meeting_id,
            item_id=item_id,
            title=report.title,
            file=file,
            sensitivity=item.sensitivity,
            exemption=item.exemption,
            interest_test=INTEREST_TEST if item.exemption else "",
            kind=PaperKind.REPORT,
            background_declared=True,
        ),
    )
    keep_rendition(
        work,
        KeepRendition(
            meeting_id,
            paper_id,
            kept.sha256,
            sha256=kept.sha256,
            size=kept.size,
            pages=pages,
            tagged=True,
            language="en-GB",
        ),
    )


def _minutes(
    work: Work, clerk: Actor, meeting: DemoMeeting, meeting_id: str, starts: datetime, cast: Cast
) -> None:
    """From draft to signed record, as far as this meeting has come."""
    work.actor = clerk
    if meeting.minutes not in ("published", "confirmed"):
        return
    closed = work.now
    work.now = closed + _APPROVED
    approve_minutes(work, ApproveMinutes(meeting_id, 1))
    work.now = closed + _PUBLISHED
    publish_minutes(work, PublishMinutes(meeting_id, 1))
    if meeting.minutes == "confirmed":
        confirmed: date = (starts + _CONFIRMED).astimezone(work.timezone).date()
        work.now = starts + _CONFIRMED
        confirm_minutes(work, ConfirmMinutes(meeting_id, 1, confirmed, cast.name(meeting.presiding)))
