"""Settling how a body votes, what its members' votes weigh, and who votes for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete

from meetings.bodies.queries import body_of, members_of
from meetings.db.record import council_stream
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.profiles import may_choose
from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.facts import canonical
from meetings.kernel.permissions import Permission
from meetings.room.queries import members_for, voters_here
from meetings.room.usecases.meeting import locked
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting, meeting_of
from meetings.voting.around import policy_at, weights_of
from meetings.voting.events import ProxyEnded, ProxyGiven, VotePolicyChanged, VoteWeightSet
from meetings.voting.models_around import BodyVotePolicy, Proxy, VoteWeight
from meetings.voting.policy import VotePolicy, proxies_lawful, usual
from meetings.voting.rules import VoteMethod, Way
from meetings.voting.usecases.common import name_of
from meetings.voting.usecases.rolls import no_vote_under_way

MAX_WEIGHT = 1_000_000


@dataclass(frozen=True)
class SettleVotes:
    """How a body votes from now on; votes that are open go on as they were announced."""

    body_id: str
    policy: VotePolicy


@dataclass(frozen=True)
class SettleWeights:
    """What each member's vote counts for."""

    body_id: str
    weights: Mapping[str, int]


@dataclass(frozen=True)
class GiveProxy:
    """A member who is away gives another their vote for this meeting."""

    meeting_id: str
    person_id: str
    holder_id: str


@dataclass(frozen=True)
class EndProxy:
    """The proxy no longer holds."""

    meeting_id: str
    person_id: str


def _body(_session: Any, command: SettleVotes | SettleWeights) -> str:
    return command.body_id


@use_case(permission=Permission.MANAGE_BODIES, scope=_body)
def settle_votes(work: Work, command: SettleVotes) -> None:
    """Keep a body's policy. Raises NotFound, and Invalid for what contradicts itself or the law."""
    body_of(work.session, command.body_id)
    policy = command.policy
    if problems := problems_with(policy, law_allows_proxies=proxies_lawful(law_of(work.session))):
        raise Invalid("Check how this body votes.", problems)
    law = law_of(work.session)
    if not may_choose(law.profile, "named_vote_trigger"):
        policy = replace(policy, demand=usual(law).demand)
    data = policy.to_data()
    kept = work.session.get(BodyVotePolicy, command.body_id)
    if kept is None:
        work.session.add(BodyVotePolicy(body_id=command.body_id, settings=data))
    elif kept.settings == data:
        return
    else:
        kept.settings = data
    work.session.flush()
    work.record(council_stream(work.session), VotePolicyChanged(command.body_id, canonical(data).decode()))


def problems_with(policy: VotePolicy, *, law_allows_proxies: bool) -> dict[str, str]:
    """What is wrong with a policy, by field."""
    found: dict[str, str] = {}
    if not policy.ways:
        found["ways"] = "Choose at least one way"
    elif policy.default_way not in policy.ways:
        found["default_way"] = "The usual way must be one that is offered"
    if not policy.methods:
        found["methods"] = "Choose at least one"
    elif policy.default_method not in policy.methods:
        found["default_method"] = "The usual method must be one that is offered"
    if policy.ways == (Way.HANDS,) and (VoteMethod.TOTALS not in policy.methods or policy.always_names):
        found["ways"] = "Hands give no names: offer another way as well"
    if not policy.bases:
        found["bases"] = "Choose at least one majority"
    limits = {"demand": (1, 1000), "own_vote_seconds": (10, 3600), "read_back_seconds": (0, 600)}
    for name, (least, most) in {**limits, "keys_days": (1, 36500)}.items():
        number = getattr(policy, name)
        if number is not None and not least <= number <= most:
            found[name] = f"Give a whole number from {least} to {most}"
    if policy.proxies and not law_allows_proxies:
        found["proxies"] = "The law that applies here does not allow votes by proxy"
    return found


@use_case(permission=Permission.MANAGE_BODIES, scope=_body)
def settle_weights(work: Work, command: SettleWeights) -> None:
    """Say what each member's vote counts for. Raises Invalid for a weight below one or of nobody on the body."""
    members = {m.person_id for m in members_of(work.session, command.body_id, work.today)}
    if any(not 1 <= w <= MAX_WEIGHT for w in command.weights.values()):
        raise Invalid(
            "A vote counts for one or more.", {"weights": f"Give whole numbers from 1 to {MAX_WEIGHT}"}
        )
    if command.weights.keys() - members:
        raise Invalid("Weights are for members of this body.", {"weights": "Choose members"})
    before = weights_of(work.session, command.body_id)
    for person_id, weight in sorted(command.weights.items()):
        if before.get(person_id, 1) == weight:
            continue
        work.session.merge(VoteWeight(body_id=command.body_id, person_id=person_id, weight=weight))
        work.session.flush()
        fact = VoteWeightSet(command.body_id, person_id, name_of(work, person_id), weight)
        work.record(council_stream(work.session), fact)


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def give_proxy(work: Work, command: GiveProxy) -> None:
    """Note a proxy. One for each member represented; a later one replaces it.

    Raises WrongState where the law or the body does not allow it or the member is present, Invalid for strangers.
    """
    locked(work, command.meeting_id)
    no_vote_under_way(work, command.meeting_id)
    law, policy = policy_at(work.session, command.meeting_id)
    if not (policy.proxies and proxies_lawful(law)):
        raise WrongState("Votes by proxy are not allowed here.")
    meeting = meeting_of(work.session, command.meeting_id)
    members = {m.person_id for m in members_for(work.session, meeting)}
    if command.person_id == command.holder_id or {command.person_id, command.holder_id} - members:
        raise Invalid(
            "A proxy is given by one member of this body to another.", {"holder_id": "Choose another"}
        )
    if command.person_id in {v.person_id for v in voters_here(work.session, command.meeting_id)}:
        raise WrongState("They are present: whoever is here votes themselves.")
    row = Proxy(meeting_id=command.meeting_id, person_id=command.person_id, holder_id=command.holder_id)
    work.session.merge(row)
    work.session.flush()
    names = name_of(work, command.person_id), name_of(work, command.holder_id)
    fact = ProxyGiven(command.meeting_id, command.person_id, names[0], command.holder_id, names[1])
    work.record(command.meeting_id, fact)


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def end_proxy(work: Work, command: EndProxy) -> None:
    """Take a proxy back. Raises WrongState while a vote is under way."""
    locked(work, command.meeting_id)
    no_vote_under_way(work, command.meeting_id)
    mine = (Proxy.meeting_id == command.meeting_id) & (Proxy.person_id == command.person_id)
    if work.session.execute(delete(Proxy).where(mine).returning(Proxy.person_id)).all():
        fact = ProxyEnded(command.meeting_id, command.person_id, name_of(work, command.person_id))
        work.record(command.meeting_id, fact)
