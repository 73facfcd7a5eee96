"""Canaries round the agenda: minutes, drafts, the forward plan, reports, what members and officers write."""

from __future__ import annotations

import io
from datetime import timedelta

from meetings.actions.usecases import RecordAction, record_action
from meetings.agendas.content import without_number
from meetings.agendas.queries import working_agenda
from meetings.agendas.usecases import (
    AddItem,
    PublishAgenda,
    SendSummons,
    UnpublishAgenda,
    add_item,
    publish_agenda,
    send_summons,
    unpublish_agenda,
)
from meetings.deadlines.usecases import OverrideRule, override_rule
from meetings.deadlines.usecases.requisitions import ReceiveRequisition, receive_requisition
from meetings.forwardplan.usecases import RecordRepresentation, record_representation
from meetings.kernel.actor import SYSTEM
from meetings.kernel.secrecy import Sensitivity
from meetings.lawfulness.usecases import MakeCertificate, PlanPublication, make_certificate, plan_publication
from meetings.minutes.queries import minutes_of
from meetings.minutes.usecases import ApproveMinutes, PublishMinutes, approve_minutes, publish_minutes
from meetings.motions.usecases import PrepareMotion, prepare_motion
from meetings.notifications.letters import Letter
from meetings.notifications.rules import LetterKind, Recipient
from meetings.notifications.usecases import send_letter
from meetings.reports.rules.states import Outcome
from meetings.reports.usecases import AcceptReport, SubmitReport, accept_report, submit_report
from meetings.reports.usecases.comments import Comment, comment_as_consultee
from meetings.reports.usecases.files import AddAppendix, StoredFile, add_appendix
from meetings.room.usecases import CloseMeeting, TakeItem, TakeNote, close_meeting, take_item, take_note
from meetings.schedule.members.rules import ReplyKind
from meetings.schedule.members.usecases import SaveNeeds, SendReply, save_needs, send_reply
from meetings.schedule.usecases import ArrangeMeeting, arrange_meeting
from tests.factories.private import take_privately
from tests.factories.world import EVENING, Sitting
from tests.forwardplan.plans import make_town as make_cabinet
from tests.publicsite.town import AGAINST, FOR, RECORDED, decide
from tests.reports.workshop import make_workshop
from tests.security.canary.files import report_pdf
from tests.security.canary.house import House


def make_past(house: House) -> None:
    """A meeting that was held, with a public and an exempt decision, and minutes that are published."""
    world, hide, show = house.site.world, house.words.hide, house.words.show
    evening = EVENING - timedelta(days=28)
    world.clock.at = evening - timedelta(days=10)
    past = house.body.meeting("Apologies for absence", publish=False, starts_at=evening)
    house.known["past meeting"] = past.id
    public = world.run(add_item, AddItem(past.id, f"Trees {show('past item: title')}"))
    secret = world.run(
        add_item,
        AddItem(
            past.id,
            f"Staff {hide('past exempt item: title')}",
            sensitivity=Sensitivity.EXEMPT,
            exempt_paragraphs=("1",),
            interest_test=hide("past exempt item: interest test"),
        ),
    )
    world.run(publish_agenda, PublishAgenda(past.id))
    world.run(prepare_motion, PrepareMotion(past.id, secret, f"That {hide('motion made ready')} go"))
    world.clock.at = evening
    past.open()
    votes = dict.fromkeys(past.body.members[:3], FOR) | {past.body.members[3]: AGAINST}
    world.run(take_item, TakeItem(past.id, public))
    house.known["public vote"] = decide(past, f"That {show('motion: text')} be planted", RECORDED, votes)
    world.run(take_note, TakeNote(past.id, f"Officers said {show('note: text')}."))
    take_privately(past, secret)
    house.known["exempt vote"] = decide(past, f"That {hide('exempt motion')} leave", RECORDED, votes)
    world.run(take_note, TakeNote(past.id, f"Officers said {hide('note on an exempt item')}."))
    world.run(close_meeting, CloseMeeting(past.id))
    with world.runner.read() as session:
        row = minutes_of(session, past.id)
    assert row is not None
    world.run(approve_minutes, ApproveMinutes(past.id, row.version))
    world.run(publish_minutes, PublishMinutes(past.id, row.version))


def make_drafts(house: House) -> None:
    """A meeting in preparation that waits for its publication, and an agenda that was taken back."""
    world, hide = house.site.world, house.words.hide
    place = hide("meeting in preparation: place")
    arrange = ArrangeMeeting(house.body.id, EVENING + timedelta(days=30), place=place)
    draft = world.run(arrange_meeting, arrange)
    house.known["meeting in preparation"] = draft
    text, advice = hide("draft: text"), hide("draft: recommendation")
    world.run(add_item, AddItem(draft, hide("draft: title"), text=text, recommendation=advice))
    with world.runner.read() as session:
        seen = without_number(working_agenda(session, draft))
    note = hide("planned publication: note")
    planned = PlanPublication(draft, EVENING + timedelta(days=10), note, seen=seen)
    world.run(plan_publication, planned, world.officer)
    taken = house.body.meeting("Apologies", publish=False, starts_at=EVENING + timedelta(days=40))
    house.known["agenda taken back"] = taken.id
    title, text = hide("agenda taken back: title"), hide("agenda taken back: text")
    advice = hide("agenda taken back: recommendation")
    world.run(add_item, AddItem(taken.id, title, text=text, recommendation=advice))
    note = hide("agenda taken back: note")
    world.run(publish_agenda, PublishAgenda(taken.id, note))
    house.work_off()
    world.run(
        unpublish_agenda,
        UnpublishAgenda(taken.id, f"By mistake {house.words.show('reason for taking back')}"),
    )


def make_plan(house: House) -> None:
    """Planned decisions with what only officers call them, and one that nobody was given notice of."""
    world, hide, show = house.site.world, house.words.hide, house.words.show
    town = make_cabinet(world)
    town.plan(
        title=f"Boilers {show('plan: title')}",
        matter=f"Whether {show('plan: matter')}",
        working_title=hide("working title"),
    )
    entry = town.plan_private(
        title=f"Sale of land {show('private plan: title')}",
        working_title=hide("working title of a private decision"),
        private_note=hide("private reasons of a decision"),
        private_reasons=f"Prices {show('plan: reasons for privacy')}",
    )
    town.publish()
    unsaid = "change that was not noticed"
    town.change(entry, title=hide(f"{unsaid}: title"), matter=hide(f"{unsaid}: matter"))
    town.plan(title=hide("decision without notice: title"), matter=hide("decision without notice: matter"))
    sent = RecordRepresentation(
        entry, world.clock.at.date(), hide("sender of a representation"), "It should be open."
    )
    world.run(record_representation, sent)


def make_reports(house: House) -> None:
    """A part-exempt report on a published agenda, with what was said of it on the way, and a draft."""
    world, words = house.site.world, house.words
    hide, show = words.hide, words.show
    shop = make_workshop(world)
    house.known["meeting with a report"] = shop.meeting_id
    draft = shop.whole(hide("report draft: title"))
    text, advice = f"<p>{hide('report draft: text')}</p>", hide("report draft: recommendation")
    shop.write(draft, section__reasons=text, recommendations=advice)
    report = shop.whole(f"Award {show('report: title')}")
    shop.write(
        report,
        section__reasons=f"<p>{show('report: text')}</p>",
        section__options=f"<p>{hide('exempt section')}</p>",
        exempt__options=True,
        paragraphs=("3",),
        interest_test=hide("report: interest test"),
    )
    data = report_pdf(hide("exempt appendix: body"), words, "exempt appendix")
    kept = house.site.parts.services.storage.put(io.BytesIO(data))
    file = StoredFile(
        f"{hide('exempt appendix: file name')}.pdf", "application/pdf", kept.size, 2, kept.sha256
    )
    appendix = AddAppendix(report, hide("exempt appendix: title"), file, exempt=True)
    file_id = world.run(add_appendix, appendix, shop.author)
    house.known |= {"report": report, "report draft": draft, "appendix": file_id}
    shop.ask(report)
    world.run(comment_as_consultee, Comment(report, hide("consultee's comment")), shop.finance)
    shop.answer(report, "Finance", shop.finance, Outcome.CLEAR, hide("consultee's answer"))
    shop.answer(report, "Legal", shop.legal)
    shop.answer(report, "Responsible director", shop.director)
    version = shop.report(report).version
    world.run(submit_report, SubmitReport(report, version), shop.author)
    house.work_off()
    world.run(accept_report, AcceptReport(report, version, shop.meeting_id))
    sitting = Sitting(shop.body, shop.meeting_id, [])
    world.run(publish_agenda, PublishAgenda(sitting.id))


def make_letters(house: House) -> None:
    """What members reply and need, what is written to people, and why rules were let pass."""
    world, hide = house.site.world, house.words.hide
    member = world.actor(house.body.members[1])
    why, needs = hide("apology: reason"), hide("reply: needs")
    world.run(send_reply, SendReply(house.main.id, ReplyKind.APOLOGIES, why, needs), member)
    said = SaveNeeds(hide("needs: diet"), hide("needs: access"), hide("needs: remote"), hide("needs: other"))
    world.run(save_needs, said, member)
    to = (Recipient("Lin Moss", f"{hide('letter: address')}@example.org"),)
    letter = Letter(
        to, hide("letter: subject"), hide("letter: text"), LetterKind.NOTICE, key="canary", link="/"
    )
    with world.runner.work(SYSTEM) as work:
        send_letter(work, letter)
    world.run(
        send_summons, SendSummons(house.main.id, note=hide("summons: note"), signed_by=""), world.officer
    )
    subject = house.known["exempt item"]
    world.run(override_rule, OverrideRule(house.main.id, "AG-2", subject, hide("override: reason")), SYSTEM)
    world.run(make_certificate, MakeCertificate(house.main.id))


def make_open(house: House) -> None:
    """The meeting is on: in the middle of an exempt item, with a motion and an open vote."""
    world, hide, main = house.site.world, house.words.hide, house.main
    world.clock.at = EVENING
    main.open()
    take_privately(main, house.known["exempt item"])
    world.run(take_note, TakeNote(main.id, f"Officers said {hide('note of the open meeting')}."))
    vote = main.vote(main.motion(f"That {hide('motion of the open meeting')} be sold"), RECORDED)
    house.known["open vote"] = vote
    action = RecordAction(main.id, house.known["exempt item"], hide("action"), hide("owner of an action"))
    world.run(record_action, action)
    members = tuple(house.body.members)
    demand = ReceiveRequisition(house.body.id, world.clock.at.date(), hide("requisition"), members)
    world.run(receive_requisition, demand)
