"""A file over 300 lines is a folder that has not been made yet; a function over 30 asks for a name for its half."""

import ast
from pathlib import Path

from config.settings import CHECKOUT

LONGEST_FILE = 300
LONGEST_FUNCTION = 30


def _sources() -> list[Path]:
    return [
        path
        for folder in ("config", "service")
        for path in sorted((CHECKOUT / folder).rglob("*.py"))
        if "versions" not in path.parts
    ]


def test_no_file_is_too_long() -> None:
    long = {
        str(path): count
        for path in _sources()
        if (count := len(path.read_text().splitlines())) > LONGEST_FILE
    }

    assert long == {}


def test_no_function_is_too_long() -> None:
    long = {
        f"{path.relative_to(CHECKOUT)}:{node.name}": length
        for path in _sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and (length := _length(node)) > LONGEST_FUNCTION
    }

    assert long == {}


def _length(function: ast.FunctionDef) -> int:
    """Lines of the body; its docstring is not counted against it."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_every_module_and_public_function_says_what_it_is() -> None:
    silent = []
    for path in _sources():
        tree = ast.parse(path.read_text())
        if not ast.get_docstring(tree):
            silent.append(str(path.relative_to(CHECKOUT)))

    assert silent == []
