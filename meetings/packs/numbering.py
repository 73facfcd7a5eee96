"""Gives page numbers to the papers and agenda sheets of a meeting that have none yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from meetings.documents.pack_order import Made
from meetings.documents.pack_process import look_at_papers
from meetings.kernel.actor import SYSTEM
from meetings.packs import queries
from meetings.packs.contents import Listed
from meetings.packs.gathering import Gathered
from meetings.packs.making import Maker
from meetings.packs.rules import Series
from meetings.packs.usecases import GiveNumbers, ToNumber, give_numbers, would_be_given

_ROUNDS = 4


def number(maker: Maker, *, draft: bool) -> bool:
    """Number what came since the last time, for a draft only for now. Whether there was anything."""
    got = maker.got
    parts = list(_to_number(maker))
    if not parts:
        return False
    for _ in range(_ROUNDS):
        # How many pages the agenda has depends on the numbers in it, and they on how many pages it has.
        given = would_be_given(got.given, parts, double_sided=got.double_sided)
        counted = [_recounted(maker, part, got.with_numbers(given)) for part in parts]
        if counted == parts:
            break
        parts = counted
    if draft:
        given = would_be_given(got.given, parts, double_sided=got.double_sided)
    else:
        command = GiveNumbers(maker.meeting_id, tuple(parts), got.double_sided)
        maker.context.runner.run(give_numbers, command, actor=SYSTEM)
        with maker.context.runner.read() as session:
            given = queries.given_numbers(session, maker.meeting_id)
    maker.got = got.with_numbers(given)
    return True


def _to_number(maker: Maker) -> Iterator[ToNumber]:
    got = maker.got
    known = {series: got.numbers(series) for series in Series}
    new = [(piece, p) for piece in got.pieces for p in piece.papers if p.paper.id not in known[piece.series]]
    made = _look(maker, [p for _, p in new])
    for piece in got.pieces:
        if got.front_numbers(piece) is None:
            yield ToNumber(piece.version, piece.series, None, 1)
        for its_piece, found in new:
            if its_piece is piece:
                pages = made[found.paper.id].pages if found.paper.id in made else 1
                yield ToNumber(piece.version, piece.series, found.paper.id, pages)


def _look(maker: Maker, found: list[Listed]) -> dict[str, Made]:
    hashes = {each.paper.id: maker.got.pdf_of(each) for each in found}
    paths = {p: maker.shelf.path(h) for p, h in hashes.items() if h and maker.shelf.has(h)}
    made, refused = look_at_papers(paths) if paths else ({}, {})
    maker.refused.update({hashes[paper_id]: why for paper_id, why in refused.items()})
    return made


def _recounted(maker: Maker, part: ToNumber, got: Gathered) -> ToNumber:
    if part.paper_id is not None:
        return part
    piece = next(p for p in got.pieces if (p.version, p.series) == (part.version, part.series))
    return replace(part, pages=maker.shelf.pages_of(got.front(piece)))
