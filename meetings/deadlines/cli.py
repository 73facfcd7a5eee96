"""`script/witan law`: asks the law engine anything it can compute, without a server, a database or an installation."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from meetings.deadlines.cli_dates import DATE_QUESTIONS
from meetings.deadlines.cli_executive import EXECUTIVE_QUESTIONS
from meetings.deadlines.cli_people import PEOPLE_QUESTIONS
from meetings.deadlines.cli_words import day, law_of, law_words
from meetings.deadlines.report import examples_in, report
from meetings.deadlines.rules.base import Answer, Law, Profile, Rule
from meetings.deadlines.rules.book import RULES
from meetings.deadlines.rules.counting import in_words
from meetings.deadlines.rules.profiles import PARAMETERS, value
from meetings.kernel.errors import Invalid

QUESTIONS = {
    question.name: question for question in (*DATE_QUESTIONS, *EXECUTIVE_QUESTIONS, *PEOPLE_QUESTIONS)
}
_NO_ADVICE = "Worked out from the law as we read it; your monitoring officer has the last word."
_EPILOG = """\
examples:
  script/witan law notice --profile england-principal --meeting 2026-12-08
  script/witan law clear-days --profile england-parish --issued 2026-12-04 --meeting 2026-12-08 --json
  script/witan law balance --members 54 --group A=28 B=15 C=8 D=3 --committee Planning=13 Audit=9
  script/witan law rules --profile wales --on 2026-12-08
"""


def add_words(law: argparse.ArgumentParser) -> None:
    """The words of the command, one sub-command for each question."""
    law.epilog, law.formatter_class = _EPILOG, argparse.RawDescriptionHelpFormatter
    rules = law.add_subparsers(dest="question", metavar="RULE", required=True)
    for question in QUESTIONS.values():
        words = rules.add_parser(
            question.name, help=question.help, description=question.help, allow_abbrev=False
        )
        question.words(words)
        law_words(words, question.profile)
    listed = rules.add_parser("rules", help="List the rules.", description="List the rules.")
    listed.add_argument(
        "--profile", choices=[each.value for each in Profile], metavar="P", help="of this profile"
    )
    listed.add_argument("--on", type=day, metavar="DAY", help="in force on that day")
    listed.add_argument("--json", action="store_true", help="print one JSON list")
    listed.add_argument("--markdown", action="store_true", help="print the report docs/law.md")
    text = "List what differs from place to place, and what a council may choose."
    choices = rules.add_parser("choices", help=text, description=text)
    choices.add_argument(
        "--profile", required=True, choices=[each.value for each in Profile], metavar="P", help="whose"
    )
    choices.add_argument("--json", action="store_true", help="print one JSON object")


def ask(words: argparse.Namespace) -> tuple[Law, Answer]:
    """The law that was asked about, and its answer. Raises DomainError with a sentence."""
    question = QUESTIONS[words.question]
    law = law_of(words)
    try:
        return law, question.answer(law, words)
    except (OverflowError, ValueError) as error:
        # The calendar ends with the year 9999, and a sum of days may run past it.
        if isinstance(error, OverflowError) or "year" in str(error):
            raise Invalid("These days are too far off to be counted.") from None
        raise


def run(words: argparse.Namespace) -> int:
    """Answer one question on standard output. The exit code is 0; refusals are raised as DomainError."""
    try:
        done = _answer(words)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads had enough: `| head`. What is left is not written anywhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return done


def _answer(words: argparse.Namespace) -> int:
    if words.question == "rules":
        return _rules(words)
    if words.question == "choices":
        return _choices(words)
    law, answer = ask(words)
    if words.json:
        _print(as_json(law, answer))
    else:
        print(as_text(law, answer))
    return 0


def as_json(law: Law, answer: Answer) -> dict[str, Any]:
    """An answer as one plain object."""
    found: dict[str, Any] = {
        "rule": answer.rule.id,
        "title": answer.rule.title,
        "profile": law.profile.value,
        "inputs": {**answer.inputs, "profile": law.profile.value},
        "result": answer.result,
    }
    if answer.verdict is not None:
        found["verdict"] = answer.verdict.value.upper()
    if answer.also:
        found["also"] = dict(answer.also)
    found |= {
        "citation": answer.rule.citation.text,
        "url": answer.rule.citation.url,
        "verified": answer.rule.citation.verified,
        "steps": [step.text for step in answer.steps],
        "days": [
            {"day": step.day.isoformat(), "counted": step.counted}
            for step in answer.steps
            if step.day is not None and step.counted is not None
        ],
    }
    return found


def as_text(law: Law, answer: Answer) -> str:
    """An answer in sentences."""
    lines = [f"{answer.rule.title} ({answer.rule.id}). {law.profile.label}.", ""]
    lines += [f"  {step.text}" for step in answer.steps]
    lines += ["", f"Answer: {_said(answer.result)}"]
    if answer.verdict is not None:
        lines.append(f"Verdict: {answer.verdict.value.upper()}")
    lines.append(f"Law: {answer.rule.citation.text}{_trust(answer.rule)}")
    if answer.rule.citation.url:
        lines.append(f"     {answer.rule.citation.url}")
    return "\n".join([*lines, _NO_ADVICE])


def _trust(rule: Rule) -> str:
    return "" if rule.citation.verified else " (not verified)"


def _said(result: Any) -> str:
    if isinstance(result, Mapping):
        return "; ".join(
            f"{str(name).replace('_', ' ')}: {_said(each)}"
            for name, each in result.items()
            if each is not None
        )
    if isinstance(result, list):
        return ", ".join(_said(each) for each in result)
    if result is None:
        return "none"
    if isinstance(result, bool):
        return "yes" if result else "no"
    text = str(result)
    try:
        return f"{in_words(date.fromisoformat(text))} ({text})" if len(text) == 10 else text
    except ValueError:
        return text


def _print(found: Any) -> None:
    print(json.dumps(found, ensure_ascii=False, indent=2))


def _rules(words: argparse.Namespace) -> int:
    if words.markdown:
        root = Path(__file__).resolve().parents[2]
        sys.stdout.write(report(examples_in(root / "tests" / "deadlines")))
        return 0
    profile = Profile(words.profile) if words.profile else None
    found = [rule for rule in RULES if profile is None or profile in rule.profiles]
    if words.on:
        found = [
            rule
            for rule in found
            if any(rule.in_force(each, words.on) for each in ([profile] if profile else Profile))
        ]
    if words.json:
        _print([_rule_json(rule) for rule in found])
    else:
        print("\n".join(f"{rule.id:9} {rule.title}. {rule.citation.text}{_trust(rule)}" for rule in found))
    return 0


def _rule_json(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": rule.title,
        "profiles": sorted(each.value for each in rule.profiles),
        "citation": rule.citation.text,
        "url": rule.citation.url,
        "verified": rule.citation.verified,
        "severity": rule.severity.value,
        "effective_from": rule.effective_from.isoformat() if rule.effective_from else None,
        "effective_to": rule.effective_to.isoformat() if rule.effective_to else None,
        "override": rule.override,
        "minute": rule.minute,
    }


def _choices(words: argparse.Namespace) -> int:
    law = Law(Profile(words.profile))
    found = {}
    for name, parameter in PARAMETERS.items():
        chosen = value(law, name)
        found[name] = {
            "title": parameter.title,
            "value": chosen.value,
            "local": law.profile in parameter.local,
            "citation": chosen.citation.text,
            "verified": chosen.citation.verified,
        }
    if words.json:
        _print(found)
        return 0
    for name, each in found.items():
        mark = "your choice" if each["local"] else "the law"
        print(f"{name}: {each['value'] or '-'} ({mark}). {each['title']}. {each['citation']}")
    return 0
