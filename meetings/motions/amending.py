"""Amendments to a text, pure: words added, left out or substituted, and the text that results."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from meetings.motions.rules import tidy


class How(StrEnum):
    """In what form an amendment is moved."""

    #: the whole motion as it would then read
    WHOLE = "whole"
    ADD = "add"
    LEAVE_OUT = "leave_out"
    SUBSTITUTE = "substitute"


@dataclass(frozen=True)
class Change:
    """What an amendment does. `words`: those left out, or those after which something is added."""

    how: How
    words: str = ""
    #: what is put in; of WHOLE: the whole text
    put: str = ""


class CannotAmend(ValueError):
    """The change does not fit the text; the message says why, `field` which part of it is at fault."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


def amended(text: str, change: Change) -> str:
    """The text as it would read. Raises CannotAmend."""
    put = "\n".join(line.strip() for line in change.put.strip().splitlines() if line.strip())
    if change.how is not How.LEAVE_OUT and not put:
        raise CannotAmend("Type the words to be put in.", "put" if change.how is not How.WHOLE else "text")
    if change.how is How.WHOLE:
        new = tidy(put)
    elif change.how is How.ADD and not change.words.strip():
        # Words in small letters go on with the sentence; a capital begins a part of its own.
        new = f"{text.rstrip(' .')} {put}" if put[0].islower() or put[0] in ",;:" else f"{text}\n{put}"
    else:
        start, end = _place(text, change.words)
        head, found, tail = text[:start], text[start:end], text[end:]
        kept = f"{found} " if change.how is How.ADD else ""
        new = f"{head}{kept}{'' if change.how is How.LEAVE_OUT else put}{tail}"
    new = _closed_up(new)
    if not new:
        raise CannotAmend("Nothing would be left of the motion: vote against it instead.", "words")
    if new == text:
        raise CannotAmend("The motion already reads so.", "text" if change.how is How.WHOLE else "put")
    return new


def said(change: Change) -> str:
    """The change in the words of standing orders; empty of a whole text."""
    words, put = " ".join(change.words.split()), change.put.strip()
    if change.how is How.ADD:
        return f"After “{words}” add “{put}”" if words else f"Add at the end “{put}”"
    if change.how is How.LEAVE_OUT:
        return f"Leave out “{words}”"
    return f"Leave out “{words}” and insert “{put}”" if change.how is How.SUBSTITUTE else ""


def _place(text: str, words: str) -> tuple[int, int]:
    wanted = words.split()
    if not wanted:
        raise CannotAmend("Type the words that are meant, as they stand in the motion.", "words")
    pattern = r"(?<!\w)" if wanted[0][0].isalnum() else ""
    pattern += r"\s+".join(re.escape(word) for word in wanted)
    pattern += r"(?!\w)" if wanted[-1][-1].isalnum() else ""
    found = list(re.finditer(pattern, text))
    if not found:
        raise CannotAmend("These words do not stand in the motion as it reads now.", "words")
    if len(found) > 1:
        raise CannotAmend(f"These words stand {len(found)} times in it: give more of them.", "words")
    return found[0].span()


def _closed_up(text: str) -> str:
    lines = (re.sub(r" +([,.;:!?])", r"\1", " ".join(line.split())) for line in text.splitlines())
    joined = "\n".join(line for line in lines if line)
    joined = re.sub(r"([.;:!?])\.$", r"\1", joined)
    return joined if not joined or joined[-1] in ".!?;:" else f"{joined}."
