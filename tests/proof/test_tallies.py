"""Two counts, written apart, agree on random votes of every kind; one that is wrong on purpose is caught."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from meetings.proof.verifier import tally
from meetings.voting.rules import Choice, Tally
from tests.proof.histories import Count, campaign, history, right

SHORT = 3000
CHECK_JS = Path(__file__).resolve().parents[2] / "static" / "js" / "proof-check.js"


def test_both_counts_agree() -> None:
    """100,000 of them: `python -m tests.proof.histories`."""
    wrong, kinds = campaign(SHORT)
    assert wrong == []
    assert min(kinds.values()) > SHORT / 100, kinds


def absent_abstains(ballots: dict[str, Choice], roll: dict[str, int], basis: str) -> Tally:
    found = right(ballots, roll, basis)
    return Tally(found.for_, found.against, found.abstain + found.none, 0)


def weightless(ballots: dict[str, Choice], roll: dict[str, int], basis: str) -> Tally:
    return right(ballots, dict.fromkeys(roll, 1), basis)


def forgets_one(ballots: dict[str, Choice], roll: dict[str, int], basis: str) -> Tally:
    kept = dict(list(ballots.items())[:-1]) if len(ballots) > 30 else ballots
    return right(kept, roll, basis)


def swaps_sides(ballots: dict[str, Choice], roll: dict[str, int], basis: str) -> Tally:
    found = right(ballots, roll, basis)
    return Tally(found.against, found.for_, found.abstain, found.none)


@pytest.mark.parametrize("count", [absent_abstains, weightless, forgets_one, swaps_sides])
def test_control_a_wrong_count_is_caught(count: Count) -> None:
    wrong, _ = campaign(SHORT // 3, count=count)
    assert wrong


@pytest.mark.skipif(not shutil.which("node"), reason="no node on this machine")
def test_the_page_counts_as_the_program_does(tmp_path: Path) -> None:
    votes = [history(seed).facts for seed in range(500)]
    (tmp_path / "votes.json").write_text(json.dumps(votes), encoding="utf-8")
    code = (
        f"import {{ tally }} from {json.dumps(CHECK_JS.as_uri())}; import fs from 'node:fs';"
        "const votes = JSON.parse(fs.readFileSync('votes.json', 'utf8'));"
        "console.log(JSON.stringify(votes.map(tally)));"
    )
    command = ["node", "--input-type=module", "--no-warnings", "-e", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True)
    assert json.loads(done.stdout) == [[list(figures), found] for figures, found in map(tally, votes)]
