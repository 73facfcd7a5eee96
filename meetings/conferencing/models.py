"""Tables of remote rooms, broadcasts, what is left to do by hand, and seats."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from meetings.conferencing.rules import Origin, Privacy, Status
from meetings.db.base import Base, Word


class _Arranged:
    """What a room and a broadcast have in common. `key` is ours: the provider is asked with it, once and again."""

    provider: Mapped[str] = mapped_column(String(40))
    state: Mapped[Status] = mapped_column(Word(Status), default=Status.ASKED)
    #: how the provider finds it again; empty until it is made
    ref: Mapped[str] = mapped_column(String(500), default="")
    #: locked by the vault: what the officer entered
    given: Mapped[bytes | None] = mapped_column(LargeBinary)
    #: why it is not arranged, and what can be done, in plain words without secrets
    error: Mapped[str] = mapped_column(Text, default="")
    remedy: Mapped[str] = mapped_column(Text, default="")
    #: what the provider was last asked for, to see whether it must be told of a change
    wished: Mapped[str] = mapped_column(String(64), default="")
    #: how often something was asked for: makes the keys of calls
    asked: Mapped[int] = mapped_column(Integer, default=0)
    arranged_at: Mapped[datetime]
    #: when the provider was first asked to make it: from then on it may have one, whatever we know
    tried_at: Mapped[datetime | None]
    ready_at: Mapped[datetime | None]


class _Room(_Arranged):
    #: locked by the vault: join addresses, passcodes
    inside: Mapped[bytes | None] = mapped_column(LargeBinary)
    record: Mapped[bool] = mapped_column(Boolean, default=False)
    #: a town hall: an audience that only watches
    audience: Mapped[bool] = mapped_column(Boolean, default=False)
    #: arranged while the meeting went on: not what the body usually has
    emergency: Mapped[bool] = mapped_column(Boolean, default=False)


class _Broadcast(_Arranged):
    watch_url: Mapped[str] = mapped_column(String(500), default="")
    embed_url: Mapped[str] = mapped_column(String(500), default="")
    #: locked by the vault: where the picture is sent (url, key, page)
    target: Mapped[bytes | None] = mapped_column(LargeBinary)
    privacy: Mapped[Privacy] = mapped_column(Word(Privacy), default=Privacy.PUBLIC)
    emergency: Mapped[bool] = mapped_column(Boolean, default=False)


class RemoteRoom(_Room, Base):
    """The room in which a meeting is held from elsewhere: one for a meeting."""

    __tablename__ = "remote_room"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)


class FormerRoom(_Room, Base):
    """A room that was given up for another one, kept until it is gone and for what its provider still tells."""

    __tablename__ = "former_room"
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    replaced_at: Mapped[datetime]


class Broadcast(_Broadcast, Base):
    """The broadcast of a meeting to the public: one for a meeting."""

    __tablename__ = "broadcast"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)


class FormerBroadcast(_Broadcast, Base):
    """A broadcast that was given up for another one."""

    __tablename__ = "former_broadcast"
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    replaced_at: Mapped[datetime]


class RemoteStep(Base):
    """Something an officer does by hand, because the provider lets no program do it."""

    __tablename__ = "remote_step"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    origin: Mapped[Origin] = mapped_column(Word(Origin), primary_key=True)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text, default="")
    #: what to paste: label, whether it is secret, and the value of one that is not
    pastes: Mapped[list[Any]]
    #: locked by the vault: the secret values, by their place among the pastes
    secrets: Mapped[bytes | None] = mapped_column(LargeBinary)
    done_at: Mapped[datetime | None]
    done_by: Mapped[str] = mapped_column(String(200), default="")


class Seat(Base):
    """One person's way into a room: fetched from the provider once, the same again after that."""

    __tablename__ = "seat"
    #: of the room
    room_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    #: an officer who is no public person has the id of their account here
    person_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    host: Mapped[bool] = mapped_column(Boolean, default=False)
    #: what the provider knows this seat by, to recognise it in its attendance
    seat_ref: Mapped[str] = mapped_column(String(300), default="", index=True)
    #: locked by the vault: address, dial-in, passcode, token
    door: Mapped[bytes | None] = mapped_column(LargeBinary)
    #: when they last pressed the button of the join page
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Invited(Base):
    """Somebody who is not a member of the body and is let into the room of this meeting."""

    __tablename__ = "remote_invited"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    why: Mapped[str] = mapped_column(String(200), default="")
    #: whether they stay while the public is excluded, such as an adviser
    stays: Mapped[bool] = mapped_column(Boolean, default=False)
    invited_at: Mapped[datetime]
    invited_by: Mapped[str] = mapped_column(String(200), default="")
