"""The report of the rule book: each rule, where it is the law, its citation, whether verified, and what shows it."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from meetings.deadlines.rules.base import Profile, Rule
from meetings.deadlines.rules.book import RULES, family

_SHORT = {
    Profile.ENGLAND_PRINCIPAL: "England",
    Profile.ENGLAND_PARISH: "England, parishes",
    Profile.WALES: "Wales",
    Profile.SCOTLAND: "Scotland",
    Profile.NORTHERN_IRELAND: "Northern Ireland",
    Profile.GENERIC: "elsewhere",
}
_ID = re.compile(r"[A-Z]{2}(-[A-Z0-9]+)+")
_HEAD = """\
# The law, as rules

Every rule the product knows: where and since when it is the law, where it stands, whether its text was read there, and
the tests with worked examples that show it. A rule that is not verified says so on the screen as well. This is
engineering, not legal advice: a council's monitoring officer signs the profile off before it is used.

`script/witan law RULE --help` asks any computed rule from the command line; `script/witan law rules --markdown` writes
this page.

| Rule | What it says | Where | Since, until | Citation | Verified | When not met | Shown by |
|---|---|---|---|---|---|---|---|
"""


def examples_in(folder: Path) -> Mapping[str, tuple[str, ...]]:
    """The tests that name a rule, by the rule's id; none where the tests are not installed."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(folder.glob("test_*.py")) if folder.is_dir() else ():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for name in {*_strings(tree), *_functions(tree)}:
            found[name].add(path.name)
    return {name: tuple(sorted(paths)) for name, paths in found.items()}


def _strings(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            match = _ID.match(node.value)
            if match:
                yield match.group()


def _functions(tree: ast.AST) -> Iterator[str]:
    families = {f"test_{rule.id.lower().replace('-', '_')}_": rule.id for rule in RULES}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield from (id for start, id in families.items() if f"{node.name}_".startswith(start))


def shown_by(rule: Rule, examples: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The test files that show a rule: under its own id, or under the id that its nations share."""
    return examples.get(rule.id) or examples.get(family(rule.id), ())


def report(examples: Mapping[str, tuple[str, ...]]) -> str:
    """The whole page."""
    lines = [_line(rule, examples) for rule in RULES]
    verified = sum(rule.citation.verified for rule in RULES)
    foot = f"\n{len(RULES)} rules, {verified} of them verified.\n"
    return _HEAD + "".join(lines) + foot


def _line(rule: Rule, examples: Mapping[str, tuple[str, ...]]) -> str:
    where = (
        "everywhere"
        if len(rule.profiles) == len(Profile)
        else ", ".join(words for profile, words in _SHORT.items() if profile in rule.profiles)
    )
    since = f"{rule.effective_from or ''} – {rule.effective_to or ''}".strip()
    since = since if since != "–" else ""
    cite = f"[{rule.citation.text}]({rule.citation.url})" if rule.citation.url else rule.citation.text
    cells = (
        rule.id,
        rule.title,
        where,
        since,
        cite,
        "yes" if rule.citation.verified else "**no**",
        rule.severity.value,
        ", ".join(shown_by(rule, examples)) or "-",
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"
