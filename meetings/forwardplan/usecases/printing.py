"""The PDF of a notice: kept when it is made, asked for again when it failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.db.record import council_stream
from meetings.forwardplan.events import NoticePrintAsked, NoticePrinted
from meetings.forwardplan.models import PlanNotice
from meetings.forwardplan.queries import NO_NOTICE
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.permissions import WHOLE_COUNCIL, Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class KeepNoticePdf:
    """Where the PDF is stored, or why it could not be made."""

    notice_id: str
    sha256: str = ""
    error: str = ""


@dataclass(frozen=True)
class PrintNoticeAgain:
    """Try once more."""

    notice_id: str


def _body_of_notice(session: Session, command: Any) -> str:
    row = session.execute(select(PlanNotice.body_id).where(PlanNotice.id == command.notice_id)).one_or_none()
    if row is None:
        raise NotFound(NO_NOTICE)
    return row[0] or WHOLE_COUNCIL


@use_case(permission=None, system_only=True)
def keep_notice_pdf(work: Work, command: KeepNoticePdf) -> None:
    """Keep the PDF, once; or the reason why there is none yet."""
    notice = _locked(work, command.notice_id)
    if notice.pdf_sha256 is not None:
        return
    notice.pdf_error = command.error
    if not command.sha256:
        return
    notice.pdf_sha256 = command.sha256
    work.record(council_stream(work.session), NoticePrinted(notice.id, notice.number, command.sha256))


@use_case(permission=Permission.PUBLISH, scope=_body_of_notice)
def print_notice_again(work: Work, command: PrintNoticeAgain) -> None:
    """Ask for the PDF again. Raises WrongState if it is there, NotFound."""
    notice = _locked(work, command.notice_id)
    if notice.pdf_sha256 is not None:
        raise WrongState("The PDF of this notice is there.")
    notice.pdf_error = ""
    work.record(council_stream(work.session), NoticePrintAsked(notice.id, notice.number))


def _locked(work: Work, notice_id: str) -> PlanNotice:
    notice = work.session.scalar(select(PlanNotice).where(PlanNotice.id == notice_id).with_for_update())
    if notice is None:
        raise NotFound(NO_NOTICE)
    return notice
