"""What a page asks again and again is read once, and never longer than its reading session lasts."""

from __future__ import annotations

from sqlalchemy.orm import Session

from meetings.db.reading import once_a_read
from tests.factories.world import World

asked: list[str] = []


@once_a_read
def _letters(_session: Session, word: str, *, upper: bool = False) -> list[str]:
    asked.append(word)
    return list(word.upper() if upper else word)


def test_asked_once_in_a_reading_session_and_again_in_the_next(sqlite_world: World) -> None:
    asked.clear()
    for _ in range(2):
        with sqlite_world.runner.read() as session:
            assert _letters(session, "ab") == _letters(session, "ab") == ["a", "b"]
            assert _letters(session, "ab", upper=True) == ["A", "B"]
    assert asked == ["ab", "ab"] * 2


def test_what_one_reader_does_to_a_list_no_other_sees(sqlite_world: World) -> None:
    with sqlite_world.runner.read() as session:
        _letters(session, "ab").clear()
        assert _letters(session, "ab") == ["a", "b"]


def test_whoever_writes_reads_afresh(sqlite_world: World) -> None:
    asked.clear()
    with sqlite_world.runner.work(sqlite_world.officer) as work:
        _letters(work.session, "ab")
        _letters(work.session, "ab")
    assert asked == ["ab", "ab"]
