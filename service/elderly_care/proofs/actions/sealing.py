"""Sealing what people say of a visit."""

from typing import Any

import orjson

from service.kit.work import UnitOfWork


def seal(work: UnitOfWork, said: str | None, place: str) -> bytes | None:
    """What somebody said, sealed for its place."""
    return None if said is None else work.house.cipher.encrypt(said, bound_to=place)


def seal_all(work: UnitOfWork, told: Any, place: str) -> bytes:
    """What was told, whatever its shape, sealed for its place as JSON."""
    return work.house.cipher.encrypt(orjson.dumps(told).decode(), bound_to=place)
