"""Every use case says what it needs of its actor; the few that need nothing are known by name."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module

import meetings
from meetings.runtime.usecase import Spec

#: whoever asks decides: each of these looks at the person itself, for the reason given
OPEN = {
    "meetings.actions.printing.ask_print": "everybody who may read the page; it changes nothing but that it is printed",
    "meetings.actions.usecases.answering.answer_action": "the owner of the action, or the deputy",
    "meetings.admin.usecases.setup.rename_council": "an administrator, or an officer of the whole council",
    "meetings.appointments.usecases.count.confirm_counts": "a second person: the clerk, the chair, monitoring",
    "meetings.appointments.usecases.count.decide_tie": "whoever presides, or the clerk on their word",
    "meetings.appointments.usecases.nominate.consent": "the nominee's own, or the clerk's on their word",
    "meetings.appointments.usecases.nominate.nominate": "a member in their own name, or the clerk",
    "meetings.appointments.usecases.nominate.withdraw": "the candidate's own, or the clerk's on their word",
    "meetings.appointments.usecases.rounds.confirm_void": "a second person: the clerk, the chair, monitoring",
    "meetings.appointments.usecases.secret.approve_box": "the tellers of the round",
    "meetings.appointments.usecases.secret.enrol_device": "one's own",
    "meetings.appointments.usecases.secret.revoke_device": "one's own",
    "meetings.conferencing.own.usecases.empty_room": "an officer, or the chair",
    "meetings.conferencing.own.usecases.knock": "one's own, by who has a seat",
    "meetings.conferencing.own.usecases.let_in": "an officer, or the chair",
    "meetings.conferencing.own.usecases.put_out": "an officer, or the chair",
    "meetings.deadlines.usecases.reminders.choose_reminder": "one's own",
    "meetings.deadlines.usecases.reminders.make_feed": "one's own",
    "meetings.deadlines.usecases.reminders.revoke_feed": "one's own",
    "meetings.debate.usecases.floor.call_speaker": "the clerk, or whoever presides",
    "meetings.debate.usecases.floor.end_speech": "the clerk, or whoever presides",
    "meetings.debate.usecases.floor.pause_speech": "the clerk, or whoever presides",
    "meetings.debate.usecases.floor.rule_on_point": "the clerk, or whoever presides",
    "meetings.debate.usecases.floor.undo_speech": "the clerk, or whoever presides",
    "meetings.debate.usecases.order.call_to_order": "the clerk, or whoever presides",
    "meetings.debate.usecases.order.restore_order": "the clerk, or whoever presides",
    "meetings.debate.usecases.queue.add_speaker": "the clerk, or whoever presides",
    "meetings.debate.usecases.queue.move_speaker": "the clerk, or whoever presides",
    "meetings.debate.usecases.queue.order_queue": "the clerk, or whoever presides",
    "meetings.debate.usecases.queue.register_speaker": "who prepares the meeting, the clerk, or whoever presides",
    "meetings.debate.usecases.queue.withdraw_speech": "one's own, or who prepares the meeting, or whoever presides",
    "meetings.debate.usecases.time.call_time": "the clerk, or whoever presides",
    "meetings.decisions.usecases.calling.sign_call_in": "a councillor in their own name",
    "meetings.decisions.usecases.calling.start_call_in": "a councillor in their own name",
    "meetings.decisions.usecases.calling.unsign_call_in": "one's own",
    "meetings.decisions.usecases.writing.make_decision": "whoever decides alone, or the officer who publishes it",
    "meetings.exclusion.usecases.beginning.exclude_by_law": "the clerk, or whoever presides",
    "meetings.exclusion.usecases.beginning.open_private": "the clerk, or whoever presides",
    "meetings.exclusion.usecases.confirming.confirm_by_eye": "the clerk, or whoever presides",
    "meetings.exclusion.usecases.confirming.confirm_override": "a second person: the clerk, the chair, monitoring",
    "meetings.exclusion.usecases.confirming.keep_readings": "the clerk, or whoever presides",
    "meetings.exclusion.usecases.confirming.propose_override": "the clerk, or whoever presides",
    "meetings.exclusion.usecases.ending.end_exclusion": "the clerk, or whoever presides",
    "meetings.exclusion.usecases.ending.let_public_return": "the clerk, or whoever presides",
    "meetings.interests.usecases.declaring.change_declaration": "one's own, or as the clerk a member's",
    "meetings.interests.usecases.declaring.declare_interest": "one's own, or as the clerk a member's",
    "meetings.interests.usecases.declaring.mark_returned": "one's own, or as the clerk a member's",
    "meetings.interests.usecases.declaring.withdraw_declaration": "one's own, or as the clerk a member's",
    "meetings.interests.usecases.register.propose_change": "one's own",
    "meetings.motions.usecases.deciding.agree_motion": "the clerk, or whoever presides",
    "meetings.motions.usecases.notices.answer_suggestion": "one's own",
    "meetings.motions.usecases.notices.give_notice": "one's own",
    "meetings.motions.usecases.notices.sign_notice": "whoever was asked",
    "meetings.motions.usecases.notices.withdraw_notice": "one's own",
    "meetings.notifications.usecases.officers.choose_kinds": "one's own",
    "meetings.publicsite.following.usecases.ask_to_follow": "everybody; a letter asks the address itself",
    "meetings.publicsite.following.usecases.change_following": "whoever has the letter's own address",
    "meetings.publicsite.following.usecases.confirm_following": "whoever has the letter's own address",
    "meetings.publicsite.following.usecases.stop_following": "whoever has the letter's own address",
    "meetings.people.usecases.passwords.set_password": "one's own, with the old one",
    "meetings.people.usecases.passwords.set_password_by_link": "the link is the proof",
    "meetings.people.usecases.sessions.note_failed_sign_in": "nobody is signed in yet",
    "meetings.people.usecases.sessions.revoke_other_sessions": "one's own",
    "meetings.people.usecases.sessions.revoke_session": "one's own",
    "meetings.people.usecases.sessions.sign_in": "nobody is signed in yet",
    "meetings.people.usecases.sessions.sign_in_as_demo": "only accounts of demonstration people",
    "meetings.people.usecases.sessions.sign_out": "one's own",
    "meetings.people.usecases.sessions.touch_session": "one's own",
    "meetings.room.usecases.business.undo_order": "the clerk, or whoever presides",
    "meetings.room.usecases.business.vary_order": "the clerk, or whoever presides",
    "meetings.room.usecases.meeting.adjourn_meeting": "the clerk, or whoever presides",
    "meetings.room.usecases.meeting.resume_meeting": "the clerk, or whoever presides",
    "meetings.room.usecases.meeting.take_item": "the clerk, or whoever presides",
    "meetings.schedule.members.usecases.needs.mark_seen": "one's own",
    "meetings.schedule.members.usecases.needs.save_needs": "one's own",
    "meetings.voting.usecases.demands.demand_names": "a member for themselves, or the clerk for them",
    "meetings.voting.usecases.demands.record_own_vote": "a member for themselves, or the clerk for them",
    "meetings.voting.usecases.demands.undo_demand": "a member for themselves, or the clerk for them",
    "meetings.voting.usecases.proposals.confirm_proposal": "a second person: the clerk, the chair, monitoring",
    "meetings.voting.usecases.proposals.drop_proposal": "the clerk, the chair, monitoring",
    "meetings.voting.usecases.proposals.propose_correction": "the clerk, or whoever presides",
    "meetings.voting.usecases.proposals.propose_void": "the clerk, or whoever presides",
    "meetings.voting.usecases.questions.question_ballot": "a member for themselves, or the clerk for them",
    "meetings.voting.usecases.result.close_vote": "the clerk, or whoever presides",
    "meetings.voting.usecases.result.declare_vote": "the clerk, or whoever presides",
    "meetings.voting.usecases.result.give_casting_vote": "whoever presides, or the clerk on their word",
    "meetings.voting.usecases.start.open_vote": "the clerk, or whoever presides",
    "meetings.voting.usecases.ways.change_way": "the clerk, or whoever presides",
    "meetings.voting.usecases.ways.confirm_hands": "a second person: the clerk, the chair, monitoring",
}


def modules() -> list[str]:
    """Every module of the product."""
    names = [m.name for m in pkgutil.walk_packages(meetings.__path__, "meetings.")]
    return [name for name in names if ".migrations" not in name]


def use_cases() -> dict[str, Spec]:
    """Every use case by its full name."""
    found = {}
    for name in modules():
        for function in vars(import_module(name)).values():
            spec = getattr(function, "spec", None) if inspect.isfunction(function) else None
            if isinstance(spec, Spec):
                found[f"{function.__module__}.{function.__name__}"] = spec
    return found


def test_use_cases_need_a_permission_or_are_known_to_be_open() -> None:
    cases = use_cases()
    assert len(cases) > 60
    free = {name for name, spec in cases.items() if spec.permission is None and not spec.system_only}
    assert free == set(OPEN)


def test_use_cases_of_a_body_ask_for_the_body() -> None:
    """A permission that is held on one body must not be used on another."""
    council_wide = {"manage_people", "manage_bodies", "settings", "import", "read_record"}
    unscoped = {
        name: spec.permission.value
        for name, spec in use_cases().items()
        if spec.permission is not None and spec.scope is None
    }
    assert {n: p for n, p in unscoped.items() if p not in council_wide} == {}
