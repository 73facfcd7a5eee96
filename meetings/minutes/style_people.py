"""Who was there, in the groups and under the headings that the body's minutes have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from meetings.bodies.rules import first_letters
from meetings.minutes.style import AttendanceLayout

if TYPE_CHECKING:
    from meetings.minutes.document import Apology, Attendee, MinutesDocument


@dataclass(frozen=True)
class Somebody:
    """One name with what stands behind it: the post, the group in brackets, when they came and went."""

    name: str
    post: str = ""
    mark: str = ""
    note: str = ""

    @property
    def words(self) -> str:
        """All in one: `Ann Ash, Chair (Labour), arrived 6.37pm`."""
        post = f", {self.post}" if self.post else ""
        mark = f" ({self.mark})" if self.mark else ""
        return f"{self.name}{post}{mark}{f', {self.note}' if self.note else ''}"

    @property
    def brief(self) -> str:
        """The same in a sentence, where commas part the names: `Ann Ash (Chair; Labour; arrived 6.37pm)`."""
        behind = "; ".join(part for part in (self.post, self.mark, self.note) if part)
        return f"{self.name} ({behind})" if behind else self.name


@dataclass(frozen=True)
class People:
    """People under one heading. `parts` are the same people by group or by ward, where the body lists them so."""

    title: str
    people: tuple[Somebody, ...]
    columns: bool = False
    parts: tuple[tuple[str, tuple[Somebody, ...]], ...] = ()


def attendance(doc: MinutesDocument) -> tuple[People, ...]:
    """Every heading under which somebody stands."""
    return tuple(found for found in _all(doc) if found.people)


def _all(doc: MinutesDocument) -> Iterator[People]:
    page, style = doc.say.page, doc.style
    # In a table members stand among others, so each has the title.
    listed = doc.present if style.attendance is AttendanceLayout.TABLE else doc.present_list
    here = [p for p in listed if not (style.remote_apart and p.remote)]
    yield _present(doc, doc.present_title, here)
    if style.remote_apart:
        away = (replace(p, remote=False) for p in listed if p.remote)
        yield _present(doc, page.present_remotely, list(away))
    others = doc.in_attendance
    if style.visitors_apart:
        yield People(page.visiting, tuple(_somebody(doc, p) for p in others if p.visiting))
        others = tuple(p for p in others if not p.visiting)
    yield People(page.in_attendance, tuple(_somebody(doc, p) for p in others))
    yield People(page.apologies, tuple(_apology(doc, a) for a in doc.absent))
    yield People(page.late, tuple(_apology(doc, a) for a in doc.late))
    yield People(page.absent, tuple(Somebody(name) for name in doc.absent_members))


def _present(doc: MinutesDocument, title: str, people: list[Attendee]) -> People:
    layout = doc.style.attendance
    lines = tuple(_somebody(doc, p, layout) for p in people)
    parts: tuple[tuple[str, tuple[Somebody, ...]], ...] = ()
    if layout in (AttendanceLayout.BY_GROUP, AttendanceLayout.BY_WARD):
        parts = tuple(
            _parted(lines, [p.group if layout is AttendanceLayout.BY_GROUP else p.ward for p in people])
        )
    return People(title, lines, columns=True, parts=parts)


def _parted(lines: Iterable[Somebody], names: list[str]) -> Iterator[tuple[str, tuple[Somebody, ...]]]:
    """By group or ward in alphabetical order, those without one last."""
    pairs = list(zip(names, lines, strict=True))
    for name in sorted(set(names), key=lambda n: (not n, n)):
        yield name, tuple(line for where, line in pairs if where == name)


def _somebody(doc: MinutesDocument, person: Attendee, layout: AttendanceLayout | None = None) -> Somebody:
    page = doc.say.page
    group = first_letters(person.group) if doc.style.short_groups else person.group
    instead = page.substitute_for.replace("{name}", person.substitute_for) if person.substitute_for else ""
    said = (page.remotely if person.remote else "", doc.movements(person))
    return Somebody(
        name=person.name,
        post=", ".join(part for part in (person.post, instead) if part),
        mark="" if layout is AttendanceLayout.BY_GROUP else group,
        note="; ".join(part for part in said if part),
    )


def _apology(doc: MinutesDocument, apology: Apology) -> Somebody:
    if not apology.substitute:
        return Somebody(apology.name)
    instead = doc.say.page.substitute.replace("{name}", apology.substitute)
    return Somebody(apology.name, mark=instead.removeprefix("(").removesuffix(")"))
