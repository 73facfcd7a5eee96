"""Teams: tokens that expire or are taken back, consent that is revoked, throttling; what each refusal asks for."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from integrations.simulators.base import Fault, FaultKind, World
from integrations.teams.line import Line
from meetings.ports.providers import Permanent, ProviderFailed, Retryable, SignInDead
from tests.integrations.teams.account import NOW, WISH, clock, connected, identity, press, signed_in, teams_of


def _failed(world: World, fault: Fault) -> ProviderFailed:
    teams, account = teams_of(world), connected()
    world.faults.arm(fault)
    with pytest.raises(ProviderFailed) as told:
        teams.create(account, WISH)
    return told.value


def test_a_token_is_fetched_once_for_many_calls(simulators: World) -> None:
    teams, account = teams_of(simulators), connected()
    teams.create(account, WISH)
    teams.create(account, WISH)
    assert len(simulators.asked("login", "token")) == 1
    assert len(simulators.asked("login", "discovery")) == 1


def test_a_token_that_was_taken_back_is_replaced_once_without_a_word(simulators: World) -> None:
    teams, account = teams_of(simulators), connected()
    made = teams.create(account, WISH)
    press(simulators, "login.refuse")
    assert teams.create(account, WISH).ref == made.ref
    assert len(simulators.asked("login", "token")) == 2


def test_refused_twice_the_connection_is_dead(simulators: World) -> None:
    failed = _failed(simulators, Fault(FaultKind.EXPIRED_TOKEN, "graph", "events.list", times=2))
    assert isinstance(failed, SignInDead)
    assert "onnect again" in failed.reason
    assert len(simulators.asked("graph", "events.list")) == 2


def test_a_client_secret_that_has_expired_or_a_wrong_directory_is_dead(simulators: World) -> None:
    teams = teams_of(simulators)
    with pytest.raises(SignInDead) as told:
        teams.create(connected(client_secret="wrong"), WISH)
    assert "secret" in told.value.reason
    assert told.value.code == "AADSTS7000215"
    with pytest.raises(SignInDead) as told:
        teams.create(connected(tenant="nobody.example"), WISH)
    assert "directory" in told.value.reason


@pytest.mark.parametrize("simulator", ["login", "graph"])
def test_asked_to_come_back_later(simulators: World, simulator: str) -> None:
    failed = _failed(simulators, Fault(FaultKind.LATER_SECONDS, simulator, seconds=90))
    assert isinstance(failed, Retryable)
    assert not failed.uncertain
    assert failed.not_before is not None
    assert timedelta(seconds=60) < failed.not_before - simulators.now() <= timedelta(seconds=91)


def test_a_missing_permission_is_named_with_where_it_is_granted(simulators: World) -> None:
    press(simulators, "graph.role", role="Calendars.ReadWrite")
    with pytest.raises(Permanent) as told:
        teams_of(simulators).create(connected(), WISH)
    assert "Calendars.ReadWrite" in told.value.reason
    assert "Grant admin consent" in told.value.remedy


def test_without_the_policy_the_commands_are_told(simulators: World) -> None:
    press(simulators, "graph.policy")
    account = connected()
    with pytest.raises(Permanent) as told:
        teams_of(simulators).create(account, WISH)
    for part in (
        "New-CsApplicationAccessPolicy",
        "Grant-CsApplicationAccessPolicy",
        account.values["organiser"],
    ):
        assert part in told.value.remedy
    assert account.values["client_secret"] not in told.value.remedy


def test_a_signed_in_name_instead_of_the_object_id_is_found_by_the_check(simulators: World) -> None:
    checks = teams_of(simulators).check(connected(organiser="meetings@council.example"))
    wrong = {c.name: c.words for c in checks if not c.ok}
    assert "object ID" in wrong["Calendar of the organiser"]


def test_the_check_names_what_is_missing_and_changes_nothing(simulators: World) -> None:
    teams, account = teams_of(simulators), connected()
    assert all(c.ok for c in teams.check(account))
    press(simulators, "graph.role", role="OnlineMeetingTranscript.Read.All")
    press(simulators, "graph.policy")
    missing = {c.name: c.words for c in teams.check(account) if not c.ok}
    assert set(missing) == {
        "OnlineMeetingTranscript.Read.All",
        "Application access policy",
    }
    assert "to fetch transcripts" in missing["OnlineMeetingTranscript.Read.All"]
    assert "New-CsApplicationAccessPolicy" in missing["Application access policy"]
    assert {x.method for x in simulators.asked("graph")} == {"GET"}


def test_the_organiser_signs_in_and_is_renewed_silently(simulators: World) -> None:
    move = clock(simulators, NOW)
    teams, account = teams_of(simulators), connected()
    signed_in(simulators, teams, account)
    assert account.values["signed_in_as"] == "meetings@council.example"
    assert all(c.ok for c in teams.check(account))
    before = account.values["organiser_cache"]
    # Each renewal hands out a new refresh token, and only the newest is good.
    for hours in (2, 4, 6):
        move(NOW + timedelta(hours=hours))
        assert all(c.ok for c in teams_of(simulators).check(account))
    assert account.values["organiser_cache"] != before
    assert len(identity(simulators).refresh) == 1


def test_a_sign_in_that_was_begun_twice_or_not_here_is_refused(simulators: World) -> None:
    teams, account = teams_of(simulators), connected()
    with pytest.raises(Permanent):
        teams.signed_in(account, "code", "https://council.example/back")
    teams.sign_in_address(account, "state", "https://council.example/back")
    with pytest.raises(Permanent):
        teams.signed_in(account, "code", "https://elsewhere.example/back")
    with pytest.raises(SignInDead):
        teams.signed_in(account, "guessed", "https://council.example/back")


def test_what_is_logged_of_a_refusal_has_its_number_and_no_secret(
    simulators: World, caplog: pytest.LogCaptureFixture
) -> None:
    account = connected()
    with caplog.at_level(logging.DEBUG, logger="integrations"):
        simulators.faults.arm(Fault(FaultKind.REVOKED_SCOPE, "graph", "events.create"))
        with pytest.raises(Permanent):
            teams_of(simulators).create(account, WISH)
    assert "request-id" in caplog.text
    for secret in (account.values["client_secret"], *identity(simulators).handed_out):
        assert secret not in caplog.text


def test_a_line_reaches_microsoft_unless_there_are_simulators() -> None:
    address = "https://login.microsoftonline.com/common/oauth2/v2.0/token"
    assert Line().there(address) == address
    assert (
        Line("http://127.0.0.1:9/login").there(address) == "http://127.0.0.1:9/login/common/oauth2/v2.0/token"
    )
    assert Line("http://127.0.0.1:9/login").there("https://else.example/x") == "https://else.example/x"
    with pytest.raises(ValueError, match="https"):
        Line("http://login.example")
