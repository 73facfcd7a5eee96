"""Pages about accounts: one's own, those that administrators look after, the demonstration's people."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from meetings.kernel.actor import SYSTEM
from meetings.kernel.permissions import Role
from meetings.people import accounts_list, passwords
from meetings.people.usecases import CreateAccount, NewGrant, create_account
from tests.factories.accounts import signed_in
from tests.factories.browsing import IPHONE, Browsing
from tests.factories.site import Site, words

EMAIL, PASSWORD, NEW = "ann.lee@aldwater.example", "copper window letter", "violin gulls harbour"


@pytest.fixture
def ann(site: Site) -> str:
    """Somebody with a password and no role."""
    command = CreateAccount(EMAIL, "Ann Lee", password_hash=passwords.hash_password(PASSWORD))
    return site.world.run(create_account, command, SYSTEM)


@pytest.fixture
def admin(site: Site) -> Browsing:
    """An administrator's browser."""
    return Browsing(site, token=signed_in(site.world, "Ada Admin", Role.ADMINISTRATOR)[1])


def account(site: Site, account_id: str) -> accounts_list.AccountRow:
    with site.world.runner.read() as session:
        return accounts_list.account_of(session, account_id)


def date_boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def test_own_account_shows_devices_and_signs_one_out(site: Site, ann: str) -> None:
    here, phone = Browsing(site), Browsing(site, "203.0.113.5", IPHONE)
    here.sign_in(EMAIL, PASSWORD)
    phone.sign_in(EMAIL, PASSWORD)
    page = here.get("/account")
    assert "Firefox on Windows This device" in words(page)
    assert "Safari on iPhone" in words(page)
    found = re.search(r'action="(/account/sessions/[a-z0-9]+/end)"', page.get_data(as_text=True))
    assert found is not None
    assert here.send("/account", found[1]).location == "/account"
    assert phone.get("/account").status_code == 302
    assert "That device is signed out." in words(here.get("/account"))
    assert here.send("/account", found[1]).status_code == 404


def test_own_account_signs_all_other_devices_out(site: Site, ann: str) -> None:
    here, *others = (Browsing(site) for _ in range(3))
    for browsing in (here, *others):
        browsing.sign_in(EMAIL, PASSWORD)
    here.send("/account", "/account/sessions/end-others")
    assert [browsing.get("/account").status_code for browsing in (here, *others)] == [200, 302, 302]


def test_password_is_changed_by_whoever_knows_the_present_one(site: Site, ann: str) -> None:
    here, other = Browsing(site), Browsing(site)
    here.sign_in(EMAIL, PASSWORD)
    other.sign_in(EMAIL, PASSWORD)

    def change(present: str, new: str, again: str) -> str:
        data = {"password": present, "new_password": new, "new_password_again": again}
        return words(here.send("/account", "/account/password", data))

    assert "This is not your present password" in change("wrong password", NEW, NEW)
    assert "Use 12 characters or more." in change(PASSWORD, "short", "short")
    assert "too easy to guess" in change(PASSWORD, "northmoor2026", "northmoor2026")
    assert "too easy to guess" in change(PASSWORD, "annlee-ann-lee", "annlee-ann-lee")
    assert "Type the same password in both boxes" in change(PASSWORD, NEW, NEW + "x")
    assert other.get("/account").status_code == 200
    change(PASSWORD, NEW, NEW)
    assert "Your password is changed." in words(here.get("/account"))
    assert other.get("/account").status_code == 302
    assert Browsing(site).sign_in(EMAIL, PASSWORD).status_code == 422
    assert Browsing(site).sign_in(EMAIL, NEW).status_code == 303


def test_last_seen_is_written_now_and_then(site: Site, ann: str) -> None:
    from meetings.people.queries import sessions_of

    here = Browsing(site)
    here.sign_in(EMAIL, PASSWORD)
    began = site.world.clock.now()
    site.world.later(minutes=30)
    here.get("/account")
    site.world.later(minutes=1)
    here.get("/account")
    with site.world.runner.read() as session:
        (row,) = sessions_of(session, ann, site.world.clock.now())
    assert row.last_seen_at == began + timedelta(minutes=30)


def test_administrator_makes_an_account_and_its_owner_sets_the_password(site: Site, admin: Browsing) -> None:
    data = {"name": "Ben Clerk", "email": "ben@aldwater.example", "role": "democratic_services_officer"}
    made = admin.send("/desk/people/new", "/desk/people/new", data)
    assert made.status_code == 303
    page = words(admin.get(made.location))
    assert "No password is set yet" in page
    assert "Democratic services officer Whole council" in page
    shown = admin.send(made.location, made.location + "/password-link").get_data(as_text=True)
    link = re.search(r"http://localhost(/set-password/[\w-]+)", shown)
    assert link is not None
    assert link[1] not in admin.get(made.location).get_data(as_text=True)
    ben = Browsing(site)
    assert "For the account of Ben Clerk." in words(ben.get(link[1]))
    refused = ben.send(
        link[1], link[1], {"new_password": "ben-clerk-2026", "new_password_again": "ben-clerk-2026"}
    )
    assert (refused.status_code, "too easy to guess" in words(refused)) == (422, True)
    done = ben.send(link[1], link[1], {"new_password": NEW, "new_password_again": NEW})
    assert (done.status_code, done.location) == (303, "/sign-in")
    assert ben.get(link[1]).status_code == 404
    assert ben.sign_in("ben@aldwater.example", NEW).location == "/desk"


def test_administrator_is_told_what_is_wrong_and_keeps_what_was_typed(admin: Browsing) -> None:
    data = {"name": "Ben <b>Clerk</b>", "email": "nonsense", "role": "chair"}
    response = admin.send("/desk/people/new", "/desk/people/new", data)
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "Enter an e-mail address such as name@council.example" in page
    assert 'value="Ben &lt;b&gt;Clerk&lt;/b&gt;"' in page
    assert '<option value="chair" selected>' in page
    assert "<title>Error: New account" in page


def test_administrator_gives_and_ends_a_role(site: Site, admin: Browsing, ann: str) -> None:
    here, today = f"/desk/people/{ann}", site.world.clock.at.date()
    body = site.world.body(members=1)
    wrong = admin.send(here, f"{here}/roles", {"role": "chair", **date_boxes("valid_from", today)})
    assert "Choose the committee: this role is held on one body" in words(wrong)
    given = {"role": "report_author", "body_id": body.id, "valid_from-day": "31", "valid_from-month": "feb"}
    assert "Enter a real date, such as 9 2 2027" in words(admin.send(here, f"{here}/roles", given))
    given |= date_boxes("valid_from", today)
    assert admin.send(here, f"{here}/roles", given).status_code == 303
    found = re.search(rf'href="({here}/roles/[a-z0-9]+/end)"', admin.get(here).get_data(as_text=True))
    assert found is not None
    before = admin.send(found[1], found[1], date_boxes("valid_to", today - timedelta(days=1)))
    assert "The last day must be on or after the first day" in words(before)
    assert admin.send(found[1], found[1], date_boxes("valid_to", today)).status_code == 303
    site.world.later(minutes=24 * 60)
    admin_again = Browsing(site, token=signed_in(site.world, "Eve Admin", Role.ADMINISTRATOR)[1])
    page = words(admin_again.get(here))
    assert "Roles that have ended (1) Report author, Planning Committee" in page
    assert admin_again.get(f"{here}/roles/nothing/end").status_code == 404


def test_administrator_takes_an_account_out_of_use_and_back(site: Site, admin: Browsing, ann: str) -> None:
    here, browsing = f"/desk/people/{ann}", Browsing(site)
    browsing.sign_in(EMAIL, PASSWORD)
    admin.send(here, f"{here}/deactivate")
    assert "Out of use" in words(admin.get(here))
    assert browsing.get("/account").status_code == 302
    assert browsing.sign_in(EMAIL, PASSWORD).status_code == 422
    admin.send(here, f"{here}/reactivate")
    assert browsing.sign_in(EMAIL, PASSWORD).status_code == 303
    changed = admin.send(here, here, {"name": "Ann Lee-Smith", "email": EMAIL})
    assert (changed.status_code, account(site, ann).name) == (303, "Ann Lee-Smith")


def test_list_of_people_is_searched_and_paged(site: Site, admin: Browsing) -> None:
    hundred = [CreateAccount(f"p{n}@aldwater.example", f"Person {n:03}") for n in range(120)]
    with site.world.runner.work(SYSTEM) as work:
        for command in hundred:
            create_account(work, command)
    first = words(admin.get("/desk/people"))
    assert "122 accounts" in first
    assert "Person 010" in first
    assert "Person 119" not in first
    assert "Person 119" in words(admin.get("/desk/people?page=3"))
    assert "Person 119" in words(admin.get("/desk/people?page=99999"))
    found = words(admin.get("/desk/people?q=person+077"))
    assert "1 account" in found
    assert "Nobody found" in words(admin.get("/desk/people?q=<script>"))
    assert "<script>alert" not in admin.get("/desk/people?q=<script>alert").get_data(as_text=True)
    assert "Priya Nair" in words(admin.get("/desk/people?role=democratic_services_officer"))
    assert "Nobody found" in words(admin.get("/desk/people?state=out&role=nonsense"))


def test_people_pages_are_for_administrators(site: Site, ann: str) -> None:
    paths = ["/desk/people", "/desk/people/new", f"/desk/people/{ann}", f"/desk/people/{ann}/roles/x/end"]
    assert [site.officer.get(path).status_code for path in paths] == [403] * 4
    assert [site.public.get(path).status_code for path in paths] == [302] * 4


def test_demo_lists_people_by_what_they_do_and_lets_anybody_be_them(demo_site: Site) -> None:
    world = demo_site.world
    body = world.body(members=2)
    command = CreateAccount(
        "dora@aldwater.example",
        "Dora",
        demo_note="Sees to the rest",
        grants=(NewGrant(Role.AUTHOR, body.id),),
    )
    dora = world.run(create_account, command, SYSTEM)
    real = world.run(create_account, CreateAccount("real@aldwater.example", "Real Person"), SYSTEM)
    visitor = Browsing(demo_site)
    page = words(visitor.get("/demo"))
    assert page.index("Officers") < page.index("Dora Sees to the rest") < page.index("Chairs")
    assert page.index("Chairs") < page.index("Councillor A. Abara") < page.index("Councillor B. Bright")
    assert "Real Person" not in page
    assert visitor.send("/demo", "/demo", {"account_id": dora}).location == "/desk"
    assert "Dora (you now)" in words(visitor.get("/demo"))
    assert visitor.send("/demo", "/demo", {"account_id": real}).status_code == 404


def test_demo_does_not_exist_outside_demo_mode(site: Site) -> None:
    assert site.public.get("/demo").status_code == 404
    assert site.officer.post("/demo", {"account_id": "x"}).status_code == 404


def test_private_pages_are_kept_by_nobody(site: Site, ann: str) -> None:
    browsing = Browsing(site)
    assert browsing.get("/sign-in").headers["Cache-Control"] == "no-store, private"
    assert "no-store" in browsing.sign_in(EMAIL, PASSWORD).headers["Cache-Control"]
    assert browsing.get("/account").headers["Cache-Control"] == "no-store, private"
