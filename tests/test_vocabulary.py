"""One vocabulary: a type has its own name, array types have one home, and a name gives the kind of thing."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src/diptych"
ROLES = {"said", "what", "found", "one", "told", "asked", "given"}  # grammatical roles, not kinds of things
# Run folders and data sets keep these two as JSON: a strength's share of samples with one grey picture, or told.
KEPT = {("scene/data/perturb/strengths.py", "one"), ("scene/data/perturb/scene_strengths.py", "told")}


@cache
def trees() -> dict[Path, ast.Module]:
    return {path.relative_to(SOURCE): ast.parse(path.read_text()) for path in sorted(SOURCE.rglob("*.py"))}


def is_type(value: ast.expr | None) -> bool:
    """Whether a value at the top of a module is a type: `Literal[…]`, `int | str`, `Callable[…]`, `Any`."""
    if isinstance(value, ast.BinOp):
        return isinstance(value.op, ast.BitOr)
    return isinstance(value, ast.Subscript | ast.Name | ast.Attribute)


def types(tree: ast.Module) -> Iterator[tuple[str, ast.expr | None]]:
    """Each class and alias of a type at the top of a module, and what the alias stands for."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name, None
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name.lstrip("_")[:1].isupper() and not name.isupper() and is_type(node.value):
                yield name, node.value


def test_the_name_of_a_type_stands_for_one_thing() -> None:
    where = defaultdict(list)
    for path, tree in trees().items():
        for name, _ in types(tree):
            where[name].append(str(path))
    assert len(where) > 300  # it sees them
    assert {name: paths for name, paths in where.items() if len(paths) > 1} == {}


def test_array_types_have_one_home() -> None:
    """An alias of an array of plain numbers stands in `arrays.py` alone; records keep their own."""
    aliases = {
        (str(path), name): ast.unparse(value)
        for path, tree in trees().items()
        for name, value in types(tree)
        if value is not None and ast.unparse(value).startswith("NDArray[np.")
    }
    home = {name: text for (path, name), text in aliases.items() if path == "arrays.py"}
    assert len(home) == len(set(home.values())) > 3
    assert {key: text for key, text in aliases.items() if key[0] != "arrays.py" and text != "NDArray[np.void]"} == {}


def names(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Each variable, parameter, attribute and method that a module defines, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr, node.lineno
        elif isinstance(node, ast.MatchAs | ast.MatchStar | ast.ExceptHandler) and node.name:
            yield node.name, node.lineno
        elif isinstance(node, ast.ClassDef):
            yield from (
                (item.name, item.lineno)
                for item in node.body
                if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)
            )


def test_a_name_gives_the_kind_of_thing_not_its_grammatical_role() -> None:
    roles = [
        f"{path}:{line}: {name}"
        for path, tree in trees().items()
        for name, line in names(tree)
        if name in ROLES and (str(path), name) not in KEPT
    ]
    assert roles == []
