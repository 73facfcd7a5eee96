"""Makes the packs of a meeting: gives numbers to what has none, and makes each file that is out of date."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from meetings.documents.pack_order import Numbers, Order, Outcome, Part
from meetings.documents.pack_process import build_pack
from meetings.kernel.actor import SYSTEM
from meetings.packs import queries
from meetings.packs.contents import Listed, Piece
from meetings.packs.gathering import Gathered, mark_of
from meetings.packs.rules import SERIES_OF, PackKind, PackState, Series
from meetings.packs.sheets import (
    chapter_of,
    corner_of,
    notice_html,
    part_key,
    standing,
    title_in,
    what_it_is,
)
from meetings.packs.shelf import Shelf
from meetings.packs.usecases import (
    KeepItemFile,
    KeepPack,
    NoteProgress,
    keep_item_file,
    keep_pack,
    note_progress,
)
from meetings.runtime.jobs import JobContext

_ROUNDS = 4
_PROGRESS_SECONDS = 0.4
_TOLD = ("broken", "encrypted", "empty", "missing", "no_pdf", "external")


@dataclass(frozen=True)
class Target:
    """A pack to be made. `edition` 0: the whole."""

    kind: PackKind
    edition: int
    pieces: tuple[Piece, ...]

    @property
    def has_exempt(self) -> bool:
        """Whether it has an exempt part."""
        return any(p.series is Series.EXEMPT for p in self.pieces)


@dataclass
class Maker:
    """The making of one meeting's packs. `refused`: why files cannot be used, by their hash."""

    context: JobContext
    shelf: Shelf
    got: Gathered
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def meeting_id(self) -> str:
        """Whose packs they are."""
        return self.got.setting.meeting.id

    def targets(self, *, draft: bool) -> list[Target]:
        """The packs that there are to be."""
        kinds = (PackKind.DRAFT,) if draft else (PackKind.PUBLIC, PackKind.EXEMPT, PackKind.MEMBERS)
        found = [t for kind in kinds if (t := self._whole(kind)) is not None]
        if draft:
            return found
        for kind in (PackKind.PUBLIC, PackKind.EXEMPT):
            mine = [p for p in self.got.pieces if p.series in SERIES_OF[kind]]
            if len(mine) > 1:
                found += [Target(kind, p.version, (p,)) for p in mine]
        return found

    def _whole(self, kind: PackKind) -> Target | None:
        mine = tuple(p for s in SERIES_OF[kind] for p in self.got.pieces if p.series is s)
        target = Target(kind, 0, mine)
        if not mine or (kind is PackKind.MEMBERS and not target.has_exempt):
            return None
        return target

    def make(self, target: Target) -> None:
        """Make a pack unless it is there already."""
        parts = [part for piece in target.pieces for part in self._parts(piece)]
        order = Order(
            title=self._title(target),
            parts=tuple(parts),
            mark="DRAFT" if target.kind is PackKind.DRAFT else "",
            personal=target.has_exempt,
            double_sided=self.got.double_sided,
        )
        before = next(
            (p for p in self.got.packs if (p.kind, p.edition) == (target.kind, target.edition)), None
        )
        made_from = self._mark(order)
        is_there = before is not None and self.context.storage.exists(before.sha256)
        if before is not None and is_there and before.made_from == made_from:
            if before.state is not PackState.READY:
                self._note(target, PackState.READY, len(parts), len(parts))
            return
        order, outcome, file = self._assembled(order, target)
        keep = KeepPack(
            self.meeting_id, target.kind, target.edition, made_from, file[0], file[1], outcome.pages,
            self._label(target), _numbers(p.numbers for p in order.parts), target.has_exempt,
            all(made.claims_ua for made in (outcome.parts or {}).values()),
            tuple(self._problems(target, outcome)),
            "" if target.kind is PackKind.DRAFT else self.got.readers,
        )  # fmt: skip
        self.forget(self.context.runner.run(keep_pack, keep, actor=SYSTEM))

    def make_item_files(self) -> frozenset[str]:
        """Make the file of each item that has public papers; which items those are."""
        by_item: dict[str, list[Part]] = {}
        for piece in self.got.pieces:
            if piece.series is Series.PUBLIC:
                for found in piece.papers:
                    now = self.got.today[found.paper.id]
                    if now.item is not None and not standing(now, Series.PUBLIC):
                        by_item.setdefault(now.item.id, []).append(self._part(now, Series.PUBLIC))
        for item_id, parts in by_item.items():
            order = Order(title=f"{parts[0].chapter}: papers", parts=tuple(parts))
            made_from = self._mark(order)
            before = self.got.files.get(item_id)
            if before and before.made_from == made_from and self.context.storage.exists(before.sha256):
                continue
            order, outcome, file = self._assembled(order, None)
            numbers = _numbers(p.numbers for p in parts)
            keep = KeepItemFile(
                self.meeting_id, item_id, made_from, *file, outcome.pages, numbers, self.got.readers
            )
            self.forget(self.context.runner.run(keep_item_file, keep, actor=SYSTEM))
        return frozenset(by_item)

    def forget(self, sha256: str) -> None:
        """Delete a file that nothing points at any more."""
        if sha256:
            with self.context.runner.read() as session:
                used = queries.is_in_use(session, sha256)
            if not used:
                self.context.storage.delete(sha256)

    def _parts(self, piece: Piece) -> Iterator[Part]:
        numbers = self.got.front_numbers(piece)
        assert numbers is not None
        words = what_it_is(piece.series, self.got.words(piece))
        yield Part(
            key=f"front-{piece.series.value}-{piece.version}",
            path=self.shelf.path(self.shelf.sheet(self.got.front(piece))),
            title=words,
            chapter=words,
            numbers=numbers,
        )
        for found in piece.papers:
            yield self._part(self.got.today[found.paper.id], piece.series)

    def _part(self, found: Listed, series: Series) -> Part:
        numbers = self.got.numbers(series)[found.paper.id]
        why = standing(found, series) or self._why_not(found)
        title = title_in(found, series, why)
        if why:
            address = found.paper.external_url if why == "external" else ""
            file = self.shelf.sheet(notice_html(self.got.setting, why, title, numbers, address))
        else:
            file = self.got.pdf_of(found)
        return Part(
            key=part_key(series, found.paper.id),
            path=self.shelf.path(file),
            title=title,
            chapter=chapter_of(found, series),
            numbers=numbers,
            corner=corner_of(found),
            scanned=not why and self.got.is_scanned(found),
        )

    def _why_not(self, found: Listed) -> str:
        file = self.got.pdf_of(found)
        if not file:
            return "no_pdf"
        return self.refused.get(file) or ("" if self.shelf.has(file) else "missing")

    def _assembled(self, order: Order, target: Target | None) -> tuple[Order, Outcome, tuple[str, int]]:
        """The file of an order; parts that are refused get a sheet in their place, and it is tried again."""
        path = self.shelf.target()
        progress = _Progress(self, target, len(order.parts))
        for _ in range(_ROUNDS):
            progress(0)
            outcome = build_pack(order, path, progress)
            if outcome.done:
                break
            order = self._without(order, outcome)
        else:
            raise RuntimeError("the papers were refused again and again")
        with path.open("rb") as stream:
            stored = self.context.storage.put(stream)
        path.unlink()
        return order, outcome, (stored.sha256, stored.size)

    def _without(self, order: Order, outcome: Outcome) -> Order:
        parts = []
        for part in order.parts:
            if why := (outcome.refused or {}).get(part.key):
                series, paper_id = part.key.split("-", 1)
                found = self.got.today[paper_id]
                self.refused[self.got.pdf_of(found)] = why
                part = self._part(found, Series(series))
            parts.append(part)
        return replace(order, parts=tuple(parts))

    def _mark(self, order: Order) -> str:
        """Of all that a file is made from: the papers by their content, not by where they lie."""
        return mark_of(
            [replace(p, path=self.shelf.hash_of(p.path)) for p in order.parts], replace(order, parts=())
        )

    def _problems(self, target: Target, outcome: Outcome) -> Iterator[queries.Problem]:
        made = outcome.parts or {}
        for piece in target.pieces:
            for each in piece.papers:
                found = self.got.today[each.paper.id]
                why = standing(found, piece.series) or self._why_not(found)
                if not why and self.got.is_scanned(found):
                    why = "scanned"
                elif not why and not made[part_key(piece.series, found.paper.id)].tagged:
                    why = "untagged"
                if why in (*_TOLD, "scanned", "untagged"):
                    yield queries.Problem(found.paper.id, found.paper.title, why)

    def _note(self, target: Target, state: PackState, done: int, total: int) -> None:
        words = "Putting the papers together" if state is PackState.BUILDING else ""
        note = NoteProgress(self.meeting_id, target.kind, target.edition, state, done, total, words)
        self.context.runner.run(note_progress, note, actor=SYSTEM)

    def _label(self, target: Target) -> str:
        words = self.got.words(target.pieces[0]) if target.edition else "Agenda"
        return "Agenda pack" if words == "Agenda" else words

    def _title(self, target: Target) -> str:
        setting = self.got.setting
        words = self._label(target)
        exempt = {PackKind.EXEMPT: ", exempt part", PackKind.MEMBERS: " for members"}.get(target.kind, "")
        return f"{words}{exempt}: {setting.meeting.body_name}, {setting.day}"


class _Progress:
    """Tells how far a pack is, but not more often than anybody looks."""

    def __init__(self, maker: Maker, target: Target | None, total: int) -> None:
        self._maker, self._target, self._total = maker, target, total
        self._last = 0.0

    def __call__(self, done: int) -> None:
        if self._target is None or time.monotonic() - self._last < _PROGRESS_SECONDS:
            return
        self._last = time.monotonic()
        self._maker._note(self._target, PackState.BUILDING, done, self._total)


def _numbers(runs: Iterable[Numbers]) -> str:
    """`1 to 84, E1 to E9`: from the first to the last page of each count."""
    found: dict[str, Numbers] = {}
    for run in runs:
        known = found.get(run.prefix, run)
        found[run.prefix] = Numbers(min(known.first, run.first), max(known.last, run.last), run.prefix)
    return ", ".join(run.short for run in found.values())
