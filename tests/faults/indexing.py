"""Another process that writes much and long, as a job that indexes papers does: python -m tests.faults.indexing URL."""

from __future__ import annotations

import sys
import time

from sqlalchemy import text

from meetings.db.engine import Database

#: seconds that it holds the database for, and leaves it alone for
HOLD, PAUSE = 0.25, 0.05


def main() -> None:
    """Until killed."""
    database = Database(sys.argv[1])
    with database.write() as session:
        session.execute(text("CREATE TABLE IF NOT EXISTS indexed_words (word TEXT)"))
    sys.stdout.write("indexing\n")
    sys.stdout.flush()
    while True:
        with database.write() as session:
            began = time.monotonic()
            while time.monotonic() < began + HOLD:
                session.execute(text("INSERT INTO indexed_words VALUES (:word)"), [{"word": "agenda"}] * 200)
            session.execute(text("DELETE FROM indexed_words"))
        time.sleep(PAUSE)


if __name__ == "__main__":
    main()
