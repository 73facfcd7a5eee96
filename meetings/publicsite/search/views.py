"""The page to search from: everything that is published, with the place where the words are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from meetings.bodies.queries import BodyRow, bodies
from meetings.publicsite.search import words
from meetings.publicsite.search.limits import SearchLimit
from meetings.publicsite.search.models import Kind
from meetings.publicsite.search.policy import visible
from meetings.publicsite.search.store import MOST_HITS, Hit, Narrowed, find, texts
from meetings.web.access import public
from meetings.web.doors import reading, today
from meetings.web.fields import page_number

bp = Blueprint("search", __name__)
PAGE = 20
PERIODS = {"coming": "Still to come", "year": "The last 12 months", "before": "Before that"}
_limit = SearchLimit()


@dataclass(frozen=True)
class Asked:
    """What somebody looks for, with what makes no sense left out."""

    q: str = ""
    kind: str = ""
    body: str = ""
    period: str = ""
    sort: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.kind or self.body or self.period)

    def href(self, **changed: str) -> str:
        """The address with some of it changed."""
        return "/search?" + urlencode({k: v for k, v in (vars(self) | changed).items() if v})


@dataclass
class Result:
    """Something found, with the pages of it that the words are on."""

    hit: Hit
    body: str
    pages: list[Hit] = field(default_factory=list)
    pieces: tuple[words.Piece, ...] = ()

    @property
    def label(self) -> str:
        """What it is."""
        return self.hit.kind.label


@bp.get("/search")
@public
def search() -> ResponseReturnValue:
    """Results for the words in `q`; without words, the way to search. Never kept by search engines."""
    terms = words.query_of(request.args.get("q", ""))
    if terms:
        _limit.take(request.remote_addr or "")
    with reading() as session:
        known = bodies(session)
        asked = _asked(request.args, known)
        page = page_number(request.args)
        hits = find(session, terms, _narrowed(asked, known))
        results = _together(visible(session, hits, today()), {b.id: b.name for b in known})
        shown = results[(page - 1) * PAGE : page * PAGE]
        _add_snippets(session, shown, terms)
    html = render_template(
        "public/search.html",
        asked=asked,
        terms=terms,
        results=shown,
        count=len(results),
        more=len(hits) == MOST_HITS,
        page=page,
        pages=-(-len(results) // PAGE),
        pages_href=asked.href() + "&page={page}",
        kinds=[(kind.value, kind.label) for kind in Kind],
        bodies=[(b.slug, b.name) for b in known],
        periods=list(PERIODS.items()),
    )
    response = make_response(html)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _asked(args: Mapping[str, str], known: Sequence[BodyRow]) -> Asked:
    typed = " ".join(args.get("q", "")[: words.LONGEST_QUERY].replace("\x00", " ").split())
    kind, body, period = args.get("kind", ""), args.get("body", ""), args.get("period", "")
    return Asked(
        q=typed,
        kind=kind if kind in {k.value for k in Kind} else "",
        body=body if body in {b.slug for b in known} else "",
        period=period if period in PERIODS else "",
        sort="newest" if args.get("sort") == "newest" else "",
    )


def _narrowed(asked: Asked, known: Sequence[BodyRow]) -> Narrowed:
    first, last = _period(asked.period)
    return Narrowed(
        kind=Kind(asked.kind) if asked.kind else None,
        body_id=next((b.id for b in known if b.slug == asked.body), None),
        first=first,
        last=last,
        newest_first=asked.sort == "newest",
    )


def _period(name: str) -> tuple[date | None, date | None]:
    now, year_ago = today(), today() - timedelta(days=365)
    periods = {"coming": (now, None), "year": (year_ago, now), "before": (None, year_ago - timedelta(days=1))}
    return periods.get(name, (None, None))


def _together(hits: Sequence[Hit], names: Mapping[str, str]) -> list[Result]:
    """A result for each subject, in the order of its best row, its pages in theirs."""
    found: dict[tuple[Kind, str], Result] = {}
    for hit in hits:
        name = names.get(hit.body_id or "", "") if hit.kind is not Kind.COMMITTEE else ""
        result = found.setdefault((hit.kind, hit.subject_id), Result(hit, name))
        if hit.page is not None:
            result.pages.append(hit)
    for result in found.values():
        if result.pages:
            # The page says more than the title of the whole.
            result.hit = result.pages[0]
            result.pages.sort(key=lambda h: h.page or 0)
    return list(found.values())


def _add_snippets(session: Session, results: Sequence[Result], terms: Sequence[words.Term]) -> None:
    of = texts(session, [r.hit.id for r in results])
    for result in results:
        result.pieces = words.snippet(of.get(result.hit.id, ""), terms)
