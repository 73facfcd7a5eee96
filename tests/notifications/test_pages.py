"""Pages about letters, asked as an officer, a member and nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from meetings.kernel.permissions import Role
from meetings.notifications.rules import LetterKind, Recipient
from meetings.notifications.usecases import Letter, send_letter
from tests.factories.accounts import signed_in
from tests.factories.site import Site, Visitor, make_site, words
from tests.factories.smtp import Sink
from tests.notifications.conftest import Post, post_of

ANN = Recipient("Councillor Ann Lee", "ann@example.org")
LETTER = Letter(
    (ANN,), "Summons to <b>Planning</b>", "You are summoned.", LetterKind.SUMMONS, "k", link="/meetings/m1"
)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with make_site(tmp_path / "data", public_url="https://meetings.northmoor.example/") as made:
        yield made


@pytest.fixture
def served(tmp_path: Path, sink: Sink) -> Iterator[Site]:
    """The same with a mail server."""
    more = {"smtp_host": "127.0.0.1", "smtp_port": sink.port, "smtp_tls": "none"}
    with make_site(tmp_path / "data", smtp_from=sink.server.sender, **more) as made:
        yield made


def write(site: Site, letter: Letter = LETTER) -> str:
    with site.world.runner.work(site.world.officer) as work:
        return send_letter(work, letter)[0]


def office(site: Site, sink: Sink, folder: Path) -> Post:
    """The worker of this site, with the mail server that the site knows."""
    post = post_of(site.world, sink, folder)
    return replace(post, context=replace(post.context, mail=site.parts.services.mail))


def test_an_officer_reads_each_letter_and_what_became_of_it(served: Site, sink: Sink, tmp_path: Path) -> None:
    assert "No letters yet" in words(served.officer.get("/desk/letters"))
    letter_id = write(served)
    office(served, sink, tmp_path).deliver()
    page = served.officer.get("/desk/letters")
    assert "1 letter" in words(page)
    assert "Summons to &lt;b&gt;Planning&lt;/b&gt;" in page.get_data(as_text=True)
    said = words(served.officer.get(f"/desk/letters/{letter_id}"))
    assert "Councillor Ann Lee <ann@example.org>" in said
    assert "As it was sent You are summoned. https://meetings.northmoor.example/meetings/m1" in said
    answer = served.officer.post(f"/desk/letters/{letter_id}/again")
    assert (answer.status_code, answer.location != f"/desk/letters/{letter_id}") == (303, True)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=ann", True),
        ("q=ANN+summons", True),
        ("q=nobody", False),
        ("state=waiting", True),
        ("state=sent", False),
        ("kind=summons", True),
        ("kind=report", False),
        ("state=nonsense&kind=nonsense&page=x", True),
        ("page=900", True),
    ],
)
def test_the_list_is_narrowed_down(site: Site, query: str, found: bool) -> None:
    write(site)
    said = words(site.officer.get(f"/desk/letters?{query}"))
    assert ("Councillor Ann Lee" in said) is found
    assert ("No letter fits" in said) is not found


def test_without_a_server_it_is_said_and_nothing_is_lost(site: Site, sink: Sink, tmp_path: Path) -> None:
    write(site)
    office(site, sink, tmp_path).deliver()
    said = words(site.officer.get("/desk/letters"))
    assert "No mail server is set up" in said
    assert "Not sent: no mail server" in said
    assert "WITAN_SMTP_HOST" in words(site.officer.get("/desk/letters/server"))


def test_what_waits_is_sent_by_a_button(served: Site, sink: Sink, tmp_path: Path) -> None:
    write(served)
    post = office(served, sink, tmp_path)
    post.without_server().deliver()
    page = served.officer.get("/desk/letters").get_data(as_text=True)
    assert "1 letter was written while no mail server was set up" in page
    assert served.officer.post("/desk/letters/waiting").status_code == 303
    post.deliver()
    assert len(sink.taken) == 1


def test_a_test_letter_tries_the_server(served: Site, sink: Sink, tmp_path: Path) -> None:
    said = words(served.officer.get("/desk/letters/server"))
    assert "democratic@northmoor.example" in said
    answer = served.officer.post("/desk/letters/server/test")
    office(served, sink, tmp_path).deliver()
    assert "Sent Test to Priya Nair" in words(served.officer.get(answer.location))


def test_an_officer_of_one_body_sees_its_letters_alone(site: Site) -> None:
    planning, audit = site.world.body("Planning"), site.world.body("Audit")
    _, token = signed_in(site.world, "Officer of one", Role.OFFICER, planning.id)
    one = Visitor(site.parts, token)
    own = write(site, replace(LETTER, body_id=planning.id, subject="Own"))
    others = [write(site, replace(LETTER, body_id=b, subject="Other", key=f"k{b}")) for b in (audit.id, None)]
    said = words(one.get("/desk/letters"))
    assert ("Own" in said, "Other" in said) == (True, False)
    assert one.get(f"/desk/letters/{own}").status_code == 200
    for letter_id in others:
        assert one.get(f"/desk/letters/{letter_id}").status_code == 404
        assert one.post(f"/desk/letters/{letter_id}/again").status_code == 404


def test_a_member_chooses_which_letters_come(site: Site) -> None:
    member = site.member(site.world.body(members=1).members[0])
    page = member.get("/account/letters").get_data(as_text=True)
    assert len(re.findall(r'name="kinds"[^>]*checked', page)) == 6
    assert 'value="summons"' not in page
    answer = member.post("/account/letters", {"kinds": ["supplement", "summons", "nonsense"]})
    assert answer.status_code == 303
    page = member.get("/account/letters").get_data(as_text=True)
    assert re.findall(r'value="(\w+)"[^>]*checked', page) == ["supplement"]
    assert site.public.get("/account/letters").status_code in (302, 303)
    assert member.get("/desk/letters").status_code == 403
