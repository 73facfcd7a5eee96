"""A council with something of everything, its server, and who looks at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from werkzeug.routing import Map, Rule

from meetings.actions.usecases import RecordAction, record_action
from meetings.agendas.business.usecases import TakeUsualOrder, take_usual_order
from meetings.deadlines.usecases.requisitions import ReceiveRequisition, receive_requisition
from meetings.kernel.actor import SYSTEM
from meetings.kernel.permissions import Role
from meetings.notifications.letters import Letter
from meetings.notifications.rules import LetterKind, Recipient
from meetings.notifications.usecases import send_letter
from meetings.reports.usecases import StartReport, start_report
from tests.appointments.council import Election, election
from tests.factories.site import make_site
from tests.factories.world import Sitting, World
from tests.forwardplan.plans import Town as Plans
from tests.journeys.coming import at_their_desks, printed, shortly_before
from tests.journeys.decided import decisions_of_all_sorts
from tests.journeys.following import asked_before
from tests.journeys.recorded import recorded
from tests.publicsite.serving import served
from tests.publicsite.town import Town, make_town


@dataclass(frozen=True)
class Everything:
    """Where it is served, its routes, and the sessions of those who look."""

    town: Town
    address: str
    routes: Map
    #: the token of each, "" for the public
    lookers: dict[str, str]
    coming: Sitting
    #: an appointment that was voted on
    appointment: Election

    def starts(self) -> list[str]:
        """Every address that can be written down beforehand: meetings at every stage, declared votes."""
        town = self.town
        known = {
            "meeting_id": [self.coming.id, town.live.id, town.past.id, town.draft.id],
            "vote_id": list(town.votes.values()),
            "appointment_id": [self.appointment.id],
            "round_id": [r.id for r in self.appointment.view.rounds],
        }
        return [path for rule in self.pages() for path in _filled(rule, known)]

    def pages(self) -> Iterable[Rule]:
        """Every route that can be asked for."""
        return (rule for rule in self.routes.iter_rules() if "GET" in (rule.methods or ()))


def _filled(rule: Rule, known: dict[str, list[str]]) -> list[str]:
    if not rule.arguments:
        return [rule.rule]
    (name, *others) = rule.arguments
    if others or name not in known:
        return []
    return [rule.rule.replace(f"<{name}>", value) for value in known[name]]


def _before_the_meeting(town: Town, world: World) -> None:
    """An order of business, planned decisions with their notice, a report, a letter."""
    world.run(take_usual_order, TakeUsualOrder(town.planning.id))
    planning = town.planning.id
    plans = Plans(world, planning, planning, planning, {})
    later = date(2027, 2, 16)
    plans.plan(title="Boilers for the leisure centre", decide_on=later)
    plans.plan_private(title="Sale of land at the harbour", decide_on=later)
    plans.publish()
    report = StartReport(town.planning.id, "Replacing the harbour wall", town.draft.id)
    world.run(start_report, report)
    to = (Recipient("Lin Moss", "lin.moss@example.org"),)
    with world.runner.work(SYSTEM) as work:
        send_letter(work, Letter(to, "Notice", "A notice.", LetterKind.NOTICE, key="one", link="/"))


def _appointed(world: World) -> Election:
    """Another body's chair, by a vote on devices."""
    found = election(world, members=5, candidates=2, body="Harbour Board", title="Chair of the Harbour Board")
    found.vote({found.candidates[0]: 3, found.candidates[1]: 2})
    return found


@contextmanager
def everything(folder: Path) -> Iterator[Everything]:
    """Make it and serve it."""
    with make_site(folder) as site:
        town, world = make_town(site), site.world
        world.run(
            record_action, RecordAction(town.live.id, town.live.items[0], "Send the figures", "Lin Moss")
        )
        demand = ReceiveRequisition(
            town.planning.id, world.clock.at.date(), "The harbour wall", tuple(town.planning.members)
        )
        world.run(receive_requisition, demand)
        asked_before(town, world)
        _before_the_meeting(town, world)
        coming, chosen = shortly_before(town), _appointed(world)
        at_their_desks(town)
        decisions_of_all_sorts(town, world)
        recorded(town)
        printed(site)
        lookers = {
            "public": "",
            "member": world.tokens[town.planning.members[1]],
            "officer": world.officer_token,
            "administrator": world.account("Ada Winter", role=Role.ADMINISTRATOR),
        }
        with served(site.parts) as ready:
            yield Everything(
                town, f"http://{ready.host}:{ready.port}", site.parts.app.url_map, lookers, coming, chosen
            )
