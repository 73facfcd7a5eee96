"""The order in which files of tests are taken: those with browsers and servers spread among the quick ones.

Side by side they would slow each other down, and one of them left for the end would leave a processor idle.
"""

from __future__ import annotations

from itertools import groupby

import pytest

#: Folders and files whose tests start servers, browsers or other processes, and take far longer than the others.
_LONG = (
    "tests/conferencing/own",
    "tests/faults",
    "tests/journeys",
    "tests/live",
    "tests/minutes/test_editor_page.py",
    "tests/security/test_canary",
    "tests/test_",
)


def spread(items: list[pytest.Item]) -> list[pytest.Item]:
    """The same tests: files stay whole, and between two long ones stand as many of the others as there are for it."""
    files = [list(group) for _, group in groupby(items, key=lambda item: item.nodeid.partition("::")[0])]
    long = [file for file in files if file[0].nodeid.startswith(_LONG)]
    others = [file for file in files if not file[0].nodeid.startswith(_LONG)]
    placed = [(at / len(long), file) for at, file in enumerate(long)]
    placed += [(at / len(others), file) for at, file in enumerate(others)]
    placed.sort(key=lambda pair: pair[0])
    return [item for _, file in placed for item in file]
