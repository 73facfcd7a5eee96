"""How pages of figures are answered: kept for everybody until something is recorded, made afresh for the signed in."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from flask import Response, current_app, render_template, request
from sqlalchemy.orm import Session

from meetings.kernel.errors import NotFound
from meetings.statistics.forms import Choice
from meetings.statistics.queries.scope import version_of_all
from meetings.statistics.tables import Table, Topic
from meetings.web.doors import current_actor, reading, today
from meetings.web.pagecache import KeptPage, kept
from meetings.web.services import services
from meetings.web.sheets import as_csv, csv_headers

#: what can stand behind the question mark
ASKED = (
    "period",
    "body",
    *(f"{end}{part}" for end in ("from", "to") for part in ("", "-day", "-month", "-year")),
)
NO_TABLE = "There are no such figures."


def answered(make: Callable[[Session], Response]) -> Response:
    """A public answer, from what is kept while nothing new is recorded anywhere. What it says is the address's own."""
    with reading() as session:
        if current_actor().signed_in or current_app.config["SESSION_COOKIE_NAME"] in request.cookies:
            return make(session)
        key = ("statistics", request.path, *_asked(), version_of_all(session), today().isoformat())
        cache = services().page_cache
        page: KeptPage | None = cache.get(key)
        if page is None:
            made = make(session)
            if made.status_code != 200 or "Content-Disposition" in made.headers:
                return made
            page = cache[key] = kept(made.get_data(), made.mimetype or "text/html")
    if page.etag in request.if_none_match:
        response = current_app.response_class(status=304)
    else:
        response = current_app.response_class(page.body, mimetype=page.mimetype)
    response.headers["ETag"] = f'"{page.etag}"'
    return response


def _asked() -> tuple[str, ...]:
    """What of the address makes a difference, in one order: anything else after the question mark is nobody's page."""
    return tuple(f"{name}={request.args[name][:200]}" for name in ASKED if request.args.get(name))


def html(template: str, **context: Any) -> Response:
    """A page."""
    choice = context.get("choice")
    status = 422 if isinstance(choice, Choice) and choice.errors else 200
    return Response(render_template(template, **context), status, mimetype="text/html")


def csv(topics: Sequence[Topic], key: str, filename: str) -> Response:
    """One table for a spreadsheet. Raises NotFound."""
    table = find(topics, key)
    return Response(as_csv(table.head, table.machine()), headers=csv_headers(f"{filename}-{key}.csv"))


def find(topics: Sequence[Topic], key: str) -> Table:
    """A table of these subjects. Raises NotFound."""
    for topic in topics:
        table = topic.table(key)
        if table is not None:
            return table
    raise NotFound(NO_TABLE)


def data(topics: Sequence[Topic], **about: Any) -> Response:
    """Everything as JSON."""
    found = {
        **about,
        "topics": [
            {
                "key": t.key,
                "title": t.title,
                "summary": t.sentence,
                "tables": [table.as_data() for table in t.tables],
                "how_counted": [
                    {"text": n.text, "law": n.citation.text if n.citation else None} for n in t.how
                ],
            }
            for t in topics
        ],
    }
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return Response(text, mimetype="application/json")


def about(choice: Choice) -> dict[str, Any]:
    """What the figures are for, as data."""
    return {
        "from": choice.period.first.isoformat(),
        "to": choice.period.last.isoformat(),
        "period": choice.period.label,
        "committee": choice.body.name if choice.body else None,
    }
