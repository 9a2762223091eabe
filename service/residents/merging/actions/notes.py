"""What a merge keeps of the rows it changed, for its undo.

It is sealed as a whole. What was sealed in a row itself is opened first: else a new data key would reach the outer
seal only, and the old key could never go.
"""

import json
from collections.abc import Callable, Sequence
from uuid import UUID

from service.kit.merging import Row, RowChange
from service.kit.sealing import sealed_columns
from service.kit.work import UnitOfWork
from service.residents.merging import queries
from service.residents.merging.models import PLACE, MergeChange

_HEX = "\\x"


def keep(work: UnitOfWork, merge_id: UUID, changes: Sequence[RowChange]) -> None:
    """Note what was changed, in this order."""
    cipher = work.house.cipher
    for place, change in enumerate(changes):
        opened = _with_sealed(change, lambda text, bound: cipher.decrypt(_bytes(text), bound_to=bound))
        noted = json.dumps({"before": opened, "after": change.after}, ensure_ascii=False)
        bound_to = PLACE.format(merge_id=merge_id, place=place)
        work.session.add(
            MergeChange(
                merge_id=merge_id,
                place=place,
                table_name=change.table,
                keys=change.keys,
                noted=cipher.encrypt(noted, bound_to=bound_to),
            )
        )
    work.session.flush()


def kept(work: UnitOfWork, merge_id: UUID) -> list[RowChange]:
    """What was noted of a merge, in its order."""
    cipher = work.house.cipher
    changes = []
    for each in queries.changes_of(work, merge_id):
        bound_to = PLACE.format(merge_id=merge_id, place=each.place)
        noted = json.loads(cipher.decrypt(each.noted, bound_to=bound_to))
        change = RowChange(each.table_name, each.keys, noted["before"], noted["after"])
        before = _with_sealed(change, lambda text, bound: _hex(cipher.encrypt(text, bound_to=bound)))
        changes.append(RowChange(change.table, change.keys, before, change.after))
    return changes


def _with_sealed(change: RowChange, turn: Callable[[str, str], str]) -> Row:
    """The values before, with those of sealed columns turned into something else."""
    before = dict(change.before)
    for each in sealed_columns():
        if each.model.__tablename__ == change.table and before.get(each.name) is not None:
            before[each.name] = turn(before[each.name], each.place.format_map(change.keys[0]))
    return before


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix(_HEX))


def _hex(sealed: bytes) -> str:
    return _HEX + sealed.hex()
