"""What a notice of a key decision and of a private meeting must say, and what an entry leaves out of that."""

from __future__ import annotations

from collections.abc import Iterator

from meetings.forwardplan.rules.planned import Maker, PlannedDecision


def missing_particulars(decision: PlannedDecision, members: int = 0) -> tuple[str, ...]:
    """What the notice would leave out, in words; empty when it can be published.

    England: SI 2012/2089, regulation 9(2). `members`: how many sit on the body that decides.
    """
    return tuple(_missing(decision, members))


def _missing(decision: PlannedDecision, members: int) -> Iterator[str]:
    if not decision.matter.strip():
        yield "what is to be decided"
    yield from _without_ground(decision)
    if decision.maker is Maker.BODY and not members:
        yield "the members of the body that decides"
    if decision.maker is not Maker.BODY and not decision.maker_name.strip():
        yield "the name of whoever decides"
    if decision.maker is not Maker.BODY and not decision.maker_post.strip():
        yield "the title of whoever decides"
    if not decision.documents:
        yield "the documents to be considered"
    if not decision.documents_from.strip():
        yield "where the documents can be had"
    if not decision.contact_name.strip() or not (decision.contact_email or decision.contact_phone).strip():
        yield "whom to ask for further documents, and how"
    yield from missing_for_private(decision)


def _without_ground(decision: PlannedDecision) -> Iterator[str]:
    if decision.is_key and not (decision.amount or decision.affects_wards):
        yield "why it is key: the amount, or the two or more wards it affects"


def missing_for_private(decision: PlannedDecision) -> Iterator[str]:
    """What a notice of a private meeting would leave out (England: SI 2012/2089, regulation 5(3))."""
    if not decision.privacy.closed:
        return
    if not decision.paragraphs:
        yield "the description of the exempt information"
    if not decision.private_reasons.strip():
        yield "the reasons for meeting in private"
