"""Pure rules of packs: which there are, whose they are, and how their pages are counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from meetings.kernel.secrecy import Audience, Sensitivity, may_read


class Series(StrEnum):
    """A count of pages. Exempt papers have their own, so that the public numbers say nothing of their length."""

    PUBLIC = "public"
    EXEMPT = "exempt"

    @property
    def prefix(self) -> str:
        """What stands before a number: 41, E3."""
        return "E" if self is Series.EXEMPT else ""

    @property
    def mark(self) -> Sensitivity:
        """The mark by which `kernel.secrecy` decides who may read what is counted in it."""
        return Sensitivity.EXEMPT if self is Series.EXEMPT else Sensitivity.PUBLIC


class PackKind(StrEnum):
    """A pack by its readers. The members' is the public pack followed by the exempt one."""

    PUBLIC = "public"
    MEMBERS = "members"
    EXEMPT = "exempt"
    DRAFT = "draft"

    @property
    def label(self) -> str:
        """As people call it."""
        return {
            "public": "Public pack",
            "members": "Members’ pack",
            "exempt": "Exempt pack",
            "draft": "Draft",
        }[self]


class PackState(StrEnum):
    """How far a pack is."""

    WAITING = "waiting"
    BUILDING = "building"
    READY = "ready"
    FAILED = "failed"


#: What each kind of pack is made of, in this order.
SERIES_OF: dict[PackKind, tuple[Series, ...]] = {
    PackKind.PUBLIC: (Series.PUBLIC,),
    PackKind.EXEMPT: (Series.EXEMPT,),
    PackKind.MEMBERS: (Series.PUBLIC, Series.EXEMPT),
    PackKind.DRAFT: (Series.PUBLIC, Series.EXEMPT),
}


def series_of(mark: Sensitivity) -> Series:
    """In which count a paper with this mark stands."""
    return Series.PUBLIC if mark is Sensitivity.PUBLIC else Series.EXEMPT


def may_open(kind: PackKind, audience: Audience, *, published: bool = True) -> bool:
    """Whether a pack may be opened: every mark in it must be one that this audience may read."""
    published = published and kind is not PackKind.DRAFT
    return all(may_read(s.mark, published=published, audience=audience) for s in SERIES_OF[kind])


def is_personal(kind: PackKind, exempt: bool) -> bool:
    """Whether each copy bears its reader's name and each opening is recorded."""
    return kind in (PackKind.MEMBERS, PackKind.EXEMPT) or (kind is PackKind.DRAFT and exempt)


def numbered_on(last: int, pages: Iterable[int], *, double_sided: bool) -> Iterator[tuple[int, int]]:
    """First and last number of each next document after page `last`; double-sided, each begins with an odd one."""
    at = last + 1
    for count in pages:
        if double_sided and at % 2 == 0:
            at += 1
        yield at, at + count - 1
        at += count
