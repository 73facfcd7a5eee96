"""Facts about agendas and papers."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.facts import Fact, fact


@fact("agendas.item_added")
@dataclass(frozen=True)
class ItemAdded(Fact):
    """A heading or an item was put on the working agenda."""

    item_id: str
    kind: str
    title: str


@fact("agendas.item_changed")
@dataclass(frozen=True)
class ItemChanged(Fact):
    """An item of the working agenda reads differently; `fields` names what was changed."""

    item_id: str
    title: str
    fields: tuple[str, ...]


@fact("agendas.item_removed")
@dataclass(frozen=True)
class ItemRemoved(Fact):
    """An item was taken off the working agenda, its papers with it."""

    item_id: str
    title: str


@fact("agendas.item_restored")
@dataclass(frozen=True)
class ItemRestored(Fact):
    """A removed item was put back."""

    item_id: str
    title: str


@fact("agendas.reordered")
@dataclass(frozen=True)
class AgendaReordered(Fact):
    """The working agenda has another order."""

    order: tuple[str, ...]


@fact("agendas.paper_added")
@dataclass(frozen=True)
class PaperAdded(Fact):
    """A paper was put with an item, or (item_id null) with the meeting."""

    paper_id: str
    item_id: str | None
    title: str
    filename: str
    sha256: str
    sensitivity: str


@fact("agendas.paper_changed")
@dataclass(frozen=True)
class PaperChanged(Fact):
    """A paper has another title, mark or place in the list."""

    paper_id: str
    title: str
    sensitivity: str
    position: int


@fact("agendas.paper_replaced")
@dataclass(frozen=True)
class PaperReplaced(Fact):
    """Another file stands in a paper's place; under a new `paper_id` if the old one had been published."""

    replaced_id: str
    paper_id: str
    filename: str
    sha256: str


@fact("agendas.paper_removed")
@dataclass(frozen=True)
class PaperRemoved(Fact):
    """A paper was taken off the working agenda."""

    paper_id: str
    title: str


@fact("agendas.paper_restored")
@dataclass(frozen=True)
class PaperRestored(Fact):
    """A removed paper was put back."""

    paper_id: str
    title: str


@fact("agendas.paper_withdrawn")
@dataclass(frozen=True)
class PaperWithdrawn(Fact):
    """A published paper is no longer served to anybody but officers."""

    paper_id: str
    title: str
    reason: str


@dataclass(frozen=True)
class PublishedLine:
    """A line of an agenda as published, with the SHA-256 of each of its files."""

    item_id: str
    kind: str
    number: str
    title: str
    sensitivity: str
    papers: tuple[str, ...] = ()


@fact("agendas.published")
@dataclass(frozen=True)
class AgendaPublished(Fact):
    """A version of the agenda was published; `sha256` is of the whole content in canonical form."""

    number: int
    sha256: str
    note: str
    lines: tuple[PublishedLine, ...]
    #: SHA-256 of the files that belong to the meeting as a whole
    papers: tuple[str, ...] = ()


@fact("agendas.unpublished")
@dataclass(frozen=True)
class AgendaUnpublished(Fact):
    """Every version of the agenda was taken back; `number` is the last one."""

    number: int
    reason: str


@fact("agendas.sheet_printed")
@dataclass(frozen=True)
class SheetPrinted(Fact):
    """The notice or the summons has its PDF."""

    kind: str
    version: int
    sha256: str


@fact("agendas.copied")
@dataclass(frozen=True)
class AgendaCopied(Fact):
    """The working agenda was begun from that of an earlier meeting."""

    from_meeting_id: str
    items: int


@fact("agendas.item_withdrawn")
@dataclass(frozen=True)
class ItemWithdrawn(Fact):
    """An item keeps its place on the agenda and will not be taken."""

    item_id: str
    title: str
    reason: str


@fact("agendas.item_reinstated")
@dataclass(frozen=True)
class ItemReinstated(Fact):
    """A withdrawn item will be taken after all."""

    item_id: str
    title: str


@fact("agendas.paper_inspected")
@dataclass(frozen=True)
class PaperInspected(Fact):
    """A paper's file was looked through for what should not be published."""

    paper_id: str
    sha256: str
    findings: int


@fact("agendas.paper_rendered")
@dataclass(frozen=True)
class PaperRendered(Fact):
    """A paper has its PDF form."""

    paper_id: str
    sha256: str


@fact("agendas.paper_cleaned")
@dataclass(frozen=True)
class PaperCleaned(Fact):
    """Metadata, comments, attachments and earlier versions were taken out of a paper's file."""

    paper_id: str
    before: str
    sha256: str


@fact("agendas.finding_allowed")
@dataclass(frozen=True)
class FindingAllowed(Fact):
    """Somebody said that what was found in a paper may be published; with the `second` it may."""

    paper_id: str
    code: str
    page: int | None
    reason: str
    second: bool


@fact("agendas.summons_sent")
@dataclass(frozen=True)
class SummonsSent(Fact):
    """The members were written to; `kind` says about what. `by_post`: who is to be written to on paper as well."""

    kind: str
    #: what they were told of: the agenda's version, and the number of the change of time and place
    version: int
    sequence: int
    letters: int
    by_post: tuple[str, ...]
    signed_by: str
