"""Tables of people: public persons, accounts, sessions and grants."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetings.db.base import Base, Key, Word
from meetings.kernel.permissions import Role


class Person(Base):
    """Somebody who appears in public: a councillor, a co-opted member, an officer."""

    __tablename__ = "person"
    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    #: as printed in minutes, with title: "Councillor Aisha O'Neill", "Dame Ruth Price"
    name: Mapped[str] = mapped_column(String(200))
    #: what lists are ordered by: "O'Neill, Aisha"
    sort_name: Mapped[str] = mapped_column(String(200), index=True)
    #: an officer's post, such as "Director of Finance"; empty for councillors
    post: Mapped[str] = mapped_column(String(200), default="")
    #: public contact address
    email: Mapped[str] = mapped_column(String(254), default="")
    #: the number another system knew this person by, for repeated imports
    source_ref: Mapped[str | None] = mapped_column(String(200), unique=True)


class Account(Base):
    """What somebody signs in with."""

    __tablename__ = "account"
    id: Mapped[Key]
    #: lower case
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    #: argon2id; null: this account cannot sign in with a password yet
    password_hash: Mapped[str | None] = mapped_column(String(200))
    #: SHA-256 of the token in the link with which a password can be set once; null: there is none
    link_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    link_expires_at: Mapped[datetime | None]
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    created_at: Mapped[datetime]
    #: the public person this account belongs to
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: the text with which the demo page introduces this account; empty outside the demo
    demo_note: Mapped[str] = mapped_column(String(300), default="")
    person: Mapped[Person | None] = relationship(lazy="raise")
    grants: Mapped[list[RoleGrant]] = relationship(lazy="raise", back_populates="account")


class RoleGrant(Base):
    """A role, on one body or on all, from one day to another."""

    __tablename__ = "role_grant"
    __table_args__ = (Index("ix_role_grant_account_id_role", "account_id", "role"),)
    id: Mapped[Key]
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    role: Mapped[Role] = mapped_column(Word(Role))
    #: null: on every body
    body_id: Mapped[str | None] = mapped_column(ForeignKey("body.id"))
    valid_from: Mapped[date] = mapped_column(Date)
    #: the last day; null: until further notice
    valid_to: Mapped[date | None] = mapped_column(Date)
    #: the account that gave it; null: the system
    granted_by: Mapped[str | None] = mapped_column(String(20))
    account: Mapped[Account] = relationship(lazy="raise", back_populates="grants")


class LoginSession(Base):
    """A sign-in that can be seen and revoked. The browser holds the token, the database only its SHA-256."""

    __tablename__ = "login_session"
    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    #: where from, in words a person can recognise
    user_agent: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(String(60), default="")
