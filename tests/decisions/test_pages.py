"""The pages: the register and its data, a decision, the desk's forms, a councillor's own pages."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree

from meetings.decisions import queries
from meetings.decisions.queries import Wanted
from meetings.decisions.usecases import CorrectDecision, EnterCallIn, correct_decision, enter_call_in
from meetings.kernel.secrecy import Sensitivity
from tests.decisions.halls import CANARY
from tests.decisions.served import Served, day, ok

_ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_register_from_empty_to_found_and_downloaded(served: Served) -> None:
    hall, public = served.hall, served.site.public
    assert "No decisions yet" in ok(public.get("/decisions"))
    row = hall.published(date(2026, 12, 10), wards=("Harbour",), documents=("=HYPERLINK(1)",))
    page = ok(public.get("/decisions"))
    assert "1 decision" in page
    assert "call it in) until 5pm on Thursday 17 December 2026" in page
    for query, count in (("q=boilers&key=no&state=waiting", 1), ("ward=Harbour&page=1", 1), ("q=canal", 0)):
        found = ok(public.get(f"/decisions?{query}"))
        assert ("No decisions found" in found) is (count == 0), query
    assert "Swimming baths" in ok(
        public.get("/decisions?from-day=1&from-month=12&from-year=2026&kind=nonsense")
    )
    rows = list(
        csv.DictReader(io.StringIO(public.get("/decisions.csv").get_data(as_text=True).lstrip("\ufeff")))
    )
    assert [(r["reference"], r["state"], r["effective_on"]) for r in rows] == [
        ("D2026/001", "waiting", "2026-12-18")
    ]
    assert public.get("/decisions.json?q=canal").get_json() == {"decisions": []}
    feed = ElementTree.fromstring(public.get("/decisions.atom").data)
    assert [e.findtext(f"{_ATOM}title") for e in feed.iter(f"{_ATOM}entry")] == [
        "D2026/001: Swimming baths: new boilers"
    ]
    page = ok(public.get(f"/decisions/{row.id}"))
    for said in (
        "They leak.",
        "Alternative options considered and rejected None",
        "from Friday 18 December 2026",
    ):
        assert said in page
    assert f"/meetings/{row.meeting_id}" in public.get(f"/decisions/{row.id}").get_data(as_text=True)
    ok(public.get("/decisions/nothing"), 404)


def test_a_page_of_the_register_costs_the_same_for_one_row_and_for_three(served: Served) -> None:
    hall, public = served.hall, served.site.public
    first, second, third = hall.decided("Rents", "Roads", "Rivers")
    counts = []
    ok(public.get("/decisions"))
    for rows in ([first], [second, third]):
        visitor = served.officer()
        for row in rows:
            hall.complete(row)
            visitor.post(f"/desk/decisions/{row.id}/publish", {})
        with served.site.counted() as seen:
            ok(public.get("/decisions"))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_all_decisions_of_a_meeting_are_completed_and_published_on_one_page(served: Served) -> None:
    hall, officer = served.hall, served.officer()
    second, first = hall.decided("Swimming baths: new boilers", "Rents")
    officer = served.officer()
    address = f"/desk/meetings/{first.meeting_id}/decisions"
    page = ok(officer.get(address))
    assert "Where there were none, write “None”." in page
    form: dict[str, Any] = {"press": "publish", "tell": "yes"}
    for row in (first, second):
        form |= {
            f"version-{row.id}": "1",
            f"publish-{row.id}": "yes",
            f"decision-{row.id}": row.record.decision,
        }
        form |= {
            f"reasons-{row.id}": "Needed.",
            f"alternatives-{row.id}": "",
            f"title-{row.id}": row.record.title,
        }
        form |= {f"interests-{row.id}": "None declared.", f"call_in-{row.id}": "subject"}
    refused = ok(officer.post(address, form), 422)
    assert "D2026/001: Write which alternatives were considered and rejected" in refused
    kept = {r.id: r for r in hall.rows(Wanted(meeting_id=first.meeting_id))}
    for row in (first, second):
        form |= {f"version-{row.id}": str(kept[row.id].version), f"alternatives-{row.id}": "None"}
    assert officer.post(address, form).status_code == 303
    assert {r.state.value for r in hall.rows(Wanted(meeting_id=first.meeting_id))} == {"published"}
    assert "2 decisions published" in ok(officer.get(f"/desk/meetings/{first.meeting_id}"))
    public = served.site.public.get(f"/meetings/{first.meeting_id}").get_data(as_text=True)
    assert f"/decisions/{first.id}" in public
    assert "boilers" in ok(officer.get("/desk/decisions?show=published"))


def test_the_three_questions_and_an_officer_decision_from_its_form(served: Served) -> None:
    hall, officer = served.hall, served.officer()
    asked = "/desk/decisions/test?express=no&effect=no&spend=no"
    assert "No record is due" in ok(officer.get(asked))
    assert "Yes: a record is due" in ok(officer.get(asked.replace("express=no", "express=yes")))
    assert "SI 2014/2095" in ok(officer.get(asked))
    ok(officer.get("/desk/decisions/new?kind=officer&express=yes&effect=no&spend=no"))
    form = {
        "kind": "officer",
        "body_id": hall.cabinet,
        "title": "",
        "decision": "To award it.",
        "test_express": "yes",
        "maker_post": "Director of Place",
        "is_key": "no",
        "call_in": "not_subject",
        **day("made_on", date(2026, 12, 1)),
    }
    assert "Enter a title" in ok(officer.post("/desk/decisions/new", form), 422)
    reply = officer.post("/desk/decisions/new", form | {"title": "Contract for the boilers"})
    assert reply.status_code == 303
    address = reply.location
    assert "Say under which delegation the officer decided." in ok(officer.get(address))
    assert officer.post(f"{address}/make", day("made_on", date(2026, 12, 1))).status_code == 303
    assert "Write the reasons" in ok(officer.post(f"{address}/publish", {}), 422)
    more = {"title": "Contract for the boilers", "reasons": "Best.", "alternatives": "None"}
    more |= {"interests": "None declared", "delegation": "Minute 12", "version": "1"}
    assert officer.post(f"{address}/edit", form | more).status_code == 303
    assert officer.post(f"{address}/publish", {}).status_code == 303
    wrong = form | more | {"version": "2", "reasons": "The best of four."}
    assert "Say what was wrong" in ok(officer.post(f"{address}/edit", wrong), 422)
    assert officer.post(f"{address}/edit", wrong | {"reason": "Too short"}).status_code == 303
    public = ok(served.site.public.get(address.removeprefix("/desk")))
    assert "Why it was corrected: Too short" in public
    assert "This record is kept until at least" in public
    ok(officer.get(f"{address}/edit"))


def test_nothing_exempt_is_on_any_public_page_of_it(served: Served) -> None:
    hall = served.hall
    row = hall.decided(
        CANARY,
        sensitivity=Sensitivity.EXEMPT,
        exempt_paragraphs=("3",),
        exemption="Prices",
        interest_test=CANARY,
    )[0]
    row = hall.change(row, alternatives="None", exempt_reasons=CANARY, exempt_decision=CANARY)
    hall.at(date(2026, 12, 9))
    officer = served.officer()
    assert CANARY in ok(officer.get(f"/desk/meetings/{row.meeting_id}/decisions"))
    assert officer.post(f"/desk/decisions/{row.id}/publish", {"tell": "1"}).status_code == 303
    command = EnterCallIn(row.id, CANARY, hall.world.clock.now(), (hall.people["scrutineer"],), alone=True)
    hall.world.run(enter_call_in, command)
    with hall.world.runner.read() as session:
        notice = queries.notices_of(session, row.id)[0]
    found = []
    for path in (
        "/decisions",
        f"/decisions/{row.id}",
        f"/decisions/notices/{notice.id}",
        "/decisions.csv",
        "/decisions.json",
        "/decisions.atom",
        f"/decisions?q={CANARY}",
        f"/meetings/{row.meeting_id}",
    ):
        text = served.site.public.get(path).get_data(as_text=True).replace(f'value="{CANARY}"', "")
        if CANARY in text.replace(f"q={CANARY}", ""):
            found.append(path)
    assert found == []
    assert CANARY.encode() not in served.site.public.get(f"/decisions/notices/{notice.id}.docx").data
    ok(served.site.public.get(f"/decisions/notices/{notice.id}.pdf"), 503)


def test_strangers_find_no_desk(served: Served) -> None:
    row = served.hall.decided()[0]
    served.hall.at(date(2026, 12, 1))
    member = served.member("ash")
    for path in ("/desk/decisions", f"/desk/decisions/{row.id}", f"/desk/decisions/{row.id}/edit"):
        assert member.get(path).status_code in (403, 404)
        assert served.site.public.get(path).status_code in (302, 303, 401)
    ok(served.site.public.get(f"/decisions/{row.id}"), 404)


def test_what_is_made_exempt_afterwards_is_not_read_in_what_was_published_before(served: Served) -> None:
    hall, public = served.hall, served.site.public
    row = hall.published(date(2026, 12, 10), reasons=CANARY)
    with hall.world.runner.read() as session:
        notice = queries.notices_of(session, row.id)[0]
    assert CANARY in ok(public.get(f"/decisions/notices/{notice.id}"))
    secret = replace(
        row.record,
        reasons="Withheld.",
        exempt=True,
        paragraphs=("3",),
        exempt_note="Prices.",
        exempt_reasons=CANARY,
    )
    hall.world.run(correct_decision, CorrectDecision(row.id, row.version, secret, "It named a price"))
    for path in (f"/decisions/{row.id}", "/decisions.json", f"/decisions?q={CANARY}&body=cabinet"):
        text = (
            public.get(path)
            .get_data(as_text=True)
            .replace(f'value="{CANARY}"', "")
            .replace(f"q={CANARY}", "")
        )
        assert CANARY not in text, path
    for end in ("", ".pdf", ".docx"):
        ok(public.get(f"/decisions/notices/{notice.id}{end}"), 404)
    assert CANARY in ok(served.officer().get(f"/decisions/notices/{notice.id}"))
