"""A vote drawn as a half circle of seats. It needs no page around it: minutes and other documents can draw it too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from markupsafe import Markup, escape

from meetings.documents.patterns import INK, NEUTRAL, paint, patterns
from meetings.voting.rules import Choice

#: by choice: its letter, how its seat is filled, the colour of the letter, and the words
_LOOK: Mapping[Choice | None, tuple[str, str, str, str]] = {
    Choice.FOR: ("F", "solid", "#ffffff", "for"),
    Choice.AGAINST: ("A", "empty", INK, "against"),
    Choice.ABSTAIN: ("B", "lines", INK, "abstained"),
    None: ("–", "dots", INK, "no vote cast"),
}
ORDER: tuple[Choice | None, ...] = (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN, None)
_WIDTH, _HEIGHT = 420.0, 238.0
_CENTRE = (200.0, 204.0)
_OUTER, _INNER = 172.0, 62.0
_RING = 193.0
#: half of what is left free between the arcs of two groups, as an angle
_GAP = 0.01
#: more seats than this would be dust
MOST = 400


@dataclass(frozen=True)
class VotedSeat:
    """One seat. `name` only where names were recorded; `group` as the council names it."""

    choice: Choice | None
    name: str = ""
    group: str = ""


def of_totals(for_: int, against: int, abstain: int, none: int = 0) -> list[VotedSeat]:
    """Seats of a vote of which only totals are known: nobody is named, no group is shown."""
    counts = zip(ORDER, (for_, against, abstain, none), strict=True)
    return [VotedSeat(choice) for choice, number in counts for _ in range(number)]


def whole_in_words(seats: Sequence[VotedSeat]) -> str:
    """The figures of the vote as a sentence."""
    if not seats:
        return "Nobody was entitled to vote."
    return f"{_counted(seats)}, of {len(seats)} entitled to vote."


def in_words(seats: Sequence[VotedSeat]) -> str:
    """What the drawing shows, as sentences: the whole, then each group."""
    groups = (f"{name}: {words}." for _, name, words in group_numbers(seats))
    return " ".join([whole_in_words(seats), *groups])


def hemicycle(
    seats: Sequence[VotedSeat],
    *,
    title: str = "How the seats voted",
    key: str = "vote",
    colours: Mapping[str, str] | None = None,
) -> Markup:
    """The drawing as SVG: seats by group from left to right, filled and lettered by what each chose.

    `key` makes the ids of its patterns the page's only ones. `colours`: a colour for the rim of each group; by default
    groups have none. Nothing for no seats, or for more than can be told apart.
    """
    if not 0 < len(seats) <= MOST:
        return Markup("")
    groups = _grouped(seats)
    ordered = [seat for own in groups.values() for seat in own]
    places, radius = _places(len(ordered))
    named = set(groups) > {""} or len(groups) > 1
    parts = [_seat(seat, at, radius, key) for seat, (_, *at) in zip(ordered, places, strict=True)]
    rim = _rim(groups, colours or {}) if named else ""
    return Markup(
        f'<svg class="stat-hemicycle" viewBox="-10 -10 {_WIDTH:g} {_HEIGHT:g}" role="img" '
        f'aria-labelledby="{escape(key)}-title {escape(key)}-desc" focusable="false" '
        f'xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{escape(key)}-title">{escape(title)}</title>'
        f'<desc id="{escape(key)}-desc">{escape(in_words(seats))}</desc>'
        f"{patterns(key)}{rim}{''.join(parts)}"
        f'<text class="stat-text" x="200" y="196" text-anchor="middle" font-size="30" font-weight="700" '
        f'fill="{INK}" font-family="inherit">{len(seats)}</text>'
        f'<text class="stat-text" x="200" y="214" text-anchor="middle" font-size="12" fill="{INK}" '
        f'font-family="inherit">{"seat" if len(seats) == 1 else "seats"}</text></svg>'
    )


def group_numbers(seats: Iterable[VotedSeat]) -> list[tuple[int, str, str]]:
    """The numbers on the rim: number, group, how it voted in words. Empty where no groups are drawn."""
    groups = _grouped(seats)
    if not (set(groups) > {""} or len(groups) > 1):
        return []
    return [(n, name or "No group", _counted(own)) for n, (name, own) in enumerate(groups.items(), 1)]


def neutral(groups: Iterable[str]) -> dict[str, str]:
    """A palette that belongs to no party, by the order of the groups' names."""
    return {name: NEUTRAL[n % len(NEUTRAL)] for n, name in enumerate(sorted(set(groups) - {""}))}


def _grouped(seats: Iterable[VotedSeat]) -> dict[str, list[VotedSeat]]:
    """By group in alphabetical order, those in none last; within it by choice, then by name as it was given."""
    rows = list(seats)
    names = sorted({s.group for s in rows}, key=lambda g: (g == "", g.casefold()))
    return {
        name: sorted((s for s in rows if s.group == name), key=lambda s: ORDER.index(s.choice))
        for name in names
    }


def _counted(seats: Sequence[VotedSeat]) -> str:
    counts = Counter(s.choice for s in seats)
    return ", ".join(
        f"{counts[c]} {_LOOK[c][3]}" for c in ORDER if counts[c] or c in (Choice.FOR, Choice.AGAINST)
    )


def _places(number: int) -> tuple[list[tuple[float, float, float]], float]:
    """Where seats stand, from left to right: angle, x, y; and how large a seat can be."""
    best: tuple[float, list[int], list[float]] = (0.0, [number], [_OUTER])
    for rows in range(1, 13):
        radii = [_OUTER - (_OUTER - _INNER) * n / max(1, rows - 1) for n in range(rows)]
        shares = _shared(number, radii)
        gap = (_OUTER - _INNER) / (rows - 1) if rows > 1 else 40.0
        arc = min((pi * r / (n - 1) for r, n in zip(radii, shares, strict=True) if n > 1), default=40.0)
        size = min(gap, arc, 40.0) * 0.45
        if size > best[0]:
            best = (size, shares, radii)
    size, shares, radii = best
    found = []
    for radius, count in zip(radii, shares, strict=True):
        for n in range(count):
            angle = pi / 2 if count == 1 else pi - pi * n / (count - 1)
            x, y = _CENTRE[0] + radius * cos(angle), _CENTRE[1] - radius * sin(angle)
            found.append((angle, round(x, 1), round(y, 1)))
    # left to right, and from the outer row inwards where they stand at one angle
    return sorted(found, key=lambda p: (-round(p[0], 6), p[2])), round(size, 2)


def _shared(number: int, radii: Sequence[float]) -> list[int]:
    """Seats for each row, by its length; what rounding leaves goes to the largest rests."""
    whole = sum(radii)
    exact = [number * r / whole for r in radii]
    found = [int(e) for e in exact]
    for n in sorted(range(len(radii)), key=lambda n: found[n] - exact[n])[: number - sum(found)]:
        found[n] += 1
    return found


def _seat(seat: VotedSeat, at: Sequence[float], radius: float, key: str) -> str:
    letter, fill, ink, words = _LOOK[seat.choice]
    x, y = at
    who = f"{seat.name}{f' ({seat.group})' if seat.group else ''}: {words}" if seat.name else ""
    title = f"<title>{escape(who)}</title>" if who else ""
    size = round(radius * 1.15, 1)
    back = (
        f'<circle class="stat-back" cx="{x}" cy="{y}" r="{round(radius * 0.62, 2)}" fill="#ffffff"/>'
        if fill in ("lines", "dots")
        else ""
    )
    return (
        f'<g class="stat-seat stat-seat--{fill}">{title}'
        f'<circle class="stat-fill stat-fill--{fill}" cx="{x}" cy="{y}" r="{radius}" fill="{paint(fill, key)}" '
        f'stroke="{INK}" stroke-width="1.5"/>{back}'
        f'<text class="stat-letter stat-letter--{fill}" x="{x}" y="{round(y + size * 0.36, 1)}" '
        f'text-anchor="middle" font-size="{size}" font-weight="700" fill="{ink}" '
        f'font-family="inherit">{letter}</text></g>'
    )


def _rim(groups: Mapping[str, Sequence[VotedSeat]], colours: Mapping[str, str]) -> str:
    """An arc outside the seats of each group, as long as its share of them, with its number."""
    parts: list[str] = []
    whole = sum(len(own) for own in groups.values())
    seated = 0
    for number, (name, own) in enumerate(groups.items(), 1):
        begin, end = (pi - pi * n / whole for n in (seated, seated + len(own)))
        seated += len(own)
        parts.append(_arc(begin - _GAP, max(end + _GAP, 0.0), colours.get(name, INK)))
        middle = (begin + end) / 2
        x, y = _CENTRE[0] + (_RING + 10) * cos(middle), _CENTRE[1] - (_RING + 10) * sin(middle)
        parts.append(
            f'<text class="stat-text" x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle" font-size="12" '
            f'font-weight="700" fill="{INK}" font-family="inherit">{number}</text>'
        )
    return "".join(parts)


def _arc(begin: float, finish: float, colour: str) -> str:
    points = [f"{_CENTRE[0] + _RING * cos(a):.1f} {_CENTRE[1] - _RING * sin(a):.1f}" for a in (begin, finish)]
    return (
        f'<path class="stat-rim" d="M{points[0]} A{_RING:g} {_RING:g} 0 0 1 {points[1]}" fill="none" '
        f'stroke="{escape(colour)}" stroke-width="4"/>'
    )
