"""The numbers of minutes, pure: counted, kept once they are published, and printed as the body prints them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from meetings.minutes.blocks import Block, Resolution
from meetings.minutes.document import MinuteItem
from meetings.minutes.style import HouseStyle, MinuteNumbers, SubNumbers

#: Behind the id of an item of the public agenda: what of it was taken in private. It has the same number.
APART = "-private"


@dataclass(frozen=True)
class Numbers:
    """Where the numbers of a meeting begin. `kept`: what items were called when they were published, by item."""

    first: int = 1
    #: the year in which the numbers began, as it stands in them
    year: int = 0
    kept: Mapping[str, str] = field(default_factory=dict)
    #: the first number that a later meeting has taken already; 0: none
    before: int = 0


#: from 1, nothing published yet
NUMBERS = Numbers()


def printed(core: str, style: HouseStyle, year: int) -> str:
    """A number as the body prints it: `44`, `C44`, `60/18`, `21.44`."""
    short = f"{year % 100:02d}"
    scheme = {MinuteNumbers.SLASH_YEAR: f"{core}/{short}", MinuteNumbers.YEAR_POINT: f"{short}.{core}"}
    return f"{style.number_prefix}{scheme.get(style.numbers, core)}"


def cores(items: Iterable[MinuteItem], style: HouseStyle, numbers: Numbers) -> dict[str, str]:
    """The bare number of each minute by item: `44`, `38.1`; `44A` for one that came after publication."""
    if numbers.kept:
        return _kept(items, numbers.kept)
    found: dict[str, str] = {}
    mains: dict[str, tuple[int, int]] = {}
    last = numbers.first - 1
    for item in _numbered(items):
        main, point, _ = item.number.rstrip(".").partition(".")
        if style.sub_numbers is SubNumbers.ITEMS and point and main in mains:
            mains[main] = (mains[main][0], mains[main][1] + 1)
            found[item.item_id] = f"{mains[main][0]}.{mains[main][1]}"
            continue
        if numbers.before and last + 1 >= numbers.before:
            # The next number is another meeting's: letters behind the last one that is free.
            found[item.item_id] = _lettered(str(last), set(found.values()))
            continue
        last += 1
        below = style.sub_numbers is SubNumbers.ITEMS and point
        mains[main] = (last, 1 if below else 0)
        found[item.item_id] = f"{last}.1" if below else str(last)
    return found


def core_of(number: str, style: HouseStyle, year: int) -> str:
    """The bare number of one that was printed: the other way of `printed`."""
    short = f"{year % 100:02d}"
    bare = number.removeprefix(style.number_prefix)
    if style.numbers is MinuteNumbers.SLASH_YEAR:
        return bare.removesuffix(f"/{short}")
    if style.numbers is MinuteNumbers.YEAR_POINT:
        return bare.removeprefix(f"{short}.")
    return bare


def given(items: Iterable[MinuteItem], style: HouseStyle, year: int) -> dict[str, str]:
    """The bare numbers that minutes have, by item."""
    return {i.item_id: core_of(i.number, style, year) for i in _numbered(items)}


def with_numbers(items: Sequence[MinuteItem], style: HouseStyle, numbers: Numbers) -> tuple[MinuteItem, ...]:
    """The minutes with their numbers; that of the agenda stands beside it where it is another."""
    own = {} if style.numbers is MinuteNumbers.AGENDA else cores(items, style, numbers)
    found = []
    for item in items:
        core = own.get(_base(item), item.number.rstrip("."))
        if core and own and not item.is_section and item.number:
            number = printed(core, style, numbers.year)
            before = item.number.rstrip(".")
            item = replace(item, number=number, agenda_number="" if before == number else before)
        if style.sub_numbers is SubNumbers.RESOLUTIONS and core:
            item = replace(item, blocks=tuple(_sub_numbered(item.blocks, core, style, numbers, bool(own))))
        found.append(item)
    return tuple(found)


def span(found: Mapping[str, str]) -> tuple[int, int]:
    """The lowest and the highest whole number of a meeting; (0, 0) if it has none."""
    whole = [int(core.partition(".")[0].rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for core in found.values()]
    return (min(whole), max(whole)) if whole else (0, 0)


def _sub_numbered(
    blocks: Iterable[Block], core: str, style: HouseStyle, numbers: Numbers, own: bool
) -> Iterable[Block]:
    count = 0
    for block in blocks:
        if isinstance(block, Resolution):
            count += 1
            below = f"{core}.{count}"
            yield replace(block, number=printed(below, style, numbers.year) if own else below)
        else:
            yield block


def _numbered(items: Iterable[MinuteItem]) -> Iterable[MinuteItem]:
    """Those that have a number of their own: no dividers, nothing that has none on the agenda either."""
    return (i for i in items if i.number and not i.is_section and not i.item_id.endswith(APART))


def _kept(items: Iterable[MinuteItem], kept: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    used = set(kept.values())
    last = next(iter(kept.values()), "1")
    for item in _numbered(items):
        if item.item_id in kept:
            last = found[item.item_id] = kept[item.item_id]
            continue
        found[item.item_id] = _lettered(last.partition(".")[0], used)
        used.add(found[item.item_id])
    return found


def _lettered(number: str, used: Collection[str]) -> str:
    whole = number.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return next(f"{whole}{c}" for c in _letters() if f"{whole}{c}" not in used)


def _letters() -> Iterable[str]:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    yield from alphabet
    yield from (f"{a}{b}" for a in alphabet for b in alphabet)


def _base(item: MinuteItem) -> str:
    return item.item_id.removesuffix(APART)
