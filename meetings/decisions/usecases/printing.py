"""The PDF of a notice of decisions: kept when it is made, asked for again when it failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.db.record import council_stream
from meetings.decisions.events import StatementPrintAsked, StatementPrinted
from meetings.decisions.models import DecisionNotice
from meetings.decisions.queries import NO_NOTICE
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class KeepStatementPdf:
    """Where the PDF is stored, or why it could not be made."""

    notice_id: str
    sha256: str = ""
    error: str = ""


@dataclass(frozen=True)
class PrintStatementAgain:
    """Try once more."""

    notice_id: str


def _body_of_notice(session: Session, command: Any) -> str:
    body_id = session.scalar(select(DecisionNotice.body_id).where(DecisionNotice.id == command.notice_id))
    if body_id is None:
        raise NotFound(NO_NOTICE)
    return body_id


@use_case(permission=None, system_only=True)
def keep_statement_pdf(work: Work, command: KeepStatementPdf) -> None:
    """Keep the PDF, once; or the reason why there is none yet."""
    notice = _locked(work, command.notice_id)
    if notice.pdf_sha256 is not None:
        return
    notice.pdf_error = command.error
    if not command.sha256:
        return
    notice.pdf_sha256 = command.sha256
    work.record(council_stream(work.session), StatementPrinted(notice.id, notice.number, command.sha256))


@use_case(permission=Permission.PUBLISH, scope=_body_of_notice)
def print_statement_again(work: Work, command: PrintStatementAgain) -> None:
    """Ask for the PDF again. Raises WrongState if it is there, NotFound."""
    notice = _locked(work, command.notice_id)
    if notice.pdf_sha256 is not None:
        raise WrongState("The PDF of this notice is there.")
    notice.pdf_error = ""
    work.record(council_stream(work.session), StatementPrintAsked(notice.id, notice.number))


def _locked(work: Work, notice_id: str) -> DecisionNotice:
    query = select(DecisionNotice).where(DecisionNotice.id == notice_id).with_for_update()
    notice = work.session.scalar(query)
    if notice is None:
        raise NotFound(NO_NOTICE)
    return notice
