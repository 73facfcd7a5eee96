"""Residents follow committees by e-mail: they ask, confirm, choose and stop; each news reaches each of them once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from integrations.mail_smtp.adapter import SmtpSender
from integrations.storage_fs.adapter import FolderStorage
from meetings.connections.limits import DoorLimit, Rate
from meetings.db.outbox import waiting
from meetings.db.record import RecordedFact, council_stream
from meetings.kernel.actor import ANONYMOUS, SYSTEM
from meetings.kernel.errors import Invalid, NotFound, TooMany
from meetings.notifications import jobs as letters_jobs
from meetings.notifications.models import StoredLetter
from meetings.publicsite.following import jobs as following_jobs
from meetings.publicsite.following import rules
from meetings.publicsite.following.models import Follower
from meetings.publicsite.following.rules import EVERY_BODY, Topic, wishes
from meetings.publicsite.following.usecases import (
    AskToFollow,
    ByHandle,
    ChangeFollowing,
    Tidy,
    ask_to_follow,
    change_following,
    confirm_following,
    stop_following,
    tidy,
)
from meetings.runtime.jobs import JobContext, carry_out, relay
from meetings.schedule.usecases import AnnounceMeeting, CancelMeeting, announce, cancel_meeting
from tests.factories.site import Site, make_site
from tests.factories.smtp import Sink, smtp_sink
from tests.factories.world import World

ANN, SITE = "ann@example.org", "https://meetings.northmoor.example"
ALL = tuple(t.value for t in Topic)


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with smtp_sink() as running:
        yield running


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sink: Sink) -> Iterator[Site]:
    with make_site(tmp_path_factory.mktemp("following") / "data") as made:
        made.parts.services.mail = SmtpSender(sink.server)
        yield made


@pytest.fixture(autouse=True)
def clean(site: Site, sink: Sink) -> Iterator[None]:
    yield
    sink.taken.clear()
    sink.unknown.clear()
    site.world.later(minutes=120)


def deliver(site: Site, sink: Sink, folder: Path) -> list[str]:
    """All that waits, until nothing does. The subjects of what left."""
    runner = site.world.runner
    context = JobContext(
        runner, FolderStorage(folder / "files"), lambda *_: b"", SmtpSender(sink.server), SITE
    )
    jobs = {**letters_jobs.JOBS, **following_jobs.JOBS}
    before = len(sink.taken)
    while True:
        with runner.read() as session:
            mine = {row.id for row in waiting(session, 500) if row.job in jobs}
        queue: list[str] = []
        relay(runner, queue.append)
        for row_id in queue:
            if row_id in mine:
                carry_out(context, jobs, row_id)
        if not mine:
            return [str(t.message["Subject"]) for t in sink.taken[before:]]


def ask(site: Site, email: str = ANN, bodies: tuple[str, ...] = (EVERY_BODY,)) -> None:
    site.world.runner.run(ask_to_follow, AskToFollow(email, ALL, bodies), actor=ANONYMOUS)


def handle_of(site: Site, email: str = ANN) -> str:
    with site.world.runner.read() as session:
        return session.scalars(select(Follower.handle).where(Follower.email == email)).one()


def follow(site: Site, email: str, bodies: tuple[str, ...] = (EVERY_BODY,)) -> str:
    ask(site, email, bodies)
    handle = handle_of(site, email)
    site.world.runner.run(confirm_following, ByHandle(handle), actor=ANONYMOUS)
    return handle


@contextmanager
def gone(site: Site, *handles: str) -> Iterator[None]:
    yield
    for handle in handles:
        site.world.runner.run(stop_following, ByHandle(handle), actor=ANONYMOUS)


def test_a_wish_for_all_takes_in_the_single_ones() -> None:
    assert wishes(["agendas"], ["b", "a", "other"], ["a", "b"]) == [("agendas", "a"), ("agendas", "b")]
    assert wishes(["minutes", "agendas"], ["a", ""], ["a"]) == [("agendas", ""), ("minutes", "")]
    assert wishes(["weather"], [""], ["a"]) == []


def test_asking_confirming_choosing_and_stopping_on_the_pages(site: Site, sink: Sink, tmp_path: Path) -> None:
    page = site.public.get("/follow").get_data(as_text=True)
    assert "All committees" in page
    assert "No letters leave" not in page
    sent = site.public.post(
        "/follow", {"email": " Ann@Example.org ", "topics": ["minutes"], "bodies": ["all"]}
    )
    assert (sent.status_code, sent.headers["Location"]) == (303, "/follow/asked")
    (subject,) = deliver(site, sink, tmp_path)
    assert subject.startswith("Confirm that you want letters from")
    (letter,) = sink.to(ANN)
    address = re.search(rf"{SITE}(/follow/[\w-]+)", letter.part("text/plain").get_content())
    assert address is not None
    path = address[1]
    assert letter.message["List-Unsubscribe"] == f"<{SITE}{path}/stop>"
    assert letter.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # A mail program that looks at every link has confirmed nothing.
    for _ in range(2):
        assert f"Do you want letters at {ANN}?" in site.public.get(path).get_data(as_text=True)
    assert site.public.post(path, {"do": "confirm"}).status_code == 303
    own = site.public.get(path).get_data(as_text=True)
    assert 'value="minutes" checked' in own
    assert 'value="agendas" checked' not in own
    refused = site.public.post(path, {"topics": ["minutes"]})
    assert (refused.status_code, "Choose a committee" in refused.get_data(as_text=True)) == (422, True)
    # Without cookie and token, as a mail program sends it.
    client = site.parts.app.test_client()
    stopped = client.post(f"{path}/stop", data={"List-Unsubscribe": "One-Click"})
    assert (stopped.status_code, stopped.headers["Location"]) == (303, "/follow/stopped")
    assert site.public.get(path).status_code == 404
    with site.world.runner.read() as session:
        assert session.scalar(select(StoredLetter.id).where(StoredLetter.email == ANN)) is None


def test_an_address_or_a_choice_that_is_missing_keeps_what_was_typed(site: Site) -> None:
    answer = site.public.post("/follow", {"email": "ann at home", "topics": ["agendas"], "bodies": ["all"]})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="ann at home"' in page
    assert 'value="agendas" checked' in page
    assert 'value="minutes" checked' not in page


def test_nobody_learns_who_follows_and_nobody_is_flooded(site: Site, sink: Sink, tmp_path: Path) -> None:
    handle = follow(site, ANN)
    deliver(site, sink, tmp_path)
    with gone(site, handle):
        for _ in range(3):
            ask(site)
        assert deliver(site, sink, tmp_path) == []
        site.world.later(minutes=16)
        ask(site)
        ask(site)
        (subject,) = deliver(site, sink, tmp_path)
        assert subject.startswith("You follow meetings of")
        assert handle_of(site) == handle


def test_each_follower_of_a_body_is_told_once(site: Site, sink: Sink, tmp_path: Path) -> None:
    world: World = site.world
    mine, other = world.body("Libraries", members=1), world.body("Parks", members=1)
    ann, ben = follow(site, ANN), follow(site, "ben@example.org", (mine.id,))
    cat = follow(site, "cat@example.org", (other.id,))
    deliver(site, sink, tmp_path)
    with gone(site, ann, ben, cat):
        sitting = mine.meeting("Library hours")
        (first, second) = deliver(site, sink, tmp_path)
        assert first == second
        assert first.startswith("Agenda: ")
        assert sorted(t.recipient for t in sink.taken[-2:]) == [ANN, "ben@example.org"]
        with world.runner.work(SYSTEM) as work:
            for again in range(2):
                payload = {"topic": "agendas", "id": sitting.id, "version": "1"}
                work.queue(following_jobs.TELL, payload, f"again {again}")
        assert deliver(site, sink, tmp_path) == []
        world.run(cancel_meeting, CancelMeeting(sitting.id, "The hall is flooded."))
        subjects = deliver(site, sink, tmp_path)
        assert [s.startswith("Cancelled: ") for s in subjects] == [True, True]
        assert "The hall is flooded." in sink.taken[-1].part("text/plain").get_content()


def test_of_a_meeting_that_is_not_public_nobody_is_told(site: Site, sink: Sink, tmp_path: Path) -> None:
    body = site.world.body("Allotments", members=1)
    ann = follow(site, ANN)
    deliver(site, sink, tmp_path)
    with gone(site, ann):
        quiet = body.meeting("A quiet word", publish=False).id
        site.world.run(cancel_meeting, CancelMeeting(quiet, "It is not needed."))
        assert deliver(site, sink, tmp_path) == []
        told = body.meeting("Another word", publish=False).id
        site.world.run(announce, AnnounceMeeting(told))
        site.world.run(cancel_meeting, CancelMeeting(told, "It is not needed."))
        assert len(deliver(site, sink, tmp_path)) == 1


def test_what_was_never_confirmed_or_does_not_exist_is_forgotten(
    site: Site, sink: Sink, tmp_path: Path
) -> None:
    world = site.world
    ask(site, "slow@example.org")
    follow(site, "nobody@example.org")
    sink.unknown.add("nobody@example.org")
    ann = follow(site, ANN)
    deliver(site, sink, tmp_path)
    with gone(site, ann):
        world.later(minutes=60 * 24 * 8)
        world.runner.run(tidy, Tidy(), actor=SYSTEM)
        with world.runner.read() as session:
            assert list(session.scalars(select(Follower.email))) == [ANN]
        world.later(minutes=int(rules.KEEP_LETTERS / timedelta(minutes=1)))
        world.runner.run(tidy, Tidy(), actor=SYSTEM)
        with world.runner.read() as session:
            assert list(session.scalars(select(StoredLetter.id))) == []


def test_more_addresses_than_residents_would_enter_are_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meetings.publicsite.following.usecases.MOST_AN_HOUR", 2)
    for which in range(2):
        ask(site, f"resident{which}@example.org")
    with pytest.raises(TooMany):
        ask(site, "resident3@example.org")


def test_being_refused_tells_nobody_who_follows_already(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody uses up what there is, and then tries addresses: one that is known is answered as any other."""
    follow(site, "known@example.org")
    ask(site, "filler@example.org")
    monkeypatch.setattr("meetings.publicsite.following.usecases.MOST_AN_HOUR", 1)
    for email in ("known@example.org", "filler@example.org", "unknown@example.org"):
        with pytest.raises(TooMany):
            ask(site, email)


def test_one_network_does_not_use_up_what_there_is_for_all(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meetings.publicsite.following.views._LIMIT", DoorLimit(lambda: 0.0))
    monkeypatch.setattr("meetings.publicsite.following.views.OF_ONE_NETWORK", Rate(2, 0.001))
    form = {"email": "victim@example.org", "topics": list(ALL), "bodies": "all"}

    def press(address: str) -> int:
        return site.public.post("/follow", data=form, environ_base={"REMOTE_ADDR": address}).status_code

    assert [press("198.51.100.7") for _ in range(3)] == [303, 303, 429]
    assert press("203.0.113.9") == 303


def test_nothing_of_residents_enters_the_record(site: Site, sink: Sink, tmp_path: Path) -> None:
    def facts() -> int:
        with site.world.runner.read() as session:
            stream = council_stream(session)
            return len(
                session.scalars(select(RecordedFact.seq).where(RecordedFact.stream_id == stream)).all()
            )

    deliver(site, sink, tmp_path)
    before = facts()
    handle = follow(site, "quiet@example.org")
    assert len(deliver(site, sink, tmp_path)) == 1
    site.world.runner.run(stop_following, ByHandle(handle), actor=ANONYMOUS)
    assert facts() == before
    with pytest.raises(NotFound):
        site.world.runner.run(change_following, ChangeFollowing(handle, ALL, (EVERY_BODY,)), actor=ANONYMOUS)
    with pytest.raises(Invalid):
        ask(site, "no address")
