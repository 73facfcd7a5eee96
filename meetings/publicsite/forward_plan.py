"""The forward plan for everybody: what is to be decided, by whom and when, and every notice as it was published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, send_file
from flask.typing import ResponseReturnValue

from meetings.deadlines.queries import law_of
from meetings.decisions.queries import Wanted as Decided
from meetings.decisions.queries import register
from meetings.forwardplan import queries
from meetings.forwardplan.queries import EntryRow
from meetings.forwardplan.rules.planned import Maker
from meetings.forwardplan.rules.timing import has_plan
from meetings.kernel.permissions import Permission
from meetings.ports.storage import FileMissing
from meetings.publicsite.pages import answer, page
from meetings.web.access import public
from meetings.web.doors import may, reading, today
from meetings.web.pagecache import kept
from meetings.web.services import services

bp = Blueprint("public_plan", __name__)

_PDF_RETRY_SECONDS = 15
_FEED = 40


@dataclass(frozen=True)
class Asked:
    """Which decisions a reader wants to see."""

    body: str = ""
    ward: str = ""
    key: str = ""
    maker: str = ""
    show: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out but what was decided."""
        return bool(self.body or self.ward or self.key or self.maker)

    def fits(self, row: EntryRow) -> bool:
        """Whether a decision is among them."""
        d = row.decision
        if self.body and row.body_slug != self.body:
            return False
        if self.ward and not (d.all_wards or self.ward in d.wards):
            return False
        if self.key and d.is_key is not (self.key == "yes"):
            return False
        if self.maker and d.maker.value != self.maker:
            return False
        return row.status.is_open is not (self.show == "past")

    def href(self, **changed: str) -> str:
        """The address with some of it changed."""
        given = {k: v for k, v in (vars(self) | changed).items() if v}
        return "/forward-plan?" + urlencode(given) if given else "/forward-plan"


@bp.get("/forward-plan")
@public
def plan() -> ResponseReturnValue:
    """The plan by month."""
    asked = _asked(request.args)
    with reading() as session:
        exists = has_plan(law_of(session))
        rows = queries.public_entries(session, queries.Wanted())
        latest = queries.notices(session, limit=1)
    if not exists and not rows:
        return page("public/plan_none.html")
    shown = [row for row in rows if asked.fits(row)]
    if asked.show == "past":
        shown.reverse()
    return page(
        "public/plan.html",
        asked=asked,
        months=_by_month(shown),
        count=len(shown),
        bodies=sorted({(r.body_slug, r.body_name) for r in rows}, key=lambda b: b[1]),
        wards=sorted({w for r in rows for w in r.decision.wards}),
        makers=[(m.value, m.label) for m in Maker],
        latest=latest[0] if latest else None,
    )


@bp.get("/forward-plan.atom")
@public
def feed() -> ResponseReturnValue:
    """The newest notices for feed readers (RFC 4287)."""
    with reading() as session:
        rows = queries.notices(session, limit=_FEED)
        found = [queries.notice_of(session, row.id) for row in rows[:_FEED]]
    root = (services().config.public_url or request.host_url).rstrip("/")
    return answer(kept(render_template("public/plan.atom", found=found, root=root), "application/atom+xml"))


@bp.get("/forward-plan/notices")
@public
def notices() -> ResponseReturnValue:
    """Every notice, the newest first."""
    with reading() as session:
        rows = queries.notices(session, limit=1000)
    return page("public/plan_notices.html", notices=rows)


@bp.get("/forward-plan/notices/<notice_id>")
@public
def notice(notice_id: str) -> ResponseReturnValue:
    """One notice as it was published."""
    with reading() as session:
        row, document = queries.notice_of(session, notice_id)
        named = queries.entries_of_notice(session, notice_id)
    can_print = row.pdf_sha256 is None and may(Permission.PUBLISH, row.body_id)
    return page("public/plan_notice.html", row=row, doc=document, named=named, can_print=can_print)


@bp.get("/forward-plan/notices/<notice_id>.pdf")
@public
def notice_pdf(notice_id: str) -> ResponseReturnValue:
    """The same to print; 503 while it is being made."""
    with reading() as session:
        row, _ = queries.notice_of(session, notice_id)
    if row.pdf_sha256 is None:
        return _not_printed(row)
    try:
        stream = services().storage.open(row.pdf_sha256)
    except FileMissing:
        return _not_printed(row)
    name = f"notice-{row.number}-{row.kind.value.replace('_', '-')}.pdf"
    return send_file(
        stream, "application/pdf", download_name=name, conditional=True, etag=row.pdf_sha256, max_age=None
    )


@bp.get("/forward-plan/<entry_id>")
@public
def decision(entry_id: str) -> ResponseReturnValue:
    """One planned decision as it was last noticed, with its notices and what became of it."""
    with reading() as session:
        row = queries.public_entry(session, entry_id)
        found = queries.notices_by_entry(session, [entry_id]).get(entry_id, [])
        members = queries.members_by_body(session, [row.body_id], today())[row.body_id]
        history = queries.history_of(session, entry_id)
        decided = register(session, Decided(plan_entry_id=entry_id), today())
    return page(
        "public/plan_entry.html",
        row=row,
        d=row.decision,
        members=members,
        notices=list(reversed(found)),
        history=history,
        decided_as=decided,
        own=may(Permission.PREPARE_MEETING, row.body_id),
    )


def _asked(args: Mapping[str, str]) -> Asked:
    return Asked(
        body=args.get("body", "")[:120],
        ward=args.get("ward", "")[:200],
        key=args.get("key", "") if args.get("key") in ("yes", "no") else "",
        maker=args.get("maker", "") if args.get("maker") in {m.value for m in Maker} else "",
        show="past" if args.get("show") == "past" else "",
    )


def _by_month(rows: Sequence[EntryRow]) -> list[tuple[str, list[EntryRow]]]:
    def month(row: EntryRow) -> date:
        return row.decision.decide_on.replace(day=1)

    return [(f"{first:%B %Y}", list(found)) for first, found in groupby(rows, month)]


def _not_printed(row: queries.NoticeRow) -> ResponseReturnValue:
    response = Response(render_template("public/plan_pdf.html", row=row), 503)
    response.headers["Retry-After"] = str(_PDF_RETRY_SECONDS)
    return response
