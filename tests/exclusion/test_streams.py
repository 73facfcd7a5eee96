"""A broadcast on another service: what counts is what the public gets, not what was pressed."""

from __future__ import annotations

from meetings.exclusion.guards import guarding
from meetings.exclusion.jobs import look_again, watch
from meetings.exclusion.rules import State
from meetings.exclusion.usecases import ConfirmByEye, LetPublicReturn, confirm_by_eye, let_public_return
from meetings.ports.broadcast import StreamState
from meetings.runtime.jobs import JobContext
from tests.exclusion.house import arranged, state_of, stopped
from tests.factories.private import exclude
from tests.factories.world import World


class Streams:
    """A streaming service that stops when it likes."""

    def __init__(self) -> None:
        self.live: bool | None = True
        self.asked: list[str] = []

    def handles(self, meeting_id: str) -> bool:
        return True

    def stop(self, meeting_id: str) -> None:
        self.asked.append("stop")

    def resume(self, meeting_id: str) -> None:
        self.asked.append("resume")

    def state(self, meeting_id: str) -> StreamState:
        return StreamState(self.live, "live" if self.live else "ended")


def context(world: World) -> JobContext:
    return JobContext(world.runner, storage=None, render_pdf=lambda *a: b"")  # type: ignore[arg-type]


def test_a_service_is_asked_what_the_public_gets_not_what_was_pressed(sqlite_world: World) -> None:
    sitting = arranged(sqlite_world, url="https://stream.example.org/council")
    streams = Streams()
    with guarding(streams):
        exclude(sitting, sitting.items[2])
        look_again(context(sqlite_world), sitting.id)
        assert streams.asked == ["stop"]
        assert stopped(sitting) == {"broadcast": False, "gallery": False, "pages": True}
        streams.live = None
        look_again(context(sqlite_world), sitting.id)
        assert not stopped(sitting)["broadcast"]
        streams.live = False
        look_again(context(sqlite_world), sitting.id)
        sqlite_world.run(confirm_by_eye, ConfirmByEye(sitting.id, "gallery"))
        assert state_of(sitting) is State.CONFIRMED
        sqlite_world.run(let_public_return, LetPublicReturn(sitting.id))
        watch(context(sqlite_world))
        assert state_of(sitting) is State.RETURNING
        sqlite_world.later(seconds=31)
        watch(context(sqlite_world))
    assert state_of(sitting) is None
    assert streams.asked[-1] == "resume"
