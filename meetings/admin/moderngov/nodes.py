"""Walking an answer element by element, keeping account of everything nobody asked for."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable, Iterable
from typing import TypeVar
from xml.etree.ElementTree import Element

from meetings.admin.moderngov.imported import Unplaced
from meetings.admin.moderngov.tree import local_name
from meetings.admin.moderngov.values import plain, read_date, read_flag, read_number, read_time

_SAMPLE = 120
_Value = TypeVar("_Value")


class Notes:
    """What could not be placed: one line for each path, with the first sample and how often it was met."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}
        self._count: dict[str, int] = {}

    def add(self, path: str, sample: str) -> None:
        short = sample if len(sample) <= _SAMPLE else sample[: _SAMPLE - 1] + "…"
        self._first.setdefault(path, short)
        self._count[path] = self._count.get(path, 0) + 1

    def all(self) -> tuple[Unplaced, ...]:
        return tuple(Unplaced(path, sample, self._count[path]) for path, sample in self._first.items())


class Node:
    """One element. What is asked for is marked as seen; `close` notes the rest."""

    def __init__(self, element: Element, path: str, notes: Notes) -> None:
        self.element, self.path, self.notes = element, path, notes
        self._seen: set[str] = set()

    def _named(self, name: str) -> list[Element]:
        self._seen.add(name)
        return [child for child in self.element if local_name(child.tag) == name]

    def children(self, name: str) -> list[Node]:
        return [Node(child, f"{self.path}/{name}", self.notes) for child in self._named(name)]

    def listed(self, group: str, name: str) -> list[Node]:
        """The `name` elements inside each `group` element."""
        found = []
        for parent in self.children(group):
            found += parent.children(name)
            parent.close()
        return found

    def raw(self, name: str) -> str:
        """The words of the first child of this name that has any; else those of an attribute of this name."""
        for child in self._named(name):
            if text := "".join(child.itertext()).strip():
                return text
        return next((value for key, value in self.element.attrib.items() if local_name(key) == name), "")

    def markup(self, name: str) -> str:
        """HTML held as text, as it should be, or as elements, as it sometimes is."""
        for child in self._named(name):
            if text := (_inner(child) if len(child) else child.text or "").strip():
                return text
        return ""

    def text(self, name: str) -> str:
        return plain(self.raw(name))

    def date(self, name: str) -> dt.date | None:
        return self._understood(name, read_date)

    def time(self, name: str) -> dt.time | None:
        return self._understood(name, read_time)

    def number(self, name: str) -> int | None:
        return self._understood(name, read_number)

    def flag(self, name: str, *, unclear: bool = False) -> bool:
        """False when missing; `unclear` for a word that is neither yes nor no."""
        value = self._understood(name, read_flag)
        return (unclear if self.text(name) else False) if value is None else value

    def _understood(self, name: str, read: Callable[[str], _Value | None]) -> _Value | None:
        text = self.text(name)
        value = read(text) if text else None
        if text and value is None:
            self.note(name, text)
        return value

    def note(self, name: str, sample: str) -> None:
        self.notes.add(f"{self.path}/{name}", sample)

    def ignore(self, names: Iterable[str]) -> None:
        """Known, and of no use here."""
        self._seen.update(names)

    def close(self) -> None:
        for key, value in self.element.attrib.items():
            name = local_name(key)
            if value.strip() and name not in self._seen and not key.startswith("{http://www.w3.org/"):
                self.note(f"@{name}", plain(value))
        for child in self.element:
            name = local_name(child.tag)
            if name and name not in self._seen and (words := _words(child)):
                self.note(name, words)


def _words(element: Element) -> str:
    values = [*element.itertext(), *(value for inner in element.iter() for value in inner.attrib.values())]
    return plain(" ".join(values))


def _inner(element: Element) -> str:
    """The HTML inside an element. The depth is bounded where the tree was built."""
    parts = [html.escape(element.text or "", quote=False)]
    for child in element:
        name = local_name(child.tag)
        if name:
            attributes = "".join(f' {local_name(k)}="{html.escape(v)}"' for k, v in child.attrib.items())
            parts.append(f"<{name}{attributes}>{_inner(child)}</{name}>")
        parts.append(html.escape(child.tail or "", quote=False))
    return "".join(parts)
