"""Teams: one meeting for one key, its lobby and presenters, changes, its end; what only a person can do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from integrations.simulators.base import Fault, FaultKind, World
from meetings.ports.conferencing import Guest, StreamTarget
from meetings.ports.providers import Can, Gone, Permanent, ProviderFailed, Retryable
from tests.integrations.teams.account import NOW, WISH, clock, connected, graph, press, teams_of


def test_a_meeting_is_made_once_in_the_calendar_with_its_lobby_and_presenters(simulators: World) -> None:
    clock(simulators, NOW)
    account = connected()
    made = teams_of(simulators).create(account, WISH)
    again = teams_of(simulators).create(account, WISH)
    (event,), (meeting,) = graph(simulators).events.values(), graph(simulators).meetings.values()
    assert made.ref == again.ref == f"{meeting['id']} {event['id']}"
    assert event["transactionId"] == "witan-meeting7ka2x"
    assert event["start"] == {"dateTime": "2026-12-03T18:30:00", "timeZone": "UTC"}
    assert event["end"]["dateTime"] == "2026-12-03T21:00:00"
    assert meeting["lobbyBypassSettings"] == {"scope": "invited", "isDialInBypassEnabled": False}
    assert meeting["allowedPresenters"] == "roleIsPresenter"
    assert meeting["recordAutomatically"] is True
    roles = {a["upn"]: a["role"] for a in meeting["participants"]["attendees"]}
    assert roles == dict.fromkeys(WISH.hosts, "coorganizer")
    assert made.steps == ()
    assert made.inside["join"] == meeting["joinWebUrl"]
    assert meeting["joinWebUrl"] not in repr(made)


def test_hosts_without_an_account_get_no_role_and_are_told_as_a_step(simulators: World) -> None:
    wish = replace(WISH, hosts=("someone@elsewhere.example",), waiting_room=True, record=False)
    made = teams_of(simulators).create(connected(), wish)
    (meeting,) = graph(simulators).meetings.values()
    assert meeting["participants"]["attendees"] == []
    assert meeting["lobbyBypassSettings"]["scope"] == "organizer"
    assert [step.key for step in made.steps] == ["teams-presenters"]
    assert "someone@elsewhere.example" in made.steps[0].text


def test_without_leave_to_read_the_directory_hosts_are_a_step_too(simulators: World) -> None:
    press(simulators, "graph.role", role="User.ReadBasic.All")
    made = teams_of(simulators).create(connected(), WISH)
    assert [step.key for step in made.steps] == ["teams-presenters"]


@pytest.mark.parametrize(
    "operation", ["events.create", "onlineMeetings.list", "users.list", "onlineMeetings.update"]
)
@pytest.mark.parametrize("kind", [FaultKind.ACT_THEN_HANG_UP, FaultKind.BROKEN])
def test_whatever_breaks_off_on_the_way_there_is_one_meeting_afterwards(
    simulators: World, operation: str, kind: FaultKind
) -> None:
    teams, account = teams_of(simulators), connected()
    simulators.faults.arm(Fault(kind, "graph", operation))
    with pytest.raises(Retryable) as broken:
        teams.create(account, WISH)
    assert operation != "events.create" or broken.value.uncertain
    made = teams.create(account, WISH)
    assert list(graph(simulators).meetings) == [made.ref.split()[0]]
    assert len(graph(simulators).events) == 1


def test_a_list_that_does_not_show_ours_yet_makes_no_second_one(simulators: World) -> None:
    """The calendar's list lags behind: the transaction's id alone holds them together."""
    teams, account = teams_of(simulators), connected()
    made = teams.create(account, WISH)
    (event,) = graph(simulators).events.values()
    event["end"]["dateTime"] = "2020-01-01T00:00:00"
    assert teams.create(account, WISH).ref == made.ref
    assert [x.status for x in simulators.asked("graph", "events.create")] == [201, 409]


def test_one_that_was_taken_away_is_made_anew_under_the_same_key(simulators: World) -> None:
    teams, account = teams_of(simulators), connected()
    first = teams.create(account, WISH)
    teams.cancel(account, first.ref)
    teams.cancel(account, first.ref)
    second = teams.create(account, WISH)
    assert second.ref != first.ref
    assert teams.create(account, WISH).ref == second.ref
    assert len(graph(simulators).meetings) == 1


def test_it_is_found_among_many_over_all_pages_as_they_are_named(simulators: World) -> None:
    teams, account = teams_of(simulators), connected()
    for number in range(7):
        teams.create(account, replace(WISH, key=f"other{number}", hosts=()))
    made = teams.create(account, WISH)
    graph(simulators).page_size = 3
    simulators.log.clear()
    assert teams.create(account, WISH).ref == made.ref
    pages = simulators.asked("graph", "events.list")
    assert len(pages) == 3
    assert all(set(page.query) == {"$skiptoken"} for page in pages[1:])
    assert not simulators.asked("graph", "events.create")


def test_a_change_moves_the_same_meeting(simulators: World) -> None:
    teams, account = teams_of(simulators), connected()
    made = teams.create(account, WISH)
    later = replace(WISH, starts_at=WISH.starts_at + timedelta(days=7), title="Moved", waiting_room=False)
    changed = teams.update(account, made.ref, later)
    (event,), (meeting,) = graph(simulators).events.values(), graph(simulators).meetings.values()
    assert changed.ref == made.ref
    assert changed.inside["join"] == made.inside["join"]
    assert event["start"]["dateTime"] == "2026-12-10T18:30:00"
    assert meeting["startDateTime"].startswith("2026-12-10T18:30")
    assert (meeting["subject"], meeting["lobbyBypassSettings"]["scope"]) == ("Moved", "everyone")
    teams.cancel(account, made.ref)
    with pytest.raises(Gone):
        teams.update(account, made.ref, later)
    with pytest.raises(Gone):
        teams.state(account, made.ref)


def test_what_somebody_set_in_teams_stays_and_hosts_are_ours(simulators: World) -> None:
    teams, account = teams_of(simulators), connected()
    made = teams.create(account, WISH)
    (meeting,) = graph(simulators).meetings.values()
    by_hand = {"upn": "member@council.example", "role": "presenter"}
    meeting["participants"]["attendees"].append(by_hand)
    teams.update(account, made.ref, replace(WISH, hosts=WISH.hosts[:1]))
    assert meeting["participants"]["attendees"] == [{"upn": WISH.hosts[0], "role": "coorganizer"}, by_hand]


def test_a_meeting_that_teams_does_not_show_yet_is_asked_for_later(simulators: World) -> None:
    teams, account = teams_of(simulators), connected()
    made = teams.create(account, WISH)
    (event,), (meeting,) = graph(simulators).events.values(), graph(simulators).meetings.values()
    info, event["onlineMeeting"] = event["onlineMeeting"], None
    with pytest.raises(Retryable):
        teams.create(account, WISH)
    event["onlineMeeting"] = info
    address, meeting["joinWebUrl"] = meeting["joinWebUrl"], "https://teams.microsoft.com/elsewhere"
    with pytest.raises(Retryable):
        teams.create(account, WISH)
    meeting["joinWebUrl"] = address
    assert teams.create(account, WISH).ref == made.ref


def test_everybody_has_the_same_door_and_the_host_too(simulators: World) -> None:
    teams, account = teams_of(simulators), connected()
    made = teams.create(account, WISH)
    doors = [teams.door(account, made.ref, made.inside, Guest(key, key)) for key in ("a", "b")]
    assert doors[0] == doors[1]
    assert doors[0].url == teams.host_link(account, made.ref, made.inside) == made.inside["join"]
    assert "conference ID" in doors[0].dial_in
    assert Can.MEMBER_LINKS not in teams.can
    with pytest.raises(Permanent) as told:
        teams.revoke(account, made.ref, Guest("a", "a"), "")
    assert "lobby" in told.value.remedy


def test_what_only_a_person_can_do_is_a_step_and_never_acted(simulators: World) -> None:
    teams, account = teams_of(simulators), connected()
    made = teams.create(account, WISH)
    simulators.log.clear()
    (step,) = teams.aim(
        account, made.ref, StreamTarget("rtmps://in.example/live", "k3y", "https://watch.example")
    )
    assert [(p.label, p.value, p.secret) for p in step.pastes] == [
        ("Stream address (RTMP)", "rtmps://in.example/live", False),
        ("Stream key", "k3y", True),
    ]
    assert "k3y" not in repr(step)
    for act in (teams.start_stream, teams.stop_stream, teams.end):
        with pytest.raises(Permanent) as told:
            act(account, made.ref)
        assert told.value.remedy
    assert not {Can.STREAM_TARGET, Can.STREAM_CONTROL, Can.STREAM_STATE, Can.END} & teams.can
    assert simulators.log == []
    assert teams.state(account, made.ref).live is None


def test_a_broadcast_flag_is_never_sent_and_would_be_refused(simulators: World) -> None:
    teams, account = teams_of(simulators), connected()
    made = teams.create(account, WISH)
    teams.update(account, made.ref, WISH)
    assert not [x for x in simulators.log if b"isBroadcast" in x.body or b"broadcastSettings" in x.body]
    path = f"/users/{account.values['organiser']}/onlineMeetings/{made.ref.split()[0]}"
    with pytest.raises(ProviderFailed):
        teams._graph.ask(account, "PATCH", path, json={"isBroadcast": True})
    simulators.log.pop()
