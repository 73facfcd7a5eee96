"""The notice certificate: what was published when, with its hashes, and how the law was met. Plain data."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from meetings.agendas.content import AgendaContent, ContentPaper, for_audience
from meetings.deadlines.rules.base import Finding, State, Step
from meetings.kernel.facts import canonical, plain
from meetings.kernel.secrecy import Audience
from meetings.lawfulness.queries import Lawfulness

STATE_WORDS = {
    State.MET: "Met",
    State.DOUBTFUL: "Arguable",
    State.NOT_MET: "Not met",
    State.OVERRIDDEN: "Let pass with a reason",
    State.WAITING: "Not due yet",
}


@dataclass(frozen=True)
class CertifiedFile:
    """A file of a published version. The title is the one the public knows."""

    item: str
    title: str
    sha256: str


@dataclass(frozen=True)
class CertifiedVersion:
    """A version of the agenda as it was published."""

    number: int
    published_at: datetime
    sha256: str
    files: tuple[CertifiedFile, ...]


@dataclass(frozen=True)
class CertifiedRule:
    """A rule, how it stood, and the working that leads there."""

    rule_id: str
    title: str
    citation: str
    url: str
    verified: bool
    severity: str
    state: str
    verdict: str
    subject: str
    sentence: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Certificate:
    """Everything that the certificate states. `on` is the day of the meeting where it is held."""

    meeting_id: str
    title: str
    on: date
    starts_at: datetime
    place: str
    number: int
    made_at: datetime
    made_by: str
    profile: str
    profile_confirmed: bool
    notice_at: datetime | None
    summons_at: datetime | None
    versions: tuple[CertifiedVersion, ...]
    rules: tuple[CertifiedRule, ...]
    overrides: tuple[str, ...]


def certificate_of(law: Lawfulness, number: int, made_at: datetime, made_by: str) -> Certificate:
    """The certificate of a meeting as it stands."""
    public = {i.id: i for i in _public_lines(law)}
    return Certificate(
        meeting_id=law.facts.id,
        title=law.facts.title,
        on=law.facts.on,
        starts_at=law.facts.starts_at,
        place=law.facts.place,
        number=number,
        made_at=made_at,
        made_by=made_by,
        profile=law.law.profile.label,
        profile_confirmed=law.confirmed,
        notice_at=law.facts.notice_at,
        summons_at=law.facts.summons_at,
        versions=tuple(
            CertifiedVersion(v.number, v.published_at, v.sha256, _files(v.content)) for v in law.versions
        ),
        rules=tuple(_rule(f, {k: v.title for k, v in public.items()}) for f in law.findings),
        overrides=tuple(f"{o.rule_id}: {o.by} on {o.at:%d %B %Y}: {o.reason}" for o in law.overrides),
    )


def to_json(certificate: Certificate) -> dict[str, Any]:
    """As JSON-ready data."""
    data: dict[str, Any] = plain(certificate)
    return data


def digest(certificate: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form of a certificate's JSON."""
    return hashlib.sha256(canonical(dict(certificate))).hexdigest()


def step_words(step: Step) -> str:
    """A step of the working as a line of text."""
    return step.text


def _public_lines(law: Lawfulness) -> tuple[Any, ...]:
    return tuple(i for v in law.versions for i in for_audience(v.content, Audience.PUBLIC).items)


def _files(content: AgendaContent) -> tuple[CertifiedFile, ...]:
    """Every file by its hash, named as the public knows it: the certificate may be shown to anybody."""
    known = for_audience(content, Audience.PUBLIC)
    found = [_file("", p, q) for p, q in zip(content.papers, known.papers, strict=True)]
    for item, shown in zip(content.items, known.items, strict=True):
        titles = {p.id: p for p in shown.papers if p.id}
        label = f"Item {item.number}" if item.number else ""
        found += [_file(label, p, titles.get(p.id)) for p in item.papers]
    return tuple(f for f in found if f.sha256)


def _file(item: str, paper: ContentPaper, known: ContentPaper | None) -> CertifiedFile:
    title = known.title if known is not None else "Exempt paper"
    return CertifiedFile(item, title, paper.sha256)


def _rule(finding: Finding, titles: Mapping[str, str]) -> CertifiedRule:
    rule = finding.rule
    steps = finding.answer.steps if finding.answer else ()
    return CertifiedRule(
        rule_id=rule.id,
        title=rule.title,
        citation=rule.citation.text,
        url=rule.citation.url,
        verified=rule.citation.verified,
        severity=rule.severity.value,
        state=STATE_WORDS[finding.state],
        verdict=finding.verdict.value if finding.verdict else "",
        subject=titles.get(finding.subject, "") if finding.subject else "",
        sentence=finding.sentence,
        steps=tuple(step_words(s) for s in steps),
    )
