"""Corrections of accuracy: the words that are wrong, the words to stand instead, and the text with them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from meetings.documents.richtext import clean, plain
from meetings.minutes import wording
from meetings.minutes.blocks import Block
from meetings.minutes.document import MinuteItem, MinutesDocument
from meetings.minutes.life.events import CorrectionDecided

#: Fields that are codes, figures' names or marks: not what is read, or not to be corrected as words.
_NOT_WORDS = frozenset({"id", "kind", "motion_id", "motion_kind", "method", "outcome", "by", "reason", "on"})
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Place:
    """A block in which the words to be corrected stand."""

    item: MinuteItem
    block: Block


def places_of(document: MinutesDocument, words: str) -> tuple[Place, ...]:
    """Every block in which these words stand, as they are read on the page."""
    wanted = tidy(words)
    if not wanted:
        return ()
    return tuple(
        Place(item, block)
        for item in (*document.items, *(document.twin.items if document.twin else ()))
        for block in item.blocks
        if any(wanted in text for text in _texts(block))
    )


def corrected(document: MinutesDocument, block_id: str, before: str, after: str) -> MinutesDocument | None:
    """The document with those words of a block replaced, once. None: they do not stand there any more."""
    done = False

    def one(block: Block) -> Block:
        nonlocal done
        if block.id != block_id or done:
            return block
        fresh = _corrected(block, before, after)
        done = fresh is not None
        return fresh or block

    items = tuple(replace(item, blocks=tuple(one(b) for b in item.blocks)) for item in document.items)
    twin = document.twin and (corrected(document.twin, block_id, before, after) or document.twin)
    done = done or twin is not document.twin
    return replace(document, items=items, twin=twin) if done else None


def tidy(words: str) -> str:
    """Words with single blanks."""
    return _SPACES.sub(" ", words).strip()


def _texts(block: Block) -> Iterator[str]:
    for field in fields(block):
        if field.name in _NOT_WORDS:
            continue
        value = getattr(block, field.name)
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str):
                yield tidy(plain(text) if _is_rich(block, field.name) else text)


def _is_rich(block: Block, name: str) -> bool:
    return name in ("html", "parts") or (name == "text" and block.kind == "motion")


def _corrected(block: Block, before: str, after: str) -> Block | None:
    for field in fields(block):
        if field.name in _NOT_WORDS:
            continue
        value = getattr(block, field.name)
        rich = _is_rich(block, field.name)
        if isinstance(value, str):
            fresh: Any = _replaced(value, before, after, rich=rich)
        elif isinstance(value, tuple):
            fresh = _one_of(value, before, after, rich=rich)
        else:
            continue
        if fresh is not None:
            return replace(block, **{field.name: fresh})
    return None


def _one_of(values: tuple[Any, ...], before: str, after: str, *, rich: bool) -> tuple[Any, ...] | None:
    for n, value in enumerate(values):
        if isinstance(value, str):
            fresh = _replaced(value, before, after, rich=rich)
            if fresh is not None:
                return (*values[:n], fresh, *values[n + 1 :])
    return None


def _replaced(text: str, before: str, after: str, *, rich: bool) -> str | None:
    """The text with the words replaced once, whatever blanks and tags stand between them."""
    words = tidy(before).split(" ")
    gap = r"(?:\s|<[^<>]*>|&nbsp;)+" if rich and "<" in text else r"\s+"
    plainly = not (rich and "<" in text)
    pattern = gap.join(re.escape(w if plainly else html.escape(w, quote=False)) for w in words)
    found = re.search(pattern, text)
    if found is None:
        return None
    new = tidy(after) if plainly else html.escape(tidy(after), quote=False)
    fresh = text[: found.start()] + new + text[found.end() :]
    return fresh if plainly else clean(fresh)


def sentence_of(fact: CorrectionDecided, language: str = "en") -> str:
    """How the meeting that decided on a correction minutes it. Of an exempt minute nothing is given away."""
    say = _SAY["cy" if language == "cy" else "en"]
    day = wording.day(fact.held_on, language)
    if fact.private:
        return say["private"].format(day=day)
    what = "replaced" if fact.after else "removed"
    done = say[what if fact.carried else f"not_{what}"]
    return done.format(
        day=day,
        heading=fact.heading,
        before=fact.before,
        after=fact.after,
        by=fact.by,
        reason=fact.reason.rstrip("."),
    )


_SAY: dict[str, dict[str, str]] = {
    "en": {
        "private": (
            "A correction to a minute of the meeting held on {day} that is not for publication was considered. "
            "It is recorded with that minute."
        ),
        "replaced": (
            "Correction to the minutes of the meeting held on {day}, item {heading}, proposed by {by} ({reason}): "
            "“{before}” was replaced by “{after}”."
        ),
        "removed": (
            "Correction to the minutes of the meeting held on {day}, item {heading}, proposed by {by} ({reason}): "
            "“{before}” was taken out."
        ),
        "not_replaced": (
            "{by} proposed that in the minutes of the meeting held on {day}, item {heading}, “{before}” be replaced "
            "by “{after}” ({reason}). This was not agreed."
        ),
        "not_removed": (
            "{by} proposed that in the minutes of the meeting held on {day}, item {heading}, “{before}” be taken "
            "out ({reason}). This was not agreed."
        ),
    },
    "cy": {
        "private": (
            "Ystyriwyd cywiriad i gofnod o’r cyfarfod a gynhaliwyd ar {day} nad yw i’w gyhoeddi. Fe’i cofnodir "
            "gyda’r cofnod hwnnw."
        ),
        "replaced": (
            "Cywiriad i gofnodion y cyfarfod a gynhaliwyd ar {day}, eitem {heading}, a gynigiwyd gan {by} ({reason}): "
            "rhoddwyd “{after}” yn lle “{before}”."
        ),
        "removed": (
            "Cywiriad i gofnodion y cyfarfod a gynhaliwyd ar {day}, eitem {heading}, a gynigiwyd gan {by} ({reason}): "
            "tynnwyd “{before}” allan."
        ),
        "not_replaced": (
            "Cynigiodd {by} y dylid rhoi “{after}” yn lle “{before}” yng nghofnodion y cyfarfod a gynhaliwyd ar {day}, "
            "eitem {heading} ({reason}). Ni chytunwyd ar hyn."
        ),
        "not_removed": (
            "Cynigiodd {by} y dylid tynnu “{before}” o gofnodion y cyfarfod a gynhaliwyd ar {day}, eitem {heading} "
            "({reason}). Ni chytunwyd ar hyn."
        ),
    },
}
