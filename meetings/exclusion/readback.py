"""Reads what this server shows the public of a meeting, as the public gets it, and says whether it has stopped."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy.orm import Session

from meetings.exclusion.usecases import Reading
from meetings.kernel.secrecy import Audience
from meetings.runtime.live import is_hidden, snapshot

PAGES = "pages"
#: The part that tells the public that it is excluded.
TELLING = "exclusion"
#: status and body of an answer to somebody who is not signed in
Fetch = Callable[[str], tuple[int, str]]


def read_state(session: Session, meeting_id: str) -> Reading:
    """What every public page, event and JSON of the live meeting is built from."""
    shown = snapshot(session, meeting_id, Audience.PUBLIC).parts
    return _reading([name for name, part in shown.items() if not is_hidden(part) and name != TELLING])


def read_pages(fetch: Fetch, meeting_id: str) -> Reading:
    """The live page and its data, fetched without signing in."""
    status, body = fetch(f"/meetings/{meeting_id}/live.json")
    if status != 200:
        return Reading(PAGES, False, f"the public data answered with {status}")
    parts: dict[str, Any] = json.loads(body)["parts"]
    open_ = [n for n, p in parts.items() if n != TELLING and (p["html"] or not is_hidden(p["data"]))]
    if open_:
        return _reading(open_)
    status, page = fetch(f"/meetings/{meeting_id}/live")
    if status != 200:
        return Reading(PAGES, False, f"the public page answered with {status}")
    html = parts.get(TELLING, {}).get("html", "")
    if not html or html not in page:
        return Reading(PAGES, False, "the public page does not say that the public is excluded")
    return _reading([])


def _reading(open_: Iterable[str]) -> Reading:
    names = sorted(open_)
    if names:
        return Reading(PAGES, False, f"the public still reads: {', '.join(names)}")
    return Reading(PAGES, True, "read back: the public reads only that it is excluded")
