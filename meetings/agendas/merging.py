"""Two officers' changes to one item put together: field by field, and both kept where both changed the same."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from meetings.agendas.forms import ItemForm
from meetings.documents.richtext import rich

#: The fields of an item with what they are called.
LABELS = {
    "title": "Title",
    "text": "Text",
    "recommendation": "Recommendation",
    "sensitivity": "Who can read it",
    "exemption": "Reason",
    "exempt_paragraphs": "Paragraphs",
    "interest_test": "Public interest test",
    "review_on": "Review date",
    "negotiation": "Terms under negotiation",
    "confidential_ground": "Why it is confidential",
    "tags": "What it is about",
    "key_decision_id": "Key decision",
    "urgent_reason": "Why it is urgent",
    "urgent_by": "Who takes it as urgent",
}
#: These say together what one mark is: they come from one person or the other, never half and half.
_ONE = ("sensitivity", "exempt_paragraphs", "confidential_ground", "exemption")


@dataclass(frozen=True)
class Merged:
    """`values` hold both people's changes; for the `clashes` they hold mine, and theirs stand beside."""

    values: ItemForm
    #: fields that only the other changed: taken over
    taken: tuple[str, ...]
    #: fields that both changed to different words
    clashes: tuple[str, ...]

    @property
    def taken_words(self) -> str:
        """What was taken over, as it is said."""
        return ", ".join(LABELS[name].lower() for name in self.taken)


def merge(base: ItemForm, mine: ItemForm, theirs: ItemForm) -> Merged:
    """Both people's changes since `base`."""
    taken: list[str] = []
    clashes: list[str] = []
    for name in LABELS:
        if _same(name, mine, theirs) or _same(name, base, theirs):
            continue
        (taken if _same(name, base, mine) else clashes).append(name)
    if any(name in _ONE for name in clashes):
        clashes += [name for name in taken if name in _ONE]
        taken = [name for name in taken if name not in _ONE]
    values = _with(mine, theirs, taken)
    order = list(LABELS)
    return Merged(values, tuple(taken), tuple(sorted(clashes, key=order.index)))


def chosen(mine: ItemForm, theirs: ItemForm, names: list[str]) -> ItemForm:
    """Mine with these fields as the other wrote them."""
    return _with(mine, theirs, [name for name in names if name in LABELS])


def differing(mine: ItemForm, theirs: ItemForm) -> tuple[str, ...]:
    """The fields in which they differ."""
    return tuple(name for name in LABELS if not _same(name, mine, theirs))


def shown(form: ItemForm, name: str) -> str:
    """A field in words, a paragraph a line."""
    value: Any = getattr(form, name)
    if name == "review_on":
        return " ".join(part for part in value if part)
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value)


def _same(name: str, one: ItemForm, other: ItemForm) -> bool:
    a, b = getattr(one, name), getattr(other, name)
    if name == "text":
        return _clean(a) == _clean(b)
    if isinstance(a, str) and isinstance(b, str):
        return a.split() == b.split() if name != "recommendation" else a.splitlines() == b.splitlines()
    return bool(a == b)


def _clean(text: str) -> str:
    return str(rich(text.strip())) if text.strip() else ""


def _with(mine: ItemForm, theirs: ItemForm, names: list[str]) -> ItemForm:
    known = {f.name for f in fields(ItemForm)}
    return replace(mine, **{name: getattr(theirs, name) for name in names if name in known})
