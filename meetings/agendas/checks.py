"""What stands in the way of publishing an agenda, and what an officer should look at before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from meetings.agendas.comparison import label
from meetings.agendas.content import AgendaContent, ContentItem
from meetings.kernel.secrecy import Sensitivity
from meetings.schedule.queries import MeetingRow


@dataclass(frozen=True)
class Check:
    """Something found. `blocks`: it must be put right before publishing; otherwise the officer decides.

    `item_id` or `link` (an address of the desk) is where it is put right; `link_text` says what is done there.
    """

    text: str
    blocks: bool
    item_id: str | None = None
    link: str = ""
    link_text: str = "Go to it"


#: The moment is that of publication, in the council's time zone.
PublicationCheck = Callable[[Session, MeetingRow, AgendaContent, datetime], Iterable[Check]]
_CHECKS: dict[str, tuple[int, PublicationCheck]] = {}


def publication_check(order: int) -> Callable[[PublicationCheck], PublicationCheck]:
    """Register a check: what it finds is listed by `order`, what blocks first. Registering twice is once."""

    def register(check: PublicationCheck) -> PublicationCheck:
        _CHECKS[f"{check.__module__}.{check.__name__}"] = (order, check)
        return check

    return register


def publication_checks(
    session: Session, meeting: MeetingRow, content: AgendaContent, now: datetime
) -> tuple[Check, ...]:
    """Everything worth saying before this agenda is published, what blocks first."""
    found = list(content_checks(content, meeting.starts_at, now))
    for _, check in sorted(_CHECKS.values(), key=lambda each: each[0]):
        found += check(session, meeting, content, now)
    return tuple(sorted(found, key=lambda c: not c.blocks))


def content_checks(content: AgendaContent, starts_at: datetime, now: datetime) -> tuple[Check, ...]:
    """What can be seen in the agenda alone, what blocks first."""
    found = []
    if not any(not i.is_heading for i in content.items):
        found.append(Check("There is nothing on the agenda yet. Add at least one item.", blocks=True))
    for item in content.items:
        found += _item_checks(item)
    for paper in content.papers:
        if paper.sensitivity is not Sensitivity.PUBLIC and not paper.exemption:
            found.append(
                Check(f"Meeting paper “{paper.title}” is not public but has no reason.", blocks=True)
            )
    if starts_at < now:
        found.append(Check("The meeting’s date is in the past.", blocks=False))
    return tuple(sorted(found, key=lambda c: not c.blocks))


def _item_checks(item: ContentItem) -> list[Check]:
    found = []
    if not item.title.strip():
        name = f"Item {item.number}" if item.number else "A heading"
        found.append(Check(f"{name} has no title.", blocks=True, item_id=item.id))
    secret = item.sensitivity is not Sensitivity.PUBLIC
    if secret and not item.exemption:
        found.append(Check(f"{label(item)} is not public but has no reason.", blocks=True, item_id=item.id))
    for paper in item.papers:
        if paper.sensitivity is not Sensitivity.PUBLIC and not (paper.exemption or item.exemption):
            text = f"{label(item)}: the paper “{paper.title}” is not public but has no reason."
            found.append(Check(text, blocks=True, item_id=item.id))
    if item.recommendation and not item.papers and not item.withdrawn:
        text = f"{label(item)} has a recommendation but no paper."
        found.append(Check(text, blocks=False, item_id=item.id))
    return found
