"""The pages of call-in: a councillor's own, the desk's, the monitoring officer's; from paper, and by urgency."""

from __future__ import annotations

import re
from datetime import date, datetime

from meetings.agendas.queries import working_agenda
from meetings.schedule.usecases import ArrangeMeeting, arrange_meeting
from tests.decisions.served import Served, day, ok


def _choirs(served: Served) -> str:
    """A decision of one member, made on their own page and published; its id."""
    hall = served.hall
    officer = served.officer()
    hall.at(date(2026, 12, 1), 10)
    ok(officer.get("/desk/decisions/new?kind=member"))
    form = {
        "kind": "member",
        "body_id": hall.cabinet,
        "title": "Grants to choirs",
        "decision": "To give £900.",
        "reasons": "They sing.",
        "alternatives": "None",
        "interests": "None declared",
        "maker_id": hall.people["lead"],
        "is_key": "no",
        "call_in": "subject",
        **day("made_on", date(2026, 12, 1)),
    }
    address = officer.post("/desk/decisions/new", form).location
    id_ = address.rsplit("/", 1)[1]
    lead = served.member("lead")
    assert "Grants to choirs" in ok(lead.get("/my/decisions"))
    said = {"interests": "None at all.", "version": "1"}
    assert lead.post(f"/my/decisions/{id_}/make", said).status_code == 303
    assert officer.post(f"{address}/publish", {"tell": "yes"}).status_code == 303
    assert "Nothing can be called in now" in ok(lead.get("/my/decisions"))
    assert served.hall.row(id_).record.interests == "None at all."
    return id_


def _called_in(served: Served, id_: str) -> str:
    """Three councillors sign on their own pages; the address of the call-in at the desk."""
    ash, beck, carr = (served.member(n) for n in ("ash", "beck", "carr"))
    assert "3 councillors, or the chair" in ok(ash.get(f"/my/decisions/{id_}/call-in"))
    assert "Say why" in ok(ash.post(f"/my/decisions/{id_}/call-in", {"reasons": ""}), 422)
    assert ash.post(f"/my/decisions/{id_}/call-in", {"reasons": "Why choirs?"}).status_code == 303
    page = beck.get("/my/decisions").get_data(as_text=True)
    call_in = re.search(r"/my/call-ins/(\w+)/sign", page)
    assert call_in is not None
    for who in (beck, carr):
        assert who.post(f"/my/call-ins/{call_in[1]}/sign").status_code == 303
    assert "A call-in was received" in ok(served.site.public.get(f"/decisions/{id_}"))
    return f"/desk/decisions/call-ins/{call_in[1]}"


def test_a_member_decides_alone_and_councillors_call_it_in(served: Served) -> None:
    hall, id_ = served.hall, _choirs(served)
    desk, officer = _called_in(served, id_), served.officer()
    assert "The monitoring officer decides" in ok(officer.get(desk))
    monitoring = served.monitoring()
    ok(monitoring.get("/desk/decisions"))
    assert "Choose whether it is valid" in ok(monitoring.post(f"{desk}/judge", {}), 422)
    judged = {"valid": "yes", "reason": "In order.", "scrutiny_id": hall.scrutiny}
    assert monitoring.post(f"{desk}/judge", judged).status_code == 303
    start = datetime(2026, 12, 9, 18, tzinfo=hall.world.runner.timezone)
    meeting_id = hall.world.run(arrange_meeting, ArrangeMeeting(hall.scrutiny, start, place="Hall"))
    assert officer.post(f"{desk}/list", {"meeting_id": meeting_id}).status_code == 303
    with hall.world.runner.read() as session:
        titles = [i.title for i in working_agenda(session, meeting_id).items]
    assert titles == ["Call-in: Grants to choirs"]
    hall.at(date(2026, 12, 9), 21)
    officer = served.officer()
    assert "Choose what" in ok(officer.post(f"{desk}/conclude", day("on", date(2026, 12, 9))), 422)
    back = {"outcome": "referred_back", "text": "Say why.", **day("on", date(2026, 12, 9))}
    assert officer.post(f"{desk}/conclude", back).status_code == 303
    result = {
        "result": "changed",
        "text": "Reasons added.",
        "decision": "To give £800.",
        **day("on", date(2026, 12, 9)),
    }
    ok(officer.get(desk))
    assert officer.post(f"{desk}/reconsider", result).status_code == 303
    public = ok(served.site.public.get(f"/decisions/{id_}"))
    assert "To give £800." in public
    assert "Referred back to whoever decided" in public
    ok(served.site.public.get("/decisions?state=effective"))


def test_a_paper_call_in_and_urgency_have_their_forms(served: Served) -> None:
    hall = served.hall
    row = hall.published(date(2026, 12, 10))
    officer = served.officer()
    address = f"/desk/decisions/{row.id}/call-in"
    ok(officer.get(address))
    three = [hall.people[n] for n in ("ash", "beck", "carr")]
    form = {
        "reasons": "Costs",
        "signed_by": three,
        "received_at-time": "9",
        **day("received_at", date(2026, 12, 10)),
    }
    assert "Enter the time" in ok(officer.post(address, form), 422)
    assert officer.post(address, form | {"received_at-time": "10:00"}).status_code == 303
    other = hall.decided("Rents", on=date(2026, 12, 15))[0]
    officer = served.officer()
    urgent = f"/desk/decisions/{other.id}/urgent"
    assert "Councillor Scrutineer" in ok(officer.get(urgent))
    consent = {
        "scrutiny_id": hall.scrutiny,
        "reason": "",
        "agreed_by": hall.people["scrutineer"],
        **day("agreed_on", date(2026, 12, 15)),
    }
    assert "Say why" in ok(officer.post(urgent, consent), 422)
    assert officer.post(urgent, consent | {"reason": "Frost."}).status_code == 303
    assert officer.post(f"/desk/decisions/{other.id}/aside", {"reason": "Noted only"}).status_code == 303
    assert "Noted only" in ok(officer.get(f"/desk/decisions/{other.id}"))
    assert officer.post(f"/desk/decisions/{other.id}/take-up").status_code == 303
