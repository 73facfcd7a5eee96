"""Fails when a file is longer than 300 lines or a function longer than 40: read at one sitting, or split."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
FOLDERS = ("meetings", "integrations", "tests", "benchmarks", "script")
#: Written by Alembic, not by a person: one step each, as long as the tables are many.
GENERATED = "meetings/db/migrations/versions"


def files(root: Path) -> Iterator[Path]:
    yield from root.glob("*.py")
    for folder in FOLDERS:
        yield from sorted((root / folder).rglob("*.py"))


def too_long(root: Path, path: Path) -> Iterator[str]:
    name = path.relative_to(root)
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    if lines > LONGEST_FILE:
        yield f"{name}: {lines} lines, {LONGEST_FILE} at most"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            # The docstring is for reading first; it does not count.
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            length = (body[-1].end_lineno or 0) - body[0].lineno + 1
            if length > LONGEST_FUNCTION:
                yield f"{name}:{node.lineno}: {node.name} has {length} lines, {LONGEST_FUNCTION} at most"


def main() -> int:
    root = Path(__file__).resolve().parent.parent
    found = [
        complaint
        for path in files(root)
        if not path.relative_to(root).as_posix().startswith(GENERATED)
        for complaint in too_long(root, path)
    ]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
