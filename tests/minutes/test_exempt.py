"""Exempt minutes: a document of their own, the summary, their opening, and that nothing of them is anywhere else."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta

import pikepdf
import pytest
from sqlalchemy import select, update

from meetings.admin.verify import check_stream
from meetings.db.outbox import OutboxRow
from meetings.deadlines.clocks import dues_between
from meetings.deadlines.rules.base import Profile
from meetings.deadlines.usecases import ChooseProfile, choose_profile
from meetings.kernel.actor import SYSTEM
from meetings.kernel.clock import FixedClock
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.minutes.life.jobs import render_sheet
from meetings.minutes.life.models import (
    MinutesCorrection,
    MinutesSheet,
    OpenedMinute,
    PublishedMinutes,
    SheetKind,
)
from meetings.minutes.life.queries import published_forms, sheet_of
from meetings.minutes.life.rules import CorrectionState
from meetings.minutes.life.usecases.accuracy import ProposeCorrection, propose_correction
from meetings.minutes.life.usecases.notes import PublishNote, publish_note
from meetings.minutes.life.usecases.opening import OpenMinute, open_minute
from meetings.minutes.life.usecases.sheets import AskSheet, KeepSheet, ask_sheet, keep_sheet
from meetings.minutes.life.usecases.summaries import WriteSummary, write_summary
from meetings.minutes.usecases import (
    KeepPdf,
    PublishMinutes,
    RedraftMinutes,
    keep_pdf,
    publish_minutes,
    redraft_minutes,
)
from meetings.runtime.jobs import JobContext
from meetings.server.parts import Parts
from tests.factories.world import EVENING, World, furnish, make_parts
from tests.minutes.life_site import browser, officer_again
from tests.minutes.life_story import REVIEW, SECRET_WORDS, Story, evening, tell

SUMMARY = "<p>The sale of a property was considered, and terms were agreed.</p>"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    made = make_parts(tmp_path_factory.mktemp("site"), demo=True)
    yield made
    made.close()


@pytest.fixture(scope="module")
def council(parts: Parts) -> World:
    clock = FixedClock(EVENING)
    parts.runner.clock = clock
    return furnish(parts.runner, clock)


@pytest.fixture
def story(council: World, request: pytest.FixtureRequest) -> Iterator[Story]:
    council.clock.at = EVENING
    officer_again(council)
    yield tell(council, f"Committee {request.node.name[:60]}")
    council.clock.at = EVENING


def summarise(story: Story, text: str = SUMMARY, **more: str) -> int:
    command = WriteSummary(story.december.id, story.row().version, story.secret_item, text, **more)
    return story.world.run(write_summary, command)


def public_surfaces(story: Story, parts: Parts) -> dict[str, str]:
    """Everything that anybody can read about the meeting, by its address."""
    public, meeting = browser(parts), story.december.id
    with story.world.runner.read() as session:
        forms = published_forms(session, meeting)
    paths = [f"/meetings/{meeting}{end}" for end in ("", "/minutes", "/timeline", "/statistics")]
    paths += [f"/meetings/{meeting}/minutes/versions/{f.sha256}{e}" for f in forms for e in ("", ".json")]
    paths += [f"/search?q={word.split()[0]}" for word in ("Osprey", "Quillfeather")]
    paths += ["/", "/meetings", "/calendar.ics"]
    return {path: public.get(path) for path in paths}


def test_the_public_reads_the_summary_and_no_word_of_the_exempt_minute_anywhere(
    story: Story, parts: Parts
) -> None:
    summarise(story)
    story.publish()
    surfaces = public_surfaces(story, parts)
    leaks = [
        (path, word)
        for path, text in surfaces.items()
        for word in SECRET_WORDS
        if word in text and not path.startswith("/search")
    ]
    assert leaks == []
    page = surfaces[f"/meetings/{story.december.id}/minutes"]
    assert "terms were agreed" in page
    assert "recorded separately" in page
    for path, text in surfaces.items():
        if path.startswith("/search"):
            assert "412,750" not in text


def test_a_summary_stays_when_the_record_is_read_again_and_has_author_and_time(story: Story) -> None:
    version = summarise(story)
    world, meeting = story.world, story.december.id
    world.run(redraft_minutes, RedraftMinutes(meeting, version))
    story.write(open="<p>Other words.</p>")
    story.publish()
    with world.runner.read() as session:
        forms = published_forms(session, meeting)
    assert len(forms) == 1
    with pytest.raises(Invalid, match="what is corrected"):
        summarise(story, "<p>Other.</p>")
    with pytest.raises(NotFound):
        world.run(write_summary, WriteSummary(meeting, story.row().version, "x", SUMMARY, note="Why"))
    with pytest.raises(Invalid, match="why none is needed"):
        summarise(story, "", note="Why")
    with pytest.raises(Denied):
        world.run(write_summary, WriteSummary(meeting, version, story.secret_item, SUMMARY), story.member)


def test_words_that_give_something_away_stop_the_publication_until_they_were_looked_at(story: Story) -> None:
    summarise(story, "<p>Quillfeather bought the depot for £412,750.</p>")
    with pytest.raises(Invalid, match="give away"):
        story.publish()
    row = story.row()
    story.world.run(publish_minutes, PublishMinutes(story.december.id, row.version, accepted=True))
    assert story.row().is_public


def test_members_read_the_exempt_minutes_and_the_public_and_other_members_do_not(
    story: Story, parts: Parts
) -> None:
    world, meeting = story.world, story.december.id
    story.publish()
    desk, mine = f"/desk/meetings/{meeting}/minutes/exempt", f"/my/minutes/{meeting}/exempt"
    page = browser(parts, world.officer_token).get(desk)
    for words in (
        "Not for publication",
        "paragraph 3 of Part 1 of Schedule 12A",
        "Osprey Lane",
        "1 March 2027",
    ):
        assert words in page
    assert browser(parts, world.officer_token).bytes(f"{desk}.docx")[:2] == b"PK"
    story.signed_in(1)
    assert "Osprey Lane" in browser(parts, world.tokens[story.body.members[1]]).get(mine)
    other = tell(world, "Others' committee")
    other.signed_in(1)
    stranger = browser(parts, world.tokens[other.body.members[1]])
    for path in (mine, f"/my/minutes/{meeting}", f"{mine}.pdf"):
        assert "Osprey" not in stranger.get(path, 404)
    for path in (desk, f"{desk}.docx", mine):
        assert browser(parts).client.get(path).status_code in (302, 401, 403)


def test_a_minute_is_opened_by_a_named_person_for_a_reason_once_its_day_has_come(
    story: Story, parts: Parts
) -> None:
    summarise(story)
    world, meeting = story.world, story.december.id
    command = OpenMinute(meeting, story.secret_item, "The sale is complete and the price is public.")
    with pytest.raises(WrongState, match="Publish the minutes first"):
        world.run(open_minute, command)
    story.publish()
    with pytest.raises(Invalid, match="day of review"):
        world.run(open_minute, command)
    with pytest.raises(Denied):
        world.run(open_minute, command, story.member)
    with world.runner.read() as session:
        dues = [
            d for d in dues_between(session, REVIEW, REVIEW, world.officer, REVIEW) if d.meeting_id == meeting
        ]
    assert [("Sale" in d.outside_title, d.done) for d in dues] == [(False, False)]
    world.clock.at = evening(2027, 3, 2)
    officer_again(world)
    world.run(open_minute, command)
    page = browser(parts).get(f"/meetings/{meeting}/minutes")
    assert "Osprey Lane" in page
    assert "when Priya Nair opened it: The sale is complete and the price is public" in page
    with world.runner.read() as session:
        forms = published_forms(session, meeting)
    assert len(forms) == 2
    old = browser(parts).get(f"/meetings/{meeting}/minutes/versions/{forms[1].sha256}")
    assert "Osprey" not in old
    with pytest.raises(NotFound):
        world.run(open_minute, command)


def test_the_note_of_a_welsh_meeting_is_due_on_the_16th_and_published_from_the_record(
    story: Story, parts: Parts
) -> None:
    world, meeting = story.world, story.december.id
    world.run(choose_profile, ChooseProfile(Profile.WALES), SYSTEM)
    try:
        days = date(2026, 12, 8), date(2026, 12, 31)
        with world.runner.read() as session:
            due = {
                d.key: d
                for d in dues_between(session, *days, world.officer, days[0])
                if d.meeting_id == meeting
            }
        assert due[f"RM-3-N:{meeting}"].on == date(2026, 12, 16)
        assert not due[f"RM-3-N:{meeting}"].done
        assert browser(parts).client.get(f"/meetings/{meeting}/note").status_code == 404
        world.run(publish_note, PublishNote(meeting, story.row().version))
        with pytest.raises(WrongState, match="as it stands"):
            world.run(publish_note, PublishNote(meeting, story.row().version))
        page = browser(parts).get(f"/meetings/{meeting}/note")
        assert "That the library opens on Sundays" in page
        assert [w for w in SECRET_WORDS if w in page] == []
        assert "Note of the meeting" in browser(parts).get(f"/meetings/{meeting}")
        with world.runner.read() as session:
            due = {
                d.key: d
                for d in dues_between(session, *days, world.officer, days[0])
                if d.meeting_id == meeting
            }
        assert due[f"RM-3-N:{meeting}"].done
        assert due[f"draft-minutes:{meeting}"].on == date(2026, 12, 22)
    finally:
        world.run(choose_profile, ChooseProfile(Profile.ENGLAND_PRINCIPAL), SYSTEM)


def test_what_is_changed_behind_the_record_is_found(story: Story, parts: Parts) -> None:
    summarise(story)
    story.publish()
    world, meeting = story.world, story.december.id
    world.run(propose_correction, ProposeCorrection(meeting, "long queues", "queues", "They were short."))
    with world.runner.database.write() as session:
        session.execute(update(MinutesCorrection).values(state=CorrectionState.CARRIED))
        session.execute(update(PublishedMinutes).values(content={"changed": True}))
        opened = OpenedMinute(id="x", meeting_id=meeting, item_id="x", opened_at=EVENING, opened_by="Nobody")
        opened.reason, opened.leave_of = "None", ""
        session.add(opened)
    with world.runner.read() as session:
        found = check_stream(session, parts.services.storage, meeting).differences
    assert [words for words in ("text 1, was changed", "is carried, the record says proposed", "is opened against")
            if not any(words in line for line in found)] == []  # fmt: skip


def test_each_sheet_is_printed_once_and_only_the_exempt_one_has_exempt_words(
    story: Story, parts: Parts
) -> None:
    summarise(story)
    story.publish()
    world, meeting = story.world, story.december.id
    world.run(publish_note, PublishNote(meeting, story.row().version))
    world.run(ask_sheet, AskSheet(meeting, SheetKind.SIGNING))
    drawn: list[str] = []

    def draw(html: str, **_more: object) -> bytes:
        drawn.append(html)
        made = io.BytesIO()
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.save(made)
        return made.getvalue()

    jobs = JobContext(world.runner, parts.services.storage, draw)
    with world.runner.read() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.job == "minutes.sheet"))
        asked = [row.payload for row in rows if row.payload["stream"] == meeting]
    for payload in (*asked, *asked):
        render_sheet(jobs, payload)
    secret = [any(word in html for word in SECRET_WORDS) for html in drawn]
    assert (len(drawn), secret.count(True)) == (3, 1)
    assert "Not for publication" in drawn[secret.index(True)]
    with world.runner.read() as session:
        sheets = session.scalars(select(MinutesSheet).where(MinutesSheet.meeting_id == meeting)).all()
    assert sorted((s.kind.value, s.pages) for s in sheets) == [("exempt", 1), ("note", 1), ("signing", 1)]
    mine = f"/my/minutes/{meeting}/exempt.pdf"
    story.signed_in(1)
    assert browser(parts, world.tokens[story.body.members[1]]).bytes(mine)[:5] == b"%PDF-"
    assert browser(parts).bytes(f"/meetings/{meeting}/note.pdf")[:5] == b"%PDF-"
    stale = KeepPdf(
        meeting, story.row().version, confirmed=False, sha256="a" * 64, mark="Somebody who signed"
    )
    assert not world.runner.run(keep_pdf, stale, actor=SYSTEM)


def test_a_sheet_that_was_asked_for_again_meanwhile_is_not_kept(story: Story, parts: Parts) -> None:
    world, meeting = story.world, story.december.id
    version = world.run(ask_sheet, AskSheet(meeting, SheetKind.SIGNING))
    for minutes, kept in ((1, None), (0, "a" * 64)):
        at = world.clock.now() - timedelta(minutes=minutes)
        world.run(keep_sheet, KeepSheet(meeting, SheetKind.SIGNING, version, at, "a" * 64, 3), SYSTEM)
        with world.runner.read() as session:
            sheet = sheet_of(session, meeting, SheetKind.SIGNING, version)
        assert (sheet and sheet.pdf_sha256) == kept
