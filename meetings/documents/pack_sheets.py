"""The sheets that a pack adds of its own: the agenda in front, and what stands for a paper that cannot be there."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.documents.pack_order import LINK
from meetings.documents.printing import page


@dataclass(frozen=True, kw_only=True)
class FrontPaper:
    """A paper as the agenda lists it: where it is in the pack, or a note of why it is not. `key` is its part."""

    title: str
    key: str = ""
    #: `pages 41 to 84`
    pages: str = ""
    note: str = ""

    @property
    def address(self) -> str:
        """The placeholder that becomes a link to its first page."""
        return LINK + self.key


@dataclass(frozen=True, kw_only=True)
class FrontLine:
    """An item, or a heading over items. `text` is rich text; `recommendation` has a paragraph on each line."""

    number: str = ""
    title: str
    is_heading: bool = False
    text: str = ""
    recommendation: str = ""
    #: why the public may not read it; empty: they may
    exemption: str = ""
    papers: tuple[FrontPaper, ...] = ()

    @property
    def recommendations(self) -> tuple[str, ...]:
        """The paragraphs of the recommendation."""
        return tuple(line.strip() for line in self.recommendation.splitlines() if line.strip())


@dataclass(frozen=True, kw_only=True)
class FrontSheet:
    """The agenda at the front of a pack, or of a supplement; whoever fills it has left out what is not for its
    readers."""

    council: str
    body: str
    meeting_title: str
    #: `Tuesday 9 February 2021`
    day: str
    #: `6.30pm`
    time: str
    place: str
    mode: str = ""
    #: `Agenda`, `Supplement 1 to the agenda`, `Exempt part of the agenda`
    what: str = "Agenda"
    #: for restricted packs: what its readers must know
    warning: str = ""
    #: `1 February 2021`
    published_on: str = ""
    signed_by: str = ""
    #: members who are summoned, by ward where they have one
    summoned: tuple[tuple[str, tuple[str, ...]], ...] = ()
    #: where it is broadcast: an address
    broadcast: str = ""
    #: what changed, in the officer's words
    note: str = ""
    #: papers of the meeting as a whole
    papers: tuple[FrontPaper, ...] = ()
    lines: tuple[FrontLine, ...] = ()

    @property
    def title(self) -> str:
        """`Agenda: Full Council, Tuesday 9 February 2021`."""
        return f"{self.what}: {self.body}, {self.day}"


@dataclass(frozen=True, kw_only=True)
class NoticeSheet:
    """A page in the place of a paper. `address` is where it can be read instead."""

    council: str
    body: str
    day: str
    #: the paper's name as the readers of this pack may know it
    title: str
    heading: str
    paragraphs: tuple[str, ...]
    address: str = ""


def front_page(sheet: FrontSheet) -> str:
    """The HTML of a front sheet."""
    return page("pdf/pack_front.html", sheet=sheet)


def notice_page(sheet: NoticeSheet) -> str:
    """The HTML of a sheet that stands for a paper."""
    return page("pdf/pack_notice.html", sheet=sheet)
