"""The public's agenda as a piece of a page: rendered once for each version, since meetings change far more often."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from meetings.agendas.queries import VersionRow, for_audience, published_agenda, versions, withdrawn_ids
from meetings.kernel.errors import NotFound
from meetings.kernel.secrecy import Audience
from meetings.packs.queries import PublicPacks, public_packs
from meetings.publicsite.queries import MeetingVersion
from meetings.publicsite.queries.lines import Line, open_items
from meetings.web.services import services

NO_VERSION = "There is no such version of this agenda."


@dataclass(frozen=True)
class PublicAgenda:
    """A version as the public reads it, and the items on it whose motions and votes the public may see."""

    number: int
    html: Markup
    lines: dict[str, Line]
    #: every published version, the newest first
    versions: tuple[VersionRow, ...]
    packs: PublicPacks

    @property
    def size(self) -> int:
        """About what it takes to keep it, in bytes."""
        return 2 * len(self.html)


def public_agenda(
    session: Session, meeting_id: str, version: MeetingVersion, number: int | None = None
) -> PublicAgenda | None:
    """The current agenda, or the one with that number; None before the first. Two queries once it is rendered.

    What it shows depends on its own content, on how its items are marked today, on what was withdrawn, and on packs.
    Raises NotFound for a number that there is not.
    """
    if not version.agenda and number is None:
        return None
    wanted = version.agenda if number is None else number
    gone = withdrawn_ids(session, meeting_id)
    withdrawn = hashlib.sha256(",".join(sorted(gone)).encode()).hexdigest()
    packs = public_packs(session, meeting_id)
    key = ("agenda", meeting_id, str(wanted), str(version.agenda), withdrawn, packs.mark)
    found: PublicAgenda | None = services().page_cache.get(key)
    if found is None:
        content = published_agenda(session, meeting_id, number, gone)
        if content is None:
            raise NotFound(NO_VERSION)
        shown = for_audience(content, Audience.PUBLIC)
        html = render_template("public/_agenda.html", agenda=shown, packs=packs)
        lines = open_items(content, Audience.PUBLIC)
        found = PublicAgenda(content.number, Markup(html), lines, tuple(versions(session, meeting_id)), packs)
        services().page_cache[key] = found
    return found
