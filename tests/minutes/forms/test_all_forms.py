"""Every real form of minutes has a test that bears its number: `test_form_07_…`."""

from __future__ import annotations

import re
from pathlib import Path

_NAME = re.compile(r"^def test_form_(\d\d)_\w+\(", re.MULTILINE)


def test_all_thirty_three_forms_have_a_test() -> None:
    here = Path(__file__).parent
    found = {int(n) for path in here.glob("test_*.py") for n in _NAME.findall(path.read_text("utf-8"))}
    assert found == set(range(1, 34))
