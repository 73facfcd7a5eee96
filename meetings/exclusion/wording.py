"""The words in which the public is excluded: each nation's law, the forms councils give it, English and Welsh. Pure.

The descriptions of exempt information are those of `deadlines.rules.exempt_lists` and stand nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from meetings.agendas.exemptions import GROUNDS, in_order, schedule_of
from meetings.deadlines.rules.base import Profile
from meetings.exclusion import wording_welsh as welsh


class Layout(StrEnum):
    """How the items and their paragraphs are set."""

    SENTENCE = "sentence"
    #: a table of item and paragraph below the resolution
    TABLE = "table"
    #: each item by itself, with the number of its minute
    EACH = "each"


class Interest(StrEnum):
    """How it is said that the interest in keeping it back weighs more."""

    OUTWEIGHS = "outweighs"
    SATISFIES = "satisfies"
    UNSAID = "unsaid"


class Act(StrEnum):
    """How the provision is cited."""

    #: as the nation's law has it
    SECTION = "section"
    #: of England: section 100I, which names the descriptions
    DESCRIBED = "described"
    #: of England: with the Acts and orders that brought it into its present form
    CHAIN = "chain"


@dataclass(frozen=True)
class Form:
    """How a body words the resolution."""

    layout: Layout = Layout.SENTENCE
    interest: Interest = Interest.OUTWEIGHS
    act: Act = Act.SECTION
    #: what each paragraph is about, after its number
    described: bool = True


@dataclass(frozen=True)
class Excluded:
    """An item the public is excluded for. `minute`: its number in the minutes, where that is another one."""

    number: str
    paragraphs: tuple[str, ...] = ()
    reason: str = ""
    minute: str = ""


@dataclass(frozen=True)
class Exclusion:
    """A resolution: a sentence, or one that leads in to points, or to a table of item and paragraph."""

    text: str
    points: tuple[str, ...] = ()
    table: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, str] = ("Item No.", "Paragraph(s)")


_1972 = "of the Local Government Act 1972"
_ACTS = {
    Profile.ENGLAND_PRINCIPAL: f"section 100A(4) {_1972}",
    Profile.WALES: f"section 100A(4) and (5) {_1972}",
    Profile.NORTHERN_IRELAND: "section 42 of the Local Government Act (Northern Ireland) 2014",
    Profile.SCOTLAND: "section 50A(4) of the Local Government (Scotland) Act 1973",
    Profile.ENGLAND_PARISH: "section 1(2) of the Public Bodies (Admission to Meetings) Act 1960",
}
_ENGLISH_ACTS = {
    Act.DESCRIBED: f"section 100I {_1972}, as amended",
    Act.CHAIN: (
        f"section 100A(4) {_1972}, as amended by the Local Government (Access to Information) Act 1985 and the Local "
        "Government (Access to Information) (Variation) Order 2006"
    ),
}
_MUST = {
    Profile.ENGLAND_PRINCIPAL: f"section 100A(2) {_1972}",
    Profile.WALES: f"section 100A(2) {_1972}",
    Profile.NORTHERN_IRELAND: "section 42 of the Local Government Act (Northern Ireland) 2014",
    Profile.SCOTLAND: "section 50A(2) of the Local Government (Scotland) Act 1973",
}
_WEIGHED = {
    Interest.OUTWEIGHS: (
        ", and that in all the circumstances the public interest in maintaining the exemption outweighs the public "
        "interest in disclosing the information"
    ),
    Interest.SATISFIES: ", and that keeping the information back satisfies the public interest test",
    Interest.UNSAID: "",
}
_LONGEST = 500


def act_of(profile: Profile, form: Form | None = None) -> str:
    """The provision under which the public may be excluded; empty where none is held here."""
    if profile is Profile.ENGLAND_PRINCIPAL and form is not None and form.act in _ENGLISH_ACTS:
        return _ENGLISH_ACTS[form.act]
    return _ACTS.get(profile, "")


def exclusion(
    profile: Profile, items: Sequence[Excluded], form: Form | None = None, language: str = "en"
) -> Exclusion:
    """The resolution to exclude the public for those items."""
    form = form or Form()
    if language == "cy" and profile is Profile.WALES:
        return _welsh(items, form)
    paragraphs = in_order(p for i in items for p in i.paragraphs)
    schedule = schedule_of(profile)
    act = act_of(profile, form)
    said = f"{f'That, under {act}, the' if act else 'That the'} press and public be excluded from the meeting for "
    if schedule is None or not paragraphs:
        why = next((i.reason.strip().rstrip(".") for i in items if i.reason.strip()), "")
        prejudice = "because publicity would be prejudicial to the public interest"
        return Exclusion(f"{said}{_items(items)}, {prejudice}{f': {why}' if why else ''}.")
    weighed = _WEIGHED[form.interest] if schedule.tested else ""
    grounds = ", on the grounds that exempt information as described in "
    disclosed = " is likely to be disclosed"
    if form.layout is Layout.TABLE:
        text = f"{said}the items below{grounds}the paragraphs of {schedule.name} named there{disclosed}{weighed}:"
        return Exclusion(text, table=_table(items))
    if form.layout is Layout.EACH:
        points = tuple(f"{_cited(i)}: {_paragraphs(profile, i.paragraphs, form)}" for i in items)
        text = f"{said}the following{grounds}the paragraphs of {schedule.name} named{disclosed}{weighed}:"
        return Exclusion(text, points)
    why = f"{_paragraphs(profile, paragraphs, form, schedule.name)}"
    return Exclusion(f"{said}{_items(items)}{grounds}{why}{disclosed}{weighed}.")


def declared(profile: Profile, numbers: Sequence[str], ground: str, language: str = "en") -> str:
    """What is declared where the law itself excludes the public from confidential business: nobody votes on it."""
    if language == "cy" and profile is Profile.WALES:
        return welsh.declared(numbers, ground)
    act = _MUST.get(profile, "the law")
    why = GROUNDS.get(ground, "confidential information would be disclosed")
    return f"The press and public were excluded from the meeting for {items_words(numbers)}, as {act} requires: {why}."


def items_words(numbers: Sequence[str]) -> str:
    """`item 9`, `items 9, 10 and 11`."""
    word = "item" if len(numbers) < 2 else "items"
    return f"{word} {_listed(numbers)}".rstrip()


def _items(items: Sequence[Excluded]) -> str:
    return items_words([i.number for i in items])


def _listed(words: Sequence[str]) -> str:
    return "".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} and {words[-1]}"


def _table(items: Sequence[Excluded]) -> tuple[tuple[str, str], ...]:
    return tuple((i.number, _listed(in_order(i.paragraphs))) for i in items)


def _cited(item: Excluded) -> str:
    """`Item 5 on the agenda (minute 4)`."""
    if not item.minute or item.minute == item.number:
        return f"Item {item.number} on the agenda"
    return f"Item {item.number} on the agenda (minute {item.minute})"


def _paragraphs(profile: Profile, paragraphs: Sequence[str], form: Form, of: str = "") -> str:
    """`paragraphs 1 and 2 of Part 1 … (an individual; …)`: words only while they stay readable."""
    schedule, numbers = schedule_of(profile), in_order(paragraphs)
    first = (
        f"{'paragraph' if len(numbers) == 1 else 'paragraphs'} {_listed(numbers)}{f' of {of}' if of else ''}"
    )
    if schedule is None or not form.described:
        return first
    full = f"{first} ({'; '.join(schedule.paragraphs.get(n, 'as described there') for n in numbers)})"
    return full if len(full) <= _LONGEST else first


def _welsh(items: Sequence[Excluded], form: Form) -> Exclusion:
    paragraphs = in_order(p for i in items for p in i.paragraphs)
    numbers = [i.number for i in items]
    if not paragraphs:
        reason = next((i.reason for i in items if i.reason.strip()), "")
        return Exclusion(welsh.prejudicial(numbers, reason))
    weigh = form.interest.value
    say: Callable[[Sequence[str]], str] = lambda found: welsh.paragraphs(found, described=form.described)  # noqa: E731
    if form.layout is Layout.TABLE:
        return Exclusion(welsh.leading(weigh), table=_welsh_table(items), columns=welsh.COLUMNS)
    if form.layout is Layout.EACH:
        points = (f"{welsh.cited(i.number, i.minute)}: {say(in_order(i.paragraphs))}" for i in items)
        return Exclusion(welsh.leading(weigh), tuple(points))
    return Exclusion(welsh.resolution(numbers, paragraphs, weigh, described=form.described))


def _welsh_table(items: Sequence[Excluded]) -> tuple[tuple[str, str], ...]:
    return tuple((i.number, welsh.listed(in_order(i.paragraphs))) for i in items)
