"""What can be done about the council's law: allowed, denied, wrong, twice; and every step in the record."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from meetings.db.record import council_stream, facts_of
from meetings.deadlines.events import (
    ChoiceCleared,
    ChoiceSet,
    ClosureAdded,
    ClosureRemoved,
    LawSignedOff,
    OverrideWithdrawn,
    ProfileChosen,
    RuleOverridden,
)
from meetings.deadlines.queries import closures_of, law_of, overrides_of, standing_of
from meetings.deadlines.rules.base import Closure, Profile
from meetings.deadlines.usecases import (
    AddClosures,
    ChooseProfile,
    ClearChoice,
    OverrideRule,
    RemoveClosure,
    SetChoice,
    SignOffLaw,
    WithdrawOverride,
    add_closure,
    choose_profile,
    clear_choice,
    override_rule,
    remove_closure,
    set_choice,
    sign_off_law,
    withdraw_override,
)
from meetings.kernel.actor import ANONYMOUS, Actor
from meetings.kernel.errors import Denied, Invalid, NotFound, SignInRequired, WrongState
from meetings.kernel.facts import Fact
from meetings.kernel.permissions import Grant, Role
from tests.factories.world import World

ALWAYS = date(2020, 1, 1)
XMAS = tuple(date(2026, 12, day) for day in (29, 30, 31))


def person(role: Role, body_id: str | None = None) -> Actor:
    return Actor("someone", "Sam Okoro", grants=(Grant(role, body_id, ALWAYS),))


def council_facts(world: World, kind: type[Fact]) -> list[Fact]:
    with world.runner.read() as session:
        return [e.fact for e in facts_of(session, council_stream(session), types=[kind])]


def test_law_is_that_of_england_until_somebody_confirms_it(world: World) -> None:
    with world.runner.read() as session:
        law, standing = law_of(session), standing_of(session)
    assert (law.profile, law.choices, law.closures) == (Profile.ENGLAND_PRINCIPAL, {}, ())
    assert not standing.confirmed


def test_profile_is_confirmed_by_name_and_changed_with_what_was_before(world: World) -> None:
    world.run(choose_profile, ChooseProfile(Profile.ENGLAND_PRINCIPAL))
    world.run(choose_profile, ChooseProfile(Profile.ENGLAND_PRINCIPAL))
    world.later(minutes=5)
    world.run(choose_profile, ChooseProfile(Profile.WALES))
    with world.runner.read() as session:
        standing = standing_of(session)
    assert (standing.profile, standing.chosen_by, standing.chosen_at) == (
        Profile.WALES,
        "Priya Nair",
        world.clock.at,
    )
    assert council_facts(world, ProfileChosen) == [
        ProfileChosen(Profile.ENGLAND_PRINCIPAL, None),
        ProfileChosen(Profile.WALES, Profile.ENGLAND_PRINCIPAL),
    ]


@pytest.mark.parametrize(
    ("actor", "error"),
    [
        (ANONYMOUS, SignInRequired),
        (person(Role.COUNCILLOR), Denied),
        (person(Role.AUTHOR), Denied),
        (person(Role.ADMINISTRATOR), Denied),
        (person(Role.OFFICER, "one-committee"), Denied),
    ],
    ids=["nobody", "councillor", "author", "administrator", "officer of one committee"],
)
def test_law_is_changed_only_by_those_who_look_after_it_for_the_whole_council(
    sqlite_world: World, actor: Actor, error: type[Denied]
) -> None:
    attempts = [
        (choose_profile, ChooseProfile(Profile.WALES)),
        (set_choice, SetChoice("call_in", "7", "Standing order 9")),
        (clear_choice, ClearChoice("call_in")),
        (add_closure, AddClosures(XMAS, "Christmas closure")),
        (remove_closure, RemoveClosure("none")),
        (sign_off_law, SignOffLaw()),
    ]
    for case, command in attempts:
        with pytest.raises(error):
            sqlite_world.run(case, command, actor)


def test_choice_needs_a_source_and_a_value_that_makes_sense(sqlite_world: World) -> None:
    for command, fields in [
        (SetChoice("call_in", "7", " "), {"source"}),
        (SetChoice("call_in", "soon", "Standing order 9"), {"value"}),
        (SetChoice("notice_public_days", "2", "Standing order 9"), {"value"}),
        (SetChoice("no_such_thing", "2", "Standing order 9"), {"value"}),
    ]:
        with pytest.raises(Invalid) as refused:
            sqlite_world.run(set_choice, command)
        assert set(refused.value.fields) == fields
    with sqlite_world.runner.read() as session:
        assert law_of(session).choices == {}


def test_choice_is_kept_changed_and_cleared_with_its_source(world: World) -> None:
    world.run(set_choice, SetChoice("call_in", " 7 ", "Standing order 9"))
    world.run(set_choice, SetChoice("call_in", "7", "Standing order 9"))
    world.run(set_choice, SetChoice("call_in", "6", "Standing order 9, as amended"))
    with world.runner.read() as session:
        assert law_of(session).choices == {"call_in": "6"}
    world.run(clear_choice, ClearChoice("call_in"))
    with pytest.raises(NotFound):
        world.run(clear_choice, ClearChoice("call_in"))
    assert council_facts(world, ChoiceSet) == [
        ChoiceSet("call_in", "7", "Standing order 9"),
        ChoiceSet("call_in", "6", "Standing order 9, as amended", "7"),
    ]
    assert council_facts(world, ChoiceCleared) == [ChoiceCleared("call_in", "6")]


def test_closures_are_added_together_once_and_removed_one_by_one(world: World) -> None:
    assert world.run(add_closure, AddClosures(XMAS, "Christmas closure")) == 3
    assert world.run(add_closure, AddClosures((*XMAS, date(2027, 1, 2)), "Christmas closure")) == 1
    with world.runner.read() as session:
        rows = closures_of(session)
        assert law_of(session).closures[0] == Closure(XMAS[0], "Christmas closure")
    world.run(remove_closure, RemoveClosure(rows[0].id))
    with pytest.raises(NotFound):
        world.run(remove_closure, RemoveClosure(rows[0].id))
    added = council_facts(world, ClosureAdded)
    assert len(added) == 4
    assert council_facts(world, ClosureRemoved) == [
        ClosureRemoved(rows[0].id, XMAS[0], "Christmas closure", False)
    ]


def test_closures_need_a_reason_a_day_and_an_end(sqlite_world: World) -> None:
    many = tuple(date(2027, 1, 1) + timedelta(days=n) for n in range(61))
    for command, field in [
        (AddClosures(XMAS, " "), "name"),
        (AddClosures((), "Christmas closure"), "days"),
        (AddClosures(many, "For ever"), "days"),
    ]:
        with pytest.raises(Invalid) as refused:
            sqlite_world.run(add_closure, command)
        assert set(refused.value.fields) == {field}


def test_only_the_monitoring_officer_signs_off_and_a_later_change_shows(world: World) -> None:
    monitoring = person(Role.MONITORING)
    with pytest.raises(WrongState):
        world.run(sign_off_law, SignOffLaw(), monitoring)
    world.run(choose_profile, ChooseProfile(Profile.ENGLAND_PRINCIPAL))
    with pytest.raises(Denied):
        world.run(sign_off_law, SignOffLaw("Read"))
    world.run(sign_off_law, SignOffLaw("Read against the constitution"), monitoring)
    with world.runner.read() as session:
        standing = standing_of(session)
    assert (standing.signed_by, standing.signed_note) == ("Sam Okoro", "Read against the constitution")
    assert not standing.changed_since
    world.later(minutes=1)
    world.run(set_choice, SetChoice("call_in", "7", "Standing order 9"))
    with world.runner.read() as session:
        assert standing_of(session).changed_since
    assert council_facts(world, LawSignedOff) == [
        LawSignedOff(Profile.ENGLAND_PRINCIPAL, "Read against the constitution")
    ]


def test_rule_is_let_pass_once_with_a_reason_and_taken_back(world: World) -> None:
    meeting = world.body().meeting(publish=False)
    with pytest.raises(Invalid):
        world.run(override_rule, OverrideRule(meeting.id, "CD-1", "item1", "  "))
    first = world.run(override_rule, OverrideRule(meeting.id, "CD-1", "item1", "The grant lapses on Friday"))
    with pytest.raises(WrongState):
        world.run(override_rule, OverrideRule(meeting.id, "CD-1", "item1", "Again"))
    world.later(seconds=1)
    world.run(override_rule, OverrideRule(meeting.id, "CD-1", "item2", "The same grant"))
    with world.runner.read() as session:
        assert [(o.rule_id, o.subject, o.by) for o in overrides_of(session, meeting.id)] == [
            ("CD-1", "item1", "Priya Nair"),
            ("CD-1", "item2", "Priya Nair"),
        ]
    world.run(withdraw_override, WithdrawOverride(meeting.id, first))
    with pytest.raises(WrongState):
        world.run(withdraw_override, WithdrawOverride(meeting.id, first))
    with pytest.raises(NotFound):
        world.run(withdraw_override, WithdrawOverride("another", first), person(Role.MONITORING))
    again = world.run(override_rule, OverrideRule(meeting.id, "CD-1", "item1", "It does lapse"))
    with world.runner.read() as session:
        standing = overrides_of(session, meeting.id)
        facts = [e.fact for e in facts_of(session, meeting.id, types=[RuleOverridden, OverrideWithdrawn])]
        every = overrides_of(session, meeting.id, withdrawn=True)
    assert again in {o.id for o in standing}
    assert (len(standing), len(every)) == (2, 3)
    assert facts[-1] == RuleOverridden(again, "CD-1", "item1", "It does lapse")


def test_rule_is_let_pass_only_for_meetings_one_looks_after(world: World) -> None:
    body, other = world.body(), world.body("Licensing Committee")
    meeting = body.meeting(publish=False)
    command = OverrideRule(meeting.id, "CD-1", "", "It cannot wait")
    for actor in (person(Role.OFFICER, other.id), person(Role.COUNCILLOR), person(Role.CHAIR, body.id)):
        with pytest.raises(Denied):
            world.run(override_rule, command, actor)
    assert world.run(override_rule, command, person(Role.OFFICER, body.id))


def test_some_rules_are_let_pass_by_the_monitoring_officer_alone_and_some_by_nobody(world: World) -> None:
    meeting = world.body().meeting(publish=False)
    trap = OverrideRule(meeting.id, "AG-2", "item1", "The grant lapses")
    with pytest.raises(Denied):
        world.run(override_rule, trap)
    assert world.run(override_rule, trap, person(Role.MONITORING))
    with pytest.raises(WrongState):
        world.run(override_rule, OverrideRule(meeting.id, "AG-1", "item1", "Urgent"), person(Role.MONITORING))
    with pytest.raises(NotFound):
        world.run(override_rule, OverrideRule(meeting.id, "XX-1", "", "Urgent"))
