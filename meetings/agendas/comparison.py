"""What a new agenda changes of the published one, line by line, in words for officers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from meetings.agendas.content import AgendaContent, ContentItem, ContentPaper
from meetings.agendas.state_changes import item_states, paper_states
from meetings.kernel.secrecy import Sensitivity


class ChangeKind(StrEnum):
    """What became of a line."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Change:
    """One line of the comparison: which item, and what about it."""

    kind: ChangeKind
    line: str
    details: tuple[str, ...] = ()


def compare(old: AgendaContent | None, new: AgendaContent) -> tuple[Change, ...]:
    """Every difference, in the order of the new agenda, removed lines last. Empty if they say the same."""
    was = {i.id: i for i in old.items} if old else {}
    changes = []
    for item in new.items:
        before = was.get(item.id)
        if before is None:
            changes.append(Change(ChangeKind.ADDED, label(item), _papers((), item.papers)))
        elif details := _differences(before, item):
            changes.append(Change(ChangeKind.CHANGED, label(item), details))
    here = {i.id for i in new.items}
    changes += [Change(ChangeKind.REMOVED, label(i)) for i in was.values() if i.id not in here]
    if moved := _moved(old, new):
        changes.append(Change(ChangeKind.CHANGED, "The order of business", moved))
    if papers := _papers(old.papers if old else (), new.papers):
        changes.append(Change(ChangeKind.CHANGED, "Papers of the meeting", papers))
    return tuple(changes)


def label(item: ContentItem) -> str:
    """A line by its number and title."""
    if item.is_heading:
        return f"Heading “{item.title}”"
    return f"Item {item.number}, “{item.title}”"


def _differences(old: ContentItem, new: ContentItem) -> tuple[str, ...]:
    found = []
    if old.title != new.title:
        found.append(f"title, was “{old.title}”")
    if old.kind is not new.kind:
        found.append("now a heading" if new.is_heading else "now an item")
    if old.text != new.text:
        found.append(_text_change(old.text, new.text, "text"))
    if old.recommendation != new.recommendation:
        found.append(_text_change(old.recommendation, new.recommendation, "recommendation"))
    found += _secrecy(old.sensitivity, new.sensitivity, old.exemption, new.exemption)
    found += item_states(old, new)
    return tuple(found) + _papers(old.papers, new.papers)


def _text_change(old: str, new: str, what: str) -> str:
    if not old:
        return f"{what} added"
    return f"{what} changed" if new else f"{what} removed"


def _secrecy(old: Sensitivity, new: Sensitivity, old_reason: str, new_reason: str) -> list[str]:
    if old is not new:
        return [f"now {new.value}, was {old.value}"]
    return ["reason for exemption changed"] if old_reason != new_reason else []


def _moved(old: AgendaContent | None, new: AgendaContent) -> tuple[str, ...]:
    """The lines that stand elsewhere among those that both agendas have."""
    if old is None:
        return ()
    here = {i.id for i in new.items}
    before = [i.id for i in old.items if i.id in here]
    known = set(before)
    after = [i for i in new.items if i.id in known]
    stay = _longest_common(before, [i.id for i in after])
    numbers = {i.id: i.number for i in old.items}
    return tuple(_moved_line(i, numbers[i.id]) for i in after if i.id not in stay)


def _moved_line(item: ContentItem, was: str) -> str:
    if item.is_heading or was == item.number:
        return f"{label(item)} moved"
    return f"{label(item)} moved, was item {was}"


def _longest_common(before: list[str], after: list[str]) -> set[str]:
    """The largest set of lines that kept their order: the longest increasing run of old places."""
    place = {item_id: n for n, item_id in enumerate(before)}
    best: list[list[str]] = []
    tails: list[int] = []
    for item_id in after:
        at = place[item_id]
        length = sum(1 for t in tails if t < at)
        run = [*(best[length - 1] if length else []), item_id]
        if length == len(tails):
            tails.append(at)
            best.append(run)
        else:
            tails[length] = at
            best[length] = run
    return set(best[-1]) if best else set()


def _papers(old: tuple[ContentPaper, ...], new: tuple[ContentPaper, ...]) -> tuple[str, ...]:
    was, now = {p.id: p for p in old}, {p.id: p for p in new}
    found = [f"paper “{p.title}” added" for p in new if p.id not in was]
    found += [f"paper “{p.title}” removed" for p in old if p.id not in now]
    for paper in new:
        before = was.get(paper.id)
        if before is not None:
            found += _paper_differences(before, paper)
    kept_before = [p.id for p in old if p.id in now]
    kept_after = [p.id for p in new if p.id in was]
    if kept_before != kept_after:
        found.append("papers in another order")
    return tuple(found)


def _paper_differences(old: ContentPaper, new: ContentPaper) -> list[str]:
    found = []
    if old.to_follow and not new.to_follow:
        found.append(f"paper “{new.title}” has come, was to follow")
    if old.title != new.title:
        found.append(f"paper “{new.title}”, was “{old.title}”")
    if old.sensitivity is not new.sensitivity:
        found.append(f"paper “{new.title}” now {new.sensitivity.value}, was {old.sensitivity.value}")
    elif old.exemption != new.exemption:
        found.append(f"paper “{new.title}”: reason for exemption changed")
    return found + [f"paper “{new.title}”: {what}" for what in paper_states(old, new)]
