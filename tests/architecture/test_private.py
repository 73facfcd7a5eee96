"""What a feature calls private is used by nobody else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]


def feature_of(module: str) -> str:
    """The folder below `meetings` or `integrations` that a module belongs to."""
    return ".".join(module.split(".")[:2])


def private(name: str) -> bool:
    """Whether a name is for its own feature."""
    return name.startswith("_") and not name.endswith("__")


def imports(tree: ast.AST) -> Iterator[tuple[str, str, str]]:
    """What is imported of ours: module, name, and what it is called here."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in (
            "meetings",
            "integrations",
        ):
            for alias in node.names:
                yield node.module or "", alias.name, alias.asname or alias.name


def uses(path: Path, root: Path = ROOT) -> Iterator[str]:
    """Private names of other features that a file imports or reaches into."""
    own = feature_of(".".join(path.relative_to(root).with_suffix("").parts))
    tree = ast.parse(path.read_text(encoding="utf-8"))
    foreign: dict[str, str] = {}
    for module, name, called in imports(tree):
        if feature_of(f"{module}.{name}") != own:
            foreign[called] = f"{module}.{name}"
            if private(name) or any(private(part) for part in module.split(".")):
                yield f"{path.relative_to(root)} imports {module}.{name}"
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or not private(node.attr):
            continue
        if isinstance(node.value, ast.Name) and node.value.id in foreign:
            yield f"{path.relative_to(root)}:{node.lineno} uses {foreign[node.value.id]}.{node.attr}"


def test_nobody_uses_what_another_feature_calls_private() -> None:
    files = [p for folder in ("meetings", "integrations") for p in sorted((ROOT / folder).rglob("*.py"))]
    assert len(files) > 100
    assert [use for path in files for use in uses(path)] == []


def test_control_private_names_are_found(tmp_path: Path) -> None:
    path = tmp_path / "meetings" / "room" / "nowhere.py"
    path.parent.mkdir(parents=True)
    path.write_text(
        "from meetings.db.record import _row\nfrom meetings.voting import rules\nrules._secret()\n"
    )
    assert list(uses(path, tmp_path)) == [
        "meetings/room/nowhere.py imports meetings.db.record._row",
        "meetings/room/nowhere.py:3 uses meetings.voting.rules._secret",
    ]
