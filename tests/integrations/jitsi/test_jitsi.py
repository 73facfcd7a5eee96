"""The council's own Jitsi: tokens for one person and one room, its own domain alone, news that bear the token."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest

from integrations.jitsi.adapter import Jitsi
from meetings.ports.conferencing import Guest, RoomWish, StreamTarget
from meetings.ports.providers import Account, Forged, Gone, Permanent

SECRET = "a-secret-of-thirty-two-characters-and-more"
STARTS = datetime(2026, 12, 8, 19, tzinfo=UTC)
WISH = RoomWish("a-meeting", "Planning Committee", STARTS, 90, "Europe/London", record=True)
NOW = datetime(2026, 12, 8, 19, 30, tzinfo=UTC)


def account(**more: str) -> Account:
    values = {"domain": "meet.example.gov.uk", "app_id": "witan", "app_secret": SECRET, "news_token": "t0ken"}
    return Account("jitsi", values | more)


@pytest.fixture
def jitsi() -> Jitsi:
    return Jitsi(lambda: NOW)


def test_the_way_in_is_signed_for_one_person_and_one_room(jitsi: Jitsi) -> None:
    room = jitsi.create(account(), WISH)
    assert room == jitsi.create(account(), WISH)
    door = jitsi.door(account(), room.ref, room.inside, Guest("p1", "Councillor A. Abara", "a@example.org"))
    address = urlsplit(door.url)
    assert (address.scheme, address.netloc, address.path) == ("https", "meet.example.gov.uk", f"/{room.ref}")
    token = parse_qs(address.query)["jwt"][0]
    assert jwt.get_unverified_header(token)["alg"] == "HS256"
    claims = jwt.decode(
        token,
        SECRET,
        algorithms=["HS256"],
        audience="jitsi",
        options={"verify_exp": False, "verify_nbf": False},
    )
    assert (claims["iss"], claims["sub"], claims["room"]) == ("witan", "meet.example.gov.uk", room.ref)
    user = claims["context"]["user"]
    assert (user["id"], user["name"], user["affiliation"], user["lobby_bypass"]) == (
        "p1",
        "Councillor A. Abara",
        "member",
        False,
    )
    assert claims["nbf"] < STARTS.timestamp() < claims["exp"] < (STARTS + timedelta(days=1)).timestamp()
    assert door.seat_ref == "p1"


def test_hosts_are_moderators(jitsi: Jitsi) -> None:
    room = jitsi.create(account(), WISH)
    link = jitsi.host_link(account(), room.ref, room.inside)
    claims = jwt.decode(parse_qs(urlsplit(link).query)["jwt"][0], options={"verify_signature": False})
    assert claims["context"]["user"]["affiliation"] == "owner"
    assert claims["context"]["user"]["lobby_bypass"] is True


@pytest.mark.parametrize("domain", ["meet.jit.si", "https://MEET.JIT.SI/", "8x8.vc", "alpha.jitsi.net"])
def test_services_of_others_are_refused(jitsi: Jitsi, domain: str) -> None:
    with pytest.raises(Permanent, match="somebody else") as refused:
        jitsi.create(account(domain=domain), WISH)
    assert "the council runs itself" in refused.value.remedy


@pytest.mark.parametrize(
    "wrong", [{"domain": "localhost"}, {"domain": "a b.example.org"}, {"app_secret": "short"}, {"app_id": ""}]
)
def test_what_does_not_fit_is_refused_before_anything_is_asked(jitsi: Jitsi, wrong: dict[str, str]) -> None:
    with pytest.raises(Permanent) as refused:
        jitsi.check(account(**wrong))
    assert refused.value.remedy
    assert SECRET not in str(refused.value)


def test_another_secret_is_another_room(jitsi: Jitsi) -> None:
    room = jitsi.create(account(), WISH)
    with pytest.raises(Gone):
        jitsi.update(account(app_secret=SECRET + "x"), room.ref, WISH)


def test_what_it_cannot_do_is_a_step(jitsi: Jitsi) -> None:
    assert [s.key for s in jitsi.create(account(), WISH).steps] == ["jitsi-lobby", "jitsi-record"]
    (step,) = jitsi.aim(account(), "r", StreamTarget("rtmp://a", "key"))
    assert [p.secret for p in step.pastes] == [False, True]
    for ask in (jitsi.start_stream, jitsi.stop_stream, jitsi.end):
        with pytest.raises(Permanent) as refused:
            ask(account(), "r")
        assert refused.value.remedy


def _occupant(**more: object) -> dict[str, object]:
    return {"id": "p1", "name": "A", "occupant_jid": "x@y/z", "joined_at": NOW.timestamp(), **more}


def _news(name: str, **more: object) -> bytes:
    return json.dumps({"event_name": name, "room_name": "r", "is_breakout": False, **more}).encode()


BEARER = {"Authorization": "Bearer t0ken"}


def test_news_of_coming_and_going_have_our_seat(jitsi: Jitsi) -> None:
    (joined,) = jitsi.hear(account(), BEARER, {}, _news("muc-occupant-joined", occupant=_occupant())).happened
    left = _news("muc-occupant-left", occupant=_occupant(left_at=NOW.timestamp() + 30))
    (gone,) = jitsi.hear(account(), BEARER, {}, left).happened
    assert (joined.kind, joined.at, joined.data["seat_ref"], joined.data["room"]) == (
        "joined",
        NOW,
        "p1",
        "meeting",
    )
    assert (gone.kind, gone.at) == ("left", NOW + timedelta(seconds=30))
    assert joined.data["connection"] == gone.data["connection"]
    assert joined.key != gone.key


def test_the_end_of_the_room_makes_good_what_got_lost(jitsi: Jitsi) -> None:
    early = (NOW - timedelta(hours=2)).timestamp()
    raw = _news(
        "muc-room-destroyed",
        created_at=early,
        destroyed_at=NOW.timestamp(),
        all_occupants=[_occupant(joined_at=early, left_at=early + 60)],
    )
    kinds = [h.kind for h in jitsi.hear(account(), BEARER, {}, raw).happened]
    assert kinds == ["room_ended", "joined", "left"]


@pytest.mark.parametrize(
    ("headers", "token", "at"),
    [
        ({}, "t0ken", NOW),
        ({"authorization": "Bearer wrong"}, "t0ken", NOW),
        ({"Authorization": "Bearer "}, "", NOW),
        (BEARER, "t0ken", NOW - timedelta(minutes=6)),
        (BEARER, "t0ken", NOW + timedelta(minutes=6)),
    ],
)
def test_forged_and_old_news_are_refused(
    jitsi: Jitsi, headers: dict[str, str], token: str, at: datetime
) -> None:
    raw = _news("muc-occupant-joined", occupant=_occupant(joined_at=at.timestamp()))
    with pytest.raises(Forged):
        jitsi.hear(account(news_token=token), headers, {}, raw)
