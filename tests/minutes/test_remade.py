"""Two meetings that real councils published, imported and made again from facts: nothing of what they say is lost.

The councils' own words are kept beside the checkout, not in it: without them these tests are skipped, and say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from xml.etree.ElementTree import fromstring

import pytest

from meetings.minutes.document import MinutesDocument, Narrative, Resolution
from meetings.minutes.style import HouseStyle
from tests.admin.importing import bring, minutes_document
from tests.admin.test_import_real import real
from tests.factories.world import World
from tests.minutes.forms.making import Making
from tests.minutes.reading import html, words

NAMES = ("harrow_GetMeeting.xml", "northeast_GetMeeting.xml")
_SENTENCE = re.compile(r"(?<=[.;:?!])\s+")
_PIECE = re.compile(r"<(p|li)\b[^>]*>(.*?)</\1>", re.DOTALL)


class Source:
    """What the council published, read without any of our own code."""

    def __init__(self, data: bytes) -> None:
        tree = fromstring(data)
        self.items = [
            (
                item.findtext("fulldisplaynumberformat", "").strip().rstrip("."),
                item.findtext("agendaitemtitle", "").strip(),
                item.findtext("minutesnonemptyhtmlbody", ""),
            )
            for item in tree.iter("agendaitem")
        ]

    def pieces(self, body: str) -> Iterator[tuple[str, str]]:
        """Every paragraph and point: its element, and its words."""
        for tag, inner in _PIECE.findall(body):
            yield tag, " ".join(unescape(re.sub(r"<[^>]+>", " ", inner)).split())

    def sentences(self) -> Iterator[str]:
        for _, _, body in self.items:
            for _, said in self.pieces(body):
                yield from _SENTENCE.split(said)


def squeezed(text: str) -> str:
    """Without the spaces and dashes that a layout adds."""
    return re.sub(r"[\s–-]+", "", text).replace("RESOLVED:", "RESOLVED")


def lost(source: Source, document: MinutesDocument) -> list[str]:
    """The sentences of the source that the page does not have, each as often as it is said there."""
    page = squeezed(" ".join(words(html(document))))
    said = list(source.sentences())
    assert len(said) > 15, "the source was read"
    return [s for s in said if page.count(squeezed(s)) < said.count(s)]


def shape(document: MinutesDocument) -> list[tuple[str, str, list[str]]]:
    """The structure: number, heading, and what each block is, with the points of its lists."""
    return [(i.number.rstrip("."), i.heading, [_kind(b) for b in i.blocks]) for i in document.items]


def _kind(block: object) -> str:
    if isinstance(block, Narrative):
        return f"narrative of {block.html.count('<p>')} paragraphs and {block.html.count('<li>')} points"
    return type(block).__name__


def made_again(source: Source) -> MinutesDocument:
    """The meeting held here: the clerk types what was said, the motion is agreed, the draft is read from the record."""
    agenda = [(number or "1", title) for number, title, _ in source.items]
    told = Making(HouseStyle(resolved="RESOLVED:"), agenda).opened("18:30")
    for (number, _), (_, _, body) in zip(agenda, source.items, strict=True):
        told.item(number)
        for tag, said in source.pieces(body):
            if said.startswith("RESOLVED"):
                text = said.removeprefix("RESOLVED").lstrip(": –-")
                told.moves(text, by="", seconded=None, mover="", mover_id=None).agreed()
            else:
                told.note(f"- {said}" if tag == "li" else said)
    return told.closed("20:00").document()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_lost_and_the_structure_is_the_same(sqlite_world: World, name: str) -> None:
    source = Source(real(name))
    meeting_id = bring(sqlite_world, real(name)).meeting_id
    imported, again = minutes_document(sqlite_world, meeting_id), made_again(source)
    assert lost(source, imported) == []
    assert lost(source, again) == []
    resolved = [b for i in again.items for b in i.blocks if isinstance(b, Resolution)]
    before = [b for i in imported.items for b in i.blocks if isinstance(b, Resolution)]
    assert [words(p) for b in resolved for p in b.parts] == [words(p) for b in before for p in b.parts]
    assert len(resolved) == sum(
        said.startswith("RESOLVED") for _, _, b in source.items for _, said in source.pieces(b)
    )
    # Beside what the import has, the record says how the motion came and that it was agreed.
    own = {"Motion", "Declaration"}
    remade = [(n, h, [k for k in kinds if k not in own]) for n, h, kinds in shape(again)]
    assert [(h, kinds) for _, h, kinds in remade] == [(h, kinds) for _, h, kinds in shape(imported)]


@pytest.mark.parametrize("name", NAMES)
def test_a_lost_sentence_would_be_seen(name: str) -> None:
    source = Source(real(name))
    again = made_again(source)
    first = next(source.sentences())
    assert lost(source, again) == []
    broken = Making(agenda=[("1", "Nothing")]).opened("18:30").item("1").closed("20:00").document()
    assert first in lost(source, broken)
