"""An agenda pack beside a bare merge of the same papers: script/bench pack [--turns 3] [--small] [--json].

60 papers of 600 pages and about 110 MB: tagged reports, untagged ones, scans that lie on their side, A4 and A3. Both
are done in turns in the same run, each in a process of its own, from the papers in the storage to a file in the
storage on the disk; each turn is clocked from the start of its process to the end of the keeping. The pack has what
is asked of packs: numbers stamped, tags joined, agenda linked, bookmarks, page labels, metadata. The bare merge is
pikepdf's own way of joining documents (add_pages_from), and nothing else.

  pages         of the pack
  build_s       seconds for the pack, median over the turns
  bare_merge_s  the same for the bare merge
  ratio         median of the turns' ratios; the goal is 1.5 at most
  extend_s      a merge by pages.extend, which leaves named links dead: the least that pikepdf can do
  extend_ratio  the pack beside that
  peak_mb       most memory that the process of the pack held, the mapped papers included; the goal is 500 at most
  look_s        counting the pages of all papers, which is done once when numbers are given
  front_s       rendering the agenda sheets, which is done once for each version
  personal_s    a reader's own copy of the pack, with a name on each page
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.floor import load
from benchmarks.pack_files import Amount, Sample, make_papers
from integrations.registry import adapters
from meetings.documents.pack_order import Numbers, Order, Part
from meetings.documents.pack_process import build_pack, look_at_papers, make_personal
from meetings.documents.pack_sheets import FrontLine, FrontPaper, FrontSheet, front_page
from meetings.documents.pdf_process import PdfRenderer
from meetings.packs.shelf import on_disk
from meetings.ports.storage import Storage

SMALL = Amount(tagged=(3, 3), untagged=(2, 2), scans=(2, 4), layouts=1)
_BARE = """
import sys, pikepdf
target, way, *sources = sys.argv[1:]
out, kept = pikepdf.Pdf.new(), []
for path in sources:
    kept.append(pikepdf.open(path))
    if way == "extend":
        out.pages.extend(kept[-1].pages)
    else:
        out.add_pages_from(kept[-1], forms="strip")
out.save(target)
"""


class Bench:
    """The papers in a storage, and what is made of them."""

    def __init__(self, folder: Path, amount: Amount, renderer: PdfRenderer) -> None:
        self._folder = folder
        self.storage: Storage = adapters().storage(folder / "files")
        self.samples = make_papers(folder / "papers", renderer.render, amount)
        self._kept = [self._keep(sample) for sample in self.samples]
        paths = self._paths()
        began = time.perf_counter()
        made, _ = look_at_papers({str(n): path for n, path in enumerate(paths)})
        self.look_s = time.perf_counter() - began
        self.pages = [made[str(n)].pages for n in range(len(paths))]
        began = time.perf_counter()
        self.front = self._front(renderer)
        self.front_s = time.perf_counter() - began
        self.made = ""
        self.made_pages = 0

    def build(self) -> float:
        """The pack, from the storage into the storage; the seconds it took."""
        self._let_go(self.made)
        target = self._folder / "pack.pdf"
        began = time.perf_counter()
        outcome = build_pack(self._order(), target)
        if not outcome.done:
            raise RuntimeError(f"papers were refused: {outcome.refused}")
        self.made, self.made_pages = self._put(target), outcome.pages
        return time.perf_counter() - began

    def bare(self, way: str) -> float:
        """A merge and nothing else; the seconds it took."""
        target = self._folder / "bare.pdf"
        began = time.perf_counter()
        command = [sys.executable, "-c", _BARE, str(target), way, *self._paths()]
        subprocess.run(command, check=True)
        kept = self._put(target)
        took = time.perf_counter() - began
        self._let_go(kept)
        return took

    def personal(self) -> float:
        """A reader's copy; the seconds it took."""
        order, target = self._order(personal=True), self._folder / "pack.pdf"
        build_pack(order, target)
        copy = self._folder / "copy.pdf"
        began = time.perf_counter()
        make_personal(target, copy, "Councillor Ann Lee", "Copy of Councillor Ann Lee")
        took = time.perf_counter() - began
        target.unlink()
        copy.unlink()
        return took

    def peak_mb(self) -> float:
        """Most memory of a process that makes the pack."""
        target = self._folder / "pack.pdf"
        peak = _peak(lambda: build_pack(self._order(), target))
        target.unlink()
        return peak

    def _order(self, *, personal: bool = False) -> Order:
        parts = [
            Part(
                key="front",
                path=str(self.front),
                title="Agenda",
                chapter="Agenda",
                numbers=self._numbers()[0],
            )
        ]
        numbered = zip(self.samples, self._paths(), self._numbers()[1:], strict=True)
        for number, (sample, path, numbers) in enumerate(numbered, 1):
            parts.append(
                Part(
                    key=str(number),
                    path=path,
                    title=sample.title,
                    chapter=f"{number}. {sample.title}",
                    numbers=numbers,
                    corner=f"Agenda item {number}",
                    scanned=sample.kind == "scan",
                )
            )
        return Order(title="Agenda pack: Full Council", parts=tuple(parts), personal=personal)

    def _numbers(self) -> list[Numbers]:
        found, at = [], 1
        for pages in [self.front_pages, *self.pages]:
            found.append(Numbers(at, at + pages - 1))
            at += pages
        return found

    def _front(self, renderer: PdfRenderer) -> Path:
        self.front_pages = 1
        path = self._folder / "front.pdf"
        for _ in range(2):
            path.write_bytes(renderer.render(front_page(self._sheet())))
            made, _ = look_at_papers({"front": str(path)})
            self.front_pages = made["front"].pages
        return path

    def _sheet(self) -> FrontSheet:
        numbers = self._numbers()[1:]
        lines = tuple(
            FrontLine(
                number=str(n),
                title=sample.title,
                recommendation="That the report be noted.",
                papers=(FrontPaper(title=sample.title, key=str(n), pages=run.words),),
            )
            for n, (sample, run) in enumerate(zip(self.samples, numbers, strict=True), 1)
        )
        return FrontSheet(
            council="Northmoor Borough Council", body="Full Council", meeting_title="Full Council",
            day="Tuesday 8 December 2026", time="7pm", place="Town Hall", lines=lines,
        )  # fmt: skip

    def _keep(self, sample: Sample) -> str:
        return self._put(sample.path)

    def _put(self, path: Path) -> str:
        with path.open("rb") as stream:
            kept = self.storage.put(stream).sha256
        path.unlink()
        return kept

    def _let_go(self, sha256: str) -> None:
        if sha256:
            self.storage.delete(sha256)

    def _paths(self) -> list[str]:
        found = []
        for sha256 in self._kept:
            with self.storage.open(sha256) as stream:
                found.append(on_disk(stream, self._folder / sha256))
        return found


def _peak(work: Callable[[], object]) -> float:
    """Do it in a process of its own; the most memory that a child of that process held, in megabytes."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        import resource

        try:
            work()
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
            os.write(writing, str(peak).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        found = answer.read()
    os.waitpid(child, 0)
    return int(found) / 1024


def measure(turns: int, amount: Amount) -> dict[str, float]:
    """Run it all."""
    with tempfile.TemporaryDirectory(prefix="witan-bench-") as name, PdfRenderer() as renderer:
        bench = Bench(Path(name), amount, renderer)
        bench.build()
        bench.bare("extend")
        rounds = [(bench.build(), bench.bare("add_pages_from"), bench.bare("extend")) for _ in range(turns)]
        size = bench.storage.size(bench.made) / 1e6
        return {
            "papers": len(bench.samples),
            "pages": bench.made_pages,
            "size_mb": round(size, 1),
            "build_s": round(statistics.median(b for b, _, _ in rounds), 3),
            "bare_merge_s": round(statistics.median(m for _, m, _ in rounds), 3),
            "ratio": round(statistics.median(b / m for b, m, _ in rounds), 2),
            "extend_s": round(statistics.median(e for _, _, e in rounds), 3),
            "extend_ratio": round(statistics.median(b / e for b, _, e in rounds), 2),
            "peak_mb": round(bench.peak_mb()),
            "look_s": round(bench.look_s, 3),
            "front_s": round(bench.front_s, 3),
            "personal_s": round(bench.personal(), 3),
            "turns": turns,
            "load": load(),
        }


def main() -> None:
    """Measure and print."""
    formatter = argparse.RawDescriptionHelpFormatter
    words = argparse.ArgumentParser(prog="script/bench pack", description=__doc__, formatter_class=formatter)
    words.add_argument("--turns", type=int, default=5)
    words.add_argument("--small", action="store_true", help="a few pages, to see that it works")
    words.add_argument("--json", action="store_true")
    given = words.parse_args()
    found = measure(max(1, min(given.turns, 20)), SMALL if given.small else Amount())
    if not given.json:
        for key, value in found.items():
            print(f"{key:14}{value:>12}")
    else:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
