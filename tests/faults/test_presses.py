"""R5: presses sent several times, from two tabs, again from an old page, or kept until the network is back."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from meetings.voting.queries import vote_of
from meetings.voting.rules import Choice
from tests.faults.checker import check_ballots, count
from tests.faults.conftest import Times
from tests.faults.house import HOST, House, Server, Voter, serving
from tests.faults.voters import Ack, last_choices, new_key

PEOPLE = 3
people = st.integers(0, PEOPLE - 1)
choices = st.sampled_from(list(Choice))


@dataclass
class Person:
    """What one member knows: what they pressed, what was acknowledged, what waits for the network."""

    voter: Voter
    acks: dict[str, Ack] = field(default_factory=dict)
    waiting: list[tuple[str, Choice]] = field(default_factory=list)

    @property
    def last(self) -> Ack | None:
        """The acknowledged ballot with the highest number: the one that counts."""
        return max(self.acks.values(), key=lambda ack: ack.seq, default=None)


class Presses(RuleBasedStateMachine):
    """One vote; after each step the server holds for each member what was acknowledged to them last."""

    house: House
    server: Server

    @initialize()
    def open(self) -> None:
        """A vote of its own for every run."""
        self.vote_id = self.house.open_vote()
        self.line = HTTPConnection(HOST, self.server.port, timeout=10)
        self.people = [Person(voter) for voter in self.house.voters[:PEOPLE]]

    @rule(who=people, choice=choices, copies=st.integers(1, 3))
    def press(self, who: int, choice: Choice, copies: int) -> None:
        """A press whose answers get lost: it is sent up to three times."""
        key = new_key()
        for _ in range(copies):
            self._send(self.people[who], key, choice)

    @rule(who=people, which=st.integers(0, 20))
    def go_back(self, who: int, which: int) -> None:
        """An old page is shown again and sends its press once more: nothing changes."""
        person = self.people[who]
        if person.acks:
            ack = list(person.acks.values())[which % len(person.acks)]
            self._send(person, ack.key, ack.choice)

    @rule(who=people, which=st.integers(0, 20), choice=choices)
    def use_a_key_again(self, who: int, which: int, choice: Choice) -> None:
        """The same key for another choice is refused."""
        person = self.people[who]
        if person.acks:
            ack = list(person.acks.values())[which % len(person.acks)]
            status, _ = self._post(person, ack.key, choice)
            assert status == (200 if choice is ack.choice else 409)

    @rule(who=people, choice=choices)
    def press_offline(self, who: int, choice: Choice) -> None:
        """The device keeps it."""
        self.people[who].waiting.append((new_key(), choice))

    @rule(who=people)
    def come_back_online(self, who: int) -> None:
        """It sends what it kept, in order."""
        person = self.people[who]
        for key, choice in person.waiting:
            self._send(person, key, choice)
        person.waiting.clear()

    @rule(who=people, one=choices, other=choices)
    def press_in_two_tabs(self, who: int, one: Choice, other: Choice) -> None:
        """Both in the same moment: both are acknowledged, and the later number counts."""
        person = self.people[who]
        with ThreadPoolExecutor(2) as tabs:
            presses = [(new_key(), one), (new_key(), other)]
            answers = list(tabs.map(lambda press: self._alone(person, *press), presses))
        for (key, choice), answer in zip(presses, answers, strict=True):
            self._note(person, key, choice, *answer)

    @rule(who=people)
    def look(self, who: int) -> None:
        """A page that is loaded again shows what counts."""
        person = self.people[who]
        self.line.request("GET", f"/votes/{self.vote_id}/ballot", headers=_headers(person.voter))
        shown = json.loads(self.line.getresponse().read())
        last = person.last
        assert (shown["choice"], shown["seq"]) == ((last.choice.value, last.seq) if last else (None, None))

    def teardown(self) -> None:
        """Everything acknowledged is in the record, once, and what is counted is each one's last."""
        self.line.close()
        acks = [Ack(**{**vars(a), "at": float(a.seq)}) for p in self.people for a in p.acks.values()]
        try:
            with self.house.database.read() as session:
                verdict = check_ballots(session, self.house.sitting.id, self.vote_id, acks)
            assert verdict.faults == []
            assert verdict.kept == len(acks)
        finally:
            self.house.close_vote(self.vote_id)
            with self.house.database.read() as session:
                tally = vote_of(session, self.vote_id).tally
            self.house.declare_vote(self.vote_id)
        assert tally == count(last_choices(acks), len(self.house.voters))

    def _send(self, person: Person, key: str, choice: Choice) -> None:
        self._note(person, key, choice, *self._post(person, key, choice))

    def _note(self, person: Person, key: str, choice: Choice, status: int, body: dict[str, Any]) -> None:
        assert status == 200, body
        said = Ack(
            person.voter.person_id,
            self.vote_id,
            key,
            Choice(body["choice"]),
            body["seq"],
            body["receipt"],
            0.0,
        )
        assert said.choice is choice
        # The same press has the same answer, for ever.
        assert person.acks.setdefault(key, said) == said

    def _post(self, person: Person, key: str, choice: Choice) -> tuple[int, dict[str, Any]]:
        return _post(self.line, self.vote_id, person.voter, key, choice)

    def _alone(self, person: Person, key: str, choice: Choice) -> tuple[int, dict[str, Any]]:
        with closing(HTTPConnection(HOST, self.server.port, timeout=10)) as line:
            return _post(line, self.vote_id, person.voter, key, choice)


def _post(
    line: HTTPConnection, vote_id: str, voter: Voter, key: str, choice: Choice
) -> tuple[int, dict[str, Any]]:
    body = json.dumps({"choice": choice.value, "key": key})
    headers = _headers(voter) | {"Content-Type": "application/json"}
    line.request("POST", f"/votes/{vote_id}/ballot", body, headers)
    answer = line.getresponse()
    return answer.status, json.loads(answer.read())


def _headers(voter: Voter) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in voter.headers.split("\r\n") if line)


def _run(house: House, server: Server, runs: int, steps: int) -> None:
    machine = type("Machine", (Presses,), {"house": house, "server": server})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_whatever_is_sent_again_the_last_acknowledged_press_counts(sqlite_house: House, times: Times) -> None:
    with serving(sqlite_house) as server:
        _run(sqlite_house, server, times(8, 5), times(20, 0.5))


def test_control_a_server_that_forgets_keys_is_found_out(sqlite_house: House) -> None:
    with serving(sqlite_house, weakness="forgets-keys") as server, pytest.raises(AssertionError):
        _run(sqlite_house, server, 30, 20)
