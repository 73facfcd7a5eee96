"""From the end of a meeting to its minutes: script/bench minutes [--turns 3] [--small] [--json].

A council of 50 members meets: 25 items, 30 votes, half of them recorded by name, an amendment here and there, and
notes taken at each item. Everybody is marked present and all ballots are cast, by the product's own use cases, on
SQLite on the disk. There is a meeting for each turn; what is printed here is the median of the turns.

  draft_ms     from the officer's press on "close the meeting" to the page with the draft, both requests
  close_ms     of these, the closing with the draft in it
  page_ms      of these, the page where the draft is written on
  pages        of the minutes in print
  pdf_s        from the start of a PDF process, as the worker starts it, to the published PDF with its data in it
  empty_pdf_s  from the start of a process to a PDF of as many empty pages, by WeasyPrint alone
  ratio        of these two; the goal is 3 at most
  pdf_wall_s   the first by the clock on the wall. All others of print are processor time, which is the same on a
               machine that does nothing else: one thread computes, and waits for nothing
  warm_pdf_s   the PDF in a process that has printed before: what a worker takes as a rule
  warm_empty_s the empty pages in one that has. A blank page is laid out in a millisecond or two, a page of text in
               thirty to forty: warm_ratio is the price of there being words, and has no goal
  docx_ms      the same minutes as a Word file
  data_ms      the same as open data
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf

from benchmarks.floor import load
from meetings.documents.docx_out import docx_of
from meetings.documents.pdf_process import PdfRenderer
from meetings.documents.printing import page
from meetings.documents.published import archive_pdf
from meetings.minutes.document import MinutesDocument
from meetings.minutes.prints.data import ABOUT, NAME, open_data_file
from meetings.minutes.queries import document_of, minutes_of
from meetings.motions.rules import MotionKind
from meetings.motions.usecases import MoveMotion, move_motion
from meetings.room.usecases import TakeItem, TakeNote, take_item, take_note
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from tests.factories.site import Site, make_site
from tests.factories.world import EVENING, Committee, Sitting

_EMPTY = """
import sys, time
import weasyprint
html = "<html lang=en><title>Empty</title><style>p{break-after:page}</style>" + "<p></p>" * int(sys.argv[1])
weasyprint.HTML(string=html).write_pdf(sys.argv[2])
again = time.process_time()
weasyprint.HTML(string=html).write_pdf(sys.argv[2])
print(time.process_time() - again)
"""
_NOTE = (
    "The Director of Place presented the report, which set out the responses to the consultation, the costs of each "
    "choice over ten years, and what the Overview and Scrutiny Committee had said of them.\n\nMembers asked how the "
    "figures had been arrived at, what would become of the staff, and when residents would hear. The Leader of the "
    "Council answered that letters would be sent within a fortnight of the decision."
)
_TEXT = (
    "That the Council notes the report of the Director of Place on {title}, agrees the recommendations in paragraph 4 "
    "of it, and authorises the Director, in consultation with the Cabinet Member, to do what is needed for them."
)


@dataclass(frozen=True)
class Size:
    """How large the meeting is."""

    members: int = 50
    items: int = 25
    votes: int = 30


SMALL = Size(members=8, items=4, votes=5)


@dataclass(frozen=True)
class Turn:
    """What one meeting took, in seconds."""

    close: float
    draft_page: float
    pages: int
    pdf_wall: float
    pdf: float
    empty: float
    warm_pdf: float
    warm_empty: float
    docx: float
    data: float


def held(site: Site, body: Committee, size: Size, turn: int) -> Sitting:
    """A meeting at its end: everything was taken, and it is still open."""
    titles = [
        f"Item {n + 1}: the future of the libraries, car parks and open spaces" for n in range(size.items)
    ]
    sitting = body.meeting(*titles, starts_at=EVENING + timedelta(days=28 * turn)).open()
    left = size.votes
    for number, item_id in enumerate(sitting.items):
        if number:
            site.world.run(take_item, TakeItem(sitting.id, item_id))
        site.world.run(take_note, TakeNote(sitting.id, _NOTE))
        votes = -(-left // (size.items - number))
        main = sitting.motion(_TEXT.format(title=f"item {number + 1}"))
        for amendment in range(votes - 1):
            text = f"That paragraph {amendment + 1} be left out."
            first, second = body.members[2:4]
            change = MoveMotion(sitting.id, text, first, second, kind=MotionKind.AMENDMENT, parent_id=main)
            decide(sitting, site.world.run(move_motion, change), left, carried=False)
            left -= 1
        if votes:
            decide(sitting, main, left, carried=True)
            left -= 1
    return sitting


def decide(sitting: Sitting, motion: str, number: int, *, carried: bool) -> None:
    """Everybody votes; every other vote is recorded by name."""
    vote = sitting.vote(motion, VoteMethod.RECORDED if number % 2 else VoteMethod.TOTALS)
    most, few = (Choice.FOR, Choice.AGAINST) if carried else (Choice.AGAINST, Choice.FOR)
    ways = (most, most, few, most, Choice.ABSTAIN)
    choices = {person: ways[(n + number) % 5] for n, person in enumerate(sitting.body.members)}
    sitting.cast(vote, choices, key=f"key-{number:04d}")
    sitting.world.run(close_vote, CloseVote(vote, 0))
    sitting.world.run(declare_vote, DeclareVote(vote))


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """How long it takes, and what comes of it."""
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def processor(work: Callable[[], Any]) -> tuple[float, Any]:
    """Processor time of the processes that it starts and ends, and what comes of it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, found


def empty_pdf(pages: int, folder: Path) -> tuple[float, float]:
    """Empty pages by WeasyPrint alone: with the start of its process, and once more without."""
    command = [sys.executable, "-c", _EMPTY, str(pages), str(folder / "empty.pdf")]
    took, done = processor(lambda: subprocess.run(command, check=True, capture_output=True, text=True))
    again = float(done.stdout)
    return took - again, again


def printed(html: str, data: bytes, times: int) -> bytes:
    """The PDF, made so often by one process."""
    with PdfRenderer() as renderer:
        for _ in range(times):
            pdf = archive_pdf(renderer.render, html, data=data, name=NAME, about=ABOUT)
    return pdf


def measured(site: Site, sitting: Sitting, folder: Path) -> Turn:
    """Close the meeting, look at the draft, and print it."""
    desk = f"/desk/meetings/{sitting.id}"
    officer = site.officer
    close, answer = seconds(lambda: officer.post(f"{desk}/room/close"))
    if answer.status_code not in (200, 302, 303):
        raise RuntimeError(f"the meeting was not closed: {answer.status}")
    shown, answer = seconds(lambda: officer.get(f"{desk}/minutes"))
    if answer.status_code != 200:
        raise RuntimeError(f"there is no draft: {answer.status}")
    document = drafted(site, sitting)
    data, content = seconds(lambda: open_data_file(document, sitting.id))
    html = page("pdf/minutes.html", doc=document)
    docx, _ = seconds(lambda: docx_of(html, title=document.title))

    wall, (cold, pdf) = seconds(lambda: processor(lambda: printed(html, content, 1)))
    twice, _ = processor(lambda: printed(html, content, 2))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pages = len(opened.pages)
    empty, again = empty_pdf(pages, folder)
    return Turn(close, shown, pages, wall, cold, empty, twice - cold, again, docx, data)


def drafted(site: Site, sitting: Sitting) -> MinutesDocument:
    """The draft as it is kept."""
    with site.world.runner.read() as session:
        row = minutes_of(session, sitting.id)
        if row is None:
            raise RuntimeError("nothing was drafted")
        return document_of(session, row)


def measure(turns: int, size: Size) -> dict[str, float]:
    """Run it all."""
    with tempfile.TemporaryDirectory(prefix="witan-bench-") as name, make_site(Path(name) / "data") as site:
        body = site.world.body("Council", members=size.members, quorum=3)
        # The first meeting of a server that was just started is no council's usual one.
        measured(site, held(site, body, SMALL, 0), Path(name))
        done = []
        for turn in range(1, turns + 1):
            done.append(measured(site, held(site, body, size, turn), Path(name)))
    return {
        "members": size.members,
        "items": size.items,
        "votes": size.votes,
        "draft_ms": _ms(done, lambda t: t.close + t.draft_page),
        "close_ms": _ms(done, lambda t: t.close),
        "page_ms": _ms(done, lambda t: t.draft_page),
        "pages": done[0].pages,
        "pdf_s": _s(done, lambda t: t.pdf),
        "empty_pdf_s": _s(done, lambda t: t.empty),
        "ratio": round(statistics.median(t.pdf / t.empty for t in done), 2),
        "pdf_wall_s": _s(done, lambda t: t.pdf_wall),
        "warm_pdf_s": _s(done, lambda t: t.warm_pdf),
        "warm_empty_s": _s(done, lambda t: t.warm_empty),
        "warm_ratio": round(statistics.median(t.warm_pdf / t.warm_empty for t in done), 1),
        "docx_ms": _ms(done, lambda t: t.docx),
        "data_ms": _ms(done, lambda t: t.data),
        "turns": turns,
        "load": load(),
    }


def _ms(turns: list[Turn], of: Callable[[Turn], float]) -> float:
    return round(1000 * statistics.median(of(t) for t in turns), 1)


def _s(turns: list[Turn], of: Callable[[Turn], float]) -> float:
    return round(statistics.median(of(t) for t in turns), 3)


def main() -> None:
    """Measure and print."""
    formatter = argparse.RawDescriptionHelpFormatter
    words = argparse.ArgumentParser(
        prog="script/bench minutes", description=__doc__, formatter_class=formatter
    )
    words.add_argument("--turns", type=int, default=3)
    words.add_argument("--small", action="store_true", help="a few votes, to see that it works")
    words.add_argument("--json", action="store_true")
    given = words.parse_args()
    found = measure(max(1, min(given.turns, 20)), SMALL if given.small else Size())
    if not given.json:
        for key, value in found.items():
            print(f"{key:14}{value:>12}")
    else:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
