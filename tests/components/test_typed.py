"""What people type is looked after: questions before great steps, kept texts, warnings, file sizes."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Dialog, Page, expect

from tests.components.pages import Site


def test_confirm_asks_and_no_means_no(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/guide")
    page.click("text=Cancel the meeting")
    expect(page.get_by_role("dialog")).to_contain_text("Members and the public will be told")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate("document.activeElement.textContent.trim()") == "Cancel the meeting"
    assert site.posts == []


def test_confirm_sends_the_form_after_yes(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/guide")
    page.click("text=Cancel the meeting")
    page.get_by_role("dialog").get_by_role("button", name="Cancel the meeting").click()
    page.wait_for_url("**/room")
    assert site.posts == [("/cancel", {"csrf_token": "token"}, "")]


def test_kept_text_is_offered_after_a_crash(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/guide")
    page.fill("#note", "Half a thought")
    page.wait_for_timeout(1200)
    assert page.evaluate("localStorage.length") == 1
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.click("text=Use that text")
    assert page.input_value("#note") == "Half a thought"


def test_kept_text_is_forgotten_once_the_server_has_another(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/guide")
    page.wait_for_selector(".witan-editor")
    page.click("#text")
    page.keyboard.type("More. ")
    page.click("text=Save >> nth=0")
    page.wait_for_url("**/room")
    site.minute = "<p>What the server made of it.</p>"
    page.goto(f"{site.url}/guide")
    page.wait_for_selector(".witan-editor")
    assert page.locator(".witan-kept").count() == 0


def test_signing_out_forgets_every_kept_text(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/guide")
    page.fill("#note", "Exempt words")
    page.wait_for_timeout(1200)
    assert page.evaluate("localStorage.length") == 1
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("text=Sign out")
    page.wait_for_url("**/room")
    assert page.evaluate("localStorage.length") == 0


def test_guard_warns_before_changes_are_lost(page: Page, site: Site) -> None:
    asked = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.goto(f"{site.url}/guide")
    page.fill("#title", "Another title")
    page.goto(f"{site.url}/room")
    assert asked == ["beforeunload"]


def test_file_that_is_too_large_is_refused_before_it_travels(page: Page, site: Site, tmp_path: Path) -> None:
    large = tmp_path / "report.pdf"
    large.write_bytes(b"x" * 3000)
    page.goto(f"{site.url}/guide", wait_until="networkidle")
    page.set_input_files("#paper", large)
    expect(page.locator("#paper-error")).to_have_text("report.pdf is 3 KB. Choose a file of 1 KB or less.")
    assert page.input_value("#paper") == ""
