"""The list of features: their blueprints, their reactions, and which routes the voters' hub answers."""

from __future__ import annotations

import re
from importlib import import_module

from flask import Blueprint

#: Feature modules with a blueprint `bp`.
VIEWS = (
    "meetings.publicsite.views",
    "meetings.publicsite.minutes_pages",
    "meetings.publicsite.minutes_files",
    "meetings.publicsite.council",
    "meetings.publicsite.calendars",
    "meetings.publicsite.live",
    "meetings.publicsite.replay.views",
    "meetings.publicsite.player.views",
    "meetings.publicsite.about",
    "meetings.publicsite.proofs",
    "meetings.publicsite.forward_plan",
    "meetings.publicsite.search.views",
    "meetings.publicsite.following.views",
    "meetings.publicsite.my",
    "meetings.publicsite.my_meeting",
    "meetings.people.views",
    "meetings.people.accounts",
    "meetings.bodies.views",
    "meetings.bodies.councillors",
    "meetings.schedule.views",
    "meetings.schedule.members.views",
    "meetings.schedule.year",
    "meetings.agendas.views",
    "meetings.agendas.papers",
    "meetings.agendas.summons_pages",
    "meetings.agendas.business.views",
    "meetings.agendas.sheets.views",
    "meetings.connections.views",
    "meetings.connections.sign_in_pages",
    "meetings.connections.door",
    "meetings.deadlines.views",
    "meetings.notifications.views",
    "meetings.forwardplan.views",
    "meetings.reports.views",
    "meetings.packs.views",
    "meetings.lawfulness.views",
    "meetings.proof.views",
    "meetings.room.absence_pages",
    "meetings.room.views",
    "meetings.room.presence_pages",
    "meetings.room.screens.views",
    "meetings.interests.views",
    "meetings.interests.register_pages",
    "meetings.interests.overview",
    "meetings.exclusion.views",
    "meetings.conferencing.views",
    "meetings.conferencing.attendance.views",
    "meetings.conferencing.step_pages",
    "meetings.conferencing.join_pages",
    "meetings.conferencing.desk.views",
    "meetings.conferencing.own.views",
    "meetings.conferencing.own.stream_views",
    "meetings.motions.views",
    "meetings.motions.notice_views",
    "meetings.debate.views",
    "meetings.voting.views",
    "meetings.voting.steps",
    "meetings.voting.pages",
    "meetings.voting.door",
    "meetings.appointments.views",
    "meetings.appointments.door",
    "meetings.appointments.policy_pages",
    "meetings.appointments.tellers",
    "meetings.recordings.views",
    "meetings.recordings.transcript_pages",
    "meetings.recordings.provider_pages",
    "meetings.minutes.views",
    "meetings.minutes.house.views",
    "meetings.minutes.prints.pages",
    "meetings.minutes.writing.right_pages",
    "meetings.minutes.writing.together_pages",
    "meetings.minutes.writing.phrase_pages",
    "meetings.minutes.writing.comment_pages",
    "meetings.minutes.writing.version_pages",
    "meetings.minutes.life.desk_pages",
    "meetings.minutes.life.file_pages",
    "meetings.minutes.life.my_pages",
    "meetings.actions.views",
    "meetings.actions.step_pages",
    "meetings.actions.meeting_pages",
    "meetings.actions.my_pages",
    "meetings.actions.sheet_pages",
    "meetings.decisions.views",
    "meetings.registers.views",
    "meetings.statistics.views",
    "meetings.statistics.desk_pages",
    "meetings.admin.views",
)

#: Modules that say what follows from facts and how live parts are built.
REACTIONS = (
    "meetings.notifications.reactions",
    "meetings.deadlines.reactions",
    "meetings.forwardplan.reactions",
    "meetings.reports.reactions",
    "meetings.packs.reactions",
    "meetings.lawfulness.reactions",
    "meetings.connections.reactions",
    "meetings.admin.connection_panel",
    "meetings.bodies.reactions",
    "meetings.schedule.reactions",
    "meetings.agendas.reactions",
    "meetings.proof.reactions",
    "meetings.room.reactions",
    "meetings.interests.reactions",
    "meetings.exclusion.reactions",
    "meetings.conferencing.reactions",
    "meetings.conferencing.attendance.reactions",
    "meetings.conferencing.desk.reactions",
    "meetings.motions.reactions",
    "meetings.debate.reactions",
    "meetings.voting.reactions",
    "meetings.voting.statements.reactions",
    "meetings.appointments.reactions",
    "meetings.recordings.reactions",
    "meetings.minutes.reactions",
    "meetings.minutes.writing.reactions",
    "meetings.minutes.life.reactions",
    "meetings.actions.reactions",
    "meetings.registers.desk",
    "meetings.decisions.reactions",
    "meetings.publicsite.search.reactions",
    "meetings.publicsite.following.reactions",
)

#: Modules with facts that no reaction names.
FACTS = (
    "meetings.minutes.house.events",
    "meetings.deadlines.member_events",
    "meetings.agendas.business.events",
    "meetings.room.screens.events",
    "meetings.conferencing.own.events",
    "meetings.minutes.writing.events",
    "meetings.actions.events",
    "meetings.decisions.events",
    "meetings.admin.events",
)

#: Modules with tables.
MODELS = (
    "meetings.db.record",
    "meetings.db.outbox",
    "meetings.agendas.business.models",
    "meetings.agendas.sheets.models",
    *(
        f"meetings.{feature}.models"
        for feature in (
            "people",
            "notifications",
            "bodies",
            "connections",
            "deadlines",
            "schedule",
            "forwardplan",
            "agendas",
            "reports",
            "packs",
            "lawfulness",
            "proof",
            "room",
            "interests",
            "exclusion",
            "conferencing",
            "motions",
            "debate",
            "voting",
            "appointments",
            "recordings",
            "minutes",
            "actions",
            "decisions",
        )
    ),
    "meetings.conferencing.own.models",
    "meetings.conferencing.desk.models",
    "meetings.conferencing.attendance.models",
    "meetings.minutes.house.models",
    "meetings.schedule.members.models",
    "meetings.voting.models_around",
    "meetings.voting.statements.models",
    "meetings.minutes.life.models",
    "meetings.minutes.prints.models",
    "meetings.minutes.writing.models",
    "meetings.publicsite.search.models",
    "meetings.publicsite.following.models",
)

#: Endpoints that run in the hub: small JSON, no database file, no page.
HUB_ENDPOINTS = frozenset({"app.healthz", "ballots.cast", "round_ballots.cast"})
_HUB_PATHS = re.compile(r"GET /healthz|POST /(votes|rounds)/[a-z0-9]+/ballot")


def blueprints() -> list[Blueprint]:
    """Every feature's blueprint."""
    return [import_module(name).bp for name in VIEWS]


def hub_path(method: str, path: str) -> bool:
    """Whether the hub itself answers this request: the addresses of HUB_ENDPOINTS."""
    return _HUB_PATHS.fullmatch(f"{method} {path}") is not None


def load_models() -> None:
    """Make every table known."""
    for name in MODELS:
        import_module(name)


def load_reactions() -> None:
    """Make every fact, reaction and live part known. Loading twice changes nothing."""
    for name in (*FACTS, *REACTIONS):
        import_module(name)
