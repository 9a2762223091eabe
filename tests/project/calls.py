"""What a function calls, as far as its names tell: through modules, imported names and what it defines itself."""

import dis
import inspect
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

Called = Callable[..., Any]


def called_by(view: Called) -> set[FunctionType]:
    """Every function of the service that a view may come to call, and itself."""
    waiting, seen = list(_unwrapped(view)), set[FunctionType]()
    while waiting:
        function = waiting.pop()
        if function not in seen:
            seen.add(function)
            waiting += [each for named in _named_in(function) for each in _unwrapped(named)]
    return seen


def _unwrapped(named: Any) -> Iterator[FunctionType]:
    """The function behind decorators, if it is one of the service's."""
    function = inspect.unwrap(named) if callable(named) else named
    if isinstance(function, FunctionType) and function.__module__.startswith("service."):
        yield function


def _named_in(function: FunctionType) -> Iterator[Any]:
    for code in _codes(function.__code__):
        value: Any = None
        for instruction in dis.get_instructions(code):
            if instruction.opname == "LOAD_GLOBAL":
                value = function.__globals__.get(instruction.argval)
            elif instruction.opname == "LOAD_ATTR" and isinstance(value, ModuleType):
                value = getattr(value, instruction.argval, None)
            else:
                value = None
            yield value


def _codes(code: CodeType) -> Iterator[CodeType]:
    """A function's code, and that of what is defined within it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)
