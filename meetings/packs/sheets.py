"""The words of the sheets that packs add: agendas in front, and notices in the place of papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from meetings.agendas.content import EXEMPT_PAPER, WITHDRAWN_PAPER, ContentItem, ContentPaper
from meetings.documents.pack_order import Numbers
from meetings.documents.pack_sheets import (
    FrontLine,
    FrontPaper,
    FrontSheet,
    NoticeSheet,
    front_page,
    notice_page,
)
from meetings.kernel.secrecy import Audience, title_for
from meetings.packs.contents import Listed, Piece
from meetings.packs.rules import Series
from meetings.schedule.queries import MeetingRow
from meetings.web.formats import long_date, time_of_day

_EXEMPT_WARNING = (
    "Not for publication. These papers contain exempt or confidential information. Each copy bears the name of its "
    "reader, and each opening is recorded."
)

#: Why a paper is not in a pack, and the paragraphs of the sheet in its place.
NOTICES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "withdrawn": (
        "Withdrawn",
        (
            "This paper was withdrawn after the agenda had been published. The page numbers of the other papers stay.",
        ),
    ),
    "exempt": (
        "Not for publication",
        ("This paper is no longer open to the public. The page numbers of the other papers stay.",),
    ),
    "public_now": ("Now public", ("This paper is public by now and stands among the public papers.",)),
    "external": ("On another website", ("This paper is not kept here. It can be read at this address:",)),
    "broken": (
        "This paper could not be included",
        ("Its file is damaged and cannot be opened.", "Democratic services can give you a copy of it."),
    ),
    "encrypted": (
        "This paper could not be included",
        ("Its file is locked with a password.", "Democratic services can give you a copy of it."),
    ),
    "empty": ("This paper could not be included", ("Its file has no pages.",)),
    "missing": (
        "This paper could not be included",
        ("Its file is not there any more.", "Democratic services can give you a copy of it."),
    ),
    "no_pdf": (
        "This paper could not be included",
        (
            "It could not be turned into a PDF.",
            "It can be downloaded by itself, or democratic services can give you a copy.",
        ),
    ),
}


@dataclass(frozen=True)
class Setting:
    """What every sheet of a meeting's packs says."""

    council: str
    meeting: MeetingRow
    timezone: ZoneInfo
    #: of an annual meeting: the members who are summoned, by ward
    summoned: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def day(self) -> str:
        """`Tuesday 9 February 2021`."""
        return long_date(self.meeting.starts_at, self.timezone)


@dataclass(frozen=True)
class Front:
    """What is known of the agenda sheets of a piece besides its lines."""

    series: Series
    what: str
    #: `1 February 2021`
    published_on: str
    published_by: str
    note: str
    #: of the papers that stand in this count, by their ids
    numbers: Mapping[str, Numbers]


def what_it_is(series: Series, words: str) -> str:
    """What agenda sheets are called, which is also their bookmark."""
    return f"{words}: exempt part" if series is Series.EXEMPT else words


def front_html(setting: Setting, piece: Piece, front: Front) -> str:
    """The agenda sheets of a piece."""
    meeting = setting.meeting
    exempt = piece.series is Series.EXEMPT
    sheet = FrontSheet(
        council=setting.council,
        body=meeting.body_name,
        meeting_title=meeting.title,
        day=setting.day,
        time=time_of_day(meeting.starts_at, setting.timezone),
        place=meeting.place or meeting.mode.label,
        mode=meeting.mode.label if meeting.place and meeting.mode.value != "in_person" else "",
        what=front.what,
        warning=_EXEMPT_WARNING if exempt else "",
        published_on=front.published_on,
        signed_by=front.published_by,
        summoned=() if exempt else setting.summoned,
        broadcast=meeting.broadcast_url if setting.summoned else "",
        note="" if exempt else front.note,
        papers=tuple(_front_paper(p, front) for p in piece.sheet.papers),
        lines=tuple(_line(item, front) for item in piece.sheet.items),
    )
    return front_page(sheet)


def _line(item: ContentItem, front: Front) -> FrontLine:
    return FrontLine(
        number=item.number,
        title=item.title,
        is_heading=item.is_heading,
        text=item.text,
        recommendation=item.recommendation,
        exemption=item.exemption,
        papers=tuple(_front_paper(p, front) for p in item.papers),
    )


def _front_paper(paper: ContentPaper, front: Front) -> FrontPaper:
    if not paper.id:
        return FrontPaper(title=paper.title, note=paper.exemption)
    if paper.to_follow:
        return FrontPaper(title=paper.title, note="to follow")
    numbers = front.numbers.get(paper.id)
    if numbers is None:
        return FrontPaper(title=paper.title)
    return FrontPaper(title=paper.title, key=part_key(front.series, paper.id), pages=numbers.words)


def notice_html(setting: Setting, why: str, title: str, numbers: Numbers, address: str = "") -> str:
    """The sheet in the place of a paper."""
    heading, paragraphs = NOTICES[why]
    sheet = NoticeSheet(
        council=setting.council,
        body=setting.meeting.body_name,
        day=setting.day,
        title=title,
        heading=heading,
        paragraphs=(*paragraphs, f"Its place in the pack: {numbers.words}."),
        address=address,
    )
    return notice_page(sheet)


def standing(found: Listed, series: Series) -> str:
    """Why a paper's own pages are not in a count today: a word of NOTICES; empty where they are."""
    if found.paper.withdrawn:
        return "withdrawn"
    if found.series is not series:
        return "exempt" if series is Series.PUBLIC else "public_now"
    return "" if found.paper.sha256 else "external"


def title_in(found: Listed, series: Series, why: str) -> str:
    """A paper's title as the readers of that count may know it."""
    if series is Series.PUBLIC and found.series is Series.EXEMPT:
        return EXEMPT_PAPER
    return WITHDRAWN_PAPER if why == "withdrawn" else found.paper.title


def chapter_of(found: Listed, series: Series) -> str:
    """The first-level bookmark that a paper stands under, as the readers of that count may know it."""
    if found.item is None:
        return "Papers for the meeting"
    audience = Audience.PUBLIC if series is Series.PUBLIC else Audience.MEMBER
    title = title_for(found.item.title, found.item.sensitivity, audience)
    number = found.item.number.rstrip(".)")
    return f"{number}. {title}" if number else title


def part_key(series: Series, paper_id: str) -> str:
    """What links in agenda sheets call a paper: it may stand in both counts, a notice in one of them."""
    return f"{series.value}-{paper_id}"


def corner_of(found: Listed) -> str:
    """What stands at the top of its first page."""
    number = "" if found.item is None else found.item.number.rstrip(".)")
    return f"Agenda item {number}" if number else ""
