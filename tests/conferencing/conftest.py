"""A council whose services are made up for the tests; afterwards its record agrees with the tables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from meetings.admin.verify import check_stream
from tests.conferencing.house import House, make_house
from tests.factories.world import Sitting


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for the file; each test has its own meeting."""
    with make_house(tmp_path_factory.mktemp("arrange")) as made:
        yield made


@pytest.fixture
def house(hall: House) -> Iterator[House]:
    """Afterwards every meeting's record agrees with the tables."""
    meetings: list[str] = []
    make = hall.meeting

    def noted() -> Sitting:
        made = make()
        meetings.append(made.id)
        return made

    hall.meeting = noted  # type: ignore[method-assign]
    yield hall
    hall.meeting = make  # type: ignore[method-assign]
    with hall.world.runner.read() as session:
        for meeting_id in meetings:
            assert check_stream(session, None, meeting_id).differences == ()  # type: ignore[arg-type]
