"""The officers' desk: panels of its home page and steps of a meeting, each from the feature that knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from meetings.kernel.actor import Actor
from meetings.schedule.queries import MeetingRow


@dataclass(frozen=True)
class PanelRow:
    """A line of a panel: something to do, with a quiet line of facts and a tag in a colour."""

    link: str
    text: str
    meta: str = ""
    tag: str = ""
    colour: str = "grey"


@dataclass(frozen=True)
class PanelData:
    """A panel. `empty` is what it says without rows; `more` is a (text, address) below them."""

    title: str
    rows: tuple[PanelRow, ...] = ()
    empty: str = ""
    more: tuple[str, str] | None = None


@dataclass(frozen=True)
class StepAction:
    """What can be done at a step: a page to go to, or (post) a button that does it."""

    text: str
    href: str
    post: bool = False
    confirm: str = ""


@dataclass(frozen=True)
class Step:
    """A step in the life of a meeting. The first that is not done is the one to take next."""

    title: str
    done: bool
    text: str = ""
    actions: tuple[StepAction, ...] = ()
    current: bool = False


#: None when the panel is not for this person.
Panel = Callable[[Session, Actor], PanelData | None]
#: None when the step does not apply to this meeting.
StepOf = Callable[[Session, MeetingRow, Actor], Step | None]

_PANELS: dict[str, tuple[int, Panel]] = {}
_STEPS: dict[str, tuple[int, StepOf]] = {}


def desk_panel(order: int) -> Callable[[Panel], Panel]:
    """Put a panel on the desk's home page: preparation stands at 10, recent meetings at 90."""

    def register(panel: Panel) -> Panel:
        _PANELS[f"{panel.__module__}.{panel.__qualname__}"] = (order, panel)
        return panel

    return register


def meeting_step(key: str, order: int) -> Callable[[StepOf], StepOf]:
    """Put a step on the overview of a meeting; a later one with the same key replaces the earlier."""

    def register(step: StepOf) -> StepOf:
        _STEPS[key] = (order, step)
        return step

    return register


def panels_for(session: Session, actor: Actor) -> list[tuple[int, PanelData]]:
    """Every registered panel that is for this person, with its order."""
    built = ((order, panel(session, actor)) for order, panel in sorted(_PANELS.values(), key=lambda p: p[0]))
    return [(order, data) for order, data in built if data is not None]


def steps_of(session: Session, meeting: MeetingRow, actor: Actor) -> list[Step]:
    """The steps of a meeting in order. The current one is what is going on, else the first that is not done."""
    built = (step(session, meeting, actor) for _, step in sorted(_STEPS.values(), key=lambda s: s[0]))
    steps = [s for s in built if s is not None]
    undone = next((n for n, s in enumerate(steps) if not s.done), None)
    now = next((n for n, s in enumerate(steps) if s.current), undone)
    return [replace(s, current=n == now) for n, s in enumerate(steps)]
