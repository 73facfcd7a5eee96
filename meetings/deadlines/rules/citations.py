"""Where rules stand: one way of naming each Act and Regulation, in our own words and with its address."""

from __future__ import annotations

from meetings.deadlines.rules.base import Citation, Profile

_SITE = "https://www.legislation.gov.uk"

ENGLAND = frozenset({Profile.ENGLAND_PRINCIPAL})
PARISH = frozenset({Profile.ENGLAND_PARISH})
ALL_ENGLAND = ENGLAND | PARISH
WALES = frozenset({Profile.WALES})
SCOTLAND = frozenset({Profile.SCOTLAND})
NORTHERN_IRELAND = frozenset({Profile.NORTHERN_IRELAND})
GENERIC = frozenset({Profile.GENERIC})
ENGLAND_AND_WALES = ENGLAND | WALES
EVERYWHERE = frozenset(Profile)


def act_1972(where: str, text: str = "", *, part: str = "", verified: bool = True) -> Citation:
    """The Local Government Act 1972. `part` is the place in its address ("section/100A")."""
    return _named("Local Government Act 1972", "ukpga/1972/70", where, text, part, verified)


def act_1973(where: str, text: str = "", *, part: str = "", verified: bool = True) -> Citation:
    """The Local Government (Scotland) Act 1973."""
    return _named("Local Government (Scotland) Act 1973", "ukpga/1973/65", where, text, part, verified)


def act_ni(where: str, text: str = "", *, part: str = "", verified: bool = True) -> Citation:
    """The Local Government Act (Northern Ireland) 2014."""
    return _named("Local Government Act (Northern Ireland) 2014", "nia/2014/8", where, text, part, verified)


def act_wales(where: str, text: str = "", *, part: str = "", verified: bool = True) -> Citation:
    """The Local Government and Elections (Wales) Act 2021."""
    return _named(
        "Local Government and Elections (Wales) Act 2021", "asc/2021/1", where, text, part, verified
    )


def act(title: str, address: str, where: str, text: str = "", *, verified: bool = True) -> Citation:
    """Any other Act: its title, its address on the site, the place in it."""
    return _named(title, address, where, text, "", verified)


def regulations(
    number: str, where: str, text: str = "", *, part: str = "", verified: bool = True
) -> Citation:
    """A statutory instrument by year and number: "2012/2089"."""
    title = _INSTRUMENTS.get(number, "")
    name = f"{title} (SI {number})" if title else f"SI {number}"
    return _named(name, f"uksi/{number}", where, text, part, verified)


def local(text: str) -> Citation:
    """A matter that the council decides: what we assume until it says otherwise."""
    return Citation(f"Local choice (constitution or standing orders): {text}", verified=False)


def _named(title: str, address: str, where: str, text: str, part: str, verified: bool) -> Citation:
    words = f"{title}, {where}" if where else title
    return Citation(f"{words}: {text}" if text else words, verified, f"{_SITE}/{address}/{part}".rstrip("/"))


_INSTRUMENTS = {
    "2012/2089": "Executive arrangements (meetings and access to information), England, Regulations 2012",
    "2014/2095": "Openness of Local Government Bodies Regulations 2014",
    "2002/715": "Access to information order of 2002, England",
    "1993/202": "Standing orders regulations of 1993",
    "2005/44": "Licensing Act 2003 (Hearings) Regulations 2005",
    "2020/392": "Coronavirus meetings regulations of 2020, England and Wales",
    "2018/952": "Public Sector Bodies accessibility regulations of 2018",
}
