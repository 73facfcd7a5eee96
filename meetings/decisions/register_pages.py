"""The register of decisions for everybody: browsed, searched, fed and downloaded; each decision; each notice."""

from __future__ import annotations

import csv
import io
from typing import Any

from flask import Response, current_app, jsonify, make_response, render_template, request, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.decisions import queries
from meetings.decisions.blueprint import bp
from meetings.decisions.listing import asked_for, page_of
from meetings.decisions.public_facts import around, as_data, closing_hour, next_of
from meetings.decisions.rules.document import NoticeDocument
from meetings.documents.docx_out import MEDIA_TYPE, docx_of
from meetings.documents.printing import page as printed
from meetings.kernel.errors import NotFound
from meetings.kernel.permissions import Permission
from meetings.ports.storage import FileMissing
from meetings.web.access import public
from meetings.web.doors import current_actor, may, reading, today
from meetings.web.pagecache import kept
from meetings.web.services import services

_PDF_RETRY_SECONDS = 15
_FEED = 40
_ALL = 5000
_COLUMNS = (
    "reference",
    "title",
    "decision",
    "decision_maker",
    "body",
    "kind",
    "decided_on",
    "published_at",
    "key",
    "call_in",
    "call_in_until",
    "effective_on",
    "state",
    "wards",
    "address",
)


@bp.get("/decisions")
@public
def register() -> ResponseReturnValue:
    """The register, the latest decision first."""
    with reading() as session:
        shown = page_of(session, asked_for(request.args), today())
    return _public("register", **shown)


@bp.get("/decisions.atom")
@public
def feed() -> ResponseReturnValue:
    """The newest records for feed readers (RFC 4287)."""
    with reading() as session:
        rows = queries.latest_public(session, _FEED)
        hour = closing_hour(session, rows, today())
    nexts = {row.id: next_of(row, today(), hour) for row in rows}
    text = render_template("decisions/register.atom", rows=rows, root=_root(), nexts=nexts)
    return _answered(text, "application/atom+xml")


@bp.get("/decisions.csv")
@public
def table() -> ResponseReturnValue:
    """The register, or what of it was asked for, as a table."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS)
    writer.writeheader()
    writer.writerows({k: _cell(v) for k, v in row.items()} for row in _data())
    response = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="decisions.csv"'
    return response


@bp.get("/decisions.json")
@public
def data() -> ResponseReturnValue:
    """The same as JSON."""
    return jsonify({"decisions": _data()})


@bp.get("/decisions/<decision_id>")
@public
def decision(decision_id: str) -> ResponseReturnValue:
    """One decision: what, why, by whom, and what happens next."""
    with reading() as session:
        row = queries.public_decision(session, decision_id)
        facts = around(session, row, today())
    own = f"/desk/decisions/{row.id}" if may(Permission.PREPARE_MEETING, row.body_id) else ""
    return _public("decision", row=row, d=row.record, own=own, **facts)


@bp.get("/decisions/notices/<notice_id>")
@public
def notice(notice_id: str) -> ResponseReturnValue:
    """One notice as it was published."""
    with reading() as session:
        row, document, named = _notice(session, notice_id)
    can_print = row.pdf_sha256 is None and may(Permission.PUBLISH, row.body_id)
    return _public("notice", row=row, doc=document, named=named, can_print=can_print)


@bp.get("/decisions/notices/<notice_id>.pdf")
@public
def notice_pdf(notice_id: str) -> ResponseReturnValue:
    """The same to print; 503 while it is being made."""
    with reading() as session:
        row, _, _ = _notice(session, notice_id)
    if row.pdf_sha256 is None:
        return _not_printed(row)
    try:
        stream = services().storage.open(row.pdf_sha256)
    except FileMissing:
        return _not_printed(row)
    name = f"decisions-notice-{row.number}.pdf"
    return send_file(
        stream, "application/pdf", download_name=name, conditional=True, etag=row.pdf_sha256, max_age=0
    )


@bp.get("/decisions/notices/<notice_id>.docx")
@public
def notice_docx(notice_id: str) -> ResponseReturnValue:
    """The same for Word."""
    with reading() as session:
        row, document, _ = _notice(session, notice_id)
    html = printed("pdf/decision_notice.html", doc=document, sha256=row.sha256)
    data = docx_of(html, title=f"{document.heading}: {document.title}")
    return send_file(
        io.BytesIO(data), MEDIA_TYPE, as_attachment=True, download_name=f"decisions-notice-{row.number}.docx"
    )


def _notice(
    session: Session, notice_id: str
) -> tuple[queries.NoticeRow, NoticeDocument, list[tuple[str, str]]]:
    """A notice, unless it tells what is secret now. Raises NotFound."""
    found = queries.notice_of(session, notice_id)
    if queries.is_withheld(session, notice_id) and not may(Permission.PREPARE_MEETING, found[0].body_id):
        raise NotFound("This notice is not public any longer: a decision in it has been made exempt since.")
    return found


def _data() -> list[dict[str, Any]]:
    with reading() as session:
        asked = asked_for(request.args)
        rows = queries.register(session, asked.wanted(), today(), limit=_ALL)
    return [{k: v for k, v in as_data(row, today(), _root()).items() if k in _COLUMNS} for row in rows]


def _cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value


def _root() -> str:
    return (services().config.public_url or request.host_url).rstrip("/")


def _public(template: str, **context: Any) -> Response:
    """A public page; for the public it has a tag, so that it is not sent twice."""
    text = render_template(f"decisions/{template}.html", **context)
    cookie = current_app.config["SESSION_COOKIE_NAME"]
    if current_actor().signed_in or cookie in request.cookies:
        return make_response(text)
    return _answered(text)


def _answered(text: str, mimetype: str = "text/html") -> Response:
    page = kept(text, mimetype)
    if page.etag in request.if_none_match:
        response = current_app.response_class(status=304)
    else:
        response = current_app.response_class(page.body, mimetype=page.mimetype)
    response.headers["ETag"] = f'"{page.etag}"'
    return response


def _not_printed(row: queries.NoticeRow) -> ResponseReturnValue:
    response = Response(render_template("decisions/notice_pdf.html", row=row), 503)
    response.headers["Retry-After"] = str(_PDF_RETRY_SECONDS)
    return response
