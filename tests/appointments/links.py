"""What somebody with the database in their hands tries, to link voters with choices: orders of rows, pages and logs."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sqlalchemy import make_url, text

from meetings.db.engine import Database

Orders = dict[str, list[str]]


def linked(voters: Sequence[str], choices: Sequence[str], truth: Mapping[str, str]) -> int:
    """How many are linked rightly by taking the nth voter to have made the nth choice."""
    return sum(truth[v] == c for v, c in zip(voters, choices, strict=False) if v in truth)


def best_links(voters: Orders, choices: Orders, truth: Mapping[str, str]) -> dict[str, int]:
    """Every order of voters held against every order of choices."""
    return {f"{v} / {c}": linked(vs, cs, truth) for v, vs in voters.items() for c, cs in choices.items()}


def appearance(content: bytes, ids: Iterable[str], *, last: bool = False) -> list[str]:
    """Identifiers in the order in which bytes name them, first or last; those that are not there are left out."""
    find = content.rfind if last else content.find
    found = [(place, i) for i in ids if (place := find(i.encode())) >= 0]
    return [i for _, i in sorted(found)]


def followed_by(content: bytes, truth: Mapping[str, str], choices: Sequence[str]) -> int:
    """How many are linked rightly by taking the choice that the bytes name next after the voter."""
    places = sorted((content.find(c.encode()), c) for c in choices if c.encode() in content)
    at = [place for place, _ in places]
    right = 0
    for voter, choice in truth.items():
        place = content.find(voter.encode())
        following = bisect(at, place)
        right += place >= 0 and following < len(places) and places[following][1] == choice
    return right


def byte_orders(files: Mapping[str, bytes], ids: Sequence[str]) -> Orders:
    """The same for several files, from both ends."""
    return {
        f"{name}, {end}": appearance(content, ids, last=end == "last")
        for name, content in files.items()
        for end in ("first", "last")
    }


def forget_log(database: Database) -> None:
    """Begin the log afresh, so that what is in it afterwards is of the voting alone."""
    with database.writer.connect() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        else:
            connection.execute(text("SELECT pg_switch_wal()"))


def raw(database: Database, table: str, logs: bool = True) -> dict[str, bytes]:
    """The table's own bytes, dead rows among them, and those of the write-ahead log."""
    if database.is_sqlite:
        path = Path(str(make_url(database.url).database))
        return {"file": path.read_bytes(), "wal": Path(f"{path}-wal").read_bytes()}
    with database.writer.connect() as connection:
        connection.execute(text("COMMIT"))
        connection.execute(text("CHECKPOINT"))
        heap = connection.scalar(text("SELECT pg_read_binary_file(pg_relation_filepath(:t))"), {"t": table})
        names = connection.scalars(text("SELECT name FROM pg_ls_waldir() ORDER BY modification DESC LIMIT 2"))
        wal = [
            bytes(connection.scalar(text("SELECT pg_read_binary_file('pg_wal/' || :n)"), {"n": n}) or b"")
            for n in sorted(names)
        ]
    return {"heap": bytes(heap or b""), "wal": b"".join(wal)}


def row_orders(database: Database, table: str, column: str, where: str = "true") -> Orders:
    """A column in the orders that the database itself keeps: rowid, or ctid and xmin."""
    keys = ("rowid",) if database.is_sqlite else ("ctid", "xmin::text::bigint")
    with database.reader.connect() as connection:
        return {
            key: [
                row[0]
                for row in connection.execute(
                    text(f"SELECT {column} FROM {table} WHERE {where} ORDER BY {key}")
                )
            ]
            for key in keys
        }


def joined_on_xmin(
    database: Database, one: str, other: str, column: str, choice: str
) -> list[tuple[str, str]]:
    """Rows of two tables that one transaction wrote."""
    query = f"SELECT a.{column}, b.{choice} FROM {one} a JOIN {other} b ON a.xmin = b.xmin"
    with database.reader.connect() as connection:
        return [(v, c) for v, c in connection.execute(text(query))]
