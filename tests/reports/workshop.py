"""A council with authors, consultees and a meeting that reports can go to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from meetings.kernel.actor import SYSTEM, Actor
from meetings.kernel.permissions import Role
from meetings.people.queries import actor_of
from meetings.reports import queries
from meetings.reports.rules.content import ReportContent
from meetings.reports.rules.states import Outcome
from meetings.reports.usecases import (
    AddHolder,
    AskConsultees,
    EditReport,
    GiveClearance,
    KeepPrint,
    SaveRole,
    StartReport,
    SubmitReport,
    add_holder,
    ask_consultees,
    edit_report,
    give_clearance,
    keep_print,
    save_role,
    start_report,
    submit_report,
)
from tests.factories.world import Committee, World

WHOLE = {
    "recommendations": "That the scheme be agreed.\nThat £120,000 be spent on it.",
    "no_background": True,
    "section.purpose": "<p>To agree the scheme for the harbour wall.</p>",
    "section.reasons": "<p>The wall was breached in three places in the winter.</p>",
    "section.financial": "<p>The cost is £120,000, from the reserve for coastal works.</p>",
    "section.legal": "<p>The council has the power under the Coast Protection Act 1949.</p>",
}


@dataclass
class Workshop:
    """The people of the test, each an actor as they are signed in."""

    world: World
    body: Committee
    meeting_id: str
    author: Actor
    colleague: Actor
    finance: Actor
    legal: Actor
    deputy: Actor
    director: Actor
    monitoring: Actor
    stranger: Actor
    roles: dict[str, str] = field(default_factory=dict)

    def start(self, title: str = "Harbour wall", meeting: bool = True) -> str:
        """A report by the author."""
        command = StartReport(self.body.id, title, self.meeting_id if meeting else None)
        return self.world.run(start_report, command, self.author)

    def write(self, report_id: str, actor: Actor | None = None, **fields: object) -> int:
        """Change fields of the newest version; `__` in a name stands for a dot."""
        changed = {name.replace("__", "."): value for name, value in fields.items()}
        row = self.report(report_id)
        command = EditReport(report_id, row.version, changed)
        return self.world.run(edit_report, command, actor or self.author)

    def whole(self, title: str = "Harbour wall") -> str:
        """A report with everything written that must be."""
        report_id = self.start(title)
        self.world.run(edit_report, EditReport(report_id, 1, WHOLE), self.author)
        return report_id

    def asked(self, title: str = "Harbour wall") -> str:
        """One on which the consultees have been asked."""
        report_id = self.whole(title)
        self.ask(report_id)
        return report_id

    def ask(self, report_id: str) -> tuple[str, ...]:
        """Ask whoever is next."""
        command = AskConsultees(report_id, self.report(report_id).version)
        return self.world.run(ask_consultees, command, self.author)

    def answer(
        self,
        report_id: str,
        role: str,
        actor: Actor,
        outcome: Outcome = Outcome.CLEAR,
        words: str = "",
        **more: object,
    ) -> None:
        """A consultee's answer for the newest version."""
        row = self.clearance(report_id, role)
        version = self.report(report_id).version
        command = GiveClearance(report_id, row.id, version, outcome, words, **more)  # type: ignore[arg-type]
        self.world.run(give_clearance, command, actor)

    def cleared(self, title: str = "Harbour wall") -> str:
        """One that everybody has cleared."""
        report_id = self.asked(title)
        self.answer(report_id, "Finance", self.finance)
        self.answer(report_id, "Legal", self.legal)
        self.answer(report_id, "Responsible director", self.director)
        return report_id

    def submitted(self, title: str = "Harbour wall") -> str:
        """One that is with democratic services, and printed."""
        report_id = self.cleared(title)
        self.world.run(submit_report, SubmitReport(report_id, self.report(report_id).version), self.author)
        self.printed(report_id)
        return report_id

    def printed(self, report_id: str, **parts: str) -> None:
        """Say that the newest version was printed; by part the letter its hash is made of."""
        kept = {
            part: {"sha256": letter * 64, "size": 1000, "pages": 2}
            for part, letter in (parts or {"public": "a"}).items()
        }
        self.world.runner.run(
            keep_print, KeepPrint(report_id, self.report(report_id).version, kept), actor=SYSTEM
        )

    def report(self, report_id: str) -> queries.ReportRow:
        """Where it stands."""
        with self.world.runner.read() as session:
            return queries.report_of(session, report_id)

    def content(self, report_id: str) -> ReportContent:
        """What its newest version says."""
        with self.world.runner.read() as session:
            return queries.content_of(session, report_id, queries.report_of(session, report_id).version)

    def clearance(self, report_id: str, role: str) -> queries.ClearanceRow:
        """One consultee of it."""
        with self.world.runner.read() as session:
            return next(c for c in queries.clearances_of(session, report_id) if c.role == role)

    def states(self, report_id: str) -> dict[str, str]:
        """How every consultee stands."""
        with self.world.runner.read() as session:
            return {c.role: c.state.value for c in queries.clearances_of(session, report_id)}


def make_workshop(world: World, committee: str = "Planning Committee") -> Workshop:
    """Finance and legal clear every report, the responsible director signs off last."""
    body = world.body(committee, members=2)
    sitting = body.meeting(publish=False, starts_at=datetime(2027, 2, 9, 18, 30, tzinfo=UTC))

    def actor(name: str, role: Role, post: str = "") -> Actor:
        token = world.account(name, person_id=world.person(name, post), role=role)
        with world.runner.read() as session:
            found = actor_of(session, token, world.clock.now())
        assert found is not None
        world.tokens[name] = token
        return found

    shop = Workshop(
        world,
        body,
        sitting.id,
        author=actor("Anna Author", Role.AUTHOR, "Head of Coastal Works"),
        colleague=actor("Colin Colleague", Role.AUTHOR),
        finance=actor("Fay Finance", Role.CONSULTEE),
        legal=actor("Lou Legal", Role.CONSULTEE),
        deputy=actor("Dee Deputy", Role.CONSULTEE),
        director=actor("Dana Director", Role.CONSULTEE),
        monitoring=actor("Mo Nitor", Role.MONITORING),
        stranger=actor("Stan Stranger", Role.CONSULTEE),
    )
    for name, holder, signs in (
        ("Finance", shop.finance, False),
        ("Legal", shop.legal, False),
        ("Responsible director", shop.director, True),
    ):
        role_id = world.run(save_role, SaveRole(None, name, signoff=signs))
        assert holder.account_id is not None
        world.run(add_holder, AddHolder(role_id, holder.account_id, date(2020, 1, 1)))
        shop.roles[name] = role_id
    return shop
