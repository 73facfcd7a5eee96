"""Who is written to about a decision: whoever decided, who called it in, scrutiny, the contact, all councillors."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from meetings.bodies.queries import members_of
from meetings.decisions.models import Decision, DecisionCallIn
from meetings.decisions.queries import call_in_of, members_of_council
from meetings.decisions.rules.record import Record
from meetings.kernel.permissions import Permission
from meetings.notifications.letters import Letter
from meetings.notifications.queries import accounts_with, recipients_of_persons
from meetings.notifications.rules import LetterKind, Recipient
from meetings.notifications.usecases import send_letter
from meetings.runtime.work import Work


def tell_councillors(work: Work, row: Decision, subject: str, text: str, key: str, link: str) -> None:
    """Every member of the council and of the body that decided hears of published decisions."""
    people = {m.person_id for m in members_of_council(work.session, work.today)}
    people |= {m.person_id for m in members_of(work.session, row.body_id, work.today)}
    _send(work, row, _at(work, people), subject, text, key, link)


def tell_concerned(
    work: Work, row: Decision, record: Record, call_in: DecisionCallIn, subject: str, text: str, key: str
) -> None:
    """Whoever decided, whoever signed, the committee that looks at it, the contact, and the monitoring officer."""
    people = {s.person_id for s in call_in_of(work.session, call_in.id).signatures}
    if row.maker_id:
        people.add(row.maker_id)
    else:
        people |= {m.person_id for m in members_of(work.session, row.body_id, work.today)}
    if call_in.scrutiny_id:
        people |= {m.person_id for m in members_of(work.session, call_in.scrutiny_id, work.today)}
    to = [*_at(work, people), *accounts_with(work.session, Permission.OVERRIDE_LAW, row.body_id, work.today)]
    if record.contact_email:
        to.append(Recipient(record.contact_name or record.contact_email, record.contact_email))
    _send(work, row, to, subject, text, key, f"/decisions/{row.id}")


def _at(work: Work, people: Collection[str]) -> list[Recipient]:
    return list(recipients_of_persons(work.session, sorted(people)).values())


def _send(
    work: Work, row: Decision, to: Iterable[Recipient], subject: str, text: str, key: str, link: str
) -> None:
    once: dict[str, Recipient] = {}
    for each in to:
        if each.email:
            once.setdefault(each.email.casefold(), each)
    letter = Letter(
        to=tuple(once.values()),
        subject=subject,
        text=text,
        kind=LetterKind.DECISION,
        key=key,
        link=link,
        body_id=row.body_id,
    )
    send_letter(work, letter)
