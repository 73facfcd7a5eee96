"""The words of exclusion in Welsh, for councils in Wales. To be read by a Welsh translator before they are used."""

from __future__ import annotations

from collections.abc import Sequence

from meetings.deadlines.rules.base import Profile
from meetings.deadlines.rules.exempt_lists import schedule_of

COLUMNS = ("Rhif yr eitem", "Paragraff(au)")
_ACT = "adran 100A(4) a (5) o Ddeddf Llywodraeth Leol 1972"
_MUST = "adran 100A(2) o Ddeddf Llywodraeth Leol 1972"
_WEIGHED = {
    "outweighs": (
        ", a bod budd y cyhoedd o ran cynnal yr esemptiad, o dan yr holl amgylchiadau, yn gorbwyso budd y cyhoedd o "
        "ran datgelu’r wybodaeth"
    ),
    "satisfies": ", a bod cadw’r wybodaeth yn ôl yn bodloni prawf budd y cyhoedd",
    "unsaid": "",
}
_GROUNDS = {
    "government": "fe’i darparwyd gan un o adrannau’r llywodraeth ar delerau sy’n gwahardd ei datgelu",
    "enactment": "gwaherddir ei datgelu i’r cyhoedd gan Ddeddf neu gan reolau a wnaed o dan Ddeddf",
    "court": "gwaherddir ei datgelu i’r cyhoedd gan orchymyn llys",
}
_EXCLUDED = "Bod y wasg a’r cyhoedd yn cael eu gwahardd o’r cyfarfod"
_LIKELY = "ei bod yn debygol y datgelir gwybodaeth esempt"
_LONGEST = 500


def resolution(numbers: Sequence[str], given: Sequence[str], interest: str, *, described: bool) -> str:
    """The resolution as one sentence."""
    schedule = schedule_of(Profile.WALES)
    assert schedule is not None
    where = _paragraphs(given, f" o {schedule.name_cy}", described=described, mutated=True)
    return (
        f"{_EXCLUDED} ar gyfer {items(numbers)}, o dan {_ACT}, ar y sail {_LIKELY} fel y’i disgrifir {where}"
        f"{_WEIGHED[interest]}."
    )


def leading(interest: str) -> str:
    """The same where the items and their paragraphs follow."""
    schedule = schedule_of(Profile.WALES)
    assert schedule is not None
    return (
        f"{_EXCLUDED} ar gyfer yr eitemau isod, o dan {_ACT}, ar y sail {_LIKELY} fel y’i disgrifir yn y paragraffau a "
        f"enwir o {schedule.name_cy}{_WEIGHED[interest]}:"
    )


def prejudicial(numbers: Sequence[str], reason: str) -> str:
    """Where no paragraph is named."""
    why = reason.strip().rstrip(".")
    said = f"{_EXCLUDED} ar gyfer {items(numbers)}, am y byddai cyhoeddusrwydd yn niweidiol i fudd y cyhoedd"
    return f"{said}{f': {why}' if why else ''}."


def declared(numbers: Sequence[str], ground: str) -> str:
    """Where the law itself excludes the public."""
    why = _GROUNDS.get(ground, "byddai gwybodaeth gyfrinachol yn cael ei datgelu")
    out = f"Gwaharddwyd y wasg a’r cyhoedd o’r cyfarfod ar gyfer {items(numbers)}"
    return f"{out}, fel sy’n ofynnol o dan {_MUST}: {why}."


def paragraphs(given: Sequence[str], *, described: bool) -> str:
    """`paragraff 12 (unigolyn)`."""
    return _paragraphs(given, "", described=described, mutated=False)


def cited(number: str, minute: str) -> str:
    """`Eitem 5 ar yr agenda (cofnod 4)`."""
    return f"Eitem {number} ar yr agenda{f' (cofnod {minute})' if minute and minute != number else ''}"


def items(numbers: Sequence[str]) -> str:
    """`eitem 9`, `eitemau 9 a 10`."""
    return f"{'eitem' if len(numbers) < 2 else 'eitemau'} {listed(numbers)}".rstrip()


def listed(words: Sequence[str]) -> str:
    """With "ac" before a number that is read with a vowel: 1, 8, 11."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {'ac' if words[-1] in ('1', '8', '11') else 'a'} {words[-1]}"


def _paragraphs(given: Sequence[str], of: str, *, described: bool, mutated: bool) -> str:
    one, several = ("ym mharagraff", "ym mharagraffau") if mutated else ("paragraff", "paragraffau")
    first = f"{one if len(given) == 1 else several} {listed(given)}{of}"
    schedule = schedule_of(Profile.WALES)
    if schedule is None or not described:
        return first
    words = (schedule.paragraphs_cy.get(n, "fel y’i disgrifir yno") for n in given)
    full = f"{first} ({'; '.join(words)})"
    return full if len(full) <= _LONGEST else first
