"""A council with something of everything: meetings past, on now, to come, cancelled and secret."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select

from meetings.agendas.usecases import (
    AddItem,
    PublishAgenda,
    WithdrawPaper,
    add_item,
    publish_agenda,
    withdraw_paper,
)
from meetings.bodies.models import Seat
from meetings.bodies.usecases import (
    AddMember,
    CreateGroup,
    CreateWard,
    SetTerm,
    add_member,
    create_group,
    create_ward,
    set_term,
)
from meetings.kernel.actor import SYSTEM
from meetings.kernel.secrecy import Sensitivity
from meetings.minutes.queries import minutes_of
from meetings.minutes.usecases import (
    ApproveMinutes,
    KeepPdf,
    PublishMinutes,
    approve_minutes,
    keep_pdf,
    publish_minutes,
)
from meetings.motions.usecases import AgreeMotion, agree_motion
from meetings.people.models import Account
from meetings.people.usecases import DemoSignIn, sign_in_as_demo
from meetings.room.usecases import CloseMeeting, TakeItem, close_meeting, take_item
from meetings.schedule.usecases import CancelMeeting, cancel_meeting
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import (
    CloseVote,
    DeclareVote,
    EnterBallot,
    GiveCastingVote,
    close_vote,
    declare_vote,
    enter_ballot,
    give_casting_vote,
)
from tests.factories.private import take_privately
from tests.factories.site import Site
from tests.factories.world import EVENING, Committee, Sitting
from tests.publicsite.town_papers import CLOSED as CLOSED
from tests.publicsite.town_papers import paper as paper
from tests.publicsite.town_papers import word_papers

FOR, AGAINST, ABSTAIN = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN
RECORDED, TOTALS = VoteMethod.RECORDED, VoteMethod.TOTALS
PDF = b"%PDF-1.7 the minutes of the library"


@dataclass
class Town:
    """The council, and where to find what."""

    site: Site
    planning: Committee
    past: Sitting
    live: Sitting
    coming: Sitting
    cancelled: Sitting
    draft: Sitting
    #: words that must not be found anywhere, by where they were put
    secrets: dict[str, str] = field(default_factory=dict)
    #: declared votes by name
    votes: dict[str, str] = field(default_factory=dict)
    #: of votes and papers that the public may not see
    hidden: list[str] = field(default_factory=list)


def add(sitting: Sitting, title: str, **more: object) -> str:
    """One more item of the working agenda."""
    item_id = sitting.world.run(add_item, AddItem(sitting.id, title, **more))  # type: ignore[arg-type]
    sitting.items.append(item_id)
    return item_id


def cast(sitting: Sitting, vote_id: str, choices: dict[str, Choice]) -> None:
    """Votes that are called out and entered by the clerk."""
    for person_id, choice in choices.items():
        sitting.world.run(enter_ballot, EnterBallot(vote_id, person_id, choice, f"called-{person_id}"))


def sign_in(site: Site, person_id: str) -> None:
    """Begin a new session: the old one ended after twelve hours."""
    with site.world.runner.read() as session:
        account_id = session.scalar(select(Account.id).where(Account.person_id == person_id))
    assert account_id is not None
    opened = site.world.run(sign_in_as_demo, DemoSignIn(account_id), SYSTEM)
    site.world.tokens[person_id] = opened.token
    if person_id == site.world.officer.person_id:
        site.world.officer_token = opened.token


def decide(
    sitting: Sitting,
    text: str,
    method: VoteMethod,
    choices: dict[str, Choice],
    *,
    casting: Choice | None = None,
    tie: bool = False,
    **more: object,
) -> str:
    """A motion voted on and declared; the vote's id."""
    world = sitting.world
    vote_id = sitting.vote(sitting.motion(text, **more), method)
    cast(sitting, vote_id, choices)
    present = len(sitting.body.members)
    world.run(close_vote, CloseVote(vote_id, missing_seen=present - len(choices)))
    if tie:
        world.run(give_casting_vote, GiveCastingVote(vote_id, casting))
    world.run(declare_vote, DeclareVote(vote_id, timedelta()))
    world.later(minutes=5)
    return vote_id


def seat_councillors(site: Site, body: Committee) -> None:
    """Make the members of a body councillors with wards and groups."""
    world = site.world
    wards = [world.run(create_ward, CreateWard(name), SYSTEM) for name in ("Riverside", "Old Town")]
    groups = [world.run(create_group, CreateGroup(name), SYSTEM) for name in ("Civic", "Progress")]
    for n, person_id in enumerate(body.members):
        term = SetTerm(person_id, wards[n % 2], groups[n % 2], date(2023, 5, 8))
        world.run(set_term, term, SYSTEM)


def make_town(site: Site) -> Town:
    """Everything, by the product's own use cases."""
    world = site.world
    evening = EVENING - timedelta(days=28)
    world.clock.at = evening - timedelta(days=10)
    planning = world.body(members=6)
    council = world.body("Council", members=0)
    for n, person_id in enumerate(planning.members):
        seat = Seat.CHAIR if n == 0 else Seat.MEMBER
        world.run(add_member, AddMember(council.id, person_id, seat, date(2023, 5, 22)), SYSTEM)
    council.members = planning.members
    seat_councillors(site, planning)

    past = planning.meeting("Apologies for absence", publish=False, starts_at=evening)
    live = council.meeting("Budget monitoring", publish=False, starts_at=EVENING)
    coming = planning.meeting("Apologies for absence", publish=False, starts_at=EVENING + timedelta(days=14))
    cancelled = planning.meeting("Trees", starts_at=EVENING + timedelta(days=42))
    draft = planning.meeting("qdrafttitlezx", publish=False, starts_at=EVENING + timedelta(days=70))
    town = Town(site, planning, past, live, coming, cancelled, draft)
    town.secrets["title of a draft meeting's item"] = "qdrafttitlezx"
    _past(town, evening)
    _draft(town)
    _coming(town)
    reason = "The works in the Council Chamber take longer than planned."
    world.run(cancel_meeting, CancelMeeting(cancelled.id, reason))
    _live(town)
    for person_id in (*planning.members, str(world.officer.person_id)):
        sign_in(site, person_id)
    return town


def _past(town: Town, evening: datetime) -> None:
    library, trees, secret = _past_agenda(town)
    _past_meeting(town, evening, library, trees, secret)
    publish_the_minutes(town.site, town.past)


def _past_agenda(town: Town) -> tuple[str, str, str]:
    site, world, past = town.site, town.site.world, town.past
    library = add(
        past,
        "Opening hours of the library",
        text="<p>The library is <strong>closed on Sundays</strong>.</p>",
        recommendation="That the library opens on Sundays from 11am to 4pm.",
    )
    trees = add(past, "Trees in Mill Lane")
    secret = add(
        past,
        "qexempttitlezx",
        text="<p>qexempttextzx</p>",
        recommendation="That qexemptadvicezx be sold.",
        sensitivity=Sensitivity.EXEMPT,
        exemption="Paragraph 3 of Part 1 of Schedule 12A to the Local Government Act 1972",
        interest_test="qexempttestzx outweighs",
    )
    town.secrets |= {
        "title of an exempt item": "qexempttitlezx",
        "text of an exempt item": "qexempttextzx",
        "recommendation of an exempt item": "qexemptadvicezx",
        "public interest test of an exempt item": "qexempttestzx",
        "paper of an exempt item": "qexemptpaperzx",
        "exempt paper of a public item": "qsecretpaperzx",
        "title of a withdrawn paper": "qwithdrawnzx",
        "motion on an exempt item": "qexemptmotionzx",
    }
    paper(site, past, library, "Report on opening hours")
    gone = paper(site, past, library, "qwithdrawnzx")
    town.hidden.append(f"/papers/{paper(site, past, library, 'qsecretpaperzx', **CLOSED)}/qsecretpaperzx.pdf")
    town.hidden.append(f"/papers/{paper(site, past, secret, 'qexemptpaperzx')}/qexemptpaperzx.pdf")
    town.secrets |= {"page of an exempt Word paper": "qexemptpagezx", "its title": "qexemptwordzx"}
    town.hidden += word_papers(site, past, library)
    world.run(publish_agenda, PublishAgenda(past.id))
    world.run(withdraw_paper, WithdrawPaper(past.id, gone, "it names a resident"))
    return library, trees, secret


def _past_meeting(town: Town, evening: datetime, library: str, trees: str, secret: str) -> None:
    world, past = town.site.world, town.past
    world.clock.at = evening
    past.open()
    a, b, c, d, e, _ = past.body.members
    world.later(minutes=5)
    world.run(take_item, TakeItem(past.id, library))
    votes = {a: FOR, b: FOR, c: FOR, d: AGAINST, e: ABSTAIN}
    town.votes["recorded"] = decide(past, "That the library opens on Sundays", RECORDED, votes)
    world.run(take_item, TakeItem(past.id, trees))
    town.votes["totals"] = decide(
        past, "That six trees are planted", TOTALS, {a: FOR, b: AGAINST, c: AGAINST}
    )
    town.votes["casting"] = decide(
        past, "That two trees are planted", RECORDED, {a: FOR, b: AGAINST}, casting=FOR, tie=True
    )
    agreed = past.motion("That the report on trees is noted")
    world.run(agree_motion, AgreeMotion(past.id, agreed))
    take_privately(past, secret)
    exempt = decide(past, "That qexemptmotionzx is sold", RECORDED, {a: FOR, b: AGAINST, c: FOR})
    town.hidden.append(f"/votes/{exempt}")
    world.later(minutes=5)
    world.run(close_meeting, CloseMeeting(past.id))


def publish_the_minutes(site: Site, sitting: Sitting, pdf: bytes | None = PDF) -> None:
    """From the draft to what the public reads, with a PDF unless it is not made yet."""
    world = site.world
    with world.runner.read() as session:
        row = minutes_of(session, sitting.id)
    assert row is not None
    world.later(minutes=60)
    world.run(approve_minutes, ApproveMinutes(sitting.id, row.version))
    world.run(publish_minutes, PublishMinutes(sitting.id, row.version))
    if pdf is not None:
        kept = site.parts.services.storage.put(io.BytesIO(pdf))
        world.run(keep_pdf, KeepPdf(sitting.id, row.version, False, kept.sha256), SYSTEM)


def _draft(town: Town) -> None:
    town.secrets["paper of a draft agenda"] = "qdraftpaperzx"
    hidden = paper(town.site, town.draft, town.draft.items[0], "qdraftpaperzx")
    town.hidden += [f"/papers/{hidden}/qdraftpaperzx.pdf", f"/meetings/{town.draft.id}"]


def _coming(town: Town) -> None:
    site, coming = town.site, town.coming
    bridge = add(coming, "Repair of the bridge", text="<p>The bridge has been closed since May.</p>")
    paper(site, coming, bridge, "Report on the bridge")
    site.world.run(publish_agenda, PublishAgenda(coming.id))
    site.world.later(minutes=24 * 60)
    paper(site, coming, bridge, "Drawings of the bridge")
    site.world.run(publish_agenda, PublishAgenda(coming.id, "Drawings for item 2 were added."))
    town.secrets["working title, not published"] = "qunpublishedzx"
    add(coming, "qunpublishedzx")


def _live(town: Town) -> None:
    world, live = town.site.world, town.live
    town.secrets["title of an exempt item of the open meeting"] = "qlivesecretzx"
    town.secrets["motion on it"] = "qlivemotionzx"
    add(
        live,
        "Staffing qlivesecretzx",
        sensitivity=Sensitivity.EXEMPT,
        exemption="Paragraph 1",
        interest_test="Names",
    )
    world.run(publish_agenda, PublishAgenda(live.id))
    world.clock.at = EVENING
    live.open()
    world.later(minutes=3)
    a, b, c, d, *_ = live.body.members
    votes = {a: FOR, b: FOR, c: ABSTAIN, d: AGAINST}
    town.votes["live"] = decide(live, "That the budget report is noted", RECORDED, votes)
    open_vote = live.vote(live.motion("That the reserve is raised"), RECORDED)
    cast(live, open_vote, {a: FOR, b: AGAINST})
    town.hidden.append(f"/votes/{open_vote}")
